'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PageHeader } from '@/app/_ui/page-header';
import { DataTable } from '@/app/_ui/table/data-table';
import type { DataTableProps } from '@/app/_ui/table/types';
import type { Money } from '@/server/kernel/money';
import { type RowsPage, useExportAll } from './export-all';
import { useSavedViews } from './saved-views';
import { useTableError } from './table-error';

/** What every list verb answers; `totals` of lists that are about money, one per currency, null where there are too many. */
type Listing<Row> = RowsPage<Row> & { total: number | null; atLeast?: number | null; totals?: readonly Money[] | null };

type Kept =
  | 'columns'
  | 'rowId'
  | 'rowLabel'
  | 'rowHref'
  | 'rowActions'
  | 'bulkActions'
  | 'bulkSummary'
  | 'drawer'
  | 'state'
  | 'filters'
  | 'empty';

type Props<Row> = Pick<DataTableProps<Row>, Kept> & {
  /** Names the saved views and the exported file, too. */
  id: string;
  title: string;
  /** The first line, once the rows are known. */
  head?: ReactNode;
  actions?: ReactNode;
  list: UseQueryResult<Listing<Row>, unknown>;
  /** One page of the list as it is filtered and sorted on screen, for the file of all rows. */
  readPage: (place: { cursor: string | null; limit: number }) => Promise<RowsPage<Row>>;
  /** The column whose sums the list answers. */
  sumOf?: string;
};

/** A desk page that is one list: its first line, saved views, the file of all rows, sums, and why there is nothing. */
export function ListPage<Row>({ id, title, head, actions, list, readPage, sumOf, ...table }: Props<Row>) {
  const t = useTranslations('common.table');
  const { columns } = table;
  const views = useSavedViews(id);
  const { csv, xlsx, dialog } = useExportAll(id, columns, readPage);
  const error = useTableError(list);
  const { data } = list;
  const sums = sumOf !== undefined && data?.totals ? { [sumOf]: data.totals } : undefined;
  return (
    <>
      <PageHeader title={title} state={data ? head : null} actions={actions} />
      <DataTable
        id={id}
        label={title}
        rows={data?.rows}
        views={views}
        exportAs={{ csv, xlsx }}
        pending={list.isFetching && list.isPlaceholderData}
        error={error}
        page={
          data
            ? {
                next: data.nextCursor,
                total: data.atLeast ? t('atLeast', { shown: data.rows.length, count: data.atLeast }) : data.total,
              }
            : undefined
        }
        totals={
          data && sums
            ? { label: data.total === null ? t('total') : t('rows', { count: data.total }), money: sums }
            : undefined
        }
        {...table}
      />
      {dialog}
    </>
  );
}
