import { createLoader, parseAsArrayOf, parseAsString, parseAsStringEnum, type SearchParams } from 'nuqs/server';

export type SortBy = { by: string; dir: 'asc' | 'desc' };

/** What a list is asked for. The address bar holds exactly this, so a link, a saved view and a reload show the same rows. */
export type TableQuery = {
  sort: SortBy | null;
  filters: Record<string, string[]>;
  cursor: string | null;
  /** Walking back from `cursor`, for servers that page both ways. */
  back: boolean;
};

export type TableSpec = {
  /** Ids of the filters, each its own key in the address. */
  filters: readonly string[];
  defaultSort?: SortBy;
  /** Keeps the keys of two tables on one page apart. */
  prefix?: string;
};

const filterParser = parseAsArrayOf(parseAsString);

export function tableParsers(spec: TableSpec) {
  const key = (name: string) => `${spec.prefix ?? ''}${name}`;
  return {
    own: {
      [key('sort')]: parseAsString,
      [key('cursor')]: parseAsString,
      [key('turn')]: parseAsStringEnum(['back']),
      [key('row')]: parseAsString,
    },
    filters: Object.fromEntries(spec.filters.map((id) => [key(id), filterParser])),
    key,
  };
}

export function parseSort(text: string | null | undefined, fallback: SortBy | null): SortBy | null {
  if (!text) return fallback;
  const at = text.lastIndexOf('.');
  const dir = text.slice(at + 1);
  return at > 0 && (dir === 'asc' || dir === 'desc') ? { by: text.slice(0, at), dir } : fallback;
}

export function formatSort(sort: SortBy | null): string | null {
  return sort ? `${sort.by}.${sort.dir}` : null;
}

/** The values of one address, as parsed by nuqs on either side, in the shape a list verb takes. */
export function toTableQuery(
  values: Record<string, string | string[] | null | undefined>,
  spec: TableSpec,
): TableQuery {
  const { key } = tableParsers(spec);
  const one = (name: string) => {
    const value = values[key(name)];
    return typeof value === 'string' ? value : null;
  };
  const filters: Record<string, string[]> = {};
  for (const id of spec.filters) {
    const value = values[key(id)];
    if (Array.isArray(value) && value.length > 0) filters[id] = value;
  }
  return {
    sort: parseSort(one('sort'), spec.defaultSort ?? null),
    filters,
    cursor: one('cursor'),
    back: one('turn') === 'back',
  };
}

/** The part every list verb takes; its filters stand beside it. */
export function pageInput(query: TableQuery): { cursor: string | null; sort?: string; direction?: 'asc' | 'desc' } {
  return { cursor: query.cursor, ...(query.sort ? { sort: query.sort.by, direction: query.sort.dir } : {}) };
}

/** For server components: `const query = await readTableQuery(searchParams, spec)`, with the same spec as the table. */
export async function readTableQuery(searchParams: Promise<SearchParams>, spec: TableSpec): Promise<TableQuery> {
  const parsers = tableParsers(spec);
  const load = createLoader({ ...parsers.own, ...parsers.filters });
  return toTableQuery(await load(searchParams), spec);
}
