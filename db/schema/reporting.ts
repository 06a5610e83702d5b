import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { user } from './identity';

/** A page of figures that somebody has sent to himself, with the rights he has when it goes. */
export const reportMail = pgTable(
  'report_mail',
  {
    ...tenantRow('reportMail'),
    userId: idColumn('user').notNull(),
    view: text().notNull(),
    days: integer().notNull(),
    cadence: text().notNull(),
    hour: integer().notNull(),
    zone: text().notNull(),
    nextAt: instant().notNull(),
    lastAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.userId, user),
    uniqueIndex('report_mail_of').on(t.tenantId, t.userId, t.view),
    index('report_mail_next').on(t.tenantId, t.nextAt),
    check('report_mail_hour', sql`hour between 0 and 23`),
  ],
);
