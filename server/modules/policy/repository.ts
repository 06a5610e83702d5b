import { and, asc, count, desc, eq, gte, lte, sql } from 'drizzle-orm';
import { policyDecision } from '@/db/schema/_kernel';
import { policyTable } from '@/db/schema/policy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type TableRow = typeof policyTable.$inferSelect;

/** The version in force: the newest published one whose time has come. */
export async function inForce(read: Read, point: string): Promise<TableRow | null> {
  const [row] = await read.db
    .select()
    .from(policyTable)
    .where(
      and(eq(policyTable.point, point), eq(policyTable.state, 'published'), lte(policyTable.effectiveFrom, read.now)),
    )
    .orderBy(desc(policyTable.version))
    .limit(1);
  return row ?? null;
}

export async function tablesOf(read: Read, point: string): Promise<TableRow[]> {
  return read.db
    .select()
    .from(policyTable)
    .where(eq(policyTable.point, point))
    .orderBy(desc(policyTable.version))
    .limit(100);
}

export async function tableById(read: Read, id: Id<'policyTable'>): Promise<TableRow | null> {
  const [row] = await read.db.select().from(policyTable).where(eq(policyTable.id, id));
  return row ?? null;
}

export async function summaries(
  read: Read,
): Promise<Map<string, { published: number | null; hasDraft: boolean; decisions: number }>> {
  const since = new Date(read.now.getTime() - 30 * 86_400_000);
  const [tables, decisions] = await Promise.all([
    read.db
      .select({
        point: policyTable.point,
        published: sql<number | null>`max(${policyTable.version}) filter (where ${policyTable.state} = 'published')`,
        hasDraft: sql<boolean>`bool_or(${policyTable.state} = 'draft')`,
      })
      .from(policyTable)
      .groupBy(policyTable.point),
    read.db
      .select({ point: policyDecision.point, n: count() })
      .from(policyDecision)
      .where(gte(policyDecision.at, since))
      .groupBy(policyDecision.point),
  ]);
  const counts = new Map(decisions.map((row) => [row.point, row.n]));
  const all = new Map(
    tables.map((row) => [
      row.point,
      { published: row.published, hasDraft: row.hasDraft, decisions: counts.get(row.point) ?? 0 },
    ]),
  );
  for (const [point, n] of counts)
    if (!all.has(point)) all.set(point, { published: null, hasDraft: false, decisions: n });
  return all;
}

export async function saveDraftRow(
  uow: Uow,
  draft: { point: string; rows: unknown; note: string },
): Promise<{ id: Id<'policyTable'>; version: number }> {
  const [present] = await uow.db
    .select({ id: policyTable.id, version: policyTable.version })
    .from(policyTable)
    .where(and(eq(policyTable.point, draft.point), eq(policyTable.state, 'draft')))
    .for('update');
  if (present) {
    await uow.db
      .update(policyTable)
      .set({ rows: draft.rows, note: draft.note, authorId: uow.actor.userId ?? null })
      .where(eq(policyTable.id, present.id));
    return present;
  }
  const [newest] = await uow.db
    .select({ version: policyTable.version })
    .from(policyTable)
    .where(eq(policyTable.point, draft.point))
    .orderBy(desc(policyTable.version))
    .limit(1);
  const id = uow.id('policyTable');
  const version = (newest?.version ?? 0) + 1;
  await uow.db
    .insert(policyTable)
    .values({ id, version, state: 'draft', authorId: uow.actor.userId ?? null, createdAt: uow.now, ...draft });
  return { id, version };
}

export async function markTablePublished(uow: Uow, id: Id<'policyTable'>): Promise<void> {
  await uow.db
    .update(policyTable)
    .set({ state: 'published', publishedAt: uow.now, effectiveFrom: uow.now })
    .where(eq(policyTable.id, id));
}

export async function recentDecisions(read: Read, point: string, days: number, limit: number) {
  const since = new Date(read.now.getTime() - days * 86_400_000);
  return read.db
    .select()
    .from(policyDecision)
    .where(and(eq(policyDecision.point, point), gte(policyDecision.at, since)))
    .orderBy(asc(policyDecision.at))
    .limit(limit);
}
