import { and, desc, eq, gte, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { tradingAccount } from '@/db/schema/trading';
import { deal, openPosition } from '@/db/schema/trading.deals';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, pageOfMany, totalOf } from '@/server/kernel/long-list';
import { type Money, money } from '@/server/kernel/money';
import { keyset } from '@/server/kernel/page';
import type { Read } from '@/server/kernel/uow';
import type { DealPage, DealView, ListDeals, ListPositions, PositionList, PositionView } from '../deals-contract';
import { clientName, clientNumber, inReach, reachedBy } from './accounts';

type Row = typeof deal.$inferSelect;

function toDealView(row: Row): z.output<typeof DealView> {
  const { asset } = row;
  const shown = (minor: bigint | null) => (minor === null || asset === null ? null : money(minor, asset));
  return {
    id: row.id,
    ticket: row.ticket,
    accountId: row.accountId,
    login: row.login,
    action: row.action,
    entry: row.entry,
    reason: row.reason,
    symbol: row.symbol,
    lots: row.lots,
    price: row.price,
    positionRef: row.positionRef,
    marketBid: row.marketBid,
    marketAsk: row.marketAsk,
    specVersion: row.specVersion,
    profit: shown(row.profitMinor),
    swap: shown(row.swapMinor),
    commission: shown(row.commissionMinor),
    comment: row.comment,
    isEdited: row.isEdited,
    at: row.at,
    rawTimeMs: row.rawTimeMs,
    isBooked: row.bookedAt !== null,
  };
}

const trades = ['buy', 'sell'];
// Tickets are unique within a platform: with all of its platforms named, their index is entered.
const everyPlatform = sql`any(array(select id from connection))`;
const ticketed = (ticket: string) =>
  sql`${deal.id} in (select d.id from deal d where d.connection_id = ${everyPlatform} and d.ticket = ${ticket} and d.is_current)`;

export async function pageOfDeals(
  read: Read,
  verb: string,
  input: z.output<typeof ListDeals>,
): Promise<z.output<typeof DealPage>> {
  const { cursor: _cursor, limit, sort: _sort, direction: _direction, ...filter } = input;
  const rest = and(
    eq(deal.isCurrent, true),
    isNull(deal.deletedAt),
    filter.accountId ? eq(deal.accountId, filter.accountId) : undefined,
    filter.clientId ? eq(deal.clientId, filter.clientId) : undefined,
    filter.connectionId ? eq(deal.connectionId, filter.connectionId) : undefined,
    filter.symbol ? eq(deal.symbol, filter.symbol) : undefined,
    filter.ticket ? ticketed(filter.ticket) : undefined,
    filter.kind === 'trades' ? inArray(deal.action, trades) : undefined,
    filter.kind === 'money' ? sql`${deal.action} not in ('buy', 'sell', 'cancelled')` : undefined,
    filter.from ? gte(deal.at, filter.from) : undefined,
    filter.to ? lt(deal.at, filter.to) : undefined,
  );
  const keys = await keyset(input, { at: deal.at }, 'at', deal.id, filter);
  const ways = reachedBy(read, verb, deal.clientId).map((way) => and(way, rest));
  const { n, ids } = await pageOfMany(read, { table: deal, id: deal.id, by: deal.at, keys, ways, limit });
  const ofPage = ids.map((id) => idFromUuid('deal', id));
  const rows = ids.length > 0 ? await read.db.select().from(deal).where(inArray(deal.id, ofPage)) : [];
  const cut = keys.finish(
    asFound(ids, rows, (row) => uuidFromId('deal', row.id)),
    (row) => ({
      at: row.at,
      id: uuidFromId('deal', row.id),
    }),
  );
  return { rows: cut.rows.map(toDealView), nextCursor: cut.nextCursor, total: totalOf(n) };
}

export async function positionsIn(
  read: Read,
  verb: string,
  { accountId, clientId, symbol, environment, ticket, limit }: z.output<typeof ListPositions>,
): Promise<z.output<typeof PositionList>> {
  const where = and(
    inReach(read, verb, sql`open_position.client_id`),
    accountId ? eq(openPosition.accountId, accountId) : undefined,
    clientId ? eq(openPosition.clientId, clientId) : undefined,
    symbol ? eq(openPosition.symbol, symbol) : undefined,
    environment ? eq(openPosition.environment, environment) : undefined,
    ticket ? and(sql`${openPosition.connectionId} = ${everyPlatform}`, eq(openPosition.ticket, ticket)) : undefined,
  );
  const [rows, counted] = await Promise.all([
    read.db
      .select({ position: openPosition, login: tradingAccount.login, clientName, clientNumber })
      .from(openPosition)
      .innerJoin(
        tradingAccount,
        and(eq(tradingAccount.tenantId, openPosition.tenantId), eq(tradingAccount.id, openPosition.accountId)),
      )
      .where(where)
      .orderBy(desc(openPosition.openedAt), desc(openPosition.ticket))
      .limit(limit),
    read.db.select({ n: sql<number>`count(*)::int` }).from(openPosition).where(where),
  ]);
  return {
    total: counted[0]?.n ?? 0,
    rows: rows.map(({ position, login, ...owner }): z.output<typeof PositionView> => {
      const { asset, profitMinor, swapMinor, side, ...rest } = position;
      return {
        ...rest,
        ...owner,
        environment: position.environment === 'demo' ? 'demo' : 'live',
        login: login ?? '',
        side: side === 'buy' ? 'buy' : 'sell',
        profit: money(profitMinor, asset),
        swap: money(swapMinor, asset),
      };
    }),
  };
}

export type PositionSum = {
  readonly connectionId: Id<'connection'>;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  /** Currency of the accounts. */
  readonly asset: string;
  readonly isMarked: boolean;
  readonly positions: number;
  readonly clients: number;
  readonly lots: string;
  readonly units: string;
  readonly cost: string;
  readonly profitMinor: bigint;
  readonly swapMinor: bigint;
};

/** Open live positions summed by symbol, side, account currency and whether their client is among `marked`. */
export async function positionSums(read: Read, marked: readonly Id<'client'>[]): Promise<PositionSum[]> {
  const isMarked = marked.length > 0 ? inArray(openPosition.clientId, [...marked]) : sql`false`;
  const rows = await read.db
    .select({
      connectionId: openPosition.connectionId,
      symbol: openPosition.symbol,
      side: openPosition.side,
      asset: openPosition.asset,
      isMarked: sql<boolean>`${isMarked}`.as('is_marked'),
      positions: sql<number>`count(*)::int`,
      clients: sql<number>`count(distinct ${openPosition.clientId})::int`,
      lots: sql<string>`sum(${openPosition.lots})::text`,
      units: sql<string>`sum(${openPosition.lots} * ${openPosition.contractSize})::text`,
      cost: sql<string>`sum(${openPosition.lots} * ${openPosition.contractSize} * ${openPosition.openPrice})::text`,
      profit: sql<string>`sum(${openPosition.profitMinor})::bigint`,
      swap: sql<string>`sum(${openPosition.swapMinor})::bigint`,
    })
    .from(openPosition)
    .where(eq(openPosition.environment, 'live'))
    .groupBy(openPosition.connectionId, openPosition.symbol, openPosition.side, openPosition.asset, sql`is_marked`);
  return rows.map(({ profit, swap, side, ...row }) => ({
    ...row,
    side: side === 'buy' ? 'buy' : 'sell',
    profitMinor: BigInt(profit),
    swapMinor: BigInt(swap),
  }));
}

/** How many clients stand behind each symbol: one who is long and short counts once. */
export async function positionClients(
  read: Read,
  marked: readonly Id<'client'>[],
): Promise<{ symbol: string; isMarked: boolean; clients: number }[]> {
  const isMarked = marked.length > 0 ? inArray(openPosition.clientId, [...marked]) : sql`false`;
  return read.db
    .select({
      symbol: openPosition.symbol,
      isMarked: sql<boolean>`${isMarked}`.as('is_marked'),
      clients: sql<number>`count(distinct ${openPosition.clientId})::int`,
    })
    .from(openPosition)
    .where(eq(openPosition.environment, 'live'))
    .groupBy(openPosition.symbol, sql`is_marked`);
}

export type ResultSum = {
  readonly symbol: string;
  readonly asset: string;
  readonly isMarked: boolean;
  readonly deals: number;
  readonly lots: string;
  readonly profitMinor: bigint;
  readonly swapMinor: bigint;
  readonly commissionMinor: bigint;
};

/** What live trades since `from` have realised. */
export async function resultSums(
  read: Read,
  from: Date,
  marked: readonly Id<'client'>[],
  only?: { readonly clientId?: Id<'client'>; readonly accountId?: Id<'tradingAccount'> },
): Promise<ResultSum[]> {
  const isMarked = marked.length > 0 ? inArray(deal.clientId, [...marked]) : sql`false`;
  const rows = await read.db
    .select({
      symbol: deal.symbol,
      asset: deal.asset,
      isMarked: sql<boolean>`${isMarked}`.as('is_marked'),
      deals: sql<number>`count(*)::int`,
      lots: sql<string>`coalesce(sum(${deal.lots}), 0)::text`,
      profit: sql<string>`coalesce(sum(${deal.profitMinor}), 0)::bigint`,
      swap: sql<string>`coalesce(sum(${deal.swapMinor}), 0)::bigint`,
      commission: sql<string>`coalesce(sum(${deal.commissionMinor}), 0)::bigint`,
    })
    .from(deal)
    .innerJoin(tradingAccount, and(eq(tradingAccount.tenantId, deal.tenantId), eq(tradingAccount.id, deal.accountId)))
    .where(
      and(
        eq(tradingAccount.environment, 'live'),
        eq(deal.isCurrent, true),
        isNull(deal.deletedAt),
        inArray(deal.action, trades),
        gte(deal.at, from),
        only?.clientId ? eq(deal.clientId, only.clientId) : undefined,
        only?.accountId ? eq(deal.accountId, only.accountId) : undefined,
      ),
    )
    .groupBy(deal.symbol, deal.asset, sql`is_marked`);
  return rows.flatMap(({ symbol, asset, profit, swap, commission, ...row }) =>
    symbol === null || asset === null
      ? []
      : [
          {
            ...row,
            symbol,
            asset,
            profitMinor: BigInt(profit),
            swapMinor: BigInt(swap),
            commissionMinor: BigInt(commission),
          },
        ],
  );
}

/** What is open on live accounts of a client or on one account, by currency. */
export async function listedFloating(
  read: Read,
  only: { readonly clientId?: Id<'client'>; readonly accountId?: Id<'tradingAccount'> },
): Promise<Money[]> {
  const rows = await read.db
    .select({
      asset: openPosition.asset,
      minor: sql<string>`sum(${openPosition.profitMinor} + ${openPosition.swapMinor})::bigint`,
    })
    .from(openPosition)
    .where(
      and(
        eq(openPosition.environment, 'live'),
        only.clientId ? eq(openPosition.clientId, only.clientId) : undefined,
        only.accountId ? eq(openPosition.accountId, only.accountId) : undefined,
      ),
    )
    .groupBy(openPosition.asset);
  return rows.map(({ asset, minor }) => money(BigInt(minor), asset));
}

/** How many positions of real money a client has open, whoever asks. */
export async function countLivePositions(read: Read, clientId: Id<'client'>): Promise<number> {
  const [row] = await read.db
    .select({ n: sql<number>`count(*)::int` })
    .from(openPosition)
    .where(and(eq(openPosition.environment, 'live'), eq(openPosition.clientId, clientId)));
  return row?.n ?? 0;
}
