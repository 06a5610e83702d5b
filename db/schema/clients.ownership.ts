import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';

/**
 * Who looks after the client from when on, append-only: each row holds until the next one. The newest equals the client's own
 * columns, which clients/ownership alone writes.
 */
export const clientOwner = pgTable(
  'client_owner',
  {
    ...tenantRow('ownership'),
    clientId: idColumn('client').notNull(),
    since: instant().notNull(),
    ownerId: idColumn('user'),
    teamId: idColumn('team'),
    desk: text(),
    /** by_hand, by_rule, in_bulk */
    how: text().notNull(),
    reason: text().notNull(),
    setBy: jsonb().notNull(),
    reassignmentId: idColumn('reassignment'),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('client_owner_client').on(t.tenantId, t.clientId, t.id),
  ],
);

/** Many clients change hands in one go: what was asked, and how far it is. */
export const reassignment = pgTable(
  'reassignment',
  {
    ...tenantRow('reassignment'),
    target: jsonb().notNull(),
    reason: text().notNull(),
    startedBy: jsonb().notNull(),
    startedAt: instant().notNull(),
    finishedAt: instant(),
    total: integer().notNull(),
    moved: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    refused: integer().notNull().default(0),
  },
  (t) => [tenantKey(t), index('reassignment_started').on(t.tenantId, t.startedAt)],
);

/** One client of a run, with the owner he had when it was asked for: whoever changed hands since stays where he went. */
export const reassignmentItem = pgTable(
  'reassignment_item',
  {
    tenantId: tenantId(),
    reassignmentId: idColumn('reassignment').notNull(),
    clientId: idColumn('client').notNull(),
    fromOwnerId: idColumn('user'),
    toOwnerId: idColumn('user'),
    /** waiting, moved, unchanged, refused */
    state: text().notNull(),
    why: text(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.reassignmentId, t.clientId] }),
    tenantRef(t.tenantId, t.reassignmentId, reassignment),
    tenantRef(t.tenantId, t.clientId, client),
    index('reassignment_waiting').on(t.tenantId, t.reassignmentId, t.clientId).where(sql`state = 'waiting'`),
  ],
);
