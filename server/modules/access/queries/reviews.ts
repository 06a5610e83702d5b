import { and, asc, count, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import { apiKey } from '@/db/schema/access';
import { accessReview, accessReviewItem } from '@/db/schema/access.reviews';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type ReviewRecordRow = typeof accessReview.$inferSelect;
export type ReviewItemRow = typeof accessReviewItem.$inferSelect;

export async function insertReview(
  uow: Uow,
  review: typeof accessReview.$inferInsert,
  items: (typeof accessReviewItem.$inferInsert)[],
): Promise<void> {
  await uow.db.insert(accessReview).values(review);
  await uow.db.insert(accessReviewItem).values(items);
}

export async function findReview(
  read: Read,
  id: Id<'accessReview'>,
  options: { lock?: boolean } = {},
): Promise<ReviewRecordRow | null> {
  const query = read.db.select().from(accessReview).where(eq(accessReview.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function reviewOfQuarter(read: Read, quarter: string): Promise<ReviewRecordRow | null> {
  const [row] = await read.db.select().from(accessReview).where(eq(accessReview.quarter, quarter));
  return row ?? null;
}

export async function reviewsWithCounts(read: Read) {
  const of = (more: ReturnType<typeof sql>) =>
    sql<number>`(select count(*)::int from access_review_item i where i.tenant_id = ${accessReview.tenantId} and i.review_id = ${sql`${accessReview.id}`} ${more})`;
  return read.db
    .select({ row: accessReview, people: of(sql``), answered: of(sql`and i.decided_at is not null`) })
    .from(accessReview)
    .orderBy(desc(accessReview.openedAt))
    .limit(100);
}

export async function updateReview(
  uow: Uow,
  id: Id<'accessReview'>,
  values: Partial<typeof accessReview.$inferInsert>,
): Promise<void> {
  await uow.db.update(accessReview).set(values).where(eq(accessReview.id, id));
}

export async function itemsOf(read: Read, reviewId: Id<'accessReview'>): Promise<ReviewItemRow[]> {
  return read.db
    .select()
    .from(accessReviewItem)
    .where(eq(accessReviewItem.reviewId, reviewId))
    .orderBy(asc(accessReviewItem.id))
    .limit(2_000);
}

export async function lockItem(uow: Uow, id: Id<'accessReviewItem'>): Promise<ReviewItemRow | null> {
  const [row] = await uow.db.select().from(accessReviewItem).where(eq(accessReviewItem.id, id)).for('no key update');
  return row ?? null;
}

export async function updateItem(
  uow: Uow,
  id: Id<'accessReviewItem'>,
  values: Partial<typeof accessReviewItem.$inferInsert>,
): Promise<void> {
  await uow.db.update(accessReviewItem).set(values).where(eq(accessReviewItem.id, id));
}

/** Past their day, not yet told, with questions nobody has answered. */
export async function lateReviews(read: Read): Promise<ReviewRecordRow[]> {
  return read.db
    .select()
    .from(accessReview)
    .where(and(isNull(accessReview.closedAt), isNull(accessReview.escalatedAt), lt(accessReview.dueAt, read.now)))
    .limit(20);
}

export async function keysOf(read: Read, userIds: readonly Id<'user'>[]) {
  if (userIds.length === 0) return new Map<Id<'user'>, { keys: number; usedAt: Date | null }>();
  const usedAt = sql<Date | null>`max(${apiKey.lastUsedAt})`.mapWith(apiKey.lastUsedAt);
  const rows = await read.db
    .select({ userId: apiKey.createdBy, keys: count(), usedAt })
    .from(apiKey)
    .where(and(inArray(apiKey.createdBy, [...userIds]), isNull(apiKey.revokedAt)))
    .groupBy(apiKey.createdBy);
  return new Map(rows.map(({ userId, keys, usedAt: at }) => [userId, { keys, usedAt: at }]));
}

/** By the table's name alone: disclosures stand above. */
export async function exportsSince(read: Read, since: Date): Promise<Map<string, { exports: number; rows: number }>> {
  const { rows } = await read.db.execute<{ user_id: string; exports: number; rows: number }>(
    sql`select d.user_id::text as user_id, count(*)::int as exports, sum(d.rows)::int as rows
        from disclosure d where d.kind = 'export' and d.at >= ${since} group by 1`,
  );
  return new Map(rows.map((row) => [row.user_id, { exports: row.exports, rows: row.rows }]));
}

/** The calendar of the company's first licence, by its table's name: tenancy stands above. */
export async function companyCalendar(read: Read): Promise<{ calendar: string; zone: string } | null> {
  const { rows } = await read.db.execute<{ calendar: string; zone: string }>(
    sql`select e.bank_calendar as calendar, e.time_zone as zone from legal_entity e order by e.created_at, e.id limit 1`,
  );
  return rows[0] ?? null;
}
