'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useRef } from 'react';
import { useTRPCClient } from '@/app/_trpc/client';
import type { Column } from '@/app/_ui/table/columns';
import { downloadCsv, toCsv } from '@/app/_ui/table/csv';
import { toast } from '@/app/_ui/toaster';
import { useAct } from './use-act';

/** One more than may leave in a file, so that the refusal can say that it is too much. */
const rowsMax = 10_001;
const pageRows = 200;

export type RowsPage<Row> = { rows: readonly Row[]; nextCursor: string | null };

/**
 * Every row of the list as a file, page by page through the query the table shows, in its filter and sort. The export is
 * written down before the file is made: a refused entry is no file.
 */
export function useExportAll<Row>(
  table: string,
  columns: ReadonlyArray<Column<Row>>,
  readPage: (place: { cursor: string | null; limit: number }) => Promise<RowsPage<Row>>,
): { csv: () => void } {
  const t = useTranslations('common.table');
  const api = useTRPCClient();
  const { atOnce } = useAct();
  const isRunning = useRef(false);
  const csv = useCallback(() => {
    if (isRunning.current) return;
    isRunning.current = true;
    toast.info(t('exporting'));
    const run = async () => {
      const rows: Row[] = [];
      let cursor: string | null = null;
      do {
        const page: RowsPage<Row> = await readPage({ cursor, limit: pageRows });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      } while (cursor !== null && rows.length < rowsMax);
      await api.audit.export.record.mutate({
        table,
        rows: rows.length,
        columns: columns.map(({ id }) => id),
        filters: window.location.search.slice(0, 2_000),
      });
      downloadCsv(table, toCsv(columns, rows));
    };
    void atOnce(run, t('exported')).finally(() => {
      isRunning.current = false;
    });
  }, [api, atOnce, columns, readPage, table, t]);
  return { csv };
}
