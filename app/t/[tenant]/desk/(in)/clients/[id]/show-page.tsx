'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Input } from '@/app/_ui/input';
import { Select } from '@/app/_ui/select';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { pageNames, type ShownPage, shownPages } from '@/server/modules/support/shown-contract';

const places = pageNames.filter((name) => !shownPages[name].includes('{id}'));

/** "Show the client what I see": a link to his own page, which he opens as himself. */
export function ShowPage({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('support.show');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const [page, setPage] = useState<ShownPage>('wallet');
  const [link, setLink] = useState<{ url: string; expiresAt: Date } | null>(null);
  if (!may('support.page.show')) return null;
  const make = () =>
    atOnce(async () => {
      const made = await api.support.pages.show.mutate({ clientId, page });
      setLink(made);
      await navigator.clipboard?.writeText(made.url).catch(() => undefined); // not allowed here: it stands in the field
    }, t('made'));
  return (
    <Section title={t('title')}>
      <div className="flex flex-col gap-2 px-4 py-2">
        <div className="flex gap-2">
          <Select
            aria-label={t('page')}
            className="min-w-0 flex-1"
            value={page}
            onValueChange={(value) => setPage(places.find((one) => one === value) ?? 'wallet')}
            options={places.map((value) => ({ value, label: t(`pages.${value as 'wallet'}`) }))}
          />
          <Button onClick={() => void make()}>{t('make')}</Button>
        </div>
        {link ? (
          <>
            <Input
              readOnly
              aria-label={t('link')}
              value={link.url}
              dir="ltr"
              onFocus={(event) => event.target.select()}
            />
            <p className="text-muted-foreground text-xs">
              {t('until')} <RelativeTime at={link.expiresAt} style="clock" />
            </p>
          </>
        ) : (
          <p className="text-muted-foreground text-xs">{t('hint')}</p>
        )}
      </div>
    </Section>
  );
}
