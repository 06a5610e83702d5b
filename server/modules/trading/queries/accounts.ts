import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { accountOperation, tradingAccount, tradingOffer } from '@/db/schema/trading';
import { accountSnapshot } from '@/db/schema/trading.deals';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, countUpTo, inStretches, type LongList, pageOfMany, totalOf, waysBy } from '@/server/kernel/long-list';
import { type Money, money } from '@/server/kernel/money';
import { exactTotalMax, keyset } from '@/server/kernel/page';
import { reachOf } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import type { AccountPage, AccountRow, ListAccounts, ListOperations, OperationPage, OperationView } from '../contract';
import { TradingMode } from '../policy';
import { accountStates } from '../state';

/** Rows of clients that the actor reaches: a client his own, staff those of the grant's scope. */
export function inReach(read: Read, verb: string, column: SQL): SQL | undefined {
  const { actor } = read;
  if (actor.kind === 'client') {
    const own = actor.clientId ? uuidFromId('client', actor.clientId) : null;
    return sql`${column} = ${own}::uuid`;
  }
  const scope = reachOf(read, verb);
  if (scope === 'all') return undefined;
  const user = actor.userId ? uuidFromId('user', actor.userId) : null;
  return sql`client_in_reach(${column}, ${scope}, ${user}::uuid)`;
}

/** The same as ways that enter an index each. */
export const reachedBy = (read: Read, verb: string, column: AnyPgColumn): (SQL | undefined)[] =>
  read.actor.kind === 'client' ? [inReach(read, verb, sql`${column}`)] : waysThroughClients(read, verb, column);

/** Names belong to the clients module; a list shows them beside its own rows. */
export const clientName = sql<string>`(select c.display_name from client c where c.id = trading_account.client_id)`;
export const clientNumber = sql<string>`(select c.number from client c where c.id = trading_account.client_id)`;

const columns = {
  account: tradingAccount,
  offerName: tradingOffer.name,
  snapshot: accountSnapshot,
  clientName: clientName.as('client_name'),
  clientNumber: clientNumber.as('client_number'),
  uuid: sql<string>`${tradingAccount.id}::text`.as('account_uuid'),
};

function from(read: Read) {
  return read.db
    .select(columns)
    .from(tradingAccount)
    .innerJoin(
      tradingOffer,
      and(eq(tradingOffer.tenantId, tradingAccount.tenantId), eq(tradingOffer.id, tradingAccount.offerId)),
    )
    .leftJoin(
      accountSnapshot,
      and(eq(accountSnapshot.tenantId, tradingAccount.tenantId), eq(accountSnapshot.accountId, tradingAccount.id)),
    );
}

export type WideAccount = Awaited<ReturnType<typeof from>>[number];

export function toAccountRow({ account, offerName, snapshot, clientName, clientNumber }: WideAccount): AccountRow {
  const shown = (minor: bigint | undefined): Money | null =>
    minor === undefined ? null : money(minor, account.currency);
  const { observedGroup, observedLeverage, observedTrading } = account;
  return {
    id: account.id,
    login: account.login,
    label: account.label,
    platform: account.platform,
    environment: account.environment === 'demo' ? 'demo' : 'live',
    clientId: account.clientId,
    clientName,
    clientNumber,
    offerName,
    currency: account.currency,
    state: account.state,
    decided: {
      group: account.desiredGroup,
      leverage: account.desiredLeverage,
      trading: TradingMode.parse(account.desiredTrading),
    },
    observed:
      observedGroup !== null && observedLeverage !== null && observedTrading !== null
        ? { group: observedGroup, leverage: observedLeverage, trading: TradingMode.parse(observedTrading) }
        : null,
    observedAt: account.observedAt,
    driftSince: account.driftSince,
    driftFields: account.driftFields,
    pendingLeverage: account.pendingLeverage,
    pendingFrom: account.pendingFrom,
    hasException: account.exceptionAt !== null,
    balance: shown(snapshot?.balanceMinor),
    credit: shown(snapshot?.creditMinor),
    equity: shown(snapshot?.equityMinor),
    margin: shown(snapshot?.marginMinor),
    freeMargin: shown(snapshot?.freeMarginMinor),
    floating: shown(snapshot?.floatingMinor),
    openPositions: snapshot?.openPositions ?? 0,
    seenAt: snapshot?.seenAt ?? null,
    lastDealAt: account.lastDealAt,
    createdAt: account.createdAt,
  };
}

export async function wideAccount(read: Read, id: Id<'tradingAccount'>): Promise<WideAccount | null> {
  const [row] = await from(read).where(eq(tradingAccount.id, id));
  return row ?? null;
}

const sortable = {
  createdAt: tradingAccount.createdAt,
  login: tradingAccount.login,
  driftSince: tradingAccount.driftSince,
  lastDealAt: tradingAccount.lastDealAt,
  // Not as columns: beside an account without figures they are null.
  equity: sql`${accountSnapshot.equityMinor}`,
  floating: sql`${accountSnapshot.floatingMinor}`,
};

function sortValue(row: WideAccount, sort: string | null | undefined): unknown {
  switch (sort) {
    case 'login':
      return row.account.login;
    case 'driftSince':
      return row.account.driftSince;
    case 'lastDealAt':
      return row.account.lastDealAt;
    case 'equity':
      return row.snapshot?.equityMinor ?? null;
    case 'floating':
      return row.snapshot?.floatingMinor ?? null;
    default:
      return row.account.createdAt;
  }
}

export async function pageOfAccounts(
  read: Read,
  verb: string,
  input: z.output<typeof ListAccounts>,
): Promise<z.output<typeof AccountPage>> {
  const { cursor: _cursor, limit, sort, direction: _direction, ...filter } = input;
  const rest = and(
    filter.clientId ? eq(tradingAccount.clientId, filter.clientId) : undefined,
    filter.connectionId ? eq(tradingAccount.connectionId, filter.connectionId) : undefined,
    filter.offerId ? eq(tradingAccount.offerId, filter.offerId) : undefined,
    filter.environment ? eq(tradingAccount.environment, filter.environment) : undefined,
    filter.isDrifting === true ? isNotNull(tradingAccount.driftSince) : undefined,
    filter.isDrifting === false ? isNull(tradingAccount.driftSince) : undefined,
    filter.login ? startsWith(tradingAccount.login, filter.login) : undefined,
  );
  const states = filter.states?.length ? filter.states : accountStates.states;
  const keys = await keyset(input, sortable, 'createdAt', tradingAccount.id, filter);
  const by = (sort ?? 'createdAt') as keyof typeof sortable; // keyset has refused any other
  const ways = waysBy(tradingAccount.state, states, reachedBy(read, verb, tradingAccount.clientId), rest);
  const list = { table: tradingAccount, id: tradingAccount.id, keys, ways, limit };
  const { n, ids } =
    by === 'equity' || by === 'floating'
      ? await byMoney(read, list)
      : await pageOfMany(read, { ...list, by: sortable[by] });
  const ofPage = ids.map((id) => idFromUuid('tradingAccount', id));
  const rows = ids.length > 0 ? await from(read).where(inArray(tradingAccount.id, ofPage)) : [];
  const cut = keys.finish(
    asFound(ids, rows, (row) => row.uuid),
    (row) => ({ at: sortValue(row, sort), id: row.uuid }),
  );
  return { rows: cut.rows.map(toAccountRow), nextCursor: cut.nextCursor, total: totalOf(n) };
}

/** Logins are figures, so what begins with some lies between them and what follows figures. */
const startsWith = (column: AnyPgColumn, begun: string) => and(gte(column, begun), lt(column, `${begun}:`));

/** What an account is worth lies beside it: the order is walked there, those without it come last, and few are put in order here. */
async function byMoney(read: Read, list: Omit<LongList, 'by' | 'table'>) {
  const { keys, ways, limit } = list;
  const n = await countUpTo(read, tradingAccount, ways);
  const isFew = n <= exactTotalMax;
  const each = ways.map((way) => sql`select tenant_id, id from trading_account where ${way ?? sql`true`}`);
  // Under the name of the table, so that order and cursor say of the few what they say of all.
  const few = isFew ? sql`with trading_account as materialized (${sql.join(each, sql` union all `)})` : sql``;
  const wanted = isFew ? sql`true` : (or(...ways) ?? sql`true`);
  const its = sql`account_snapshot.tenant_id = trading_account.tenant_id and account_snapshot.account_id = trading_account.id`;
  const ids = await inStretches({ keys, limit }, async ({ has, where, cursor, orderBy }, most) => {
    const from =
      has === 'value'
        ? sql`trading_account join account_snapshot on ${its} where ${and(wanted, where)}`
        : sql`trading_account where ${wanted} and not exists (select from account_snapshot where ${its}) and ${cursor ?? sql`true`}`;
    const { rows } = await read.db.execute<{ id: string }>(
      sql`${few} select trading_account.id::text as id from ${from} order by ${sql.join([...orderBy], sql`, `)} limit ${most}`,
    );
    return rows.map(({ id }) => id);
  });
  return { n, ids };
}

type Some = Parameters<ReturnType<Read['db']['select']>['from']>[0];

/** Exact up to ten thousand, else null. */
async function countOf(read: Read, some: Some): Promise<number | null> {
  const [row] = await read.db.select({ n: sql<number>`count(*)::int` }).from(some);
  const total = row?.n ?? 0;
  return total > exactTotalMax ? null : total;
}

type OperationJoin = { operation: typeof accountOperation.$inferSelect; login: string | null };

type Problem = { readonly code?: string; readonly text?: string };

/** Staff read the platform's own words; a client reads a reason that has a sentence in his language. */
function problemFor(read: Read, problem: Problem | null): string | null {
  if (!problem) return null;
  if (read.actor.kind !== 'client') return problem.text ?? null;
  return problem.code === 'insufficient_funds' ? 'insufficient_free_margin' : 'platform_did_not_move_it';
}

function toOperationView(read: Read, { operation, login }: OperationJoin): z.output<typeof OperationView> {
  return {
    id: operation.id,
    accountId: operation.accountId,
    login,
    purpose: operation.purpose,
    amount: money(operation.amountMinor, operation.asset),
    state: operation.state,
    attempt: operation.attempt,
    opId: operation.opId,
    platformRef: operation.platformRef,
    problem: problemFor(read, operation.problem as Problem | null), // written by operation-outcome
    lookups: operation.lookups,
    nextAt: operation.nextAt,
    createdAt: operation.createdAt,
    settledAt: operation.settledAt,
  };
}

const operations = (read: Read) =>
  read.db
    .select({
      operation: accountOperation,
      login: tradingAccount.login,
      uuid: sql<string>`${accountOperation.id}::text`.as('operation_uuid'),
    })
    .from(accountOperation)
    .innerJoin(
      tradingAccount,
      and(eq(tradingAccount.tenantId, accountOperation.tenantId), eq(tradingAccount.id, accountOperation.accountId)),
    );

export async function newestOperations(
  read: Read,
  account: Id<'tradingAccount'>,
  limit = 20,
): Promise<z.output<typeof OperationView>[]> {
  const rows = await operations(read)
    .where(eq(accountOperation.accountId, account))
    .orderBy(desc(accountOperation.createdAt), asc(accountOperation.id))
    .limit(limit);
  return rows.map((row) => toOperationView(read, row));
}

export async function operationView(read: Read, id: Id<'balanceOperation'>) {
  const [row] = await operations(read).where(eq(accountOperation.id, id));
  return row
    ? { view: toOperationView(read, row), clientId: row.operation.clientId, cause: row.operation.cause }
    : null;
}

export async function pageOfOperations(
  read: Read,
  verb: string,
  input: z.output<typeof ListOperations>,
): Promise<z.output<typeof OperationPage>> {
  const { cursor: _cursor, limit, sort: _sort, direction: _direction, ...filter } = input;
  const conditions: (SQL | undefined)[] = [
    inReach(read, verb, sql`account_operation.client_id`),
    filter.accountId ? eq(accountOperation.accountId, filter.accountId) : undefined,
    filter.clientId ? eq(accountOperation.clientId, filter.clientId) : undefined,
    filter.states?.length ? inArray(accountOperation.state, filter.states) : undefined,
  ];
  const page = await keyset(input, { createdAt: accountOperation.createdAt }, 'createdAt', accountOperation.id, filter);
  const [rows, total] = await Promise.all([
    operations(read)
      .where(and(...conditions, page.where))
      .orderBy(...page.orderBy)
      .limit(limit + 1),
    countOf(
      read,
      read.db
        .select({ one: sql`1`.as('one') })
        .from(accountOperation)
        .where(and(...conditions))
        .limit(exactTotalMax + 1)
        .as('some'),
    ),
  ]);
  const cut = page.finish(rows, (row) => ({ at: row.operation.createdAt, id: row.uuid }));
  return { rows: cut.rows.map((row) => toOperationView(read, row)), nextCursor: cut.nextCursor, total };
}
