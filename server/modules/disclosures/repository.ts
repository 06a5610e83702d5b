import { and, desc, eq, gt, gte, inArray, lt, notExists, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { workItem } from '@/db/schema/_kernel';
import { disclosure } from '@/db/schema/disclosures';
import { tenant } from '@/db/schema/tenancy';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { exactTotalMax, keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';
import type { DisclosureRules, OpenExport } from './contract';

export type DisclosureRecord = typeof disclosure.$inferSelect;
export type NewDisclosure = typeof disclosure.$inferInsert;

const hourMs = 3_600_000;
const monthMs = 30 * 24 * hourMs;
const permitMs = 72 * hourMs;

export async function insertDisclosure(uow: Uow, row: NewDisclosure): Promise<void> {
  await uow.db.insert(disclosure).values(row);
}

/** Looks, or rows taken, in the last hour, and in the busiest hour of the month before it. */
export async function habitOf(read: Read, userId: Id<'user'>, kind: 'reveal' | 'export') {
  const amount = kind === 'reveal' ? sql`count(*)` : sql`coalesce(sum(${disclosure.rows}), 0)`;
  const hourAgo = new Date(read.now.getTime() - hourMs);
  const mine = and(eq(disclosure.userId, userId), eq(disclosure.kind, kind));
  const byHour = read.db
    .select({ n: sql<number>`${amount}`.as('n') })
    .from(disclosure)
    .where(and(mine, gt(disclosure.at, new Date(read.now.getTime() - monthMs)), lt(disclosure.at, hourAgo)))
    .groupBy(sql`date_trunc('hour', ${disclosure.at})`)
    .as('by_hour');
  const [[now], [before]] = await Promise.all([
    read.db
      .select({ n: sql<number>`${amount}::int` })
      .from(disclosure)
      .where(and(mine, gte(disclosure.at, hourAgo))),
    read.db.select({ n: sql<number>`coalesce(max(${byHour.n}), 0)::int` }).from(byHour),
  ]);
  return { hour: now?.n ?? 0, busiestHour: before?.n ?? 0 };
}

export async function hasOpenAlert(read: Read, userId: Id<'user'>): Promise<boolean> {
  const [row] = await read.db
    .select({ id: workItem.id })
    .from(workItem)
    .where(
      and(
        eq(workItem.objectId, userId),
        eq(workItem.kind, 'disclosure_alert'),
        inArray(workItem.state, ['open', 'claimed', 'snoozed', 'escalated']),
      ),
    )
    .limit(1);
  return row !== undefined;
}

/** What somebody else agreed to and no file has used: the same table and filter, no more rows and no other columns. */
export async function unusedPermit(
  read: Read,
  userId: Id<'user'>,
  input: OpenExport,
): Promise<DisclosureRecord | null> {
  const used = alias(disclosure, 'used');
  const [row] = await read.db
    .select()
    .from(disclosure)
    .where(
      and(
        eq(disclosure.kind, 'permit'),
        eq(disclosure.userId, userId),
        eq(disclosure.what, input.table),
        eq(disclosure.filters, input.filters),
        gte(disclosure.rows, input.rows),
        gt(disclosure.at, new Date(read.now.getTime() - permitMs)),
        notExists(
          read.db
            .select({ id: used.id })
            .from(used)
            .where(and(eq(used.kind, 'export'), eq(used.permitId, disclosure.id))),
        ),
      ),
    )
    .orderBy(desc(disclosure.at))
    .limit(1);
  return row && input.columns.every((column) => row.columns.includes(column)) ? row : null;
}

type Where = {
  kind?: string | null | undefined;
  userId?: Id<'user'> | null | undefined;
  clientId?: Id<'client'> | null | undefined;
  what?: string | null | undefined;
};

export async function listRows(read: Read, page: PageInput, where: Where) {
  const keys = await keyset(page, { at: disclosure.at, rows: disclosure.rows }, 'at', disclosure.id, where);
  const filter = and(
    where.kind ? eq(disclosure.kind, where.kind) : undefined,
    where.userId ? eq(disclosure.userId, where.userId) : undefined,
    where.clientId ? eq(disclosure.clientId, where.clientId) : undefined,
    where.what ? eq(disclosure.what, where.what) : undefined,
  );
  const [rows, [total]] = await Promise.all([
    read.db
      .select()
      .from(disclosure)
      .where(and(filter, keys.where))
      .orderBy(...keys.orderBy)
      .limit(page.limit + 1),
    read.db.select({ n: sql<number>`count(*)::int` }).from(
      read.db
        .select({ id: disclosure.id })
        .from(disclosure)
        .where(filter)
        .limit(exactTotalMax + 1)
        .as('some'),
    ),
  ]);
  const finished = keys.finish(rows, (row) => ({
    at: page.sort === 'rows' ? row.rows : row.at,
    id: uuidFromId('disclosure', row.id),
  }));
  const n = total?.n ?? 0;
  return { ...finished, total: n > exactTotalMax ? null : n };
}

/** The tenant's settings as they are now, held until the end of this command: two changes do not undo each other. */
export async function lockedSettings(uow: Uow): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await uow.db.select().from(tenant).where(eq(tenant.id, uow.tenant.id)).for('no key update');
  return (row?.settings ?? {}) as Record<string, unknown>; // an object by the table's default
}

export async function storeRules(uow: Uow, rules: DisclosureRules): Promise<void> {
  const settings = sql`${tenant.settings} || ${JSON.stringify({ disclosures: rules })}::jsonb`;
  await uow.db.update(tenant).set({ settings }).where(eq(tenant.id, uow.tenant.id));
}
