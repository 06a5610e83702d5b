import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';

/** The customer of the platform. Its sandbox and its live environment are two tenants, so that nothing can cross. */
export const organisation = pgTable('organisation', {
  id: idColumn('organisation').primaryKey(),
  name: text().notNull(),
  kind: text().notNull(),
  country: text(),
  /** The sandbox says it is ready; the platform looks at the company before anything is live. */
  goLiveRequestedAt: instant(),
  vettedAt: instant(),
  vettedBy: text(),
  vetNote: text(),
  createdAt: instant().notNull(),
});

/** Row level security compares `id`; the tenant id of every other table is this id. */
export const tenant = pgTable(
  'tenant',
  {
    id: uuid().primaryKey(),
    organisationId: idColumn('organisation')
      .notNull()
      .references(() => organisation.id),
    slug: text().notNull(),
    name: text().notNull(),
    kind: text().notNull(),
    environment: text().notNull(),
    status: text().notNull(),
    /** Only a seeded tenant may have audit times that differ from the database's. No verb sets it. */
    isSeeded: boolean().notNull().default(false),
    features: text().array().notNull().default([]),
    settings: jsonb().notNull().default({}),
    grantVersion: integer().notNull().default(1),
    auditorEmail: text(),
    createdAt: instant().notNull(),
  },
  (t) => [uniqueIndex('tenant_slug').on(t.slug)],
);

export const legalEntity = pgTable(
  'legal_entity',
  {
    ...tenantRow('entity'),
    name: text().notNull(),
    shortName: text().notNull(),
    jurisdiction: text().notNull(),
    licence: text(),
    baseCurrency: text().notNull(),
    timeZone: text().notNull(),
    cutOff: text().notNull(),
    bankCalendar: text().notNull(),
    tradingCalendar: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [tenantKey(t)],
);

export const brand = pgTable(
  'brand',
  {
    ...tenantRow('brand'),
    entityId: idColumn('entity').notNull(),
    name: text().notNull(),
    slug: text().notNull(),
    color: text().notNull(),
    colorDark: text().notNull(),
    logoPng: text(),
    senderEmail: text(),
    languages: text().array().notNull(),
    /** Where a visitor lands whom neither a host nor a link brings to a brand. */
    isDefault: boolean().notNull().default(false),
    createdAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    uniqueIndex('brand_slug').on(t.tenantId, t.slug),
    uniqueIndex('brand_default').on(t.tenantId).where(sql`is_default`),
  ],
);

/** A host name of a brand; read before the tenant is known, through resolve_domain only. */
export const domain = pgTable(
  'domain',
  {
    tenantId: tenantId(),
    host: text().notNull(),
    brandId: idColumn('brand').notNull(),
    verifiedAt: instant(),
    verificationToken: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.host] }),
    uniqueIndex('domain_host').on(t.host).where(sql`verified_at is not null`),
    tenantRef(t.tenantId, t.brandId, brand),
  ],
);

/** A vendor as this tenant uses it. `secrets` is an envelope (AES-256-GCM under the tenant's key). */
export const connection = pgTable(
  'connection',
  {
    ...tenantRow('connection'),
    entityId: idColumn('entity'),
    port: text().notNull(),
    vendor: text().notNull(),
    name: text().notNull(),
    config: jsonb().notNull(),
    secrets: text().notNull(),
    state: text().notNull().default('active'),
    lastOkAt: instant(),
    lastError: text(),
    lastErrorAt: instant(),
    /** How long the vendor took to answer the last time it was asked. */
    lastCheckMs: integer(),
    createdAt: instant().notNull(),
  },
  (t) => [tenantKey(t), index('connection_port').on(t.tenantId, t.port)],
);

/** Platform staff inside a tenant: time-boxed, with a reason, seen in that tenant's own audit log. A row of the platform tenant. */
export const breakGlass = pgTable(
  'break_glass',
  {
    ...tenantRow('breakGlass'),
    targetTenantId: uuid().notNull(),
    staffId: idColumn('user').notNull(),
    staffName: text().notNull(),
    reason: text().notNull(),
    openedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [tenantKey(t), index('break_glass_target').on(t.targetTenantId, t.openedAt)],
);
