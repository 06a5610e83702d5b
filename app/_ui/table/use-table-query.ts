'use client';

import { useQueryStates } from 'nuqs';
import { useMemo, useState, useTransition } from 'react';
import { formatSort, type SortBy, type TableQuery, type TableSpec, tableParsers, toTableQuery } from './table-query';

export type TableState = {
  query: TableQuery;
  pending: boolean;
  openRow: string | null;
  canGoBack: boolean;
  setSort: (sort: SortBy | null) => void;
  setFilter: (id: string, values: readonly string[] | null) => void;
  setAll: (next: { sort: SortBy | null; filters: Record<string, string[]> }) => void;
  clearFilters: () => void;
  goFirst: () => void;
  goNext: (cursor: string) => void;
  /** With the server's own previous cursor, or back along the pages seen here. */
  goBack: (previous?: string | null) => void;
  setOpenRow: (id: string | null) => void;
};

export type UseTableQueryOptions = TableSpec & {
  /** `server`: pages load rows in a server component, so each change asks it again. `client`: rows come by a query hook. */
  source?: 'client' | 'server';
};

/** State of a table in the address. Every change of sort or filter starts at the first page again. */
export function useTableQuery({ source = 'client', ...spec }: UseTableQueryOptions): TableState {
  const signature = JSON.stringify(spec);
  // A spec written inline is a new object each render; its content is what counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: signature stands for spec
  const parsers = useMemo(() => tableParsers(spec), [signature]);
  const [pending, startTransition] = useTransition();
  const shape = useMemo(() => ({ ...parsers.own, ...parsers.filters }), [parsers]);
  const [values, setValues] = useQueryStates(
    shape,
    source === 'server' ? { shallow: false, startTransition } : { shallow: true },
  );
  const [trail, setTrail] = useState<Array<string | null>>([]);
  const { key } = parsers;
  // biome-ignore lint/correctness/useExhaustiveDependencies: signature stands for spec
  const query = useMemo(() => toTableQuery(values, spec), [values, signature]);
  const write = (next: Record<string, string | string[] | null>) =>
    void setValues(next as Parameters<typeof setValues>[0]);
  const firstPage = { [key('cursor')]: null, [key('turn')]: null };
  const emptyFilters = Object.fromEntries(spec.filters.map((id) => [key(id), null]));
  const rowValue = values[key('row')];
  return {
    query,
    pending,
    openRow: typeof rowValue === 'string' ? rowValue : null,
    canGoBack: query.cursor !== null,
    setSort: (sort) => {
      setTrail([]);
      write({ ...firstPage, [key('sort')]: formatSort(sort) });
    },
    setFilter: (id, chosen) => {
      setTrail([]);
      write({ ...firstPage, [key(id)]: chosen && chosen.length > 0 ? [...chosen] : null });
    },
    setAll: (next) => {
      setTrail([]);
      const filters = Object.fromEntries(Object.entries(next.filters).map(([id, chosen]) => [key(id), chosen]));
      write({ ...firstPage, ...emptyFilters, ...filters, [key('sort')]: formatSort(next.sort) });
    },
    clearFilters: () => {
      setTrail([]);
      write({ ...firstPage, ...emptyFilters });
    },
    goFirst: () => {
      setTrail([]);
      write(firstPage);
    },
    goNext: (cursor) => {
      setTrail([...trail, query.cursor]);
      write({ ...firstPage, [key('cursor')]: cursor });
    },
    goBack: (previous) => {
      if (previous) return write({ [key('cursor')]: previous, [key('turn')]: 'back' });
      // After a reload the way here is unknown; the first page is the honest answer.
      write({ ...firstPage, [key('cursor')]: trail.at(-1) ?? null });
      setTrail(trail.slice(0, -1));
    },
    setOpenRow: (id) => write({ [key('row')]: id }),
  };
}
