import { and, asc, eq, getTableColumns, inArray, like, lt, type SQL, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { ledgerAccount, ledgerHold } from '@/db/schema/ledger';
import type { Id } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';
import { keyset } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import { type AccountRef, addressOf, type Owner } from '../accounts';
import type { AccountPage, AccountView, ClientMoney, ListAccounts, TrialBalance, TrialBalanceInput } from '../contract';

/**
 * A house account is as new as its last roll-up; the rest lies in the tail. Names are spelled out: in a query of one table
 * the builder leaves the table's name away, and `id` would be the tail's.
 */
const posted = sql<string>`ledger_account.posted_minor + case when ledger_account.is_client then 0 else coalesce(
  (select sum(d.delta_minor) from ledger_house_delta d where d.account_id = ledger_account.id), 0)::bigint end`;

type AccountRow = typeof ledgerAccount.$inferSelect & { posted: string };

const accountColumns = { ...getTableColumns(ledgerAccount), posted: posted.as('posted') };

export function toView(row: AccountRow): AccountView {
  const { id, kind, asset, entityId, clientId } = row;
  const minor = BigInt(row.posted);
  return {
    id,
    kind,
    asset,
    entityId,
    clientId,
    posted: { minor, asset },
    held: { minor: row.heldMinor, asset },
    available: { minor: minor - row.heldMinor, asset },
  };
}

export async function accountById(read: Read, id: Id<'ledgerAccount'>): Promise<AccountView | null> {
  const [row] = await read.db.select(accountColumns).from(ledgerAccount).where(eq(ledgerAccount.id, id));
  return row ? toView(row) : null;
}

/** Zero when it was never posted to. Not a promise unless locked: between this read and a posting the balance may change. */
export async function balanceOf(
  read: Read,
  ref: AccountRef,
  options: { lock?: boolean } = {},
): Promise<Pick<AccountView, 'posted' | 'held' | 'available'>> {
  const query = read.db
    .select(accountColumns)
    .from(ledgerAccount)
    .where(sql`${ledgerAccount.id} = ledger_account_id(${addressOf(ref)})`);
  const [row] = await (options.lock ? query.for('no key update') : query);
  if (row) return toView(row);
  const nothing = { minor: 0n, asset: ref.asset };
  return { posted: nothing, held: nothing, available: nothing };
}

export async function accountsOf(read: Read, client: Id<'client'>): Promise<AccountView[]> {
  const rows = await read.db
    .select(accountColumns)
    .from(ledgerAccount)
    .where(eq(ledgerAccount.clientId, client))
    .orderBy(asc(ledgerAccount.kind), asc(ledgerAccount.asset));
  return rows.map(toView);
}

export type Pocketed = Owner & { readonly asset: string };

/** Whose accounts of a kind these holds are on. */
export async function ownersOfHolds(read: Read, holds: readonly Id<'ledgerHold'>[], kind: string): Promise<Pocketed[]> {
  const { clientId, entityId, asset } = ledgerAccount;
  const rows = await read.db
    .selectDistinct({ client: clientId, entity: entityId, asset })
    .from(ledgerHold)
    .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerHold.accountId))
    .where(and(inArray(ledgerHold.id, [...holds]), eq(ledgerAccount.kind, kind)));
  return rows.flatMap(({ client, ...row }) => (client ? [{ ...row, client }] : []));
}

/** What a client owes us, currency by currency. */
export async function owedOf(read: Read, client: Id<'client'>): Promise<Money[]> {
  const rows = await read.db
    .select({ minor: ledgerAccount.postedMinor, asset: ledgerAccount.asset })
    .from(ledgerAccount)
    .where(and(eq(ledgerAccount.clientId, client), eq(ledgerAccount.kind, 'debt'), lt(ledgerAccount.postedMinor, 0n)));
  return rows.map(({ minor, asset }) => ({ minor: -minor, asset }));
}

export async function moneyOf(read: Read, client: Id<'client'>): Promise<z.output<typeof ClientMoney>> {
  const [accounts, holds] = await Promise.all([
    accountsOf(read, client),
    read.db
      .select({ hold: ledgerHold, kind: ledgerAccount.kind, asset: ledgerAccount.asset })
      .from(ledgerHold)
      .innerJoin(ledgerAccount, eq(ledgerAccount.id, ledgerHold.accountId))
      .where(and(eq(ledgerAccount.clientId, client), eq(ledgerHold.state, 'open')))
      .orderBy(asc(ledgerHold.placedAt)),
  ]);
  return {
    accounts,
    holds: holds.map(({ hold, kind, asset }) => ({
      id: hold.id,
      accountId: hold.accountId,
      kind,
      code: hold.code,
      amount: { minor: hold.amountMinor, asset },
      remaining: { minor: hold.remainingMinor, asset },
      placedAt: hold.placedAt,
    })),
  };
}

const kindStarts = (kind: string) => like(ledgerAccount.kind, `${kind.replaceAll(/[\\%_]/g, '\\$&')}%`);

export async function pageOfAccounts(
  read: Read,
  input: z.output<typeof ListAccounts>,
): Promise<z.output<typeof AccountPage>> {
  const { cursor: _cursor, limit, sort: _sort, direction: _direction, ...filter } = input;
  const conditions: (SQL | undefined)[] = [
    filter.kind ? kindStarts(filter.kind) : undefined,
    filter.asset ? eq(ledgerAccount.asset, filter.asset) : undefined,
    filter.entityId ? eq(ledgerAccount.entityId, filter.entityId) : undefined,
    filter.clientId ? eq(ledgerAccount.clientId, filter.clientId) : undefined,
    filter.side ? eq(ledgerAccount.isClient, filter.side === 'client') : undefined,
  ];
  const sortable = { kind: ledgerAccount.kind, createdAt: ledgerAccount.createdAt };
  const page = await keyset(input, sortable, 'createdAt', ledgerAccount.id, filter);
  const [rows, counted] = await Promise.all([
    read.db
      .select({ ...accountColumns, uuid: sql<string>`${ledgerAccount.id}::text` })
      .from(ledgerAccount)
      .where(and(...conditions, page.where))
      .orderBy(...page.orderBy)
      .limit(limit + 1),
    read.db.select({ n: sql<number>`count(*)::int` }).from(
      read.db
        .select({ one: sql`1`.as('one') })
        .from(ledgerAccount)
        .where(and(...conditions))
        .limit(10_001)
        .as('some'),
    ),
  ]);
  const cut = page.finish(rows, (row) => ({ at: input.sort === 'kind' ? row.kind : row.createdAt, id: row.uuid }));
  const total = counted[0]?.n ?? 0;
  return { rows: cut.rows.map(toView), nextCursor: cut.nextCursor, total: total > 10_000 ? null : total };
}

type Sum = { entity: Id<'entity'>; asset: string; group: string; isClient: boolean; accounts: number; balance: string };

export async function trialBalanceOf(
  read: Read,
  { entityId }: z.output<typeof TrialBalanceInput>,
): Promise<TrialBalance> {
  const sums: Sum[] = await read.db
    .select({
      entity: ledgerAccount.entityId,
      asset: ledgerAccount.asset,
      group: sql<string>`split_part(${ledgerAccount.kind}, ':', 1)`.as('kind_group'),
      isClient: ledgerAccount.isClient,
      accounts: sql<number>`count(*)::int`,
      balance: sql<string>`sum(${ledgerAccount.postedMinor} + coalesce(tail.delta, 0))::bigint`,
    })
    .from(ledgerAccount)
    .leftJoin(
      sql`(select account_id, sum(delta_minor) as delta from ledger_house_delta group by account_id) tail`,
      sql`tail.account_id = ${ledgerAccount.id}`,
    )
    .where(entityId ? eq(ledgerAccount.entityId, entityId) : undefined)
    .groupBy(ledgerAccount.entityId, ledgerAccount.asset, sql`kind_group`, ledgerAccount.isClient)
    .orderBy(asc(ledgerAccount.asset), asc(ledgerAccount.entityId), sql`kind_group`);
  const totals = new Map<string, bigint>();
  for (const { asset, balance } of sums) totals.set(asset, (totals.get(asset) ?? 0n) + BigInt(balance));
  return {
    rows: sums.map((sum) => ({
      entityId: sum.entity,
      asset: sum.asset,
      group: sum.group,
      side: sum.isClient ? 'client' : 'house',
      accounts: sum.accounts,
      balance: { minor: BigInt(sum.balance), asset: sum.asset },
    })),
    totals: [...totals].map(([asset, minor]) => ({ minor, asset })),
  };
}
