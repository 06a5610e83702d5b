import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { PgInsertValue } from 'drizzle-orm/pg-core';
import { client, clientHold, clientIntroducer, journeyChange, person } from '@/db/schema/clients';
import { legalEntity } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { type Searchable, searchWords } from '../search-words';

export type ClientRow = typeof client.$inferSelect;
export type PersonRow = typeof person.$inferSelect;
export type HoldRow = typeof clientHold.$inferSelect;

/** What the client is found by, as a value of the column. */
export const searchVector = (uow: Uow, client: Searchable) => {
  const words = searchWords(uow.tenant.id, client).map((word) => JSON.stringify(word));
  return sql<string>`array_to_tsvector(${sql.param(`{${words.join(',')}}`)}::text[])`;
};

export async function findClient(
  read: Read,
  id: Id<'client'>,
  options: { lock?: boolean } = {},
): Promise<ClientRow | null> {
  const query = read.db.select().from(client).where(eq(client.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

const liveHold = (read: Read) =>
  and(isNull(clientHold.releasedAt), or(isNull(clientHold.expiresAt), gt(clientHold.expiresAt, read.now)));

/** Everything a standing is made of, in one statement. */
export async function findStanding(read: Read, id: Id<'client'>) {
  const rows = await read.db
    .select({
      client,
      person,
      jurisdiction: legalEntity.jurisdiction,
      baseCurrency: legalEntity.baseCurrency,
      hold: clientHold,
    })
    .from(client)
    .innerJoin(person, eq(person.id, client.personId))
    .innerJoin(legalEntity, eq(legalEntity.id, client.entityId))
    .leftJoin(
      clientHold,
      and(
        eq(clientHold.personId, client.personId),
        or(isNull(clientHold.clientId), eq(clientHold.clientId, client.id)),
        liveHold(read),
      ),
    )
    .where(eq(client.id, id));
  const first = rows[0];
  if (!first) return null;
  return { ...first, holds: rows.flatMap((row) => (row.hold ? [row.hold] : [])) };
}

export async function insertClient(uow: Uow, row: PgInsertValue<typeof client>): Promise<void> {
  await uow.db.insert(client).values(row);
}

export async function updateClient(
  uow: Uow,
  id: Id<'client'>,
  values: Partial<Omit<typeof client.$inferInsert, 'search'>> & { search?: ReturnType<typeof searchVector> },
): Promise<void> {
  await uow.db.update(client).set(values).where(eq(client.id, id));
}

export async function clientsOfPerson(read: Read, id: Id<'person'>): Promise<ClientRow[]> {
  return read.db.select().from(client).where(eq(client.personId, id)).orderBy(client.registeredAt);
}

export async function nextNumber(uow: Uow): Promise<string> {
  const { rows } = await uow.db.execute<{ n: number }>(sql`select next_client_number() as n`);
  return `C-${rows[0]?.n}`;
}

export async function findPerson(
  read: Read,
  id: Id<'person'>,
  options: { lock?: boolean } = {},
): Promise<PersonRow | null> {
  const query = read.db.select().from(person).where(eq(person.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function insertPerson(uow: Uow, row: typeof person.$inferInsert): Promise<void> {
  await uow.db.insert(person).values(row);
}

export async function updatePersonRow(uow: Uow, id: Id<'person'>, values: Partial<typeof person.$inferInsert>) {
  await uow.db.update(person).set(values).where(eq(person.id, id));
}

export async function insertJourneyChange(uow: Uow, row: typeof journeyChange.$inferInsert): Promise<void> {
  await uow.db.insert(journeyChange).values(row);
}

export async function insertHold(uow: Uow, row: typeof clientHold.$inferInsert): Promise<void> {
  await uow.db.insert(clientHold).values(row);
}

export async function findHold(read: Read, id: Id<'hold'>, options: { lock?: boolean } = {}): Promise<HoldRow | null> {
  const query = read.db.select().from(clientHold).where(eq(clientHold.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function closeHold(
  uow: Uow,
  id: Id<'hold'>,
  values: { releasedBy: Record<string, unknown>; releaseReason: string },
): Promise<void> {
  await uow.db
    .update(clientHold)
    .set({ ...values, releasedAt: uow.now })
    .where(eq(clientHold.id, id));
}

/** Holds whose time has come and that nobody has closed yet. */
export async function expiredHolds(read: Read, max: number): Promise<HoldRow[]> {
  return read.db
    .select()
    .from(clientHold)
    .where(and(isNull(clientHold.releasedAt), sql`${clientHold.expiresAt} <= ${read.now}`))
    .limit(max);
}

export async function changeIntroducer(uow: Uow, row: typeof clientIntroducer.$inferInsert): Promise<void> {
  await uow.db
    .update(clientIntroducer)
    .set({ until: row.since })
    .where(and(eq(clientIntroducer.clientId, row.clientId), isNull(clientIntroducer.until)));
  await uow.db.insert(clientIntroducer).values(row);
}

/** Who had introduced the client at that moment. */
export async function introducerAt(read: Read, id: Id<'client'>, at: Date) {
  const [row] = await read.db
    .select()
    .from(clientIntroducer)
    .where(
      and(
        eq(clientIntroducer.clientId, id),
        sql`${clientIntroducer.since} <= ${at} and (${clientIntroducer.until} is null or ${clientIntroducer.until} > ${at})`,
      ),
    );
  return row ?? null;
}

export async function repointClients(uow: Uow, ids: readonly Id<'client'>[], to: Id<'person'>): Promise<void> {
  if (ids.length > 0)
    await uow.db
      .update(client)
      .set({ personId: to })
      .where(inArray(client.id, [...ids]));
}

export async function repointHolds(uow: Uow, ids: readonly Id<'hold'>[], to: Id<'person'>): Promise<void> {
  if (ids.length > 0)
    await uow.db
      .update(clientHold)
      .set({ personId: to })
      .where(inArray(clientHold.id, [...ids]));
}

export async function holdsOfPerson(read: Read, id: Id<'person'>): Promise<HoldRow[]> {
  return read.db
    .select()
    .from(clientHold)
    .where(and(eq(clientHold.personId, id), isNull(clientHold.releasedAt)));
}
