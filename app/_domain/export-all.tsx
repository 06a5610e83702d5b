'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useState } from 'react';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import type { Column } from '@/app/_ui/table/columns';
import { downloadCsv, escapeCsv, toCsv } from '@/app/_ui/table/csv';
import { downloadXlsx, toSheet } from '@/app/_ui/table/xlsx';
import { useAct } from './use-act';

/** One more than may leave in a file, so that the refusal can say that it is too much. */
const rowsMax = 10_001;
const pageRows = 200;

export type RowsPage<Row> = { rows: readonly Row[]; nextCursor: string | null };

/**
 * Every row of the list as a file, page by page through the query the table shows, masked for whoever asks, in its filter
 * and sort. The export is opened before the file is made: a refused one, or one that waits for a second person, is no file.
 */
export function useExportAll<Row>(
  table: string,
  columns: ReadonlyArray<Column<Row>>,
  readPage: (place: { cursor: string | null; limit: number }) => Promise<RowsPage<Row>>,
): { csv: () => void; xlsx: () => void; dialog: ReactNode } {
  const t = useTranslations('common.table');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const [kind, setKind] = useState<'csv' | 'xlsx' | null>(null);
  const rules = useQuery(trpc.disclosures.rule.read.queryOptions({}, { enabled: kind !== null }));
  const csv = useCallback(() => setKind('csv'), []);
  const xlsx = useCallback(() => setKind('xlsx'), []);
  const save = async (reason: string) => {
    const rows: Row[] = [];
    let cursor: string | null = null;
    do {
      const page: RowsPage<Row> = await readPage({ cursor, limit: pageRows });
      rows.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor !== null && rows.length < rowsMax);
    const { id, by, at } = await api.disclosures.export.open.mutate({
      table,
      rows: rows.length,
      columns: columns.map((column) => column.id),
      filters: window.location.search.slice(0, 2_000),
      reason,
    });
    const mark = t('exportMark', { by, at: at.toISOString(), id });
    if (kind === 'xlsx') await downloadXlsx(`${table}-${id}`, toSheet(columns, rows, mark));
    else downloadCsv(`${table}-${id}`, `${toCsv(columns, rows)}${escapeCsv(mark)}\r\n`);
  };
  const dialog = (
    <Confirm
      open={kind !== null}
      onOpenChange={(open) => (open ? null : setKind(null))}
      title={t('exportTitle')}
      consequence={t('exportBody', { mine: rules.data?.mine ?? 0 })}
      confirmLabel={t('exportConfirm')}
      tone="primary"
      reason="required"
      onConfirm={(reason) => inDialog(() => save(reason), t('exported'))}
    />
  );
  return { csv, xlsx, dialog };
}
