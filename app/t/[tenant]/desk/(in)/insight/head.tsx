'use client';

import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useExportAll } from '@/app/_domain/export-all';
import { MetricInfo } from '@/app/_domain/metric-info';
import { Button } from '@/app/_ui/button';
import type { Column } from '@/app/_ui/table/columns';
import type { MetricKey } from '@/server/modules/reporting/metric-contract';

type Props<Row> = {
  title: string;
  metric: MetricKey;
  /** Names the file. */
  id: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  children?: ReactNode;
};

/** Title with its definition, what can be chosen, and the numbers as a file. */
export function Head<Row>({ title, metric, id, columns, rows, children }: Props<Row>) {
  const t = useTranslations('reporting.insight');
  const { csv, xlsx, dialog } = useExportAll(id, columns, () => Promise.resolve({ rows, nextCursor: null }));
  return (
    <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
      <h2 className="font-semibold">
        <MetricInfo metric={metric}>{title}</MetricInfo>
      </h2>
      {children}
      <span className="ms-auto flex">
        <Button variant="ghost" size="sm" onClick={csv} disabled={rows.length === 0}>
          <Download size={14} aria-hidden />
          {t('csv')}
        </Button>
        <Button variant="ghost" size="sm" onClick={xlsx} disabled={rows.length === 0}>
          {t('xlsx')}
        </Button>
      </span>
      {dialog}
    </div>
  );
}
