import { and, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { breakItem, type RunTotal, reconciliationRun } from '@/db/schema/reconciliation';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import { reachOf } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';
import type { BreakPage, BreakView, ListBreaks, RunPage, RunView } from './contract';

export type RunRow = typeof reconciliationRun.$inferSelect;
export type BreakRow = typeof breakItem.$inferSelect;

export const insertRun = (uow: Uow, row: typeof reconciliationRun.$inferInsert) =>
  uow.db.insert(reconciliationRun).values(row);

export async function updateRun(uow: Uow, id: Id<'reconciliationRun'>, set: Partial<RunRow>): Promise<void> {
  await uow.db.update(reconciliationRun).set(set).where(eq(reconciliationRun.id, id));
}

export async function lockRun(uow: Uow, id: Id<'reconciliationRun'>): Promise<RunRow | null> {
  const [row] = await uow.db.select().from(reconciliationRun).where(eq(reconciliationRun.id, id)).for('update');
  return row ?? null;
}

export async function runningRun(read: Read): Promise<RunRow | null> {
  const [row] = await read.db
    .select()
    .from(reconciliationRun)
    .where(eq(reconciliationRun.state, 'running'))
    .orderBy(desc(reconciliationRun.startedAt))
    .limit(1);
  return row ?? null;
}

/** What an account's breaks look like now, closed ones left out. */
export async function standingBreaks(read: Read, accountId: Id<'tradingAccount'>): Promise<BreakRow[]> {
  return read.db
    .select()
    .from(breakItem)
    .where(and(eq(breakItem.accountId, accountId), isNull(breakItem.closedAt)));
}

export const insertBreak = (uow: Uow, row: typeof breakItem.$inferInsert) => uow.db.insert(breakItem).values(row);

export async function updateBreak(uow: Uow, id: Id<'breakItem'>, set: Partial<BreakRow>): Promise<void> {
  await uow.db.update(breakItem).set(set).where(eq(breakItem.id, id));
}

export async function lockBreak(uow: Uow, id: Id<'breakItem'>): Promise<BreakRow | null> {
  const [row] = await uow.db.select().from(breakItem).where(eq(breakItem.id, id)).for('update');
  return row ?? null;
}

function toRunView({ totals, ...row }: RunRow): z.output<typeof RunView> {
  return {
    ...row,
    totals: totals.map(({ asset, ledger, platform }: RunTotal) => ({
      ledger: money(BigInt(ledger), asset),
      platform: money(BigInt(platform), asset),
      difference: money(BigInt(ledger) - BigInt(platform), asset),
    })),
  };
}

function toBreakView(row: BreakRow): BreakView {
  const { asset } = row;
  return {
    ...row,
    kind: row.kind === 'deals' ? 'deals' : 'ledger',
    state: row.state === 'open' || row.state === 'explained' ? row.state : 'closed',
    ledger: money(row.ledgerMinor, asset),
    deals: money(row.dealsMinor, asset),
    platform: money(row.platformMinor, asset),
    difference: money(row.differenceMinor, asset),
  };
}

const capped = (n: number | undefined): number | null => ((n ?? 0) > exactTotalMax ? null : (n ?? 0));

export async function pageOfRuns(read: Read, input: PageInput): Promise<z.output<typeof RunPage>> {
  const page = await keyset(input, { startedAt: reconciliationRun.startedAt }, 'startedAt', reconciliationRun.id, null);
  const [rows, [counted]] = await Promise.all([
    read.db
      .select({ row: reconciliationRun, uuid: sql<string>`${reconciliationRun.id}::text` })
      .from(reconciliationRun)
      .where(page.where)
      .orderBy(...page.orderBy)
      .limit(input.limit + 1),
    read.db.select({ n: sql<number>`count(*)::int` }).from(reconciliationRun),
  ]);
  const cut = page.finish(rows, ({ row, uuid }) => ({ at: row.startedAt, id: uuid }));
  return { rows: cut.rows.map(({ row }) => toRunView(row)), nextCursor: cut.nextCursor, total: capped(counted?.n) };
}

export async function pageOfBreaks(
  read: Read,
  verb: string,
  input: z.output<typeof ListBreaks>,
): Promise<z.output<typeof BreakPage>> {
  const { cursor: _cursor, limit, sort: _sort, direction: _direction, ...filter } = input;
  const scope = reachOf(read, verb);
  const user = read.actor.userId ? uuidFromId('user', read.actor.userId) : null;
  const conditions: (SQL | undefined)[] = [
    scope === 'all' ? undefined : sql`client_in_reach(reconciliation_break.client_id, ${scope}, ${user}::uuid)`,
    filter.states?.length ? inArray(breakItem.state, filter.states) : undefined,
    filter.clientId ? eq(breakItem.clientId, filter.clientId) : undefined,
    filter.accountId ? eq(breakItem.accountId, filter.accountId) : undefined,
  ];
  const page = await keyset(input, { openedAt: breakItem.openedAt }, 'openedAt', breakItem.id, filter);
  const [rows, [counted]] = await Promise.all([
    read.db
      .select({ row: breakItem, uuid: sql<string>`${breakItem.id}::text` })
      .from(breakItem)
      .where(and(...conditions, page.where))
      .orderBy(...page.orderBy)
      .limit(limit + 1),
    read.db
      .select({ n: sql<number>`count(*)::int` })
      .from(breakItem)
      .where(and(...conditions)),
  ]);
  const cut = page.finish(rows, ({ row, uuid }) => ({ at: row.openedAt, id: uuid }));
  return { rows: cut.rows.map(({ row }) => toBreakView(row)), nextCursor: cut.nextCursor, total: capped(counted?.n) };
}
