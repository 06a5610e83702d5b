'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { cn } from '../cn';
import { type Column, foldOf } from './columns';
import { TableBody } from './table-body';
import { TableFoot } from './table-foot';
import { TableHead } from './table-head';
import type { Grouping, Totals } from './types';

type PlainTableProps<Row> = {
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowHref?: (row: Row) => string;
  /** The row that is chosen by something outside of the table. */
  current?: string | null;
  totals?: Totals;
  groups?: Grouping<Row>;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
  /** Under the rows, inside the box: a sentence about the numbers. */
  note?: ReactNode;
  className?: string;
};

/** A short table that is all there: a panel of figures. Same columns and looks as DataTable, no paging, no tools. */
export function PlainTable<Row>(props: PlainTableProps<Row>) {
  const { label, columns, rows, rowId, rowHref, current = null, totals, groups, empty, note, className } = props;
  return (
    <div
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keys (WCAG 2.1.1)
      tabIndex={0}
      className={cn('dt-scroll min-w-0 rounded-md border bg-card', className)}
    >
      <table aria-label={label} className="dt" data-layout="panel">
        <colgroup>
          {columns.map((column) => (
            <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
          ))}
        </colgroup>
        <TableHead columns={columns} sort={null} onSort={() => undefined} selection={null} hasActions={false} />
        <TableBody
          rows={rows}
          rowId={rowId}
          columns={columns}
          groups={groups}
          hasCheck={false}
          hasActions={false}
          renderRow={(row) => (
            <tr
              key={rowId(row)}
              data-row={rowId(row)}
              data-cursor={current === rowId(row) || undefined}
              data-opens={rowHref ? '' : undefined}
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  data-align={column.align}
                  data-fold={foldOf(columns, column)}
                  data-label={column.header}
                  className={cn(column.quiet && 'text-muted-foreground')}
                >
                  {rowHref && column.fold === 'title' ? (
                    <Link href={rowHref(row)} className="dt-title" prefetch={false}>
                      {column.cell(row)}
                    </Link>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          )}
        />
        {totals && rows.length > 0 ? (
          <TableFoot columns={columns} totals={totals} hasCheck={false} hasActions={false} />
        ) : null}
      </table>
      {rows.length === 0 ? empty : null}
      {note ? <p className="border-t px-4 py-2 text-muted-foreground text-xs">{note}</p> : null}
    </div>
  );
}
