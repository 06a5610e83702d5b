import type { Db } from '@/db/client';
import type { Ctx } from '@/server/kernel/context';
import type { Id } from '@/server/kernel/ids';
import { exponentOf, fromDecimalString } from '@/server/kernel/money';
import { platformOf } from './effects';
import type { PlatformAccount, PlatformPosition, TradingPlatformPort } from './ports';
import {
  accountsToAsk,
  followPositions,
  type KnownAccount,
  knownAccounts,
  type Observed,
  replacePositions,
  saveQuotes,
  saveSnapshots,
} from './repository/market';
import { readCursor, recordDeals, toDealInput } from './verbs/deals';
import { recordSymbols, symbolVersions } from './verbs/symbols';

const dealsPerBatch = 200;

export type Ingested = {
  /** Hand it to the next call of the same process; the stored one is as good after a restart. */
  readonly cursor: string;
  readonly complete: boolean;
  readonly recorded: number;
  readonly accounts: readonly Id<'tradingAccount'>[];
};

/** One batch from the platform into our tables. Nothing new leaves nothing behind. */
export async function ingestDeals(ctx: Ctx, connectionId: Id<'connection'>, cursor: string | null): Promise<Ingested> {
  const port = await platformOf(ctx, connectionId);
  const from = cursor ?? (await firstCursor(ctx, connectionId, port));
  const batch = await port.pollDeals(from, dealsPerBatch);
  if (batch.deals.length === 0 && batch.rescanned.length === 0)
    return { cursor: batch.next, complete: batch.complete, recorded: 0, accounts: [] };
  const { recorded, accounts } = await recordDeals(ctx, {
    connectionId,
    deals: batch.deals.map(toDealInput),
    next: batch.next,
    rescanned: batch.rescanned.map((range) => ({ ...range, tickets: [...range.tickets] })),
  });
  return { cursor: batch.next, complete: batch.complete, recorded, accounts };
}

async function firstCursor(ctx: Ctx, connectionId: Id<'connection'>, port: TradingPlatformPort): Promise<string> {
  const { cursor, startAt } = await readCursor(forReading(ctx), { connectionId });
  return cursor ?? port.dealCursorAt(startAt);
}

/** A lease is checked under a lock, which a read-only transaction cannot take; it counts where something is written. */
function forReading(ctx: Ctx): Ctx {
  const { lease: _lease, ...reader } = ctx;
  return reader;
}

/** Instruments change rarely: a look now and then is enough. */
export async function refreshSymbols(ctx: Ctx, connectionId: Id<'connection'>): Promise<string[]> {
  const port = await platformOf(ctx, connectionId);
  const symbols = await port.symbols();
  const names = symbols.map(({ symbol }) => symbol);
  const known = await symbolVersions(forReading(ctx), { connectionId });
  const isNew =
    symbols.some(({ symbol, version }) => known[symbol] !== version) || Object.keys(known).length !== names.length;
  if (isNew) await recordSymbols(ctx, { connectionId, symbols: symbols.map((symbol) => ({ ...symbol })) });
  return names;
}

/** How the gateway lends its connection to the database: one transaction, inside one tenant. */
export type Lend = <T>(run: (db: Db) => Promise<T>) => Promise<T>;

export type Watch = {
  readonly symbols: readonly string[];
  /** Answer of the last look at prices. */
  readonly ticksSince: string | null;
  readonly groupMask: string;
};
export type Watched = { readonly ticksSince: string; readonly quotes: number; readonly moved: Id<'tradingAccount'>[] };

/** Looks at prices, open positions and a few accounts, and keeps what the platform said. */
export async function watchPlatform(
  ctx: Ctx,
  lend: Lend,
  connectionId: Id<'connection'>,
  watch: Watch,
  urgent: readonly Id<'tradingAccount'>[],
): Promise<Watched> {
  const port = await platformOf(ctx, connectionId);
  const tenantId = 'id' in ctx.tenant ? ctx.tenant.id : '';
  const now = ctx.clock.now();
  const [ticks, positions] = await Promise.all([
    port.ticks(watch.symbols, watch.ticksSince ?? undefined),
    port.positions({ groupMask: watch.groupMask }),
  ]);
  const asked = await lend(async (db) => {
    const observed = { db, tenantId, now };
    await saveQuotes(
      observed,
      ticks.ticks.map(({ symbol, bid, ask, at }) => ({
        connectionId,
        symbol,
        bid,
        ask,
        at: new Date(at),
        seenAt: now,
      })),
    );
    const known = await knownAccounts(observed, connectionId);
    await replacePositions(observed, connectionId, positionRows(connectionId, known, positions, now));
    return { known, next: await nextToAsk(observed, connectionId, known, urgent) };
  });
  const accounts = await askAccounts(port, asked.next);
  const counts = new Map<string, number>();
  for (const { login } of positions) counts.set(login, (counts.get(login) ?? 0) + 1);
  const moved = await lend(async (db) => {
    const observed = { db, tenantId, now };
    const byLogin = new Map(asked.known.map((account) => [account.login, account]));
    await saveSnapshots(
      observed,
      accounts.flatMap((account) => {
        const ours = byLogin.get(account.ref.login);
        return ours ? [snapshotRow(ours, account, counts.get(ours.login) ?? 0, now)] : [];
      }),
    );
    return followPositions(observed, connectionId);
  });
  const fresh = asked.next.map((account) => account.id);
  return { ticksSince: ticks.since, quotes: ticks.ticks.length, moved: [...new Set([...moved, ...fresh])] };
}

const asksAtOnce = 6;
const busyEveryMs = 5_000;
const idleEveryMs = 300_000;

async function nextToAsk(
  observed: Observed,
  connectionId: Id<'connection'>,
  known: readonly KnownAccount[],
  urgent: readonly Id<'tradingAccount'>[],
): Promise<{ id: Id<'tradingAccount'>; login: string }[]> {
  const first = known.filter((account) => urgent.includes(account.id)).slice(0, 50);
  const ago = (ms: number) => new Date(observed.now.getTime() - ms);
  const rest = await accountsToAsk(observed, connectionId, ago(busyEveryMs), ago(idleEveryMs), asksAtOnce);
  return [...new Map([...first, ...rest].map((account) => [account.id, account])).values()];
}

/** One that cannot be read now is asked again later; it must not hide the others. */
async function askAccounts(
  port: TradingPlatformPort,
  logins: readonly { login: string }[],
): Promise<PlatformAccount[]> {
  const answers = await Promise.allSettled(
    logins.map(({ login }) => port.getAccount({ platform: port.kind, serverId: '', login })),
  );
  return answers.flatMap((answer) => (answer.status === 'fulfilled' && answer.value ? [answer.value] : []));
}

/** Platforms show profits with more digits than the currency has; a cache may round. */
function minorOf(text: string, asset: string): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  const places = exponentOf(asset);
  return fromDecimalString(places === 0 ? whole : `${whole}.${fraction.slice(0, places).padEnd(places, '0')}`, asset)
    .minor;
}

function positionRows(
  connectionId: Id<'connection'>,
  known: readonly KnownAccount[],
  positions: readonly PlatformPosition[],
  now: Date,
) {
  const byLogin = new Map(known.map((account) => [account.login, account]));
  return positions.flatMap((position) => {
    const account = byLogin.get(position.login);
    if (!account) return [];
    const { ticket, symbol, side, lots, contractSize, openPrice, currentPrice, stopLoss, takeProfit } = position;
    return [
      {
        connectionId,
        ticket,
        accountId: account.id,
        clientId: account.clientId,
        environment: account.environment,
        symbol,
        side,
        lots,
        contractSize,
        openPrice,
        currentPrice,
        stopLoss: stopLoss ?? null,
        takeProfit: takeProfit ?? null,
        asset: account.currency,
        profitMinor: minorOf(position.profit, account.currency),
        swapMinor: minorOf(position.swap, account.currency),
        openedAt: new Date(position.openedAt),
        updatedAt: new Date(position.updatedAt),
        seenAt: now,
      },
    ];
  });
}

function snapshotRow(ours: KnownAccount, account: PlatformAccount, openPositions: number, now: Date) {
  const minor = ({ amount }: { amount: string }) => minorOf(amount, ours.currency);
  return {
    accountId: ours.id,
    asset: ours.currency,
    balanceMinor: minor(account.balance),
    creditMinor: minor(account.credit),
    equityMinor: minor(account.equity),
    marginMinor: minor(account.margin),
    freeMarginMinor: minor(account.freeMargin),
    floatingMinor: minor(account.floating),
    openPositions,
    askedAt: now,
    seenAt: now,
  };
}
