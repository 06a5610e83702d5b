'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { Card, CardHeader, ListRow } from '@/app/_ui/panel';
import type { Id } from '@/server/kernel/ids';
import { FailedCard, LoadingCard, PortalPage } from '../../../portal-page';
import { WithdrawalCard } from '../../../withdrawal-card';

/** One withdrawal: how it stands in a sentence, its steps, and where each part goes. */
export function WithdrawalDetail({ id }: { id: Id<'withdrawal'> }) {
  const t = useTranslations('portal.withdrawal');
  const trpc = useTRPC();
  const withdrawal = useQuery({
    ...trpc.payments.withdrawals.read.queryOptions({ id }),
    refetchInterval: 15_000,
  });
  const { data } = withdrawal;
  const back = { path: '/wallet', label: t('back') };
  if (!data)
    return (
      <PortalPage title={t('title')} back={back}>
        {withdrawal.error ? (
          <FailedCard error={withdrawal.error} retry={() => void withdrawal.refetch()} />
        ) : (
          <LoadingCard rows={5} />
        )}
      </PortalPage>
    );
  const parts =
    data.legs.length > 0
      ? data.legs.map((leg) => ({ id: leg.id as string, to: leg.instrument, amount: leg.amount, state: leg.state }))
      : data.plan.map((leg, index) => ({ id: `plan-${index}`, to: leg.to, amount: leg.amount, state: 'planned' }));
  return (
    <PortalPage title={`${t('title')} ${data.number}`} lead={stateText(t, data.state)} back={back}>
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-2 min-[960px]:items-start min-[960px]:gap-6">
        <WithdrawalCard withdrawal={data} />
        {parts.length > 0 ? (
          <Card>
            <CardHeader title={t('parts')} />
            {parts.map((part, index) => (
              <ListRow
                key={part.id}
                className={index === 0 ? 'border-t' : ''}
                title={<bdi>{part.to ?? t('unnamed')}</bdi>}
                note={legText(t, part.state)}
                value={<Money value={part.amount} />}
              />
            ))}
          </Card>
        ) : null}
      </div>
    </PortalPage>
  );
}

type Words = ReturnType<typeof useTranslations<'portal.withdrawal'>>;

function stateText(t: Words, state: string): string {
  const key = `state.${state}` as 'state.paid'; // states are text on the wire; unknown ones get the general sentence
  return t.has(key) ? t(key) : t('state.other');
}

function legText(t: Words, state: string): string {
  const key = `leg.${state}` as 'leg.settled';
  return t.has(key) ? t(key) : t('leg.sending');
}
