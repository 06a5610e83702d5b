import { formatSort, parseSort, type SortBy, type TableQuery } from './table-query';
import type { SavedView } from './types';

/** A saved view is the address without the place in it: sort and filters, not the page one was on. */
export function viewSearch(query: Pick<TableQuery, 'sort' | 'filters'>): string {
  const params = new URLSearchParams();
  const sort = formatSort(query.sort);
  if (sort) params.set('sort', sort);
  for (const [id, values] of Object.entries(query.filters).sort(([a], [b]) => a.localeCompare(b))) {
    for (const value of values) params.append(id, value);
  }
  return params.toString();
}

export function readView(view: Pick<SavedView, 'search'>): { sort: SortBy | null; filters: Record<string, string[]> } {
  const params = new URLSearchParams(view.search);
  const ids = [...new Set(params.keys())].filter((key) => key !== 'sort');
  return {
    sort: parseSort(params.get('sort'), null),
    filters: Object.fromEntries(ids.map((id) => [id, params.getAll(id)])),
  };
}
