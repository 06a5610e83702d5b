'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Card, CardBody } from '@/app/_ui/panel';
import { RelativeTime, useDuration } from '@/app/_ui/time/relative-time';
import type { MyApplication } from '@/server/modules/onboarding/contract';
import { usePlace } from '../portal-place';
import type { Flow } from './flow-form';

type Mine = Pick<MyApplication, 'next' | 'since' | 'usualMinutes' | 'reason' | 'note' | 'renewsAt'>;

function Sheet({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <Card className="max-w-160">
      <CardBody>
        <h2 className="text-lg">{title}</h2>
        <div className="mt-1 flex flex-col items-start gap-3 text-muted-foreground">{children}</div>
      </CardBody>
    </Card>
  );
}

/** Nothing begun, or something to begin again: what is needed, and the button. */
export function BeginCard({ flow, mine, again }: { flow: Flow; mine: Mine; again: boolean }) {
  const t = useTranslations('portal.verify');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const refusal = useRefusalText();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, setPending] = useState(false);
  const begin = async () => {
    setPending(true);
    const refused = await attempt(async () => {
      await api.onboarding.applications.start.mutate({});
      await Promise.all([
        queries.invalidateQueries({ queryKey: trpc.onboarding.pathKey() }),
        queries.invalidateQueries({ queryKey: trpc.clients.me.pathKey() }),
      ]);
    });
    setProblem(refused ? refusal(refused.reason, refused.params) : null);
    setPending(false);
  };
  const key = mine.next as 'begin_verification'; // text on the wire
  return (
    <Sheet title={t.has(`next.${key}.title`) ? t(`next.${key}.title`) : t('next.begin_verification.title')}>
      {mine.reason ? <p className="text-foreground">{mine.reason}</p> : null}
      <Note note={mine.note} />
      <p>{t.has(`next.${key}.body`) ? t(`next.${key}.body`) : t('next.begin_verification.body')}</p>
      <ul className="list-disc ps-5">
        {flow.documents.map(({ key: need, label, help }) => (
          <li key={need}>
            <span className="text-foreground">{label}</span>
            {help ? `: ${help}` : ''}
          </li>
        ))}
      </ul>
      {problem ? (
        <p role="alert" className="text-destructive">
          {problem}
        </p>
      ) : null}
      <Button variant="primary" className="max-sm:w-full" pending={isPending} onClick={() => void begin()}>
        {t(again ? 'beginAgain' : 'begin')}
      </Button>
    </Sheet>
  );
}

function Note({ note }: { note: string | null }) {
  return note ? (
    <blockquote dir="auto" className="border-s-2 ps-3 text-foreground">
      {note}
    </blockquote>
  ) : null;
}

/** The house's turn: since when, how long it usually takes, and that there is nothing to do. */
export function WaitingCard({ mine }: { mine: Mine }) {
  const t = useTranslations('portal.verify');
  const duration = useDuration();
  const key = mine.next as 'we_review'; // text on the wire
  const { since, usualMinutes } = mine;
  return (
    <Sheet title={t.has(`next.${key}.title`) ? t(`next.${key}.title`) : t('next.we_review.title')}>
      <p className="text-foreground">
        {since ? t.rich('since', { time: () => <RelativeTime at={since} style="date-time" /> }) : null}{' '}
        {usualMinutes === null ? t('usualUnknown') : t('usual', { time: duration(usualMinutes * 60_000) })}{' '}
        {t('nothingToDo')}
      </p>
      <p>{t.has(`next.${key}.body`) ? t(`next.${key}.body`) : t('next.we_review.body')}</p>
    </Sheet>
  );
}

export function DoneCard({ mine, hasAccount }: { mine: Mine; hasAccount: boolean }) {
  const t = useTranslations('portal.verify');
  const { base } = usePlace();
  const { renewsAt } = mine;
  return (
    <Sheet title={t('next.all_done.title')}>
      <p>{t('next.all_done.body')}</p>
      {renewsAt ? <p>{t.rich('renews', { date: () => <RelativeTime at={renewsAt} style="date" /> })}</p> : null}
      <Button variant="primary" className="max-sm:w-full" asChild>
        <Link href={hasAccount ? base : `${base}/wallet/deposit`}>{t(hasAccount ? 'toHome' : 'toDeposit')}</Link>
      </Button>
    </Sheet>
  );
}

export function FinalCard({ mine }: { mine: Mine }) {
  const t = useTranslations('portal.verify');
  const { base } = usePlace();
  return (
    <Sheet title={t('next.final_answer.title')}>
      {mine.reason ? <p className="text-foreground">{mine.reason}</p> : null}
      <Note note={mine.note} />
      <p>{t('next.final_answer.body')}</p>
      <Button className="max-sm:w-full" asChild>
        <Link href={`${base}/wallet`}>{t('toWallet')}</Link>
      </Button>
    </Sheet>
  );
}

/** What a reviewer has asked for, over the form that answers it. */
export function AsksCard({ asks, note }: Pick<MyApplication, 'asks' | 'note'>) {
  const t = useTranslations('portal.verify');
  return (
    <Card className="max-w-220 border-[color-mix(in_oklab,var(--brand)_35%,var(--border))]">
      <CardBody>
        <h2 className="text-lg">{t('next.send_what_is_asked.title')}</h2>
        <ul className="my-2 list-disc ps-5">
          {asks.map(({ code, text }) => (
            <li key={code}>{text}</li>
          ))}
        </ul>
        <Note note={note} />
        <p className="mt-2 text-muted-foreground">{t('next.send_what_is_asked.body')}</p>
      </CardBody>
    </Card>
  );
}
