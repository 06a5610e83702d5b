'use client';

import { CircleCheck, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { Checkbox } from '../checkbox';
import { cn } from '../cn';
import { Tooltip } from '../tooltip';
import { type Column, foldOf } from './columns';
import { RowMenu } from './row-menu';
import type { RowAction, RowResult } from './types';

export type TableRowProps<Row> = {
  id: string;
  row: Row;
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  isCursor: boolean;
  isSelected: boolean;
  canSelect: boolean;
  result: RowResult | undefined;
  actions: ((row: Row) => readonly RowAction[]) | undefined;
  isMenuOpen: boolean;
  href: string | undefined;
  opens: boolean;
  onPoint: (id: string) => void;
  onOpen: (id: string) => void;
  onToggle: (id: string) => void;
  onMenu: (id: string, open: boolean) => void;
};

function ResultMark({ result }: { result: RowResult }) {
  const t = useTranslations('common.table');
  const text = result.message ?? t('rowDone');
  return (
    <Tooltip content={text} side="right">
      <span role="img" aria-label={`${t('resultOfRow')}: ${text}`} className="grid place-items-center">
        {result.ok ? (
          <CircleCheck size={14} className="text-success" aria-hidden />
        ) : (
          <TriangleAlert size={14} className="text-destructive" aria-hidden />
        )}
      </span>
    </Tooltip>
  );
}

/** The cell that names the row is its link or button: one tab stop per row, and a target of its own on a phone. */
function TitleCell({
  href,
  opens,
  onOpen,
  children,
}: {
  href: string | undefined;
  opens: boolean;
  onOpen: () => void;
  children: ReactNode;
}) {
  const look = 'dt-title';
  if (href)
    return (
      <Link href={href} className={look} prefetch={false}>
        {children}
      </Link>
    );
  return opens ? (
    <button type="button" className={look} onClick={onOpen}>
      {children}
    </button>
  ) : (
    children
  );
}

function isInteractive(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement && target.closest('a,button,input,label,[role="checkbox"],[role="menuitem"]') !== null
  );
}

function TableRowInner<Row>(props: TableRowProps<Row>) {
  const {
    id,
    row,
    label,
    columns,
    isCursor,
    isSelected,
    canSelect,
    result,
    actions,
    isMenuOpen,
    href,
    opens,
    onPoint,
    onOpen,
    onToggle,
    onMenu,
  } = props;
  const t = useTranslations('common.table');
  const firstTitle = columns.find((column) => column.fold === 'title') ?? columns[0];
  return (
    <tr
      data-row={id}
      data-cursor={isCursor || undefined}
      data-selected={isSelected || undefined}
      data-opens={href || opens ? '' : undefined}
      aria-selected={canSelect ? isSelected : undefined}
      tabIndex={-1}
      onClick={(event) => {
        onPoint(id);
        // Marking text to copy it is not a click.
        if (!isInteractive(event.target) && window.getSelection()?.toString() === '') onOpen(id);
      }}
    >
      {canSelect ? (
        <td className="dt-check">
          {result && !isSelected ? (
            <ResultMark result={result} />
          ) : (
            <Checkbox
              aria-label={t('selectRow', { label })}
              checked={isSelected}
              onCheckedChange={() => onToggle(id)}
            />
          )}
        </td>
      ) : null}
      {columns.map((column) => (
        <td
          key={column.id}
          data-align={column.align}
          data-fold={foldOf(columns, column)}
          data-label={column.header}
          className={cn(column.quiet && 'text-muted-foreground')}
        >
          {column === firstTitle ? (
            <TitleCell href={href} opens={opens} onOpen={() => onOpen(id)}>
              {column.cell(row)}
            </TitleCell>
          ) : (
            column.cell(row)
          )}
          {column === firstTitle && result && isSelected ? (
            <span className="ms-2 text-destructive text-xs">{result.message}</span>
          ) : null}
        </td>
      ))}
      {actions ? (
        <td className="dt-menu">
          <RowMenu
            label={t('rowActions', { label })}
            actions={actions(row)}
            open={isMenuOpen}
            onOpenChange={(open) => onMenu(id, open)}
          />
        </td>
      ) : null}
    </tr>
  );
}

// Moving the cursor touches two rows; without memo it would draw all of them.
export const TableRow = memo(TableRowInner) as typeof TableRowInner;
