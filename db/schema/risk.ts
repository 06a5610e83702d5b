import { sql } from 'drizzle-orm';
import { index, numeric, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';

/** Which book takes a client's flow, effective-dated; without a row it is B. Dealing reads it, nobody else may. */
export const clientBook = pgTable(
  'client_book',
  {
    tenantId: tenantId(),
    clientId: idColumn('client').notNull(),
    since: instant().notNull(),
    until: instant(),
    book: text().notNull(),
    reason: text().notNull(),
    by: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clientId, t.since] }),
    tenantRef(t.tenantId, t.clientId, client),
    uniqueIndex('client_book_open').on(t.tenantId, t.clientId).where(sql`until is null`),
    index('client_book_of').on(t.tenantId, t.book).where(sql`until is null`),
  ],
);

/** How much of a symbol the house carries before somebody looks, in lots either way. */
export const exposureBand = pgTable(
  'exposure_band',
  {
    ...tenantRow('exposureBand'),
    book: text().notNull(),
    symbol: text().notNull(),
    lots: numeric().notNull(),
    /** Since when exposure has been outside. */
    breachedAt: instant(),
    changedAt: instant().notNull(),
  },
  (t) => [tenantKey(t), uniqueIndex('exposure_band_symbol').on(t.tenantId, t.book, t.symbol)],
);
