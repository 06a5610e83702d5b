'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import { PathBar } from '@/app/_ui/stepper';
import { LastMovements } from './last-movements';
import { FailedCard, LoadingCard, PortalPage } from './portal-page';
import { usePlace } from './portal-place';
import { type NextStep, nextStepOf, pathOf, standOf } from './standing-words';
import { TradingCard, useAccounts } from './trading-card';
import { WalletCard } from './wallet-card';
import { sumsOf, tradingOf, useMoney, walletsOf } from './wallet-money';
import { WithdrawalCard } from './withdrawal-card';
import { openWithdrawalStates } from './withdrawal-steps';

/** Where you stand, the one thing to do, what is on its way. */
export function Home() {
  const t = useTranslations('portal.home');
  const trpc = useTRPC();
  const { currency } = usePlace();
  const standing = useQuery(trpc.clients.me.queryOptions({}));
  const application = useQuery(trpc.onboarding.mine.queryOptions({}));
  const accounts = useAccounts();
  const money = useMoney();
  const open = useQuery({
    ...trpc.payments.withdrawals.list.queryOptions({ states: openWithdrawalStates, limit: 10 }),
    refetchInterval: 30_000,
  });
  if (standing.error) return <FailedCard error={standing.error} retry={() => void standing.refetch()} />;
  if (!standing.data) return <LoadingCard rows={4} />;
  const onItsWay = sumsOf(open.data?.rows.map(({ amount }) => amount) ?? []);
  const [first] = onItsWay;
  const wallets = money.data ? walletsOf(money.data, currency) : [];
  const step = nextStepOf(standing.data, {
    application: application.data,
    accounts: accounts.data?.rows,
    wallet: wallets[0]?.available.minor,
  });
  const lead = first ? t.rich('onItsWay', { amount: () => <Money value={first} /> }) : step ? null : t('quiet');
  return (
    <PortalPage title={t(`stand.${standOf(standing.data)}`)} lead={lead}>
      <PathBar
        label={t('path')}
        className="max-w-164 px-1 min-[960px]:px-0"
        steps={pathOf(standing.data).map(({ id, state }) => ({ id, label: t(`step.${id}`), state }))}
      />
      <div className="flex flex-col gap-4 min-[960px]:grid min-[960px]:grid-cols-[minmax(0,1fr)_400px] min-[960px]:items-start min-[960px]:gap-6">
        <div className="contents flex-col gap-6 min-[960px]:flex">
          {step ? <NextStepCard step={step} /> : null}
          {open.error || open.data?.rows.length ? (
            <div className="order-3 flex flex-col gap-4 min-[960px]:gap-6">
              {open.error ? <FailedCard error={open.error} retry={() => void open.refetch()} /> : null}
              {open.data?.rows.map((row) => (
                <WithdrawalCard key={row.id} withdrawal={row} linked />
              ))}
            </div>
          ) : null}
          <div className="order-4">
            <TradingCard accounts={accounts} mayOpen={standing.data.capabilities.openAccount.state === 'allowed'} />
          </div>
        </div>
        <div className="contents flex-col gap-6 min-[960px]:flex">
          <div className="order-2">
            {money.error ? <FailedCard error={money.error} retry={() => void money.refetch()} /> : null}
            {money.isPending ? <LoadingCard /> : null}
            {money.data ? (
              <WalletCard
                wallets={wallets}
                trading={sumsOf(tradingOf(money.data, accounts.data?.rows))}
                accounts={accounts.data?.rows}
                onItsWay={onItsWay}
              />
            ) : null}
          </div>
          <LastMovements className="order-5" wallet={money.data ? (wallets[0]?.id ?? null) : undefined} />
        </div>
      </div>
    </PortalPage>
  );
}

function NextStepCard({ step }: { step: NextStep }) {
  const t = useTranslations('portal.home');
  const { base } = usePlace();
  return (
    <Card className="order-1 border-[color-mix(in_oklab,var(--brand)_35%,var(--border))]">
      <CardBody>
        <p className="font-medium text-primary text-sm">{t(step.path ? 'yourTurn' : 'ourTurn')}</p>
        <h2 className="text-lg tracking-[-0.01em] min-[960px]:text-xl">{t(`next.${step.id}.title`)}</h2>
        <p className="mt-1 text-muted-foreground">{t(`next.${step.id}.body`)}</p>
        {step.path ? (
          <Button variant="primary" className="mt-4 max-sm:w-full" asChild>
            <Link href={`${base}${step.path}`}>{t(`next.${step.id}.action`)}</Link>
          </Button>
        ) : null}
      </CardBody>
    </Card>
  );
}
