import type { ReactNode } from 'react';
import type { MoneyValue } from '../money';
import type { Column } from './columns';
import type { TableState } from './use-table-query';

export type FilterSpec = { id: string; label: string } & (
  | { kind: 'choice'; options: ReadonlyArray<{ value: string; label: string }> }
  | { kind: 'text'; placeholder?: string }
  | { kind: 'date-range' | 'number-range' }
);

export type RowAction = {
  id: string;
  label: string;
  icon?: ReactNode;
  tone?: 'default' | 'danger';
  disabledReason?: string;
  run: () => void;
};

export type RowResult = { id: string; ok: boolean; message?: string };
export type BulkAction<Row> = {
  id: string;
  label: (rows: readonly Row[]) => string;
  keys?: string;
  tone?: 'default' | 'primary' | 'danger';
  /** Why these rows cannot be done together ("two bands"), else null. */
  blocked?: (rows: readonly Row[]) => string | null;
  confirm?: (rows: readonly Row[]) => {
    title: ReactNode;
    consequence: ReactNode;
    confirmLabel: ReactNode;
    reason?: 'required' | 'optional';
  };
  /** One answer per row: what went through leaves the selection, what was refused stays and says why. */
  run: (rows: readonly Row[], reason: string) => Promise<readonly RowResult[]>;
};

export type SavedView = {
  id: string;
  name: string;
  scope: 'own' | 'team';
  search: string;
  columns: readonly string[] | null;
};
export type SavedViews = {
  list: readonly SavedView[];
  canShare: boolean;
  onSave: (view: Omit<SavedView, 'id'>) => Promise<void>;
  onDelete?: (id: string) => Promise<void>;
};

export type Totals = {
  label: ReactNode;
  /** Per column id one amount per currency: each currency gets its own line. */
  money?: Record<string, readonly MoneyValue[]>;
  /** Other cells of the first line. */
  cells?: Record<string, ReactNode>;
};

export type GroupHead = { label: ReactNode; count?: ReactNode; cells?: Record<string, ReactNode>; note?: ReactNode };
export type Grouping<Row> = { of: (row: Row) => string; head: (key: string, rows: readonly Row[]) => GroupHead };

export type DataTableProps<Row> = {
  /** Stable name: column choice is remembered under it, exports are called after it. */
  id: string;
  label: string;
  columns: ReadonlyArray<Column<Row>>;
  /** undefined while nothing was loaded yet. */
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  rowLabel?: ((row: Row) => string) | undefined;
  state: TableState;
  filters?: readonly FilterSpec[] | undefined;
  /** `total` as lists give it: a number, null above what is counted exactly, or words of your own. */
  page?: { next: string | null; previous?: string | null; total?: number | string | null } | undefined;
  pending?: boolean | undefined;
  error?: ({ reference?: string; body?: ReactNode; retry?: () => void } | null) | undefined;
  empty?: { title: ReactNode; body?: ReactNode; action?: ReactNode } | undefined;
  totals?: Totals | undefined;
  groups?: Grouping<Row> | undefined;
  /** Opens on click and Enter: a page of its own, … */
  rowHref?: ((row: Row) => string) | undefined;
  /** … or a panel beside the table. `row` is undefined when a link opened one that is not on this page. */
  drawer?: (open: { id: string; row: Row | undefined; close: () => void }) => ReactNode;
  rowActions?: ((row: Row) => readonly RowAction[]) | undefined;
  bulkActions?: ReadonlyArray<BulkAction<Row>> | undefined;
  bulkSummary?: ((rows: readonly Row[]) => ReactNode) | undefined;
  views?: SavedViews | undefined;
  exportAs?: { csv?: () => void; xlsx?: () => void } | undefined;
  toolbar?: ReactNode | undefined;
  /** `page` fills what is left of the screen and scrolls inside; `panel` is a box of its natural height. */
  layout?: 'page' | 'panel' | undefined;
  density?: 'default' | 'compact' | undefined;
};
