'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormRadio } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { Card, CardBody, CardHeader } from '@/app/_ui/panel';
import type { Id } from '@/server/kernel/ids';
import { readAmount } from '../../../amount-text';
import { FailedCard, LoadingCard, PortalPage } from '../../../portal-page';
import { usePlace } from '../../../portal-place';
import { useMoney, walletsOf } from '../../../wallet-money';
import { afterMove, type Before, type Direction, freeFor } from './move-preview';

const Fields = z.object({ direction: z.enum(['to_account', 'to_wallet']), amount: z.string().trim().min(1) });
type Wish = { direction: Direction; amount: MoneyValue };
type Account = { id: Id<'tradingAccount'>; login: string; currency: string };

/** Money between wallet and account: say how much, see what stands where afterwards, then do it. */
export function MovePage({ id }: { id: Id<'tradingAccount'> }) {
  const t = useTranslations('portal.accounts');
  const trpc = useTRPC();
  const account = useQuery(trpc.trading.accounts.read.queryOptions({ id }));
  const money = useMoney();
  const failed = account.error ?? money.error;
  const { data } = account;
  const login = data?.login ?? '';
  const back = { path: `/accounts/${id}`, label: login ? t('login', { login }) : t('back') };
  const wallet = data && money.data ? walletsOf(money.data, data.currency)[0]?.available : undefined;
  return (
    <PortalPage title={t('move.title')} {...(login ? { lead: t('move.lead', { login }) } : {})} back={back}>
      {failed ? (
        <FailedCard error={failed} retry={() => void Promise.all([account.refetch(), money.refetch()])} />
      ) : null}
      {data && wallet ? (
        <MoveMoney
          account={{ id, login, currency: data.currency }}
          before={{
            wallet: wallet.asset === data.currency ? wallet : { minor: 0n, asset: data.currency },
            account: data.balance ?? data.ledgerBalance,
            freeMargin: data.freeMargin,
            margin: data.margin,
          }}
        />
      ) : failed ? null : (
        <LoadingCard />
      )}
    </PortalPage>
  );
}

function MoveMoney({ account, before }: { account: Account; before: Before }) {
  const t = useTranslations('portal.accounts.move');
  const [wish, setWish] = useState<Wish | null>(null);
  const { login, currency } = account;
  const form = useZodForm(Fields, {
    defaultValues: { direction: before.wallet.minor > 0n ? 'to_account' : 'to_wallet', amount: '' },
  });
  const direction = form.watch('direction');
  const look = async ({ amount, direction: to }: z.output<typeof Fields>): Promise<FormProblem | undefined> => {
    const read = readAmount(amount, currency);
    if ('problem' in read) return read.problem;
    const free = freeFor(before, to);
    if (read.amount.minor > free.minor)
      return { reason: to === 'to_account' ? 'insufficient_balance' : 'insufficient_free_margin', field: 'amount' };
    setWish({ direction: to, amount: read.amount });
    return undefined;
  };
  if (wish) return <Preview account={account} before={before} wish={wish} onChange={() => setWish(null)} />;
  return (
    <Card className="max-w-130">
      <CardBody>
        <Form form={form} onSubmit={look}>
          <FormAlert />
          <FormRadio
            control={form.control}
            name="direction"
            label={t('direction')}
            options={[
              { value: 'to_account', label: t('to_account'), hint: <Free value={before.wallet} /> },
              { value: 'to_wallet', label: t('to_wallet'), hint: <Free value={freeFor(before, 'to_wallet')} /> },
            ]}
          />
          <FormInput
            control={form.control}
            name="amount"
            label={t('amount')}
            hint={<Free value={freeFor(before, direction)} />}
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            after={currency}
          />
          {before.wallet.minor === 0n && direction === 'to_account' ? (
            <p className="text-muted-foreground text-sm">{t('otherCurrency', { currency, login })}</p>
          ) : null}
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
      </CardBody>
    </Card>
  );
}

function Free({ value }: { value: MoneyValue }) {
  const t = useTranslations('portal.accounts.move');
  return t.rich('free', { amount: () => <Money value={value} /> });
}

type PreviewProps = { account: Account; before: Before; wish: Wish; onChange: () => void };

function Preview({ account, before, wish, onChange }: PreviewProps) {
  const t = useTranslations('portal.accounts.move');
  const refusal = useRefusalText();
  const { isPending, problem, move } = useMove(account.id, wish);
  const after = afterMove(before, wish.direction, wish.amount);
  return (
    <Card className="max-w-130">
      <CardHeader title={t('preview')} />
      <dl className="divide-y border-y">
        <Change label={t('wallet')} from={before.wallet} to={after.wallet} />
        <Change label={t('account', { login: account.login })} from={before.account} to={after.account} />
        {before.freeMargin && after.freeMargin ? (
          <Change label={t('margin')} from={before.freeMargin} to={after.freeMargin} />
        ) : null}
      </dl>
      <CardBody className="flex flex-col gap-3">
        {after.isTight ? <p className="text-warning">{t('close')}</p> : null}
        {problem ? (
          <p role="alert" className="text-destructive">
            {refusal(problem.reason, problem.params)}
          </p>
        ) : null}
        <Button variant="primary" pending={isPending} onClick={() => void move()}>
          <span>{t.rich('confirm', { amount: () => <Money value={wish.amount} /> })}</span>
        </Button>
        <Button onClick={onChange} disabled={isPending}>
          {t('change')}
        </Button>
      </CardBody>
    </Card>
  );
}

function Change({ label, from, to }: { label: string; from: MoneyValue; to: MoneyValue }) {
  return (
    <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-4 py-2 sm:px-6">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="flex items-baseline gap-2">
        <s className="text-muted-foreground text-sm no-underline">
          <Money value={from} bare />
        </s>
        <span aria-hidden className="rtl:-scale-x-100">
          →
        </span>
        <span className="font-medium">
          <Money value={to} />
        </span>
      </dd>
    </div>
  );
}

function useMove(accountId: Id<'tradingAccount'>, { direction, amount }: Wish) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const { base } = usePlace();
  const [isPending, setPending] = useState(false);
  const [problem, setProblem] = useState<FormProblem | undefined>(undefined);
  const move = async () => {
    setPending(true);
    const verb = direction === 'to_account' ? api.trading.money.toAccount : api.trading.money.toWallet;
    const refused = await attempt(async () => {
      await verb.mutate({ accountId, amount });
      await Promise.all([
        queries.invalidateQueries({ queryKey: trpc.trading.pathKey() }),
        queries.invalidateQueries({ queryKey: trpc.ledger.pathKey() }),
      ]);
      router.push(`${base}/accounts/${accountId}`);
    });
    setProblem(refused);
    if (refused) setPending(false);
  };
  return { isPending, problem, move };
}
