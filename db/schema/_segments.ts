import { sql } from 'drizzle-orm';
import { boolean, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';

/** Clients by conditions, under a name. The engagement module writes; whoever asks is answered by kernel/segments. */
export const segment = pgTable(
  'segment',
  {
    ...tenantRow('segment'),
    /** What rules and programs name it by; it stays when the name changes. */
    key: text().notNull(),
    name: text().notNull(),
    description: text().notNull(),
    ownerId: idColumn('user'),
    /** In force; null while there is only a draft. */
    version: integer(),
    /** The version by which all clients have been counted once; until it is the one in force, who comes is a founder. */
    countedVersion: integer(),
    createdAt: instant().notNull(),
    publishedAt: instant(),
    removedAt: instant(),
  },
  (t) => [tenantKey(t), uniqueIndex('segment_by_key').on(t.tenantId, t.key).where(sql`removed_at is null`)],
);

export const segmentVersion = pgTable(
  'segment_version',
  {
    tenantId: tenantId(),
    segmentId: idColumn('segment').notNull(),
    version: integer().notNull(),
    conditions: text().notNull(),
    note: text().notNull(),
    by: text().notNull(),
    at: instant().notNull(),
    /** Null: the draft, of which there is one at most. */
    publishedAt: instant(),
    publishedBy: text(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.segmentId, t.version] }),
    tenantRef(t.tenantId, t.segmentId, segment),
    uniqueIndex('segment_draft').on(t.tenantId, t.segmentId).where(sql`published_at is null`),
  ],
);

/** One stay of a client in a segment. Rows are ended, never taken away: who was in it on a day can be asked later. */
export const segmentMember = pgTable(
  'segment_member',
  {
    tenantId: tenantId(),
    segmentId: idColumn('segment').notNull(),
    clientId: idColumn('client').notNull(),
    joinedAt: instant().notNull(),
    leftAt: instant(),
    /** By which version he came, and by which he went. */
    version: integer().notNull(),
    leftVersion: integer(),
    /** An event is still to be sent: `entered` or `left`. */
    owed: text(),
    /** There when the segment began to be counted; nobody was told that he entered. */
    isFounding: boolean().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.segmentId, t.clientId, t.joinedAt] }),
    tenantRef(t.tenantId, t.segmentId, segment),
    tenantRef(t.tenantId, t.clientId, client),
    uniqueIndex('segment_member_now').on(t.tenantId, t.segmentId, t.clientId).where(sql`left_at is null`),
    index('segment_member_of').on(t.tenantId, t.clientId),
    index('segment_member_joined').on(t.tenantId, t.segmentId, t.joinedAt, t.clientId),
    index('segment_member_owed').on(t.tenantId, t.segmentId).where(sql`owed is not null`),
  ],
);
