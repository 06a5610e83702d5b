import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { connection, legalEntity } from './tenancy';

/** What a client may open: a group of one platform, with the terms it starts from. */
export const tradingOffer = pgTable(
  'trading_offer',
  {
    ...tenantRow('offer'),
    name: text().notNull(),
    description: text(),
    connectionId: idColumn('connection').notNull(),
    /** Only clients of this entity; null: of every entity. */
    entityId: idColumn('entity'),
    environment: text().notNull(),
    groupName: text().notNull(),
    /** Where platforms without a close-only right move an account; what the connection maps, shown beside the offer. */
    closeOnlyGroup: text(),
    currency: text().notNull(),
    leverageDefault: integer().notNull(),
    leverageMax: integer().notNull(),
    /** The house's own caps by instrument class, below the law's. */
    leverageByClass: jsonb().$type<Readonly<Record<string, number>>>().notNull(),
    /** Residence, tier and category that may have it; empty: all. */
    countries: text().array().notNull(),
    tiers: text().array().notNull(),
    categories: text().array().notNull(),
    minDepositMinor: minorUnits().notNull(),
    /** Play money of a new demo account. */
    demoBalanceMinor: minorUnits().notNull(),
    isSwapFree: boolean().notNull(),
    accountsMax: integer().notNull(),
    state: text().notNull(),
    position: integer().notNull(),
    createdAt: instant().notNull(),
    changedAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.connectionId, connection),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    uniqueIndex('trading_offer_name').on(t.tenantId, t.name),
    check('trading_offer_environment', sql`environment in ('live', 'demo')`),
    check('trading_offer_leverage', sql`leverage_default between 1 and leverage_max`),
  ],
);

/** Logins of ours on a platform: creating an account under a login we chose is idempotent. */
export const loginRange = pgTable(
  'login_range',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    next: bigint({ mode: 'bigint' }).notNull(),
    last: bigint({ mode: 'bigint' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId] }),
    tenantRef(t.tenantId, t.connectionId, connection),
    check('login_range_order', sql`next > 0 and next <= last + 1`),
  ],
);

/** Decided, known as ours, and seen: a difference between the last two is somebody else's change. */
export const tradingAccount = pgTable(
  'trading_account',
  {
    ...tenantRow('tradingAccount'),
    clientId: idColumn('client').notNull(),
    entityId: idColumn('entity').notNull(),
    offerId: idColumn('offer').notNull(),
    connectionId: idColumn('connection').notNull(),
    environment: text().notNull(),
    platform: text().notNull(),
    serverId: text(),
    login: text(),
    reservedLogin: text(),
    opId: text().notNull(),
    currency: text().notNull(),
    label: text(),
    state: text().notNull(),
    /** Of the creation: `wanted`, `sent`, `unknown`, `done`, `failed`. */
    creation: text().notNull(),
    creationTries: integer().notNull().default(0),
    creationSentAt: instant(),
    creationLookups: integer().notNull().default(0),
    creationProblem: jsonb(),
    requestedLeverage: integer(),
    desiredGroup: text().notNull(),
    desiredLeverage: integer().notNull(),
    desiredTrading: text().notNull(),
    desiredBecause: jsonb().$type<readonly string[]>().notNull(),
    desiredAt: instant().notNull(),
    decisionId: idColumn('decision'),
    /** A lower leverage that waits until the account is flat, at the latest until `pendingFrom`. */
    pendingLeverage: integer(),
    pendingSince: instant(),
    pendingFrom: instant(),
    /** What we last made or accepted on the platform. */
    baseGroup: text(),
    baseLeverage: integer(),
    baseTrading: text(),
    observedGroup: text(),
    observedPlatformGroup: text(),
    observedLeverage: integer(),
    observedTrading: text(),
    observedLoginEnabled: boolean(),
    observedAt: instant(),
    driftSince: instant(),
    driftFields: text().array().notNull().default([]),
    /** Foreign values somebody decided to live with, by field. */
    toleratedDrift: jsonb().$type<Readonly<Record<string, string>>>().notNull().default({}),
    /** A dealer's signed exception to the decided terms. */
    exceptionLeverage: integer(),
    exceptionTrading: text(),
    exceptionGroup: text(),
    exceptionReason: text(),
    exceptionBy: text(),
    exceptionAt: instant(),
    exceptionUntil: instant(),
    masterPassword: text(),
    investorPassword: text(),
    passwordShownAt: instant(),
    firstDealAt: instant(),
    lastDealAt: instant(),
    createdAt: instant().notNull(),
    openedAt: instant(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    tenantRef(t.tenantId, t.offerId, tradingOffer),
    tenantRef(t.tenantId, t.connectionId, connection),
    uniqueIndex('trading_account_login').on(t.tenantId, t.connectionId, t.login).where(sql`login is not null`),
    uniqueIndex('trading_account_op').on(t.tenantId, t.opId),
    index('trading_account_client').on(t.tenantId, t.clientId, t.createdAt),
    // The orders of the list, state by state, with what it is filtered by.
    index('trading_account_created').on(
      t.tenantId,
      t.state,
      t.createdAt,
      t.id,
      t.environment,
      t.clientId,
      t.driftSince,
    ),
    index('trading_account_by_login').on(t.tenantId, t.state, t.login, t.id, t.environment, t.clientId, t.driftSince),
    index('trading_account_traded').on(
      t.tenantId,
      t.state,
      t.lastDealAt,
      t.id,
      t.environment,
      t.clientId,
      t.driftSince,
    ),
    index('trading_account_drifting').on(t.tenantId, t.state, t.driftSince, t.id, t.environment, t.clientId),
    index('trading_account_drift').on(t.tenantId, t.driftSince).where(sql`drift_since is not null`),
    index('trading_account_pending').on(t.tenantId, t.pendingFrom).where(sql`pending_leverage is not null`),
    index('trading_account_creation').on(t.tenantId, t.createdAt).where(sql`creation in ('wanted', 'sent', 'unknown')`),
    check(
      'trading_account_state',
      sql`state in ('provisioning', 'active', 'close_only', 'disabled', 'archived', 'failed')`,
    ),
    check('trading_account_open', sql`state in ('provisioning', 'failed') or login is not null`),
  ],
);

/** One movement of money on a platform, from our intent to what is known of it. At most one in flight per account. */
export const accountOperation = pgTable(
  'account_operation',
  {
    ...tenantRow('balanceOperation'),
    /** What the platform's comment carries: 13 characters. */
    opId: text().notNull(),
    accountId: idColumn('tradingAccount').notNull(),
    clientId: idColumn('client').notNull(),
    purpose: text().notNull(),
    kind: text().notNull(),
    amountMinor: minorUnits().notNull(),
    asset: text().notNull(),
    state: text().notNull(),
    attempt: integer().notNull(),
    /** What asked for it; a second asking answers with the first. */
    cause: text().notNull(),
    holdId: idColumn('ledgerHold'),
    tries: integer().notNull().default(0),
    firstSentAt: instant(),
    sentAt: instant(),
    lookups: integer().notNull().default(0),
    /** Looks that found nothing since the last attempt. */
    absences: integer().notNull().default(0),
    lookedUpAt: instant(),
    nextAt: instant(),
    platformRef: text(),
    extraRefs: text().array().notNull().default([]),
    problem: jsonb(),
    createdAt: instant().notNull(),
    settledAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.accountId, tradingAccount),
    tenantRef(t.tenantId, t.clientId, client),
    uniqueIndex('account_operation_op').on(t.tenantId, t.opId),
    uniqueIndex('account_operation_cause').on(t.tenantId, t.cause),
    uniqueIndex('account_operation_in_flight')
      .on(t.tenantId, t.accountId)
      .where(sql`state in ('intent', 'sent', 'unknown')`),
    index('account_operation_account').on(t.tenantId, t.accountId, t.createdAt),
    index('account_operation_due').on(t.tenantId, t.nextAt).where(sql`state in ('intent', 'sent', 'unknown')`),
    check('account_operation_amount', sql`amount_minor > 0 and attempt between 1 and 2`),
    check('account_operation_state', sql`state in ('intent', 'sent', 'unknown', 'applied', 'failed', 'compensated')`),
  ],
);
