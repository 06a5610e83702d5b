import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client, person } from './clients';

// What cannot be backfilled is recorded from the first row; all of it append-only but references and duplicates.

/** One contact with our marketing: the first at registration, later ones on return. */
export const touch = pgTable(
  'touch',
  {
    ...tenantRow('touch'),
    clientId: idColumn('client').notNull(),
    moment: text().notNull(),
    clickId: text(),
    utmSource: text(),
    utmMedium: text(),
    utmCampaign: text(),
    utmTerm: text(),
    utmContent: text(),
    referrer: text(),
    landingPage: text(),
    campaign: text(),
    introducerCode: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('touch_client').on(t.tenantId, t.clientId, t.at),
    index('touch_click').on(t.tenantId, t.clickId).where(sql`click_id is not null`),
    index('touch_source').on(t.tenantId, t.utmSource, t.at),
  ],
);

/** The latest row of a purpose and channel is what holds. */
export const consent = pgTable(
  'consent',
  {
    ...tenantRow('consent'),
    clientId: idColumn('client').notNull(),
    purpose: text().notNull(),
    channel: text().notNull(),
    isGiven: boolean().notNull(),
    wording: text().notNull(),
    actor: jsonb().notNull(),
    ip: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('consent_client').on(t.tenantId, t.clientId, t.purpose, t.channel, t.at),
  ],
);

/** A legal document as the client accepted it: the hash is of the text that was shown. */
export const acceptance = pgTable(
  'acceptance',
  {
    ...tenantRow('acceptance'),
    clientId: idColumn('client').notNull(),
    document: text().notNull(),
    version: text().notNull(),
    language: text().notNull(),
    textHash: text().notNull(),
    ip: text(),
    deviceId: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('acceptance_client').on(t.tenantId, t.clientId, t.document, t.at),
  ],
);

/** Device and address at register, log-in, deposit, withdrawal, acceptance. */
export const deviceSeen = pgTable(
  'device_seen',
  {
    ...tenantRow('deviceSeen'),
    clientId: idColumn('client').notNull(),
    moment: text().notNull(),
    deviceId: text(),
    ip: text(),
    userAgent: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('device_seen_client').on(t.tenantId, t.clientId, t.at),
    index('device_seen_device').on(t.tenantId, t.deviceId).where(sql`device_id is not null`),
    index('device_seen_ip').on(t.tenantId, t.ip, t.at).where(sql`ip is not null`),
  ],
);

/** The name of an object in another system: a CRM, a platform, a KYC provider. */
export const externalReference = pgTable(
  'external_reference',
  {
    tenantId: tenantId(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    system: text().notNull(),
    externalId: text().notNull(),
    clientId: idColumn('client'),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.objectType, t.system, t.externalId] }),
    index('external_reference_object').on(t.tenantId, t.objectId),
  ],
);

/** Two persons who may be one. `pair` is ordered, so that a suspicion exists once. */
export const possibleDuplicate = pgTable(
  'possible_duplicate',
  {
    ...tenantRow('duplicate'),
    personId: idColumn('person').notNull(),
    otherId: idColumn('person').notNull(),
    signals: text().array().notNull(),
    state: text().notNull(),
    raisedAt: instant().notNull(),
    closedAt: instant(),
    closeReason: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.otherId, person),
    uniqueIndex('possible_duplicate_pair').on(t.tenantId, t.personId, t.otherId),
    index('possible_duplicate_other').on(t.tenantId, t.otherId),
  ],
);

/** Who became whom, with what moved: unmerge reads it backwards. */
export const personMerge = pgTable(
  'person_merge',
  {
    ...tenantRow('merge'),
    survivorId: idColumn('person').notNull(),
    absorbedId: idColumn('person').notNull(),
    moved: jsonb().notNull(),
    reason: text().notNull(),
    mergedAt: instant().notNull(),
    mergedBy: jsonb().notNull(),
    undoneAt: instant(),
    undoneBy: jsonb(),
    undoReason: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.survivorId, person),
    tenantRef(t.tenantId, t.absorbedId, person),
    index('person_merge_absorbed').on(t.tenantId, t.absorbedId),
    index('person_merge_survivor').on(t.tenantId, t.survivorId),
  ],
);
