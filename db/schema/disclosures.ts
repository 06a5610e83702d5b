import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { user } from './identity';

/** Append-only. Every look at what is masked and every file of rows: who, what, how much and why. */
export const disclosure = pgTable(
  'disclosure',
  {
    ...tenantRow('disclosure'),
    /** reveal: one field of one client. export: a file. permit: a file that somebody else agreed to. */
    kind: text().notNull(),
    userId: idColumn('user').notNull(),
    clientId: idColumn('client'),
    /** The field, or the table. */
    what: text().notNull(),
    rows: integer().notNull(),
    columns: text().array().notNull(),
    filters: text().notNull(),
    /** Classes that were not masked in it. */
    classes: text().array().notNull(),
    reason: text().notNull(),
    /** Of a permit: the request that was approved. */
    approvalId: idColumn('approval'),
    /** Of an export: the permit it used up. */
    permitId: idColumn('disclosure'),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.userId, user),
    index('disclosure_user').on(t.tenantId, t.userId, t.kind, t.at),
    index('disclosure_at').on(t.tenantId, t.at),
  ],
);
