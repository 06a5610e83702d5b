import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantKey, tenantRef, tenantRow } from './_columns';
import { tradingAccount } from './trading';

/** Minor units as text: JSON numbers would lose them. */
export type RunTotal = { readonly asset: string; readonly ledger: string; readonly platform: string };

/** One comparison of our books with the platforms. */
export const reconciliationRun = pgTable(
  'reconciliation_run',
  {
    ...tenantRow('reconciliationRun'),
    kind: text().notNull(),
    trigger: text().notNull(),
    state: text().notNull(),
    accounts: integer().notNull(),
    matched: integer().notNull(),
    waiting: integer().notNull(),
    unreachable: integer().notNull(),
    breaks: integer().notNull(),
    /** Per currency: our books, the platforms, the difference. */
    totals: jsonb().$type<readonly RunTotal[]>().notNull(),
    startedAt: instant().notNull(),
    finishedAt: instant(),
  },
  (t) => [tenantKey(t), index('reconciliation_run_started').on(t.tenantId, t.startedAt, t.id)],
);

/** A difference that stayed: found once per account and kind, open until it is gone or explained. Nothing corrects itself. */
export const breakItem = pgTable(
  'reconciliation_break',
  {
    ...tenantRow('breakItem'),
    runId: idColumn('reconciliationRun').notNull(),
    kind: text().notNull(),
    accountId: idColumn('tradingAccount').notNull(),
    clientId: idColumn('client').notNull(),
    login: text().notNull(),
    asset: text().notNull(),
    ledgerMinor: minorUnits().notNull(),
    dealsMinor: minorUnits().notNull(),
    platformMinor: minorUnits().notNull(),
    differenceMinor: minorUnits().notNull(),
    state: text().notNull(),
    explanation: text(),
    explainedBy: text(),
    openedAt: instant().notNull(),
    seenAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.runId, reconciliationRun),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    uniqueIndex('reconciliation_break_open').on(t.tenantId, t.accountId, t.kind).where(sql`closed_at is null`),
    index('reconciliation_break_opened').on(t.tenantId, t.openedAt, t.id),
  ],
);
