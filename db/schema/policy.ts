import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRow } from './_columns';

/** One version of one decision table. Published versions are never changed; a new one takes effect after them. */
export const policyTable = pgTable(
  'policy_table',
  {
    ...tenantRow('policyTable'),
    point: text().notNull(),
    version: integer().notNull(),
    state: text().notNull(),
    rows: jsonb().notNull(),
    note: text().notNull(),
    authorId: idColumn('user'),
    createdAt: instant().notNull(),
    publishedAt: instant(),
    effectiveFrom: instant(),
  },
  (t) => [
    tenantKey(t),
    uniqueIndex('policy_table_version').on(t.tenantId, t.point, t.version),
    uniqueIndex('policy_table_draft').on(t.tenantId, t.point).where(sql`state = 'draft'`),
  ],
);
