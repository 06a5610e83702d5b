'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useRef, useState } from 'react';
import { cn } from '../cn';
import { formatDecimal } from '../number';
import { Pagination } from '../pagination';
import { BulkBar } from './bulk-bar';
import { ColumnsMenu } from './columns-menu';
import { DrawerFrame } from './drawer-frame';
import { ExportMenu } from './export-menu';
import { FilterBar } from './filter-bar';
import { SkeletonBody } from './skeleton-body';
import { TableBody } from './table-body';
import { TableFoot } from './table-foot';
import { TableHead } from './table-head';
import { TableNotice } from './table-notice';
import { TableRow } from './table-row';
import type { DataTableProps } from './types';
import { useColumnsChoice } from './use-columns-choice';
import { useTableKeys } from './use-table-keys';
import { useTableRows } from './use-table-rows';
import { ViewsMenu } from './views-menu';

/** Above this lists stop counting exactly and say null (server/kernel/page.ts). */
const exactTotalMax = '10,000';

function useSummary(shown: number, total: number | string | null | undefined): string {
  const t = useTranslations('common');
  if (typeof total === 'string') return total;
  if (total === undefined) return t('table.rows', { count: shown });
  return t('paging.of', {
    shown: formatDecimal(shown),
    total: total === null ? `${exactTotalMax}+` : formatDecimal(total),
  });
}

/** The one table. The server pages, sorts and filters; this shows, selects, and lets a row be worked without leaving it. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    id,
    label,
    columns,
    rows,
    rowId,
    rowLabel = rowId,
    state,
    filters = [],
    page,
    totals,
    groups,
    rowHref,
    drawer,
    rowActions,
    bulkActions = [],
    layout = 'page',
    density,
  } = props;
  const t = useTranslations('common');
  const router = useRouter();
  const root = useRef<HTMLDivElement>(null);
  const canSelect = bulkActions.length > 0;
  const choice = useColumnsChoice(id, columns);
  const grid = useTableRows({ rows, columns, rowId, visibility: choice.visibility, canSelect });
  const [cursor, setCursor] = useState<string | null>(state.openRow);
  const [menuRow, setMenuRow] = useState<string | null>(null);
  const rowIds = rows?.map(rowId) ?? [];
  const find = (wanted: string) => rows?.find((row) => rowId(row) === wanted);

  const live = useRef({ open: (_id: string) => {} });
  live.current.open = (wanted) => {
    const row = find(wanted);
    if (drawer) state.setOpenRow(wanted);
    else if (row && rowHref) router.push(rowHref(row));
  };
  // Rows are memoised, so what they call must not change with every render.
  const open = useCallback((wanted: string) => live.current.open(wanted), []);
  const onMenu = useCallback((wanted: string, isOpen: boolean) => setMenuRow(isOpen ? wanted : null), []);

  useTableKeys({
    rowIds,
    cursor,
    onMove: (next) => {
      setCursor(next);
      if (drawer && state.openRow) state.setOpenRow(next);
      const element = root.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next)}"]`);
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: 'nearest' });
    },
    onOpen: open,
    onToggle: canSelect ? grid.toggle : null,
    onAct: rowActions && !state.openRow ? setMenuRow : null,
  });

  const isFiltered = Object.keys(state.query.filters).length > 0;
  const isPending = props.pending === true || state.pending;
  const isEmpty = rows !== undefined && rows.length === 0;
  // Without rows there is nothing to choose columns of, or to export.
  const hasTools = !props.error && (!isEmpty || isFiltered);
  const isWorking = drawer !== undefined && state.openRow !== null;
  // The open panel has the row's actions; the table keeps its width for columns.
  const hasActions = rowActions !== undefined && !isWorking;
  const summary = useSummary(rows?.length ?? 0, page?.total);
  return (
    <div
      ref={root}
      data-live-hold=""
      data-density={density}
      className={cn(
        'min-w-0',
        layout === 'page' ? 'grid min-h-0 flex-1 sm:min-h-96' : 'overflow-hidden rounded-md border bg-card',
        isWorking && 'min-[1280px]:grid-cols-[minmax(0,1fr)_clamp(400px,34vw,496px)]',
      )}
    >
      <div className="flex min-h-0 min-w-0 flex-col">
        {hasTools || filters.length > 0 || props.toolbar ? (
          <div
            className={cn(
              'flex min-h-12 flex-wrap items-center gap-2 py-2',
              layout === 'page' ? 'px-6 max-sm:px-4' : 'border-b px-4',
            )}
          >
            <FilterBar filters={filters} state={state} />
            {props.toolbar}
            {hasTools ? (
              <span className="ms-auto flex items-center gap-1">
                {props.views ? (
                  <ViewsMenu views={props.views} state={state} columns={choice.chosen} onColumns={choice.setChosen} />
                ) : null}
                <ColumnsMenu columns={columns} visibility={choice.visibility} onChange={choice.setChosen} />
                {props.exportAs ? <ExportMenu onCsv={props.exportAs.csv} onXlsx={props.exportAs.xlsx} /> : null}
              </span>
            ) : null}
          </div>
        ) : null}
        <div className={cn('dt-scroll', layout === 'page' && 'min-h-0 sm:flex-1')}>
          <table
            aria-label={label}
            aria-busy={isPending}
            className="dt"
            data-pending={isPending && rows !== undefined ? '' : undefined}
            data-layout={layout}
          >
            <colgroup>
              {canSelect ? <col style={{ width: layout === 'page' ? 48 : 40 }} /> : null}
              {grid.visible.map((column) => (
                <col key={column.id} style={column.width === undefined ? undefined : { width: column.width }} />
              ))}
              {hasActions ? <col style={{ width: 48 }} /> : null}
            </colgroup>
            <TableHead
              columns={grid.visible}
              sort={state.query.sort}
              onSort={state.setSort}
              selection={canSelect ? { checked: grid.allState, onChange: grid.setAll } : null}
              hasActions={hasActions}
            />
            {rows === undefined && !props.error ? (
              <SkeletonBody
                columns={grid.visible}
                rows={8}
                hasCheck={canSelect}
                hasActions={hasActions}
                label={t('table.loading')}
              />
            ) : (
              <TableBody
                rows={props.error ? [] : (rows ?? [])}
                rowId={rowId}
                columns={grid.visible}
                groups={groups}
                hasCheck={canSelect}
                hasActions={hasActions}
                renderRow={(row) => {
                  const key = rowId(row);
                  return (
                    <TableRow
                      key={key}
                      id={key}
                      row={row}
                      label={rowLabel(row)}
                      columns={grid.visible}
                      isCursor={cursor === key || state.openRow === key}
                      isSelected={grid.isSelected(key)}
                      canSelect={canSelect}
                      result={grid.results.get(key)}
                      actions={hasActions ? rowActions : undefined}
                      isMenuOpen={menuRow === key}
                      href={rowHref?.(row)}
                      opens={drawer !== undefined}
                      onPoint={setCursor}
                      onOpen={open}
                      onToggle={grid.toggle}
                      onMenu={onMenu}
                    />
                  );
                }}
              />
            )}
            {totals && !isEmpty && !props.error && rows ? (
              <TableFoot columns={grid.visible} totals={totals} hasCheck={canSelect} hasActions={hasActions} />
            ) : null}
          </table>
          {props.error || isEmpty ? (
            <TableNotice
              error={props.error}
              empty={props.empty}
              layout={layout}
              isFiltered={isFiltered}
              onClearFilters={state.clearFilters}
            />
          ) : null}
        </div>
        <BulkBar
          rows={grid.selected}
          actions={bulkActions}
          summary={props.bulkSummary?.(grid.selected)}
          results={grid.results}
          onResults={grid.settle}
          onClear={grid.clear}
        />
        {page && rows && rows.length > 0 && grid.selected.length === 0 && grid.results.size === 0 ? (
          <Pagination
            summary={summary}
            canPrevious={state.canGoBack}
            canNext={page.next !== null}
            onFirst={state.goFirst}
            onPrevious={() => state.goBack(page.previous)}
            onNext={() => (page.next === null ? undefined : state.goNext(page.next))}
            pending={isPending}
            className={cn('min-h-11 justify-end border-t py-1', layout === 'page' ? 'px-5 max-sm:px-3' : 'px-3')}
          />
        ) : null}
      </div>
      {drawer && state.openRow ? (
        <DrawerFrame label={state.openRow} closeLabel={t('action.close')} onClose={() => state.setOpenRow(null)}>
          {drawer({ id: state.openRow, row: find(state.openRow), close: () => state.setOpenRow(null) })}
        </DrawerFrame>
      ) : null}
    </div>
  );
}
