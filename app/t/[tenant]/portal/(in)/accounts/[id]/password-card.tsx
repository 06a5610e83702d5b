'use client';

import { useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Card, CardBody } from '@/app/_ui/panel';
import type { Id } from '@/server/kernel/ids';
import type { Credentials as CredentialsShape } from '@/server/modules/trading/contract';

type Credentials = z.output<typeof CredentialsShape>;

type Props = { id: Id<'tradingAccount'>; login: string; mayShow: boolean };

/** The passwords come once and stay in this component alone: no cache, no address, no log sees them. */
export function PasswordCard({ id, login, mayShow }: Props) {
  const t = useTranslations('portal.accounts.password');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  const [shown, setShown] = useState<Credentials | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const reveal = async () => {
    setPending(true);
    const refused = await attempt(async () => setShown(await api.trading.accounts.revealCredentials.mutate({ id })));
    setPending(false);
    setProblem(refused ? refusal(refused.reason, refused.params) : null);
  };
  const close = () => {
    setShown(null);
    void queries.invalidateQueries({ queryKey: trpc.trading.accounts.pathKey() });
  };
  // They may be shown no more as soon as they are: what is on the screen stays until its reader closes it.
  if (!mayShow && shown === null) return null;
  return (
    <Card className="border-[color-mix(in_oklab,var(--brand)_35%,var(--border))]">
      <CardBody>
        <h2 className="text-lg">{t('title')}</h2>
        <p className="mt-1 mb-4 max-w-prose text-muted-foreground">{t('body')}</p>
        <Button variant="primary" className="max-sm:w-full" pending={isPending} onClick={() => void reveal()}>
          {t('show')}
        </Button>
        {problem ? (
          <p role="alert" className="mt-2 text-destructive text-sm">
            {problem}
          </p>
        ) : null}
        <Dialog open={shown !== null} onOpenChange={(open) => (open ? undefined : close())}>
          {shown ? (
            <DialogContent
              title={t('dialog', { login })}
              description={t('once')}
              // A stray touch must not lose what is shown only once.
              onInteractOutside={(event) => event.preventDefault()}
            >
              <DialogBody>
                <dl className="divide-y rounded-md border">
                  <Secret label={t('login')} value={shown.login} />
                  {shown.server ? <Secret label={t('server')} value={shown.server} /> : null}
                  <Secret label={t('master')} value={shown.masterPassword} />
                  <Secret label={t('investor')} value={shown.investorPassword} />
                </dl>
              </DialogBody>
              <DialogFooter>
                <Button variant="primary" onClick={close}>
                  {t('kept')}
                </Button>
              </DialogFooter>
            </DialogContent>
          ) : null}
        </Dialog>
      </CardBody>
    </Card>
  );
}

function Secret({ label, value }: { label: string; value: string }) {
  const t = useTranslations('portal.accounts.password');
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(value).then(
      () => setCopied(true),
      () => undefined, // without a clipboard it is written down by hand
    );
  return (
    <div className="py-2 ps-3">
      <dt className="text-muted-foreground text-sm">{label}</dt>
      <dd className="flex items-center justify-between gap-3 font-medium font-mono">
        <bdi dir="ltr" className="break-all">
          {value}
        </bdi>
        <Button
          variant="ghost"
          size="icon"
          onClick={copy}
          aria-label={`${isCopied ? t('copied') : t('copy')}: ${label}`}
        >
          {isCopied ? <Check size={18} aria-hidden /> : <Copy size={18} aria-hidden />}
        </Button>
      </dd>
    </div>
  );
}
