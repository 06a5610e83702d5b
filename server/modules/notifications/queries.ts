import { and, count, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { messagePreference, messageWords, suppression } from '@/db/schema/notifications';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';

export type WordsRow = typeof messageWords.$inferSelect;
type Place = { readonly message: string; readonly language: string; readonly brandId: Id<'brand'> | null };

const at = ({ message, language, brandId }: Place) =>
  and(
    eq(messageWords.message, message),
    eq(messageWords.language, language),
    brandId ? eq(messageWords.brandId, brandId) : isNull(messageWords.brandId),
  );

/** The brand's own words before those for every brand. */
export async function wordsInForce(read: Read, { message, language, brandId }: Place): Promise<WordsRow | null> {
  const mine = brandId ? eq(messageWords.brandId, brandId) : undefined;
  const [row] = await read.db
    .select()
    .from(messageWords)
    .where(
      and(
        eq(messageWords.state, 'published'),
        eq(messageWords.message, message),
        eq(messageWords.language, language),
        or(isNull(messageWords.brandId), mine),
      ),
    )
    .orderBy(sql`${messageWords.brandId} nulls last`, desc(messageWords.version))
    .limit(1);
  return row ?? null;
}

export async function wordsSummaries(read: Read) {
  const rows = await read.db
    .select({
      message: messageWords.message,
      published: sql<number | null>`max(${messageWords.version}) filter (where ${messageWords.state} = 'published')`,
      drafts: sql<number>`(count(*) filter (where ${messageWords.state} = 'draft'))::int`,
    })
    .from(messageWords)
    .groupBy(messageWords.message);
  return new Map(rows.map((row) => [row.message, row]));
}

export async function wordsOf(read: Read, message: string): Promise<WordsRow[]> {
  return read.db
    .select()
    .from(messageWords)
    .where(eq(messageWords.message, message))
    .orderBy(desc(messageWords.version))
    .limit(200);
}

export async function wordsById(
  read: Read,
  id: Id<'messageWords'>,
  options: { lock?: boolean } = {},
): Promise<WordsRow | null> {
  const query = read.db.select().from(messageWords).where(eq(messageWords.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  return row ?? null;
}

/** One draft a place: saving again changes it. Versions of a message count through its brands and languages. */
export async function saveDraftRow(
  uow: Uow,
  place: Place,
  said: Pick<WordsRow, 'subject' | 'lines' | 'action' | 'sms' | 'note'>,
): Promise<Pick<WordsRow, 'id' | 'version'>> {
  const saved = { ...said, savedBy: uow.actor.name, savedAt: uow.now };
  const [draft] = await uow.db
    .update(messageWords)
    .set(saved)
    .where(and(at(place), eq(messageWords.state, 'draft')))
    .returning({ id: messageWords.id, version: messageWords.version });
  if (draft) return draft;
  const version = sql<number>`(select coalesce(max(w.version), 0) + 1 from message_words w where w.message = ${place.message} and w.language = ${place.language})`;
  const [added] = await uow.db
    .insert(messageWords)
    .values({ ...place, ...saved, id: uow.id('messageWords'), version, state: 'draft' })
    .returning({ id: messageWords.id, version: messageWords.version });
  if (!added) throw new TypeError('an insert returns its row');
  return added;
}

export async function publishRow(uow: Uow, row: WordsRow): Promise<void> {
  await uow.db
    .update(messageWords)
    .set({ state: 'retired' })
    .where(and(at(row), eq(messageWords.state, 'published')));
  await uow.db
    .update(messageWords)
    .set({ state: 'published', publishedBy: uow.actor.name, publishedAt: uow.now })
    .where(eq(messageWords.id, row.id));
}

type SuppressedFilter = {
  readonly clientId: Id<'client'> | null;
  readonly reasons: readonly string[] | null;
  readonly withLifted: boolean;
};
const nameOfClient = sql<
  string | null
>`(select c.display_name from client c where c.tenant_id = suppression.tenant_id and c.id = suppression.client_id)`;

/** Without a client it is staff's own address: for those who see everybody. */
export async function pageOfSuppressed(read: Read, page: PageInput, filter: SuppressedFilter, scope: SQL | undefined) {
  const keys = await keyset(page, { at: suppression.at }, 'at', suppression.id, filter);
  const where = and(
    scope ? sql`${suppression.clientId} in (select client.id from client where ${scope})` : undefined,
    filter.clientId ? eq(suppression.clientId, filter.clientId) : undefined,
    filter.reasons?.length ? inArray(suppression.reason, [...filter.reasons]) : undefined,
    filter.withLifted ? undefined : isNull(suppression.liftedAt),
  );
  const [rows, [total]] = await Promise.all([
    read.db
      .select({ row: suppression, clientName: nameOfClient })
      .from(suppression)
      .where(and(where, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: count() }).from(suppression).where(where),
  ]);
  const n = total?.n ?? 0;
  const finished = keys.finish(rows, ({ row }) => ({ at: row.at, id: uuidFromId('suppression', row.id) }));
  return { ...finished, total: n > exactTotalMax ? null : n };
}

export type PreferenceRow = typeof messagePreference.$inferSelect;

export async function preferenceRow(read: Read, recipient: string): Promise<PreferenceRow | null> {
  const [row] = await read.db.select().from(messagePreference).where(eq(messagePreference.recipient, recipient));
  return row ?? null;
}

export async function savePreference(uow: Uow, row: typeof messagePreference.$inferInsert): Promise<void> {
  const { recipient: _key, ...set } = row;
  await uow.db
    .insert(messagePreference)
    .values(row)
    .onConflictDoUpdate({ target: [messagePreference.tenantId, messagePreference.recipient], set });
}

export async function wantingDigest(read: Read): Promise<PreferenceRow[]> {
  return read.db.select().from(messagePreference).where(eq(messagePreference.mail, 'digest')).limit(1_000);
}
