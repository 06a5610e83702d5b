import { bigint, boolean, pgView, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * Read-only joins over the tables of several modules, made by db/repeatable/70-reporting.sql. They run with the rights of whoever
 * asks, so row level security holds. Reporting alone reads them.
 */
export const reportPassage = pgView('report_passage', {
  tenantId: uuid('tenant_id').notNull(),
  leak: text('leak').notNull(),
  /** What passes; its page may be another object's. */
  objectId: uuid('object_id').notNull(),
  pageId: uuid('page_id').notNull(),
  clientId: uuid('client_id').notNull(),
  enteredAt: timestamp('entered_at', { withTimezone: true }).notNull(),
  leftAt: timestamp('left_at', { withTimezone: true }),
  hasPassed: boolean('has_passed').notNull(),
  minor: bigint('minor', { mode: 'bigint' }),
  asset: text('asset'),
}).existing();

/** What happened to a client or his money, by the instant it is counted at. */
export const reportEvent = pgView('report_event', {
  event: text('event').notNull(),
  objectId: uuid('object_id').notNull(),
  clientId: uuid('client_id').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull(),
  minor: bigint('minor', { mode: 'bigint' }),
  asset: text('asset'),
}).existing();
