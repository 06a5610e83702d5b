'use client';

import { useTranslations } from 'next-intl';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import type { AccountDetail } from '@/server/modules/trading/contract';
import { ExceptionForm } from './exception-form';

export function AccountActions({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const may = useMay();
  const { id } = row;
  return (
    <>
      {row.exception && may('trading.account.clear_exception') ? (
        <Confirm
          trigger={<Button>{t('clearException')}</Button>}
          title={t('clearTitle')}
          consequence={t('clearBody')}
          confirmLabel={t('clearException')}
          tone="primary"
          reason="required"
          onConfirm={(reason) =>
            inDialog(() => api.trading.accounts.clearException.mutate({ id, reason }), t('cleared'))
          }
        />
      ) : null}
      {row.login !== null && may('trading.account.set_exception') ? <ExceptionForm row={row} /> : null}
      {row.state === 'failed' && may('trading.account.retry_creation') ? (
        <Confirm
          trigger={<Button variant="primary">{t('retry')}</Button>}
          title={t('retryTitle')}
          consequence={t('retryBody')}
          confirmLabel={t('retry')}
          tone="primary"
          reason="required"
          onConfirm={(reason) =>
            inDialog(() => api.trading.accounts.retryCreation.mutate({ id, reason }), t('retried'))
          }
        />
      ) : null}
    </>
  );
}
