'use client';

import { type RowSelectionState, useTable } from '@tanstack/react-table';
import { useCallback, useMemo, useState } from 'react';
import type { Column } from './columns';
import { features } from './table-features';
import type { RowResult } from './types';

const nothing: never[] = [];
const noResults: ReadonlyMap<string, RowResult> = new Map();

type Options<Row> = {
  rows: readonly Row[] | undefined;
  columns: ReadonlyArray<Column<Row>>;
  rowId: (row: Row) => string;
  visibility: Record<string, boolean>;
  canSelect: boolean;
};

/** Rows, visible columns and selection as TanStack Table keeps them, plus the answers of the last bulk action. */
export function useTableRows<Row>({ rows, columns, rowId, visibility, canSelect }: Options<Row>) {
  const [rowSelection, setRowSelection] = useState<RowSelectionState>({});
  const [results, setResults] = useState(noResults);
  const data = useMemo(() => (rows ?? nothing).map((row: Row) => ({ row })), [rows]);
  const definitions = useMemo(() => columns.map(({ id, header }) => ({ id, header })), [columns]);
  const table = useTable({
    features,
    data,
    columns: definitions,
    getRowId: ({ row }) => rowId(row),
    manualSorting: true,
    enableRowSelection: canSelect,
    state: { rowSelection, columnVisibility: visibility },
    onRowSelectionChange: setRowSelection,
    onColumnVisibilityChange: () => undefined, // The menu writes the person's choice, which comes back as `visibility`.
  });
  const visible = useMemo(() => columns.filter((column) => visibility[column.id]), [columns, visibility]);
  // Selection is of rows on screen: an id that left with its page must not be acted on unseen.
  const selected = table.getSelectedRowModel().rows.map(({ original }) => original.row);
  const toggle = useCallback((id: string) => {
    setResults(noResults);
    setRowSelection((old) => {
      const { [id]: was, ...others } = old;
      return was ? others : { ...others, [id]: true };
    });
  }, []);
  return {
    visible,
    selected,
    isSelected: (id: string) => rowSelection[id] === true,
    results,
    toggle,
    allState: table.getIsAllRowsSelected() ? true : table.getIsSomeRowsSelected() ? ('indeterminate' as const) : false,
    setAll: (on: boolean) => {
      setResults(noResults);
      table.toggleAllRowsSelected(on);
    },
    clear: () => {
      setResults(noResults);
      setRowSelection({});
    },
    settle: (answers: readonly RowResult[]) => {
      setResults(new Map(answers.map((answer) => [answer.id, answer])));
      setRowSelection(Object.fromEntries(answers.filter((answer) => !answer.ok).map((answer) => [answer.id, true])));
    },
  };
}
