import { sql } from 'drizzle-orm';
import { index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { workItem } from './_kernel';

/** History of an item's promise: made, moved, paused, resumed, broken, and how it ended. */
export const workClock = pgTable(
  'work_clock',
  {
    ...tenantRow('workClock'),
    itemId: idColumn('workItem').notNull(),
    event: text().notNull(),
    at: instant().notNull(),
    dueAt: instant(),
    minutesLeft: integer(),
    team: text().notNull(),
    /** Who held the item then. */
    holderId: idColumn('user'),
    by: text().notNull(),
    note: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.itemId, workItem),
    index('work_clock_item_at').on(t.tenantId, t.itemId, t.at),
    index('work_clock_ends').on(t.tenantId, t.at).where(sql`event in ('kept', 'late', 'broken')`),
  ],
);
