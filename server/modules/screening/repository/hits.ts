import { and, count, desc, eq, inArray, lt, ne, or, type SQL, sql } from 'drizzle-orm';
import { screening, screeningHit } from '@/db/schema/screening';
import type { Id } from '@/server/kernel/ids';
import { uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import { reachOf } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';

export type HitRow = typeof screeningHit.$inferSelect;
export type ScreeningRow = typeof screening.$inferSelect;

export async function insertScreening(uow: Uow, row: typeof screening.$inferInsert): Promise<void> {
  await uow.db.insert(screening).values(row);
}

export async function insertHits(uow: Uow, rows: (typeof screeningHit.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await uow.db.insert(screeningHit).values(rows);
}

export async function updateHit(
  uow: Uow,
  id: Id<'screeningHit'>,
  set: Partial<typeof screeningHit.$inferInsert>,
): Promise<void> {
  await uow.db.update(screeningHit).set(set).where(eq(screeningHit.id, id));
}

/** Nothing the decider read is newer than this: two who decide at once are put in order. */
export async function findHit(
  read: Read,
  id: Id<'screeningHit'>,
  options: { lock?: boolean } = {},
): Promise<HitRow | null> {
  const query = read.db.select().from(screeningHit).where(eq(screeningHit.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function hitsOfPerson(read: Read, id: Id<'person'>): Promise<HitRow[]> {
  return read.db
    .select()
    .from(screeningHit)
    .where(eq(screeningHit.personId, id))
    .orderBy(desc(screeningHit.scoreBps), screeningHit.entryId);
}

export async function lastScreening(read: Read, id: Id<'person'>): Promise<ScreeningRow | null> {
  const [row] = await read.db
    .select()
    .from(screening)
    .where(eq(screening.personId, id))
    .orderBy(desc(screening.at), desc(screening.id))
    .limit(1);
  return row ?? null;
}

export async function screeningsOfPerson(read: Read, id: Id<'person'>, max: number): Promise<ScreeningRow[]> {
  return read.db
    .select()
    .from(screening)
    .where(eq(screening.personId, id))
    .orderBy(desc(screening.at), desc(screening.id))
    .limit(max);
}

/** Clients whose person was last screened against other lists or by other rules than these, or longer ago than `before`. */
export async function dueForRescreen(
  read: Read,
  current: { readonly listsKey: string; readonly matcher: string },
  before: Date,
  max: number,
): Promise<Id<'client'>[]> {
  const last = read.db
    .selectDistinctOn([screening.personId], {
      clientId: screening.clientId,
      at: screening.at,
      listsKey: screening.listsKey,
      matcher: screening.matcher,
    })
    .from(screening)
    .orderBy(screening.personId, desc(screening.at), desc(screening.id))
    .as('last_screening');
  const rows = await read.db
    .select({ clientId: last.clientId })
    .from(last)
    .where(or(lt(last.at, before), ne(last.listsKey, current.listsKey), ne(last.matcher, current.matcher)))
    .orderBy(last.at)
    .limit(max);
  return rows.map(({ clientId }) => clientId);
}

/** Names belong to clients; only the join column is used here. */
const clientName = sql<string>`(select c.display_name from client c where c.tenant_id = ${screeningHit.tenantId} and c.id = ${screeningHit.clientId})`;
const clientNumber = sql<string>`(select c.number from client c where c.tenant_id = ${screeningHit.tenantId} and c.id = ${screeningHit.clientId})`;

const hitRows = (read: Read) => read.db.select({ hit: screeningHit, clientName, clientNumber }).from(screeningHit);
export type ListedHit = Awaited<ReturnType<typeof hitRows>>[number];

function reached(read: Read, verb: string): SQL | undefined {
  const scope = reachOf(read, verb);
  if (scope === 'all') return undefined;
  const user = read.actor.userId ? uuidFromId('user', read.actor.userId) : null;
  return sql`client_in_reach(${screeningHit.clientId}, ${scope}, ${user}::uuid)`;
}

type Filter = { clientId: Id<'client'> | null; states: string[] | null; band: string | null };

export async function pageOfHits(read: Read, verb: string, page: PageInput, filter: Filter) {
  const keys = await keyset(
    page,
    { score: screeningHit.scoreBps, openedAt: screeningHit.openedAt },
    'score',
    screeningHit.id,
    filter,
  );
  const where = and(
    reached(read, verb),
    filter.clientId ? eq(screeningHit.clientId, filter.clientId) : undefined,
    filter.states?.length ? inArray(screeningHit.state, filter.states) : undefined,
    filter.band ? eq(screeningHit.band, filter.band) : undefined,
  );
  const [rows, totals] = await Promise.all([
    hitRows(read)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(screeningHit).where(where),
  ]);
  const n = totals[0]?.n ?? 0;
  const finished = keys.finish(rows, ({ hit }) => ({
    at: page.sort === 'openedAt' ? hit.openedAt : hit.scoreBps,
    id: uuidFromId('screeningHit', hit.id),
  }));
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export async function oneHit(read: Read, id: Id<'screeningHit'>): Promise<ListedHit | null> {
  const [row] = await hitRows(read).where(eq(screeningHit.id, id));
  return row ?? null;
}
