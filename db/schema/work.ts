import { sql } from 'drizzle-orm';
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { workItem } from './_kernel';
import { client } from './clients';
import { legalEntity } from './tenancy';

/** Something somebody means to do. It waits as a work item of kind `task`; here is what an item does not know. */
export const task = pgTable(
  'task',
  {
    ...tenantRow('task'),
    /** The item it waits as, or waited as last. */
    itemId: idColumn('workItem').notNull(),
    title: text().notNull(),
    note: text(),
    ownerId: idColumn('user').notNull(),
    clientId: idColumn('client'),
    /** What it came from: an entry of the contact log. */
    sourceId: text(),
    dueAt: instant(),
    priority: integer().notNull(),
    /** none, daily, weekly, monthly */
    repeats: text().notNull(),
    remindAt: instant(),
    remindedAt: instant(),
    createdAt: instant().notNull(),
    createdBy: text().notNull(),
    doneAt: instant(),
    doneBy: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.itemId, workItem),
    tenantRef(t.tenantId, t.clientId, client),
    index('task_owner').on(t.tenantId, t.ownerId, t.dueAt).where(sql`done_at is null`),
    index('task_done').on(t.tenantId, t.ownerId, t.doneAt).where(sql`done_at is not null`),
    index('task_client').on(t.tenantId, t.clientId, t.createdAt),
    index('task_reminder').on(t.tenantId, t.remindAt).where(sql`reminded_at is null and done_at is null`),
  ],
);

/** When an entity works, where it is not nine to five from Monday to Friday. */
export const officeHours = pgTable(
  'office_hours',
  {
    tenantId: tenantId(),
    entityId: idColumn('entity').notNull(),
    opens: text().notNull(),
    closes: text().notNull(),
    /** ISO weekdays that are off. */
    weekend: integer().array().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.entityId] }), tenantRef(t.tenantId, t.entityId, legalEntity)],
);

/** Days on which an entity is closed, beside its weekends and the closing days of its bank calendar. */
export const officeHoliday = pgTable(
  'office_holiday',
  {
    tenantId: tenantId(),
    entityId: idColumn('entity').notNull(),
    day: text().notNull(),
    name: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.entityId, t.day] }), tenantRef(t.tenantId, t.entityId, legalEntity)],
);
