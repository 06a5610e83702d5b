'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import { FailedCard, LoadingCard } from '../../portal-page';
import { usePlace } from '../../portal-place';

const isWaiting = (state: string | undefined) =>
  state === 'created' || state === 'awaiting_client' || state === 'processing';
const everyMs = 4_000;

/** How a deposit stands. While it is open the PSP is asked; a webhook may be faster, both end in the same state. */
export function DepositState({ id }: { id: Id<'deposit'> }) {
  const t = useTranslations('portal.deposit');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const { base } = usePlace();
  const deposit = useQuery(trpc.payments.deposits.read.queryOptions({ id }));
  const state = deposit.data?.state;
  const { refetch } = deposit;
  useEffect(() => {
    if (!isWaiting(state)) return;
    const ask = async () => {
      await api.payments.deposits.refresh.mutate({ id }).catch(() => undefined); // the next round asks again
      await refetch();
    };
    void ask();
    const timer = setInterval(() => void ask(), everyMs);
    return () => clearInterval(timer);
  }, [api, id, refetch, state]);
  useEffect(() => {
    if (state === 'credited') void queries.invalidateQueries({ queryKey: trpc.ledger.pathKey() });
  }, [queries, state, trpc]);
  if (deposit.error) return <FailedCard error={deposit.error} retry={() => void refetch()} />;
  if (!deposit.data) return <LoadingCard />;
  const { requested, credited, number, createdAt, creditedAt } = deposit.data;
  const key = deposit.data.state as 'credited';
  return (
    <Card className="max-w-130">
      <CardHeader title={<bdi>{number}</bdi>} aside={<Money value={credited ?? requested} />} />
      <CardBody className="border-t">
        <div role="status">
          <p className="font-medium">
            {t.has(`state.${key}.title`) ? t(`state.${key}.title`) : t('state.other.title')}
          </p>
          <p className="mt-1 text-muted-foreground">
            {t.has(`state.${key}.body`) ? t(`state.${key}.body`) : t('state.other.body')}
          </p>
        </div>
        <p className="mt-2 text-muted-foreground text-sm">
          <RelativeTime at={creditedAt ?? createdAt} style="date-time" />
        </p>
        <Button variant="primary" className="mt-4 max-sm:w-full" asChild>
          <Link href={`${base}/wallet`}>{t('toWallet')}</Link>
        </Button>
      </CardBody>
    </Card>
  );
}
