'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Checkbox } from '../checkbox';
import type { Column } from './columns';
import type { SortBy } from './table-query';

type TableHeadProps<Row> = {
  columns: ReadonlyArray<Column<Row>>;
  sort: SortBy | null;
  onSort: (sort: SortBy | null) => void;
  selection: { checked: boolean | 'indeterminate'; onChange: (all: boolean) => void } | null;
  hasActions: boolean;
};

/** First click sorts down for numbers and up for words, the second turns it, the third lets go. */
function nextSort<Row>(column: Column<Row>, sort: SortBy | null): SortBy | null {
  const first = column.align === 'end' ? 'desc' : 'asc';
  if (sort?.by !== column.id) return { by: column.id, dir: first };
  return sort.dir === first ? { by: column.id, dir: first === 'asc' ? 'desc' : 'asc' } : null;
}

function SortButton<Row>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>;
  sort: SortBy | null;
  onSort: TableHeadProps<Row>['onSort'];
}) {
  const t = useTranslations('common.table');
  const next = nextSort(column, sort);
  const isActive = sort?.by === column.id;
  const label = next === null ? 'sortClear' : next.dir === 'asc' ? 'sortAscending' : 'sortDescending';
  const Arrow = sort?.dir === 'asc' ? ArrowUp : ArrowDown;
  return (
    <button
      type="button"
      title={t(label, { column: column.header })}
      onClick={() => onSort(next)}
      className="group/sort inline-flex h-4 max-w-full align-top items-center gap-1 rounded-sm hover:text-foreground data-active:text-foreground"
      data-active={isActive || undefined}
    >
      <span className="truncate">{column.header}</span>
      {/* The place of the arrow is kept, so that a sort moves no letter; in number columns it stands on the inner side. */}
      <Arrow
        size={10}
        strokeWidth={3}
        className={`${isActive ? '' : 'opacity-0 group-hover/sort:opacity-40'} ${column.align === 'end' ? '-order-1' : ''}`}
        aria-hidden
      />
    </button>
  );
}

export function TableHead<Row>({ columns, sort, onSort, selection, hasActions }: TableHeadProps<Row>) {
  const t = useTranslations('common.table');
  return (
    <thead>
      <tr>
        {selection ? (
          <th scope="col" className="dt-check">
            <Checkbox
              aria-label={t('selectAll')}
              checked={selection.checked}
              onCheckedChange={(on) => selection.onChange(on === true)}
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <th
            key={column.id}
            scope="col"
            data-align={column.align}
            aria-sort={sort?.by === column.id ? (sort.dir === 'asc' ? 'ascending' : 'descending') : undefined}
          >
            {column.sortable ? <SortButton column={column} sort={sort} onSort={onSort} /> : column.header}
          </th>
        ))}
        {hasActions ? (
          <th scope="col" className="dt-menu">
            <span className="sr-only">{t('act')}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
}
