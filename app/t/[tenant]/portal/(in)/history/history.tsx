'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { useTRPC } from '@/app/_trpc/client';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import { Tab, TabPanel, Tabs, TabsList } from '@/app/_ui/tabs';
import type { DepositView, WithdrawalView } from '@/server/modules/payments/contract';
import { PortalPage } from '../portal-page';
import { usePlace } from '../portal-place';
import { Statement } from './statement';

const tabs = ['statement', 'deposits', 'withdrawals'] as const;
const spec = { filters: [], defaultSort: { by: 'createdAt', dir: 'desc' } } as const;
const pageSize = 25;

/** Every movement of the wallet, and the deposits and withdrawals behind them. The open list is in the address. */
export function History() {
  const t = useTranslations('portal.history');
  const [tab, setTab] = useQueryState('list', parseAsStringLiteral(tabs).withDefault('statement'));
  return (
    <PortalPage title={t('title')} lead={t('lead')}>
      <Tabs value={tab} onValueChange={(next) => void setTab(tabs.find((one) => one === next) ?? 'statement')}>
        <TabsList className="mb-4 px-1">
          {tabs.map((id) => (
            <Tab key={id} value={id}>
              {t(`tab.${id}`)}
            </Tab>
          ))}
        </TabsList>
        <TabPanel value="statement">
          <Statement />
        </TabPanel>
        <TabPanel value="deposits">
          <Deposits />
        </TabPanel>
        <TabPanel value="withdrawals">
          <Withdrawals />
        </TabPanel>
      </Tabs>
    </PortalPage>
  );
}

function Deposits() {
  const t = useTranslations('portal.history');
  const words = useTranslations('portal.deposit');
  const trpc = useTRPC();
  const { base } = usePlace();
  const state = useTableQuery({ ...spec, prefix: 'd' });
  const list = useQuery(
    trpc.payments.deposits.list.queryOptions(
      { cursor: state.query.cursor, limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(() => {
    const c = columnsOf<DepositView>();
    const stateOf = ({ state: key }: DepositView) => {
      const known = `state.${key}.short` as 'state.credited.short'; // text on the wire
      return words.has(known) ? words(known) : words('state.other.short');
    };
    return [
      c.text('number', t('number'), (row) => row.number, { fold: 'title', width: 140 }),
      c.text('state', t('state'), stateOf, { fold: 'subtitle' }),
      c.time('at', t('at'), (row) => row.createdAt, { style: 'date-time', width: 160 }),
      c.money('amount', t('amount'), (row) => row.credited ?? row.requested),
    ];
  }, [t, words]);
  return (
    <DataTable
      id="deposits"
      label={t('tab.deposits')}
      layout="panel"
      columns={columns}
      rows={list.data?.rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.number}
      rowHref={(row) => `${base}/wallet/deposit?deposit=${row.id}`}
      state={state}
      pending={list.isFetching}
      error={list.error ? { retry: () => void list.refetch() } : null}
      page={list.data && { next: list.data.nextCursor, total: list.data.total }}
      empty={{ title: t('noDeposits'), body: t('noDepositsBody') }}
    />
  );
}

function Withdrawals() {
  const t = useTranslations('portal.history');
  const words = useTranslations('portal.withdrawal');
  const trpc = useTRPC();
  const { base } = usePlace();
  const state = useTableQuery({ ...spec, prefix: 'w' });
  const list = useQuery(
    trpc.payments.withdrawals.list.queryOptions(
      { cursor: state.query.cursor, limit: pageSize },
      { placeholderData: keepPreviousData },
    ),
  );
  const columns = useMemo(() => {
    const c = columnsOf<WithdrawalView>();
    const stateOf = ({ state: key }: WithdrawalView) => {
      const known = `short.${key}` as 'short.paid'; // text on the wire
      return words.has(known) ? words(known) : words('short.other');
    };
    return [
      c.text('number', t('number'), (row) => row.number, { fold: 'title', width: 140 }),
      c.text('state', t('state'), stateOf, { fold: 'subtitle' }),
      c.time('at', t('at'), (row) => row.requestedAt, { style: 'date-time', width: 160 }),
      c.money('amount', t('amount'), (row) => row.amount),
    ];
  }, [t, words]);
  return (
    <DataTable
      id="withdrawals"
      label={t('tab.withdrawals')}
      layout="panel"
      columns={columns}
      rows={list.data?.rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.number}
      rowHref={(row) => `${base}/wallet/withdrawals/${row.id}`}
      state={state}
      pending={list.isFetching}
      error={list.error ? { retry: () => void list.refetch() } : null}
      page={list.data && { next: list.data.nextCursor, total: list.data.total }}
      empty={{ title: t('noWithdrawals'), body: t('noWithdrawalsBody') }}
    />
  );
}
