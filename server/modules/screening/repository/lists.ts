import { and, asc, desc, eq, gte, lt, ne, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { screeningEntry, screeningList } from '@/db/schema/screening';
import { canonicalHash } from '@/server/kernel/canonical';
import type { Read } from '@/server/kernel/uow';
import type { ListEntry, ListSource, LoadedList } from '../lists';

export type ListInForce = { readonly source: string; readonly version: string };
export type ListRow = typeof screeningList.$inferSelect;

export async function listsInForce(read: Pick<Read, 'db'>): Promise<ListInForce[]> {
  return read.db
    .select({ source: screeningList.source, version: screeningList.version })
    .from(screeningList)
    .where(eq(screeningList.state, 'in_force'))
    .orderBy(asc(screeningList.source));
}

export const allLists = (read: Pick<Read, 'db'>): Promise<ListRow[]> =>
  read.db.select().from(screeningList).orderBy(desc(screeningList.loadedAt), asc(screeningList.source)).limit(100);

export type StoredEntry = { readonly hash: string; readonly entry: ListEntry };

export async function entriesOf(read: Read, list: ListInForce, from: number, max: number): Promise<StoredEntry[]> {
  const rows = await read.db
    .select({ hash: screeningEntry.hash, entry: screeningEntry.entry })
    .from(screeningEntry)
    .where(
      and(
        eq(screeningEntry.source, list.source),
        eq(screeningEntry.version, list.version),
        gte(screeningEntry.position, from),
        lt(screeningEntry.position, from + max),
      ),
    )
    .orderBy(asc(screeningEntry.position));
  return rows.map(({ hash, entry }) => ({ hash, entry: entry as ListEntry })); // written by storeList
}

/** A version that lost many entries or could not be read whole waits for a person: it would silently clear people. */
const SHRINKS_TO = 0.9;

export type StoredList = {
  readonly source: ListSource;
  readonly version: string;
  readonly state: 'in_force' | 'held' | 'unchanged';
  readonly heldBecause: string | null;
  readonly entries: number;
};

export type HashedList = Omit<LoadedList, 'entries'> & {
  readonly entries: readonly Hashed[];
  readonly version: string;
};

/** Done before the transaction begins: thousands of hashes take longer than one may lie idle. */
export async function hashList(list: LoadedList): Promise<HashedList> {
  const entries = await Promise.all(
    list.entries.map(async (entry) => ({ entry, entryId: entry.id, hash: await canonicalHash(entry) })),
  );
  return { ...list, entries, version: (await canonicalHash(entries.map(({ hash }) => hash))).slice(0, 16) };
}

/** Keeps a published list and puts it in force. Called by the platform's loader in a transaction of its own. */
export async function storeList(
  db: Db,
  list: HashedList,
  now: Date,
  options: { readonly accept?: boolean } = {},
): Promise<StoredList> {
  const { source, version, entries: hashed } = list;
  const [present] = await db
    .select()
    .from(screeningList)
    .where(and(eq(screeningList.source, source), eq(screeningList.state, 'in_force')))
    .for('update');
  const result = { source, version, entries: list.entries.length };
  if (present?.version === version) return { ...result, state: 'unchanged', heldBecause: null };
  const doubt = options.accept ? null : doubtOf(list, present?.entries ?? 0);
  await writeEntries(db, { source, version }, hashed);
  if (!doubt && present)
    await db
      .update(screeningList)
      .set({ state: 'replaced' })
      .where(and(eq(screeningList.source, source), eq(screeningList.state, 'in_force')));
  const row = {
    state: doubt ? 'held' : 'in_force',
    heldBecause: doubt,
    entries: list.entries.length,
    problems: list.problems.slice(0, 100),
    publishedAt: list.publishedAt,
    loadedAt: now,
  };
  await db
    .insert(screeningList)
    .values({ source, version, ...row })
    .onConflictDoUpdate({ target: [screeningList.source, screeningList.version], set: row });
  await forgetOld(db, source, version, present?.version ?? version);
  return { ...result, state: doubt ? 'held' : 'in_force', heldBecause: doubt };
}

function doubtOf(list: HashedList, before: number): string | null {
  if (list.entries.length === 0) return 'no_entries';
  if (list.problems.length > 0) return 'records_unreadable';
  return list.entries.length < before * SHRINKS_TO ? 'many_entries_gone' : null;
}

type Hashed = { readonly entry: ListEntry; readonly entryId: string; readonly hash: string };

async function writeEntries(db: Db, list: ListInForce, hashed: readonly Hashed[]): Promise<void> {
  const known = await db
    .select({ n: sql<number>`count(*)::int` })
    .from(screeningEntry)
    .where(and(eq(screeningEntry.source, list.source), eq(screeningEntry.version, list.version)));
  if (known[0]?.n === hashed.length) return;
  for (let at = 0; at < hashed.length; at += 500) {
    const rows = hashed.slice(at, at + 500).map((row, i) => ({ ...list, position: at + i, ...row }));
    await db.insert(screeningEntry).values(rows).onConflictDoNothing();
  }
}

/** Hits keep their own copy of what they matched, so entries of older versions serve nothing. */
async function forgetOld(db: Db, source: string, newest: string, previous: string): Promise<void> {
  await db
    .delete(screeningEntry)
    .where(
      and(eq(screeningEntry.source, source), ne(screeningEntry.version, newest), ne(screeningEntry.version, previous)),
    );
}
