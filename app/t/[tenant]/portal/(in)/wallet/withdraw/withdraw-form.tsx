'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { problemOf } from '@/app/_trpc/problem';
import { Form, FormAlert, type FormProblem, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money } from '@/app/_ui/money';
import { Card, CardBody } from '@/app/_ui/panel';
import { idSchema } from '@/server/kernel/ids';
import { exponentOf } from '@/server/kernel/money';
import { readAmount } from '../../amount-text';
import { FailedCard, LoadingCard, PortalPage } from '../../portal-page';
import { usePlace } from '../../portal-place';
import { useMoney, walletsOf } from '../../wallet-money';
import { AddBankAccount } from '../add-bank-account';

const Fields = z.object({ currency: z.string(), amount: z.string().trim().min(1), to: z.string() });
const InstrumentId = idSchema('instrument');
/** The house sends money back the way it came; an account is only needed for what is more. */
const toSource = 'source';

export function WithdrawPage() {
  const t = useTranslations('portal.withdraw');
  const trpc = useTRPC();
  const { currency } = usePlace();
  const money = useMoney();
  const instruments = useQuery(trpc.payments.instruments.list.queryOptions({}));
  const failed = money.error ?? instruments.error;
  const retry = () => void Promise.all([money.refetch(), instruments.refetch()]);
  return (
    <PortalPage title={t('title')} lead={t('lead')} back={{ path: '/wallet', label: t('back') }}>
      {failed ? <FailedCard error={failed} retry={retry} /> : null}
      {money.data && instruments.data ? (
        <WithdrawForm
          wallets={walletsOf(money.data, currency)}
          banks={instruments.data.filter(({ kind, ownership }) => kind === 'bank' && ownership !== 'third_party')}
        />
      ) : failed ? null : (
        <LoadingCard />
      )}
    </PortalPage>
  );
}

type Props = { wallets: ReturnType<typeof walletsOf>; banks: ReadonlyArray<{ id: string; label: string }> };

function WithdrawForm({ wallets, banks }: Props) {
  const t = useTranslations('portal.withdraw');
  const submit = useRequest();
  const [first] = wallets;
  const form = useZodForm(Fields, {
    defaultValues: { currency: first?.available.asset ?? '', amount: '', to: banks[0]?.id ?? toSource },
  });
  const { control } = form;
  const chosen = form.watch('currency');
  const wallet = wallets.find(({ available }) => available.asset === chosen) ?? first;
  return (
    <Card className="max-w-130">
      <CardBody>
        <Form form={form} onSubmit={submit}>
          <FormAlert />
          {wallets.length > 1 ? (
            <FormSelect
              control={control}
              name="currency"
              label={t('from')}
              options={wallets.map(({ available }) => ({ value: available.asset, label: available.asset }))}
            />
          ) : null}
          <FormInput
            control={control}
            name="amount"
            label={t('amount')}
            hint={wallet ? t.rich('available', { amount: () => <Money value={wallet.available} /> }) : undefined}
            inputMode="decimal"
            autoComplete="off"
            dir="ltr"
            placeholder={exponentOf(chosen) === 0 ? '0' : `0.${'0'.repeat(exponentOf(chosen))}`}
            after={chosen}
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

function useRequest() {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const { base } = usePlace();
  return async ({ currency, amount, to }: z.output<typeof Fields>): Promise<FormProblem | undefined> => {
    const read = readAmount(amount, currency);
    if ('problem' in read) return read.problem;
    try {
      const { id } = await api.payments.withdrawals.request.mutate({
        amount: read.amount,
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
