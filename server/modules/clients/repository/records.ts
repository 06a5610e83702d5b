import { and, desc, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { client, person } from '@/db/schema/clients';
import {
  acceptance,
  consent,
  deviceSeen,
  externalReference,
  personMerge,
  possibleDuplicate,
  touch,
} from '@/db/schema/clients.records';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export async function insertTouch(uow: Uow, row: typeof touch.$inferInsert): Promise<void> {
  await uow.db.insert(touch).values(row);
}

export async function insertConsents(uow: Uow, rows: (typeof consent.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await uow.db.insert(consent).values(rows);
}

export async function insertAcceptances(uow: Uow, rows: (typeof acceptance.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await uow.db.insert(acceptance).values(rows);
}

export async function insertDevice(uow: Uow, row: typeof deviceSeen.$inferInsert): Promise<void> {
  await uow.db.insert(deviceSeen).values(row);
}

/** False when another object bears this reference already. */
export async function insertReference(uow: Uow, row: typeof externalReference.$inferInsert): Promise<boolean> {
  const inserted = await uow.db
    .insert(externalReference)
    .values(row)
    .onConflictDoNothing()
    .returning({ objectId: externalReference.objectId });
  return inserted.length > 0;
}

export async function objectOfReference(read: Read, objectType: string, system: string, externalId: string) {
  const [row] = await read.db
    .select()
    .from(externalReference)
    .where(
      and(
        eq(externalReference.objectType, objectType),
        eq(externalReference.system, system),
        eq(externalReference.externalId, externalId),
      ),
    );
  return row ?? null;
}

export async function referencesOfClient(read: Read, id: Id<'client'>) {
  return read.db.select().from(externalReference).where(eq(externalReference.clientId, id));
}

export async function touchesOf(read: Read, id: Id<'client'>) {
  return read.db.select().from(touch).where(eq(touch.clientId, id)).orderBy(touch.at).limit(50);
}

/** What holds now: the newest word per purpose and channel. */
export async function consentsOf(read: Read, id: Id<'client'>) {
  return read.db
    .selectDistinctOn([consent.purpose, consent.channel])
    .from(consent)
    .where(eq(consent.clientId, id))
    .orderBy(consent.purpose, consent.channel, desc(consent.at), desc(consent.id));
}

/** What holds now, of many at once. */
export async function currentConsents(read: Read, ids: readonly Id<'client'>[]) {
  const found = new Map<Id<'client'>, { purpose: string; channel: string; isGiven: boolean }[]>();
  if (ids.length === 0) return found;
  const rows = await read.db
    .selectDistinctOn([consent.clientId, consent.purpose, consent.channel])
    .from(consent)
    .where(inArray(consent.clientId, [...ids]))
    .orderBy(consent.clientId, consent.purpose, consent.channel, desc(consent.at), desc(consent.id));
  for (const { clientId, purpose, channel, isGiven } of rows)
    found.set(clientId, [...(found.get(clientId) ?? []), { purpose, channel, isGiven }]);
  return found;
}

/** Every word he ever said, newest first. */
export async function consentHistory(read: Read, id: Id<'client'>) {
  return read.db
    .select()
    .from(consent)
    .where(eq(consent.clientId, id))
    .orderBy(desc(consent.at), desc(consent.id))
    .limit(200);
}

export async function acceptancesOf(read: Read, id: Id<'client'>) {
  return read.db.select().from(acceptance).where(eq(acceptance.clientId, id)).orderBy(desc(acceptance.at)).limit(100);
}

export async function devicesOf(read: Read, id: Id<'client'>) {
  return read.db.select().from(deviceSeen).where(eq(deviceSeen.clientId, id)).orderBy(desc(deviceSeen.at)).limit(100);
}

export type Alike = {
  readonly nameKey: string | null;
  readonly bornOn: string | null;
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly documentNumberHash: string | null;
  readonly taxNumberHash: string | null;
  readonly deviceId: string | null;
};

const strongest = 20;

/** Other persons who share what few people share, with what they share. One indexed look-up per signal. */
export async function personsAlike(
  read: Read,
  id: Id<'person'>,
  alike: Alike,
): Promise<Map<Id<'person'>, Set<string>>> {
  const found = new Map<Id<'person'>, Set<string>>();
  const note = (signal: string) => (rows: { id: Id<'person'> }[]) => {
    for (const row of rows) found.set(row.id, (found.get(row.id) ?? new Set()).add(signal));
  };
  const persons = (condition: ReturnType<typeof and>) =>
    read.db
      .select({ id: person.id })
      .from(person)
      .where(and(condition, ne(person.id, id), sql`${person.mergedInto} is null`))
      .limit(strongest);
  const clients = (condition: ReturnType<typeof and>) =>
    read.db
      .selectDistinct({ id: client.personId })
      .from(client)
      .where(and(condition, ne(client.personId, id)))
      .limit(strongest);
  const { nameKey, bornOn, emailKey, phoneKey, documentNumberHash, taxNumberHash, deviceId } = alike;
  await Promise.all([
    nameKey && bornOn
      ? persons(and(eq(person.nameKey, nameKey), eq(person.bornOn, bornOn))).then(note('name_and_birth'))
      : null,
    documentNumberHash ? persons(eq(person.documentNumberHash, documentNumberHash)).then(note('document')) : null,
    taxNumberHash ? persons(eq(person.taxNumberHash, taxNumberHash)).then(note('tax_number')) : null,
    emailKey ? clients(eq(client.emailKey, emailKey)).then(note('email')) : null,
    phoneKey ? clients(eq(client.phoneKey, phoneKey)).then(note('phone')) : null,
    deviceId
      ? read.db
          .selectDistinct({ id: client.personId })
          .from(deviceSeen)
          .innerJoin(client, eq(client.id, deviceSeen.clientId))
          .where(and(eq(deviceSeen.deviceId, deviceId), isNotNull(deviceSeen.deviceId), ne(client.personId, id)))
          .limit(strongest)
          .then(note('device'))
      : null,
  ]);
  return found;
}

/** Returns null when this pair was raised before, whatever became of it. */
export async function insertDuplicate(uow: Uow, row: typeof possibleDuplicate.$inferInsert) {
  const [inserted] = await uow.db
    .insert(possibleDuplicate)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: possibleDuplicate.id });
  return inserted?.id ?? null;
}

export async function openDuplicatesOf(read: Read, id: Id<'person'>) {
  return read.db
    .select()
    .from(possibleDuplicate)
    .where(
      and(
        or(eq(possibleDuplicate.personId, id), eq(possibleDuplicate.otherId, id)),
        eq(possibleDuplicate.state, 'open'),
      ),
    );
}

export async function findDuplicate(read: Read, id: Id<'duplicate'>) {
  const [row] = await read.db.select().from(possibleDuplicate).where(eq(possibleDuplicate.id, id)).for('update');
  return row ?? null;
}

export async function closeDuplicates(
  uow: Uow,
  ids: readonly Id<'duplicate'>[],
  state: 'merged' | 'dismissed',
  reason: string,
): Promise<void> {
  if (ids.length > 0)
    await uow.db
      .update(possibleDuplicate)
      .set({ state, closedAt: uow.now, closeReason: reason })
      .where(inArray(possibleDuplicate.id, [...ids]));
}

export type MergeRow = typeof personMerge.$inferSelect;

export async function insertMerge(uow: Uow, row: typeof personMerge.$inferInsert): Promise<void> {
  await uow.db.insert(personMerge).values(row);
}

export async function findMerge(uow: Uow, id: Id<'merge'>): Promise<MergeRow | null> {
  const [row] = await uow.db.select().from(personMerge).where(eq(personMerge.id, id)).for('update');
  return row ?? null;
}

export async function mergesOf(read: Read, id: Id<'person'>): Promise<MergeRow[]> {
  return read.db
    .select()
    .from(personMerge)
    .where(or(eq(personMerge.survivorId, id), eq(personMerge.absorbedId, id)))
    .orderBy(desc(personMerge.mergedAt));
}

export async function undoMerge(uow: Uow, id: Id<'merge'>, by: Record<string, unknown>, reason: string): Promise<void> {
  await uow.db
    .update(personMerge)
    .set({ undoneAt: uow.now, undoneBy: by, undoReason: reason })
    .where(eq(personMerge.id, id));
}
