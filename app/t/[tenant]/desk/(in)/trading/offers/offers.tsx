'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { useMay } from '@/app/_domain/may';
import { useTableError } from '@/app/_domain/table-error';
import { useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { useKeys } from '@/app/_ui/keys/use-keys';
import { PageHeader } from '@/app/_ui/page-header';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import { useTableQuery } from '@/app/_ui/table/use-table-query';
import type { OfferView } from '@/server/modules/trading/contract';
import { OfferDrawer } from './offer-drawer';

const c = columnsOf<OfferView>();
const spec = { filters: [] };
/** The row key of an offer that does not exist yet. */
const fresh = 'new';

export function Offers() {
  const t = useTranslations('operations.offers');
  const trpc = useTRPC();
  const may = useMay();
  const state = useTableQuery(spec);
  const list = useQuery(trpc.trading.offers.list.queryOptions({}));
  const error = useTableError(list);
  const mayCreate = may('trading.offer.create');
  useKeys('table', [{ keys: 'c', label: t('create'), run: () => state.setOpenRow(fresh) }], mayCreate);
  const columns = useMemo(
    () => [
      c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', note: (row) => row.description }),
      c.text('environment', t('environment'), (row) => inWords(row.environment), { width: 92, quiet: true }),
      c.text('platform', t('platform'), (row) => row.connectionName, {
        width: 140,
        quiet: true,
        fold: 'subtitle',
        extra: true,
      }),
      c.text('currency', t('currency'), (row) => row.currency, { width: 76 }),
      c.text('leverage', t('leverage'), (row) => `1:${row.leverageDefault} – 1:${row.leverageMax}`, {
        width: 128,
        align: 'end',
      }),
      c.text('group', t('group'), (row) => row.groupName, { width: 176, quiet: true }),
      c.text('tiers', t('tiers'), (row) => (row.tiers.length === 0 ? t('all') : row.tiers.join(', ')), {
        width: 96,
        extra: true,
      }),
      c.number('accounts', t('accounts'), (row) => row.accounts, { width: 84 }),
      c.money('minDeposit', t('minDeposit'), (row) => row.minDeposit, { fold: 'meta' }),
      c.state('state', t('state'), (row) => (row.state === 'open' ? null : { label: t('closed'), tone: 'neutral' }), {
        width: 88,
      }),
    ],
    [t],
  );
  const rows = list.data?.rows;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          rows
            ? t.rich('stateLine', {
                open: rows.filter((row) => row.state === 'open').length,
                closed: rows.filter((row) => row.state === 'closed').length,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={
          mayCreate ? (
            <Button variant="primary" onClick={() => state.setOpenRow(fresh)}>
              {t('create')} <Kbd>c</Kbd>
            </Button>
          ) : null
        }
      />
      <DataTable
        id="offers"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowLabel={(row) => row.name}
        state={state}
        error={error}
        empty={{ title: t('empty'), body: t('emptyBody') }}
        drawer={({ id, row, close }) =>
          id === fresh || row ? <OfferDrawer key={id} offer={row} onClose={close} /> : null
        }
      />
    </>
  );
}
