'use client';

import { useTranslations } from 'next-intl';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money } from '@/app/_ui/money';
import { ContestDispute, type DisputeDetail } from '@/server/modules/payments/dispute-contract';
import { standingOf } from '../spec';

type Props = { row: DisputeDetail };
const Statement = ContestDispute.omit({ id: true });

/** Answer while the card bank listens; after a lost claim, what happens with the debt. */
export function DisputeActions({ row }: Props) {
  const t = useTranslations('operations.dispute');
  const may = useMay();
  if (standingOf(row) === 'answer_needed') {
    if (!may('payments.dispute.contest') && !may('payments.dispute.accept'))
      return <NotYours>{t('whoAnswers')}</NotYours>;
    return (
      <>
        {may('payments.dispute.accept') ? <GiveUp row={row} /> : null}
        {may('payments.dispute.contest') ? <Contest row={row} /> : null}
      </>
    );
  }
  return row.state === 'lost' && row.owed.minor > 0n ? <Debt row={row} /> : null;
}

function Contest({ row }: Props) {
  const t = useTranslations('operations.dispute');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Statement, { defaultValues: { statement: '' } });
  return (
    <FormDialog
      trigger={<Button variant="primary">{t('contest')}</Button>}
      title={t('contestTitle', { number: row.depositNumber })}
      description={t('contestBody')}
      submit={t('contestSend')}
      size="lg"
      form={form}
      onSubmit={({ statement }) =>
        inForm(() => api.payments.disputes.contest.mutate({ id: row.id, statement }), t('contested'))
      }
    >
      <FormTextarea control={form.control} name="statement" label={t('statement')} hint={t('statementHint')} rows={8} />
    </FormDialog>
  );
}

function GiveUp({ row }: Props) {
  const t = useTranslations('operations.dispute');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={<Button variant="danger">{t('giveUp')}</Button>}
      title={t('giveUpTitle', { number: row.depositNumber })}
      consequence={t.rich('giveUpBody', { amount: () => <Money value={row.amount} />, name: row.clientName })}
      confirmLabel={t('askGiveUp')}
      reason="required"
      onConfirm={(reason) => inDialog(() => api.payments.disputes.accept.mutate({ id: row.id, reason }))}
    />
  );
}

function Debt({ row }: Props) {
  const t = useTranslations('operations.dispute');
  const api = useTRPCClient();
  const may = useMay();
  const { inDialog } = useAct();
  const amount = () => <Money value={row.owed} />;
  return (
    <>
      {may('payments.dispute.write_off') ? (
        <Confirm
          trigger={<Button variant="danger">{t('writeOff')}</Button>}
          title={t('writeOffTitle')}
          consequence={t.rich('writeOffBody', { amount, name: row.clientName })}
          confirmLabel={t('askWriteOff')}
          reason="required"
          onConfirm={(reason) => inDialog(() => api.payments.disputes.writeOff.mutate({ id: row.id, reason }))}
        />
      ) : null}
      {may('payments.dispute.collect') ? (
        <Confirm
          trigger={<Button variant="primary">{t('collect')}</Button>}
          title={t('collectTitle')}
          consequence={t.rich('collectBody', { amount, name: row.clientName })}
          confirmLabel={t('collect')}
          tone="primary"
          onConfirm={() => inDialog(() => api.payments.disputes.collect.mutate({ id: row.id }), t('collected'))}
        />
      ) : null}
    </>
  );
}
