'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money, type MoneyValue } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import { exponentOf, toDecimalString } from '@/server/kernel/amounts';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { AccountRow } from '@/server/modules/trading/contract';
import { holdsMoney } from '../../accounts/account-words';
import { readAmount } from '../../amount-text';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { useAccounts } from '../../trading-card';
import { useMoney, walletsOf } from '../../wallet-money';
import { AddBankAccount } from '../add-bank-account';

const Fields = z.object({ from: z.string(), amount: z.string().trim().min(1), to: z.string() });
const InstrumentId = idSchema('instrument');
/** The house sends money back the way it came; an account is only needed for what is more. */
const toSource = 'source';
/** Where money can be taken from: a wallet, or what open positions leave free on a trading account. */
type Pocket = { id: string; accountId: Id<'tradingAccount'> | null; login: string; free: MoneyValue };

export function WithdrawPage() {
  const t = useTranslations('portal.withdraw');
  const trpc = useTRPC();
  const { currency } = usePlace();
  const money = useMoney();
  const accounts = useAccounts();
  const instruments = useQuery(trpc.payments.instruments.list.queryOptions({}));
  const all = [money, accounts, instruments];
  const failed = all.find(({ error }) => error)?.error;
  return (
    <PortalPage title={t('title')} lead={t('lead')} back={{ path: '/wallet', label: t('back') }}>
      {failed ? (
        <FailedCard error={failed} retry={() => void Promise.all(all.map(({ refetch }) => refetch()))} />
      ) : null}
      {money.data && accounts.data && instruments.data ? (
        <WithdrawForm
          pockets={pocketsOf(walletsOf(money.data, currency), accounts.data.rows)}
          banks={instruments.data.filter(({ kind, ownership }) => kind === 'bank' && ownership !== 'third_party')}
        />
      ) : failed ? null : (
        <LoadingCard />
      )}
    </PortalPage>
  );
}

function pocketsOf(wallets: ReturnType<typeof walletsOf>, accounts: readonly AccountRow[]): Pocket[] {
  return [
    ...wallets.map(({ available }) => ({ id: available.asset, accountId: null, login: '', free: available })),
    ...accounts.filter(holdsMoney).map(({ id, login, freeMargin, currency }) => ({
      id,
      accountId: id,
      login: login ?? '',
      free: freeMargin ?? { minor: 0n, asset: currency },
    })),
  ];
}

type Props = { pockets: Pocket[]; banks: ReadonlyArray<{ id: string; label: string }> };

function WithdrawForm({ pockets, banks }: Props) {
  const t = useTranslations('portal.withdraw');
  const wished = useSearchParams().get('from');
  const start = pockets.find(({ id }) => id === wished) ?? pockets.find(({ free }) => free.minor > 0n) ?? pockets[0];
  const form = useZodForm(Fields, {
    defaultValues: { from: start?.id ?? '', amount: '', to: banks[0]?.id ?? toSource },
  });
  const { control } = form;
  const chosen = form.watch('from');
  const pocket = pockets.find(({ id }) => id === chosen) ?? start;
  const submit = useRequest(pocket);
  const asset = pocket?.free.asset ?? '';
  return (
    <Card className="max-w-130">
      <CardBody>
        <Form form={form} onSubmit={submit}>
          <FormAlert />
          {pockets.length > 1 ? (
            <FormSelect
              control={control}
              name="from"
              label={t('from')}
              {...(pocket?.accountId ? { hint: t('accountHint') } : {})}
              options={pockets.map((one) => ({ value: one.id, label: <PocketName pocket={one} /> }))}
            />
          ) : null}
          <FormInput
            control={control}
            name="amount"
            label={t('amount')}
            aside={
              pocket && pocket.free.minor > 0n ? (
                <TakeAll free={pocket.free} onTake={(text) => form.setValue('amount', text)} />
              ) : undefined
            }
            hint={pocket ? <Free pocket={pocket} /> : undefined}
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            placeholder={exponentOf(asset) === 0 ? '0' : `0.${'0'.repeat(exponentOf(asset))}`}
            after={asset}
          />
          <FormSelect
            control={control}
            name="to"
            label={t('to')}
            hint={t('toHint')}
            options={[
              { value: toSource, label: t('toSource') },
              ...banks.map(({ id, label }) => ({ value: id, label: <bdi>{label}</bdi> })),
            ]}
          />
          <SubmitButton>{t('submit')}</SubmitButton>
        </Form>
        <div className="mt-2">
          <AddBankAccount onAdded={(id) => form.setValue('to', id)} />
        </div>
      </CardBody>
    </Card>
  );
}

function TakeAll({ free, onTake }: { free: MoneyValue; onTake: (text: string) => void }) {
  const t = useTranslations('portal.withdraw');
  return (
    <Button variant="link" className="text-sm" onClick={() => onTake(toDecimalString(free))}>
      {t('all')}
    </Button>
  );
}

function PocketName({ pocket: { accountId, login, free } }: { pocket: Pocket }) {
  const t = useTranslations('portal.withdraw');
  return (
    <>
      {accountId ? t('fromAccount', { login }) : t('fromWallet')} · <Money value={free} />
    </>
  );
}

function Free({ pocket: { accountId, free } }: { pocket: Pocket }) {
  const t = useTranslations('portal.withdraw');
  return t.rich(accountId ? 'freeMargin' : 'available', { amount: () => <Money value={free} /> });
}

function useRequest(pocket: Pocket | undefined) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const { base, currency } = usePlace();
  return async ({ amount, to }: z.output<typeof Fields>): Promise<FormProblem | undefined> => {
    const read = readAmount(amount, pocket?.free.asset ?? currency);
    if ('problem' in read) return read.problem;
    // Taken from the platform a moment later: what cannot be there is said now, not after.
    if (pocket?.accountId && read.amount.minor > pocket.free.minor)
      return { reason: 'insufficient_free_margin', field: 'amount' };
    try {
      const { id } = await api.payments.withdrawals.request.mutate({
        amount: read.amount,
        sourceAccountId: pocket?.accountId ?? null,
        payoutInstrumentId: InstrumentId.safeParse(to).data ?? null,
      });
      await Promise.all([
        queries.invalidateQueries({ queryKey: trpc.payments.withdrawals.pathKey() }),
        queries.invalidateQueries({ queryKey: trpc.ledger.pathKey() }),
      ]);
      router.push(`${base}/wallet/withdrawals/${id}`);
      return undefined;
    } catch (error) {
      return problemOf(error);
    }
  };
}
