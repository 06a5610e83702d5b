import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { client, person } from './clients';

// The two tables of published lists belong to the platform: every tenant reads them, none writes them (62-screening.sql).

/** One published state of one list, named by the hash of its entries. The newest in force of each source is screened against. */
export const screeningList = pgTable(
  'screening_list',
  {
    source: text().notNull(),
    version: text().notNull(),
    /** `in_force`, `held` for an operator to look at, `replaced`. */
    state: text().notNull(),
    heldBecause: text(),
    entries: integer().notNull(),
    problems: jsonb().notNull(),
    publishedAt: text(),
    loadedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.source, t.version] }),
    uniqueIndex('screening_list_in_force').on(t.source).where(sql`state = 'in_force'`),
  ],
);

export const screeningEntry = pgTable(
  'screening_entry',
  {
    source: text().notNull(),
    version: text().notNull(),
    position: integer().notNull(),
    entryId: text().notNull(),
    /** Of the entry alone: a hit that was settled opens again only when this changes. */
    hash: text().notNull(),
    entry: jsonb().notNull(),
  },
  (t) => [primaryKey({ columns: [t.source, t.version, t.position] })],
);

/** Append-only: who was screened when, against what, by which rules, and how it came out. */
export const screening = pgTable(
  'screening',
  {
    ...tenantRow('screening'),
    personId: idColumn('person').notNull(),
    clientId: idColumn('client').notNull(),
    trigger: text().notNull(),
    /** Envelope under the person's key: the names and dates that were looked for. */
    subject: text().notNull(),
    subjectHash: text().notNull(),
    /** source → version. */
    lists: jsonb().notNull(),
    listsKey: text().notNull(),
    matcher: text().notNull(),
    minScoreBps: integer().notNull(),
    result: text().notNull(),
    hits: integer().notNull(),
    newHits: integer().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.clientId, client),
    index('screening_person').on(t.tenantId, t.personId, t.at),
  ],
);

/** A listed person who may be this one. One row per pair; what was decided stays until the entry changes. */
export const screeningHit = pgTable(
  'screening_hit',
  {
    ...tenantRow('screeningHit'),
    personId: idColumn('person').notNull(),
    clientId: idColumn('client').notNull(),
    screeningId: idColumn('screening').notNull(),
    source: text().notNull(),
    entryId: text().notNull(),
    entryHash: text().notNull(),
    entry: jsonb().notNull(),
    listedName: text().notNull(),
    scoreBps: integer().notNull(),
    band: text().notNull(),
    /** Envelope under the person's key: how the names and the rest compare. */
    explanation: text().notNull(),
    state: text().notNull(),
    openedAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    decidedAt: instant(),
    decidedBy: jsonb(),
    reason: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.screeningId, screening),
    uniqueIndex('screening_hit_pair').on(t.tenantId, t.personId, t.entryId),
    index('screening_hit_queue').on(t.tenantId, t.state, t.scoreBps, t.id),
    index('screening_hit_client').on(t.tenantId, t.clientId),
  ],
);
