import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  check,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { team } from './access';
import { user } from './identity';
import { brand, legalEntity } from './tenancy';

type Facet =
  | 'stage'
  | 'verification'
  | 'funding'
  | 'trading'
  | 'relationship'
  | 'tier'
  | 'category'
  | 'country'
  | 'language'
  | 'source'
  | 'desk'
  | 'ownerId'
  | 'teamId'
  | 'brandId';
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** An identity, natural or corporate, screened once. Money never hangs here. */
export const person = pgTable(
  'person',
  {
    ...tenantRow('person'),
    kind: text().notNull().default('natural'),
    firstName: text(),
    middleName: text(),
    lastName: text(),
    /** As written in the person's own script. */
    nativeName: text(),
    companyName: text(),
    bornOn: text(),
    nationality: text(),
    country: text(),
    addressLine: text(),
    city: text(),
    region: text(),
    postcode: text(),
    /** Envelopes under the person's key; the peppered hashes find them again. */
    documentNumber: text(),
    documentNumberHash: text(),
    taxNumber: text(),
    taxNumberHash: text(),
    /** Name without order, case, accents: what duplicates are looked up by. */
    nameKey: text(),
    mergedInto: idColumn('person'),
    createdAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    index('person_name').on(t.tenantId, t.nameKey, t.bornOn).where(sql`name_key is not null`),
    index('person_document').on(t.tenantId, t.documentNumberHash).where(sql`document_number_hash is not null`),
    index('person_tax').on(t.tenantId, t.taxNumberHash).where(sql`tax_number_hash is not null`),
  ],
);

/** What the list of clients is filtered by; what leans on each other stands together. */
const filtered = (t: Readonly<Record<Facet, AnyPgColumn>>): AnyPgColumn[] => [
  t.relationship,
  t.stage,
  t.funding,
  t.trading,
  t.verification,
  t.tier,
  t.category,
  t.source,
  t.brandId,
  t.desk,
  t.teamId,
  t.ownerId,
  t.language,
  t.country,
];

/** The relationship person × entity × brand. The four facets are written by clients/journey alone. */
export const client = pgTable(
  'client',
  {
    ...tenantRow('client'),
    number: text().notNull(),
    personId: idColumn('person').notNull(),
    entityId: idColumn('entity').notNull(),
    brandId: idColumn('brand').notNull(),
    /** Name as lists show and sort it; follows the person. */
    displayName: text().notNull(),
    email: text(),
    emailKey: text(),
    phone: text(),
    phoneKey: text(),
    language: text().notNull(),
    timeZone: text(),
    country: text(),
    verification: text().notNull(),
    funding: text().notNull(),
    trading: text().notNull(),
    relationship: text().notNull(),
    stage: text().notNull(),
    /** In force: the override when there is one, else what policy said. */
    tier: text().notNull(),
    tierByPolicy: text().notNull(),
    tierOverride: text(),
    tierOverrideReason: text(),
    category: text().notNull().default('retail'),
    /** A dealer's signed exception: until then positions may not be closed by the client. */
    closeSuspendedUntil: instant(),
    closeSuspendedReason: text(),
    ownerId: idColumn('user'),
    teamId: idColumn('team'),
    desk: text(),
    introducerCode: text(),
    introducerClientId: idColumn('client'),
    source: text(),
    tags: text().array().notNull().default([]),
    registeredAt: instant().notNull(),
    appliedAt: instant(),
    approvedAt: instant(),
    renewsAt: instant(),
    fundedAt: instant(),
    liveAt: instant(),
    tradedAt: instant(),
    closedAt: instant(),
    lastContactAt: instant(),
    /** Name parts, e-mail, phone, number and outside references as words: the one search box reads it. */
    search: tsvector().notNull(),
  },
  (t) => [
    tenantKey(t),
    uniqueIndex('client_by_number').on(t.tenantId, t.number),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    tenantRef(t.tenantId, t.brandId, brand),
    tenantRef(t.tenantId, t.ownerId, user),
    tenantRef(t.tenantId, t.teamId, team),
    // The orders of the list, each with all that it is filtered by: a walk down one never visits the table for who is left out.
    index('client_registered').on(t.tenantId, t.registeredAt, t.id, ...filtered(t)),
    index('client_name').on(t.tenantId, t.displayName, t.id, ...filtered(t)),
    index('client_funded').on(t.tenantId, t.fundedAt, t.id, ...filtered(t)),
    index('client_renewal').on(t.tenantId, t.renewsAt, t.id, ...filtered(t)),
    index('client_contacted').on(t.tenantId, t.lastContactAt, t.id, ...filtered(t)),
    index('client_by_owner').on(t.tenantId, t.ownerId, t.registeredAt, t.id, ...filtered(t)),
    index('client_by_person').on(t.tenantId, t.personId),
    // How many each of the staff looks after, without a visit to the table.
    index('client_load').on(t.tenantId, t.ownerId).where(sql`owner_id is not null and relationship <> 'closed'`),
    index('client_team').on(t.tenantId, t.teamId, t.registeredAt, t.id),
    index('client_desk').on(t.tenantId, t.desk, t.registeredAt, t.id),
    // Whose a row of another list is: who reaches only some clients asks it of each row.
    index('client_reach').on(t.tenantId, t.id, t.teamId, t.ownerId, t.desk),
    // Every filter at once: rows alike in all of them are one entry, so how many match is counted without walking them one by
    // one. The same of those who have what an order is by, as the rest come after them.
    index('client_facets').on(t.tenantId, ...filtered(t)),
    index('client_facets_funded')
      .on(t.tenantId, ...filtered(t))
      .where(sql`funded_at is not null`),
    index('client_facets_renewing')
      .on(t.tenantId, ...filtered(t))
      .where(sql`renews_at is not null`),
    index('client_facets_contacted')
      .on(t.tenantId, ...filtered(t))
      .where(sql`last_contact_at is not null`),
    index('client_stage').on(t.tenantId, t.stage, t.registeredAt),
    index('client_email').on(t.tenantId, t.emailKey),
    index('client_phone').on(t.tenantId, t.phoneKey).where(sql`phone_key is not null`),
    index('client_search').using('gin', t.search),
    check('client_tier', sql`tier = coalesce(tier_override, tier_by_policy)`),
  ],
);

/** Joint holders, directors, owners: several persons of one client, with rights of their own. */
export const clientPerson = pgTable(
  'client_person',
  {
    tenantId: tenantId(),
    clientId: idColumn('client').notNull(),
    personId: idColumn('person').notNull(),
    role: text().notNull(),
    rights: text().array().notNull(),
    ownershipBps: integer(),
    since: instant().notNull(),
    until: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clientId, t.personId, t.role] }),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.personId, person),
    index('client_person_person').on(t.tenantId, t.personId),
  ],
);

/** Next client number of a tenant. */
export const clientNumber = pgTable('client_number', { tenantId: tenantId().primaryKey(), next: integer().notNull() });

/** A restriction with a name. Without a client it acts on every client of the person. */
export const clientHold = pgTable(
  'client_hold',
  {
    ...tenantRow('hold'),
    personId: idColumn('person').notNull(),
    clientId: idColumn('client'),
    reason: text().notNull(),
    amountMinor: minorUnits(),
    asset: text(),
    note: text(),
    /** What raised it: a case, a chargeback. */
    sourceId: text(),
    placedAt: instant().notNull(),
    placedBy: jsonb().notNull(),
    expiresAt: instant(),
    releasedAt: instant(),
    releasedBy: jsonb(),
    releaseReason: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.clientId, client),
    index('client_hold_live').on(t.tenantId, t.personId).where(sql`released_at is null`),
    index('client_hold_expiry').on(t.tenantId, t.expiresAt).where(sql`released_at is null and expires_at is not null`),
    check(
      'client_hold_amount',
      sql`(amount_minor is null) = (asset is null) and (amount_minor is null or amount_minor > 0)`,
    ),
  ],
);

/** Append-only history of the four facets. */
export const journeyChange = pgTable(
  'journey_change',
  {
    ...tenantRow('journeyChange'),
    clientId: idColumn('client').notNull(),
    facet: text().notNull(),
    event: text().notNull(),
    fromState: text().notNull(),
    toState: text().notNull(),
    reason: text().notNull(),
    restrictedTo: text(),
    verb: text().notNull(),
    actor: jsonb().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('journey_change_client').on(t.tenantId, t.clientId, t.at),
    index('journey_change_at').on(t.tenantId, t.facet, t.toState, t.at),
  ],
);

/** Effective-dated: a commission is judged by the introducer at the time of the deal. */
export const clientIntroducer = pgTable(
  'client_introducer',
  {
    tenantId: tenantId(),
    clientId: idColumn('client').notNull(),
    since: instant().notNull(),
    until: instant(),
    code: text().notNull(),
    introducerClientId: idColumn('client'),
    source: text().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.clientId, t.since] }),
    tenantRef(t.tenantId, t.clientId, client),
    index('client_introducer_code').on(t.tenantId, t.code),
  ],
);
