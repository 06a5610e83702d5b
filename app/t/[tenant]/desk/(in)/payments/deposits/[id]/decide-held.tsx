'use client';

import { useTranslations } from 'next-intl';
import { NotYours, useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import type { DepositDetail } from '@/server/modules/payments/deposit-contract';

/** Money that arrived and must not be credited by itself: one asks, a second person agrees. */
export function DecideHeld({ row }: { row: DepositDetail }) {
  const t = useTranslations('operations.deposit');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const may = useMay();
  const charge = row.charges.find((one) => !one.isSurplus);
  if (!charge) return null;
  if (!may('payments.deposit.decide')) return <NotYours>{t('whoDecides')}</NotYours>;
  const amount = () => <Money value={charge.received} />;
  const decide = (decision: 'credit' | 'send_back') => (reason: string) =>
    inDialog(() => api.payments.deposits.decide.mutate({ id: row.id, decision, reason }), t('decided'));
  return (
    <>
      <Confirm
        trigger={<Button variant="danger">{t('sendBack')}</Button>}
        title={t('sendBackTitle', { number: row.number })}
        consequence={t.rich('sendBackBody', { amount, method: row.method ?? t('itsSource') })}
        confirmLabel={t('askSendBack')}
        reason="required"
        onConfirm={decide('send_back')}
      />
      <Confirm
        trigger={<Button variant="primary">{t('credit')}</Button>}
        title={t('creditTitle', { number: row.number })}
        consequence={t.rich('creditBody', { amount, name: row.clientName })}
        confirmLabel={t('askCredit')}
        tone="primary"
        reason="required"
        onConfirm={decide('credit')}
      />
    </>
  );
}
