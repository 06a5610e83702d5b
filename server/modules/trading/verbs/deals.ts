import { z } from 'zod';
import { found, isRefusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import { fromDecimalString } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import type { PlatformDeal } from '../ports';
import { type AccountRow, accountsByLogin } from '../repository/accounts';
import {
  cursorOf,
  insertDeals,
  knownVersions,
  lockCursor,
  markDeleted,
  moveCursor,
  retireVersions,
  reviveVersions,
  touchAccounts,
} from '../repository/deals';
import { currentSpecs } from '../repository/market';
import { platformConnection } from '../repository/offers';

const decimals = z.string().regex(/^-?\d{1,30}(\.\d{1,20})?$/);
const word = z.string().max(60);
const digitsOnly = z.string().regex(/^\d{1,20}$/);

/** A deal as an adapter reports it. */
export const DealInput = z.object({
  ticket: z.string().min(1).max(40),
  version: word,
  edited: z.boolean(),
  login: z.string().min(1).max(40),
  action: word,
  entry: word.optional(),
  reason: word,
  orderRef: word.optional(),
  positionRef: word.optional(),
  symbol: word.optional(),
  lots: decimals.optional(),
  lotsClosed: decimals.optional(),
  contractSize: decimals.optional(),
  price: decimals.optional(),
  positionPrice: decimals.optional(),
  marketBid: decimals.optional(),
  marketAsk: decimals.optional(),
  profitRate: decimals.optional(),
  profit: decimals,
  swap: decimals,
  commission: decimals,
  comment: z.string().max(500),
  tag: word.optional(),
  at: z.iso.datetime(),
  rawTimeMs: z.string().regex(/^-?\d{1,18}$/),
});
type DealInput = z.output<typeof DealInput>;

/** What an adapter hands over is what the verb takes. */
export const toDealInput = (deal: PlatformDeal): z.input<typeof DealInput> => ({ ...deal });

export const RecordDeals = z.object({
  connectionId: idSchema('connection'),
  deals: z.array(DealInput).max(1_000),
  next: z.string().min(1).max(100_000),
  rescanned: z
    .array(
      z.object({
        fromRawMs: z.string().regex(/^-?\d{1,18}$/),
        toRawMs: z.string().regex(/^-?\d{1,18}$/),
        tickets: z.array(digitsOnly.or(word)),
      }),
    )
    .max(400),
});

/**
 * Writes a batch and moves the cursor in one transaction, under the reader's lease: a reader that was replaced is refused.
 * What is known is dropped; what was edited gets a further version; what is gone is marked.
 */
export const recordDeals = command({
  name: 'trading.deal.record',
  actors: ['job'],
  input: RecordDeals,
  output: z.object({
    recorded: z.number().int(),
    edited: z.number().int(),
    deleted: z.number().int(),
    accounts: z.array(idSchema('tradingAccount')),
  }),
  run: async (uow, { connectionId, deals: given, next, rescanned }) => {
    found(await platformConnection(uow, connectionId), 'connection_not_found');
    const before = await lockCursor(uow, connectionId);
    const deals = [...new Map(given.map((deal) => [deal.ticket, deal])).values()];
    const known = await knownVersions(
      uow,
      connectionId,
      deals.map((deal) => deal.ticket),
    );
    const sorted = sortOut(deals, known);
    const logins = [...new Set(sorted.fresh.map((deal) => deal.login))];
    const accounts = new Map((await accountsByLogin(uow, connectionId, logins)).map((row) => [row.login, row]));
    const specs = sorted.fresh.some((deal) => deal.symbol) ? await currentSpecs(uow, connectionId) : [];
    const specOf = new Map(specs.map((spec) => [spec.symbol, spec.version]));
    await retireVersions(uow, connectionId, sorted.replaced);
    await reviveVersions(uow, connectionId, sorted.revived);
    const rows = await Promise.all(
      sorted.fresh.map((deal) =>
        toRow(uow, connectionId, deal, accounts.get(deal.login), specOf.get(deal.symbol ?? '')),
      ),
    );
    await insertDeals(uow, rows);
    const deleted: string[] = [];
    const present = [...new Set([...deals.map((deal) => deal.ticket), ...rescanned.flatMap((range) => range.tickets)])];
    for (const { fromRawMs, toRawMs } of rescanned)
      deleted.push(
        ...(await markDeleted(uow, connectionId, { fromRawMs: BigInt(fromRawMs), toRawMs: BigInt(toRawMs) }, present)),
      );
    await touchAccounts(uow, lastTrades(rows));
    await moveCursor(uow, connectionId, next);
    const touched = [...new Set(rows.flatMap((row) => (row.accountId ? [row.accountId] : [])))];
    const isChange = rows.length + sorted.revived.length + deleted.length > 0;
    uow.audit({
      object: { type: 'connection', id: connectionId },
      facts: {
        batch: (before?.batches ?? 0n) + 1n,
        recorded: rows.length,
        edited: sorted.replaced.length,
        revived: sorted.revived.map((deal) => deal.ticket),
        deleted,
        first: rows[0]?.ticket ?? null,
        last: rows.at(-1)?.ticket ?? null,
        foreignLogins: [...new Set(rows.filter((row) => !row.accountId).map((row) => row.login))].slice(0, 20),
      },
    });
    if (isChange) uow.emit({ name: 'trading/deals.recorded', data: { connectionId } });
    return { recorded: rows.length, edited: sorted.replaced.length, deleted: deleted.length, accounts: touched };
  },
});

type Known = Awaited<ReturnType<typeof knownVersions>>[number];

function sortOut(deals: readonly DealInput[], known: readonly Known[]) {
  const current = new Map(known.filter((row) => row.isCurrent).map((row) => [row.ticket, row]));
  const versions = new Map(known.map((row) => [`${row.ticket}/${row.version}`, row]));
  const fresh: DealInput[] = [];
  const revived: DealInput[] = [];
  const replaced: string[] = [];
  for (const deal of deals) {
    const now = current.get(deal.ticket);
    if (now?.version === deal.version && now.deletedAt === null) continue;
    if (now && now.version !== deal.version) replaced.push(deal.ticket);
    if (versions.has(`${deal.ticket}/${deal.version}`)) revived.push(deal);
    else fresh.push(deal);
  }
  return { fresh, revived, replaced };
}

async function toRow(
  uow: Uow,
  connectionId: Id<'connection'>,
  deal: DealInput,
  account: AccountRow | undefined,
  specVersion: string | undefined,
) {
  const id = uow.id('deal');
  const money = account ? await amountsOf(uow, id, deal, account) : null;
  const { edited, at, rawTimeMs, profit: _p, swap: _s, commission: _c, ...rest } = deal;
  return {
    ...rest,
    id,
    connectionId,
    isCurrent: true,
    isEdited: edited,
    accountId: account?.id ?? null,
    clientId: account?.clientId ?? null,
    specVersion: specVersion ?? null,
    asset: account?.currency ?? null,
    profitMinor: money?.profit ?? null,
    swapMinor: money?.swap ?? null,
    commissionMinor: money?.commission ?? null,
    at: new Date(at),
    rawTimeMs: BigInt(rawTimeMs),
    recordedAt: uow.now,
    // Logins that are nobody's here are on record, but no book of ours is theirs.
    bookedAt: account ? null : uow.now,
  };
}

/** Amounts finer than their currency are named, not dropped, and must not stop the stream. */
async function amountsOf(uow: Uow, id: Id<'deal'>, deal: DealInput, account: AccountRow) {
  try {
    const minor = (text: string) => fromDecimalString(text, account.currency).minor;
    return { profit: minor(deal.profit), swap: minor(deal.swap), commission: minor(deal.commission) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await raiseWork(uow, {
      kind: 'deal_unreadable',
      object: { type: 'deal', id },
      title: `Deal ${deal.ticket} of ${deal.login} has amounts finer than ${account.currency}`,
      team: 'dealing',
      client: account.clientId,
      priority: 0,
    });
    return null;
  }
}

type Row = Awaited<ReturnType<typeof toRow>>;

function lastTrades(rows: readonly Row[]): Map<Id<'tradingAccount'>, Date> {
  const last = new Map<Id<'tradingAccount'>, Date>();
  for (const { accountId, action, at } of rows) {
    if (!accountId || (action !== 'buy' && action !== 'sell')) continue;
    const known = last.get(accountId);
    if (!known || known < at) last.set(accountId, at);
  }
  return last;
}

/** Where reading begins: the stored cursor, else a day before the connection was made. */
export const readCursor = query({
  name: 'trading.deal.read_cursor',
  actors: ['job'],
  input: z.object({ connectionId: idSchema('connection') }),
  output: z.object({ cursor: z.string().nullable(), startAt: z.date(), groupMask: z.string() }),
  run: async (read, { connectionId }) => {
    const connection = found(await platformConnection(read, connectionId), 'connection_not_found');
    const mask = connection.config.groupMask;
    return {
      cursor: (await cursorOf(read, connectionId))?.cursor ?? null,
      startAt: new Date(connection.createdAt.getTime() - dayMs),
      groupMask: typeof mask === 'string' ? mask : '*',
    };
  },
});
const dayMs = 86_400_000;
