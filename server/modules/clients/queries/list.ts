import { and, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { client } from '@/db/schema/clients';
import { brand, legalEntity } from '@/db/schema/tenancy';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { gathered, type LongList, metSoon, pageOfMany } from '@/server/kernel/long-list';
import { exactTotalMax, keyset } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import type { ListClients } from '../contract';
import { conditions } from './clients';
import { waysToClients } from './scope';
import { amongNewest, type Facets, matching, reachFor, wordsOf } from './search';

const sortable = {
  registeredAt: client.registeredAt,
  name: client.displayName,
  fundedAt: client.fundedAt,
  renewsAt: client.renewsAt,
  lastContactAt: client.lastContactAt,
} as const;

const { search: _words, ...listed } = getTableColumns(client);

export type ListedClient = Awaited<ReturnType<typeof pageOfClients>>['rows'][number];

/** One page of the clients whom a verb reaches, and how many there are. */
export async function pageOfClients(read: Read, input: z.output<typeof ListClients>, verb: string) {
  const { cursor: _cursor, limit, sort, direction: _direction, ...filter } = input;
  const { search, tag, ...others } = filter;
  const words = search || tag ? wordsOf(read, search, tag) : undefined;
  const named = words ? await whoBear(read, words, verb, others) : null;
  // Of so many of one name no order but the newest is met soon, and nobody reads them by another: he types more of it.
  const isNewestFirst = named?.isFrequent === true && Boolean(search);
  const by = isNewestFirst ? 'registeredAt' : ((sort ?? 'registeredAt') as keyof typeof sortable); // keyset refuses any other
  const order = isNewestFirst ? { ...input, sort: by, direction: 'desc' as const } : input;
  const keys = await keyset(order, sortable, 'registeredAt', client.id, filter);
  const rest = and(...conditions(read, others));
  const list = { table: client, id: client.id, by: sortable[by], keys, limit };
  const ways = waysToClients(read, verb).map((way) => and(way, rest));
  const page = words === null ? nobody : await pageOf(read, { ...list, ways }, words, named);
  const [rows, brands, entities] = await Promise.all([
    rowsOf(read, page.ids),
    read.db.select().from(brand),
    read.db.select().from(legalEntity),
  ]);
  const cut = keys.finish(rows, (row) => ({
    at: row[by === 'name' ? 'displayName' : by],
    id: uuidFromId('client', row.id),
  }));
  const brandOf = new Map(brands.map((one) => [one.id, one.name]));
  const entityOf = new Map(entities.map((one) => [one.id, one.shortName]));
  return {
    nextCursor: cut.nextCursor,
    rows: cut.rows.map((row) => ({
      client: row,
      brand: brandOf.get(row.brandId) ?? '',
      entity: entityOf.get(row.entityId) ?? '',
    })),
    total: page.n > exactTotalMax ? null : page.n,
    atLeast: named?.isFrequent ? named.hits : null,
    isNewestFirst: isNewestFirst && Boolean(sort) && order.sort !== sort,
  };
}

const nobody = { n: 0, ids: [] };

type Named =
  | { readonly isFrequent: true; readonly hits: number }
  | { readonly isFrequent: false; readonly ids: string[] };

/** Those of whom the words are true: of the frequent the newest are met on the way, and gathering all would take too long. */
async function whoBear(read: Read, words: string, verb: string, others: Facets): Promise<Named> {
  const reach = reachFor(read, verb);
  const { hits, expected } = await amongNewest(read, words, reach, others);
  if (expected > exactTotalMax) return { isFrequent: true, hits };
  const ids = await matching(read, words, reach, others, exactTotalMax + 1);
  return ids.length > exactTotalMax ? { isFrequent: true, hits: exactTotalMax } : { isFrequent: false, ids };
}

async function pageOf(read: Read, list: LongList, words: string | undefined, named: Named | null) {
  if (!named) return pageOfMany(read, list);
  if (named.isFrequent) {
    const bears = sql`${client.search} @@ ${words}::tsquery`;
    const ways = list.ways.map((way) => and(way, bears));
    return { n: exactTotalMax + 1, ids: await metSoon(read, { ...list, ways }, list.ways) };
  }
  const these = sql`${client.id} = any(${sql.param(named.ids)}::uuid[])`;
  return gathered(read, { ...list, ways: list.ways.map((way) => and(these, way)) });
}

async function rowsOf(read: Read, uuids: readonly string[]) {
  if (uuids.length === 0) return [];
  const ids = uuids.map((uuid) => idFromUuid('client', uuid));
  const rows = await read.db.select(listed).from(client).where(inArray(client.id, ids));
  const place = new Map(ids.map((id, at) => [id, at]));
  return rows.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}
