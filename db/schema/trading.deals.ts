import { sql } from 'drizzle-orm';
import { bigint, boolean, index, integer, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { connection } from './tenancy';
import { tradingAccount } from './trading';

/** Where reading a platform's deals stands; moved in the transaction that writes the deals. */
export const dealCursor = pgTable(
  'deal_cursor',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    cursor: text().notNull(),
    batches: bigint({ mode: 'bigint' }).notNull(),
    movedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId] }), tenantRef(t.tenantId, t.connectionId, connection)],
);

/** A deal as the platform showed it at one time. Edited deals get a further row; `isCurrent` is the one that counts. */
export const deal = pgTable(
  'deal',
  {
    ...tenantRow('deal'),
    connectionId: idColumn('connection').notNull(),
    ticket: text().notNull(),
    version: text().notNull(),
    isCurrent: boolean().notNull(),
    isEdited: boolean().notNull(),
    /** Gone from the platform. */
    deletedAt: instant(),
    /** Null: a login that no account of ours has. */
    accountId: idColumn('tradingAccount'),
    clientId: idColumn('client'),
    login: text().notNull(),
    action: text().notNull(),
    entry: text(),
    reason: text().notNull(),
    orderRef: text(),
    positionRef: text(),
    symbol: text(),
    specVersion: text(),
    lots: numeric(),
    lotsClosed: numeric(),
    contractSize: numeric(),
    price: numeric(),
    positionPrice: numeric(),
    marketBid: numeric(),
    marketAsk: numeric(),
    profitRate: numeric(),
    asset: text(),
    profitMinor: minorUnits(),
    swapMinor: minorUnits(),
    commissionMinor: minorUnits(),
    comment: text().notNull(),
    tag: text(),
    operationId: idColumn('balanceOperation'),
    at: instant().notNull(),
    /** As the platform wrote it: its own wall clock counted as if it were an epoch. */
    rawTimeMs: bigint({ mode: 'bigint' }).notNull(),
    recordedAt: instant().notNull(),
    /** The books have it (or need not have it). */
    bookedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.connectionId, connection),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    uniqueIndex('deal_version').on(t.tenantId, t.connectionId, t.ticket, t.version),
    uniqueIndex('deal_current').on(t.tenantId, t.connectionId, t.ticket).where(sql`is_current`),
    index('deal_account').on(t.tenantId, t.accountId, t.at, t.id),
    index('deal_client').on(t.tenantId, t.clientId, t.at, t.id),
    index('deal_time').on(t.tenantId, t.at, t.id, t.symbol, t.action, t.clientId),
    index('deal_raw_time').on(t.tenantId, t.connectionId, t.rawTimeMs),
    index('deal_unbooked').on(t.tenantId, t.connectionId, t.accountId).where(sql`booked_at is null`),
  ],
);

/** What the ledger holds of one ticket, so that an edit or a deletion books the difference. */
export const dealBooking = pgTable(
  'deal_booking',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    ticket: text().notNull(),
    accountId: idColumn('tradingAccount').notNull(),
    /** Which recipe it went through: a ticket never changes from trade to money. */
    recipe: text().notNull(),
    profitMinor: minorUnits().notNull(),
    swapMinor: minorUnits().notNull(),
    commissionMinor: minorUnits().notNull(),
    setId: idColumn('transferSet'),
    bookedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.ticket] }),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    index('deal_booking_account').on(t.tenantId, t.accountId),
  ],
);

/** The instrument as it was when a deal was made. */
export const symbolSpec = pgTable(
  'symbol_spec',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    symbol: text().notNull(),
    version: text().notNull(),
    isCurrent: boolean().notNull(),
    path: text().notNull(),
    description: text().notNull(),
    assetClass: text().notNull(),
    baseCurrency: text(),
    profitCurrency: text().notNull(),
    marginCurrency: text().notNull(),
    digits: integer().notNull(),
    contractSize: numeric().notNull(),
    lotsMin: numeric().notNull(),
    lotsMax: numeric().notNull(),
    lotsStep: numeric().notNull(),
    tradeMode: text().notNull(),
    swapLong: numeric().notNull(),
    swapShort: numeric().notNull(),
    seenFrom: instant().notNull(),
    seenTo: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.symbol, t.version] }),
    tenantRef(t.tenantId, t.connectionId, connection),
    uniqueIndex('symbol_spec_current').on(t.tenantId, t.connectionId, t.symbol).where(sql`is_current`),
  ],
);

// Below: a cache of what the platform last said, written by the gateway that holds the lease and rebuilt at any time.

export const symbolQuote = pgTable(
  'symbol_quote',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    symbol: text().notNull(),
    bid: numeric().notNull(),
    ask: numeric().notNull(),
    at: instant().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId, t.symbol] })],
);

export const openPosition = pgTable(
  'open_position',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    ticket: text().notNull(),
    accountId: idColumn('tradingAccount').notNull(),
    clientId: idColumn('client').notNull(),
    environment: text().notNull(),
    symbol: text().notNull(),
    side: text().notNull(),
    lots: numeric().notNull(),
    contractSize: numeric().notNull(),
    openPrice: numeric().notNull(),
    currentPrice: numeric().notNull(),
    stopLoss: numeric(),
    takeProfit: numeric(),
    asset: text().notNull(),
    profitMinor: minorUnits().notNull(),
    swapMinor: minorUnits().notNull(),
    openedAt: instant().notNull(),
    updatedAt: instant().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.ticket] }),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    index('open_position_account').on(t.tenantId, t.accountId),
    index('open_position_client').on(t.tenantId, t.clientId),
    index('open_position_symbol').on(t.tenantId, t.symbol),
    index('open_position_newest').on(t.tenantId, t.openedAt, t.ticket),
  ],
);

export const accountSnapshot = pgTable(
  'account_snapshot',
  {
    tenantId: tenantId(),
    accountId: idColumn('tradingAccount').notNull(),
    asset: text().notNull(),
    balanceMinor: minorUnits().notNull(),
    creditMinor: minorUnits().notNull(),
    equityMinor: minorUnits().notNull(),
    marginMinor: minorUnits().notNull(),
    freeMarginMinor: minorUnits().notNull(),
    floatingMinor: minorUnits().notNull(),
    openPositions: integer().notNull(),
    /** When the platform was asked for balance and margin; floating and equity follow the positions faster. */
    askedAt: instant().notNull(),
    seenAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.accountId] }),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    index('account_snapshot_equity').on(t.tenantId, t.equityMinor, t.accountId),
    index('account_snapshot_floating').on(t.tenantId, t.floatingMinor, t.accountId),
  ],
);
