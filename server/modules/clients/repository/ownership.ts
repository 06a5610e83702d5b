import { and, asc, desc, eq, gt, inArray, ne, type SQL, sql } from 'drizzle-orm';
import { client } from '@/db/schema/clients';
import { clientOwner, reassignment, reassignmentItem } from '@/db/schema/clients.ownership';
import { brand, legalEntity } from '@/db/schema/tenancy';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import type { ClientChoice, Place } from '../ownership-contract';
import { conditions } from '../queries/clients';

export type Placed = { readonly id: Id<'client'>; readonly next: Place };

const uuidOf = <K extends 'user' | 'team'>(kind: K, id: Id<K> | null) => (id ? uuidFromId(kind, id) : null);

/** The columns that row scopes read, of many clients in one statement. */
export async function placeClients(uow: Uow, placed: readonly Placed[]): Promise<void> {
  const rows = placed.map(({ id, next }) => ({
    id: uuidFromId('client', id),
    owner: uuidOf('user', next.ownerId),
    team: uuidOf('team', next.teamId),
    desk: next.desk,
  }));
  await uow.db.execute(sql`update client c set owner_id = v.owner, team_id = v.team, desk = v.desk
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, owner uuid, team uuid, desk text) where c.id = v.id`);
}

export async function insertOwnerships(uow: Uow, rows: (typeof clientOwner.$inferInsert)[]): Promise<void> {
  await uow.db.insert(clientOwner).values(rows);
}

export async function ownershipsOf(read: Read, id: Id<'client'>) {
  return read.db
    .select()
    .from(clientOwner)
    .where(eq(clientOwner.clientId, id))
    .orderBy(desc(clientOwner.id))
    .limit(200);
}

/** What assignment rules look at, with the place the client has; locked when it is about to change. */
export async function placesOf(read: Read, ids: readonly Id<'client'>[], options: { lock?: boolean } = {}) {
  if (ids.length === 0) return [];
  const query = read.db
    .select({
      id: client.id,
      number: client.number,
      ownerId: client.ownerId,
      teamId: client.teamId,
      desk: client.desk,
      language: client.language,
      country: client.country,
      source: client.source,
      introducer: client.introducerCode,
      brand: brand.slug,
      jurisdiction: legalEntity.jurisdiction,
    })
    .from(client)
    .innerJoin(brand, eq(brand.id, client.brandId))
    .innerJoin(legalEntity, eq(legalEntity.id, client.entityId))
    .where(inArray(client.id, [...ids]))
    .orderBy(asc(client.id));
  return options.lock ? query.for('no key update', { of: client }) : query;
}
export type PlacedClient = Awaited<ReturnType<typeof placesOf>>[number];

/** How many open clients each owner has; of all owners when none are named. */
export async function loadsOf(read: Read, owners?: readonly Id<'user'>[]): Promise<Map<Id<'user'>, number>> {
  const rows = await read.db
    .select({ id: client.ownerId, n: sql<number>`count(*)::int` })
    .from(client)
    .where(
      and(
        owners ? inArray(client.ownerId, [...owners]) : sql`${client.ownerId} is not null`,
        ne(client.relationship, 'closed'),
      ),
    )
    .groupBy(client.ownerId);
  return new Map(rows.flatMap(({ id, n }) => (id ? [[id, n] as const] : [])));
}

/** The clients of a choice that the actor reaches with this verb, at most `max`. */
export async function chosenIds(read: Read, of: ClientChoice, scope: SQL | undefined, max: number) {
  const where = and(...('ids' in of ? [inArray(client.id, of.ids)] : conditions(read, of.filter)), scope);
  const rows = await read.db.select({ id: client.id }).from(client).where(where).orderBy(client.id).limit(max);
  return rows.map((row) => row.id);
}

export async function insertRun(
  uow: Uow,
  run: typeof reassignment.$inferInsert & { id: Id<'reassignment'> },
  ids: readonly Id<'client'>[],
): Promise<void> {
  await uow.db.insert(reassignment).values(run);
  const uuids = ids.map((id) => uuidFromId('client', id));
  await uow.db.execute(sql`insert into reassignment_item (reassignment_id, client_id, from_owner_id, state)
    select ${uuidFromId('reassignment', run.id)}::uuid, c.id, c.owner_id, 'waiting' from client c where c.id = any(${sql.param(uuids)}::uuid[])`);
}

export async function findRun(read: Read, id: Id<'reassignment'>, options: { lock?: boolean } = {}) {
  const query = read.db.select().from(reassignment).where(eq(reassignment.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  return row ?? null;
}

export async function newestRuns(read: Read) {
  return read.db.select().from(reassignment).orderBy(desc(reassignment.startedAt)).limit(20);
}

export async function waitingItems(read: Read, id: Id<'reassignment'>, max: number) {
  return read.db
    .select({ clientId: reassignmentItem.clientId, fromOwnerId: reassignmentItem.fromOwnerId })
    .from(reassignmentItem)
    .where(and(eq(reassignmentItem.reassignmentId, id), eq(reassignmentItem.state, 'waiting')))
    .orderBy(reassignmentItem.clientId)
    .limit(max);
}

export type Settled = {
  readonly clientId: Id<'client'>;
  readonly state: 'moved' | 'unchanged' | 'refused';
  readonly toOwnerId: Id<'user'> | null;
  readonly why: string | null;
};

export async function settleItems(uow: Uow, id: Id<'reassignment'>, settled: readonly Settled[]): Promise<void> {
  const rows = settled.map(({ clientId, toOwnerId, ...rest }) => ({
    ...rest,
    client: uuidFromId('client', clientId),
    owner: uuidOf('user', toOwnerId),
  }));
  const run = uuidFromId('reassignment', id);
  await uow.db.execute(sql`update reassignment_item i set state = v.state, to_owner_id = v.owner, why = v.why
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(client uuid, owner uuid, state text, why text)
    where i.reassignment_id = ${run}::uuid and i.client_id = v.client`);
}

export async function updateRun(uow: Uow, id: Id<'reassignment'>, values: Partial<typeof reassignment.$inferInsert>) {
  await uow.db.update(reassignment).set(values).where(eq(reassignment.id, id));
}

/** What became of each client of a run, as far as the reader reaches him. */
export async function itemsOf(
  read: Read,
  id: Id<'reassignment'>,
  place: { after: string | null; limit: number },
  scope: SQL | undefined,
) {
  return read.db
    .select({ item: reassignmentItem, number: client.number, name: client.displayName })
    .from(reassignmentItem)
    .innerJoin(client, eq(client.id, reassignmentItem.clientId))
    .where(
      and(
        eq(reassignmentItem.reassignmentId, id),
        place.after ? gt(reassignmentItem.clientId, sql`${place.after}::uuid`) : undefined,
        scope,
      ),
    )
    .orderBy(reassignmentItem.clientId)
    .limit(place.limit + 1);
}
