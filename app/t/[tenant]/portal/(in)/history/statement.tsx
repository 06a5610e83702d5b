'use client';

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { Select } from '@/app/_ui/select';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { type Movement, useMovementTitle } from '../movements';
import { FailedCard, LoadingCard } from '../portal-page';
import { usePlace } from '../portal-place';
import { useMoney, walletsOf } from '../wallet-money';

const spec = { filters: [], defaultSort: { by: 'at', dir: 'desc' }, prefix: 's' } as const;
const pageSize = 25;

/** The wallet line by line with its balance after each, newest first. One currency at a time: balances never mix. */
export function Statement() {
  const t = useTranslations('portal.history');
  const trpc = useTRPC();
  const { currency } = usePlace();
  const titleOf = useMovementTitle();
  const money = useMoney();
  const state = useTableQuery(spec);
  const [asset, setAsset] = useState(currency);
  const wallets = money.data ? walletsOf(money.data, currency) : [];
  const wallet = wallets.find(({ available }) => available.asset === asset) ?? wallets[0];
  const entries = useQuery(
    trpc.ledger.statement.queryOptions(
      wallet?.id ? { accountId: wallet.id, cursor: state.query.cursor, limit: pageSize } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(() => {
    const c = columnsOf<Movement>();
    return [
      c.text('what', t('what'), titleOf, { fold: 'title' }),
      c.time('at', t('at'), (row) => row.at, { style: 'date-time', width: 160, fold: 'subtitle' }),
      c.money('amount', t('amount'), (row) => row.amount, { sign: 'always' }),
      c.money('balance', t('balance'), (row) => row.balance, { fold: 'end-note' }),
    ];
  }, [t, titleOf]);
  if (money.error) return <FailedCard error={money.error} retry={() => void money.refetch()} />;
  if (!money.data) return <LoadingCard rows={6} />;
  if (!wallet?.id) return <EmptyState title={t('noEntries')}>{t('noEntriesBody')}</EmptyState>;
  return (
    <>
      {wallets.length > 1 ? (
        <Select
          className="mb-3 max-w-60"
          aria-label={t('currency')}
          value={wallet.available.asset}
          onValueChange={(next) => {
            state.goFirst();
            setAsset(next);
          }}
          options={wallets.map(({ available }) => ({ value: available.asset, label: available.asset }))}
        />
      ) : null}
      <DataTable
        id="statement"
        label={t('tab.statement')}
        layout="panel"
        columns={columns}
        rows={entries.data?.rows}
        rowId={(row) => `${row.setId}/${row.n}`}
        rowLabel={titleOf}
        state={state}
        pending={entries.isFetching}
        error={entries.error ? { retry: () => void entries.refetch() } : null}
        page={entries.data && { next: entries.data.nextCursor }}
        empty={{ title: t('noEntries'), body: t('noEntriesBody') }}
      />
    </>
  );
}
