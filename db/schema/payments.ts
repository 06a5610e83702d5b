import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { connection, legalEntity } from './tenancy';

/** A card, account or wallet that money came from or may go to. Numbers are envelopes; what is shown is brand and last four. */
export const instrument = pgTable(
  'instrument',
  {
    ...tenantRow('instrument'),
    clientId: idColumn('client').notNull(),
    kind: text().notNull(),
    connectionId: idColumn('connection'),
    fingerprint: text(),
    brand: text(),
    last4: text(),
    funding: text(),
    country: text(),
    holderName: text(),
    /** IBAN or account number and BIC as one envelope; bank instruments only. */
    details: text(),
    ownership: text().notNull(),
    ownershipWhy: text(),
    firstSeenAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    uniqueIndex('instrument_fingerprint')
      .on(t.tenantId, t.clientId, t.kind, t.fingerprint)
      .where(sql`fingerprint is not null`),
    index('instrument_ending').on(t.tenantId, t.last4, t.firstSeenAt),
    index('instrument_shared').on(t.tenantId, t.fingerprint).where(sql`fingerprint is not null`),
  ],
);

export const deposit = pgTable(
  'deposit',
  {
    ...tenantRow('deposit'),
    number: text().notNull(),
    clientId: idColumn('client').notNull(),
    entityId: idColumn('entity').notNull(),
    asset: text().notNull(),
    requestedMinor: minorUnits().notNull(),
    /** What was really received and credited; null until then. */
    creditedMinor: minorUnits(),
    state: text().notNull(),
    reason: text(),
    /** Moves on to this trading account once the wallet has it. */
    targetAccountId: idColumn('tradingAccount'),
    deviceId: text(),
    ip: text(),
    createdAt: instant().notNull(),
    creditedAt: instant(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    uniqueIndex('deposit_by_number').on(t.tenantId, t.number),
    index('deposit_created').on(t.tenantId, t.createdAt, t.id),
    index('deposit_client').on(t.tenantId, t.clientId, t.state, t.createdAt, t.id),
    // Both orders of the list, state by state, with whose it is for those who reach only some clients.
    index('deposit_open').on(t.tenantId, t.state, t.createdAt, t.id, t.clientId),
    index('deposit_amount').on(t.tenantId, t.state, t.requestedMinor, t.id, t.clientId, t.asset),
  ],
);

/** One try at one PSP. The database itself forbids two live tries of one deposit. */
export const paymentAttempt = pgTable(
  'payment_attempt',
  {
    ...tenantRow('attempt'),
    depositId: idColumn('deposit').notNull(),
    connectionId: idColumn('connection').notNull(),
    pspId: text(),
    outcome: text().notNull(),
    redirectUrl: text(),
    problem: jsonb(),
    instrumentId: idColumn('instrument'),
    createdAt: instant().notNull(),
    sentAt: instant(),
    lookedUpAt: instant(),
    lookups: integer().notNull().default(0),
    decidedAt: instant(),
    expiresAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.depositId, deposit),
    tenantRef(t.tenantId, t.connectionId, connection),
    uniqueIndex('payment_attempt_live')
      .on(t.tenantId, t.depositId)
      .where(sql`outcome in ('created', 'pending_action', 'pending_psp', 'unknown', 'approved')`),
    index('payment_attempt_of').on(t.tenantId, t.depositId, t.createdAt),
    index('payment_attempt_psp').on(t.tenantId, t.connectionId, t.pspId),
    index('payment_attempt_open').on(t.tenantId, t.outcome, t.createdAt),
  ],
);

/** One successful charge at a PSP: booked once, whoever reports it and however often. */
export const charge = pgTable(
  'charge',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    pspChargeId: text().notNull(),
    depositId: idColumn('deposit').notNull(),
    attemptId: idColumn('attempt').notNull(),
    instrumentId: idColumn('instrument'),
    asset: text().notNull(),
    receivedMinor: minorUnits().notNull(),
    /** Sent back so far, refunds under way included. */
    refundedMinor: minorUnits().notNull(),
    isSurplus: boolean().notNull().default(false),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.pspChargeId] }),
    tenantRef(t.tenantId, t.depositId, deposit),
    index('charge_deposit').on(t.tenantId, t.depositId),
  ],
);

/** Inbox of verified vendor events: the primary key makes a duplicate harmless. */
export const pspEvent = pgTable(
  'psp_event',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    eventId: text().notNull(),
    vendorType: text().notNull(),
    kind: text().notNull(),
    reference: text(),
    occurredAt: instant().notNull(),
    receivedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId, t.eventId] })],
);

export const withdrawal = pgTable(
  'withdrawal',
  {
    ...tenantRow('withdrawal'),
    number: text().notNull(),
    clientId: idColumn('client').notNull(),
    entityId: idColumn('entity').notNull(),
    asset: text().notNull(),
    amountMinor: minorUnits().notNull(),
    state: text().notNull(),
    /** Set when the money comes from a platform; it is then held in transit, else on the wallet. */
    sourceAccountId: idColumn('tradingAccount'),
    sourceLogin: text(),
    holdId: idColumn('ledgerHold'),
    /** Where the remainder goes that no charge can take back. */
    payoutInstrumentId: idColumn('instrument'),
    policyRow: text(),
    policyVersion: text(),
    needed: integer(),
    approvalId: idColumn('approval'),
    reason: text(),
    reasonIsRestricted: boolean().notNull().default(false),
    deviceId: text(),
    ip: text(),
    requestedAt: instant().notNull(),
    approvedAt: instant(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    tenantRef(t.tenantId, t.payoutInstrumentId, instrument),
    uniqueIndex('withdrawal_by_number').on(t.tenantId, t.number),
    index('withdrawal_requested').on(t.tenantId, t.requestedAt, t.id),
    index('withdrawal_state').on(t.tenantId, t.state, t.requestedAt, t.id, t.clientId),
    index('withdrawal_amount').on(t.tenantId, t.state, t.amountMinor, t.id, t.clientId, t.asset),
    index('withdrawal_client').on(t.tenantId, t.clientId, t.state, t.requestedAt, t.id),
  ],
);

/** Append-only: each automatic check with what it saw, at request and again at release. */
export const withdrawalCheck = pgTable(
  'withdrawal_check',
  {
    tenantId: tenantId(),
    withdrawalId: idColumn('withdrawal').notNull(),
    run: integer().notNull(),
    name: text().notNull(),
    result: text().notNull(),
    facts: jsonb().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.withdrawalId, t.run, t.name] }),
    tenantRef(t.tenantId, t.withdrawalId, withdrawal),
  ],
);

/** One way part of a withdrawal leaves: back to a charge, or out to an own-name account. */
export const withdrawalLeg = pgTable(
  'withdrawal_leg',
  {
    ...tenantRow('leg'),
    withdrawalId: idColumn('withdrawal').notNull(),
    position: integer().notNull(),
    kind: text().notNull(),
    connectionId: idColumn('connection').notNull(),
    instrumentId: idColumn('instrument'),
    pspChargeId: text(),
    chargeAttemptId: idColumn('attempt'),
    asset: text().notNull(),
    amountMinor: minorUnits().notNull(),
    state: text().notNull(),
    pspId: text(),
    proof: jsonb(),
    problem: jsonb(),
    sentAt: instant(),
    lookedUpAt: instant(),
    lookups: integer().notNull().default(0),
    /** How often, a grace time apart, the PSP said that it does not know the leg; two prove that it never arrived. */
    absences: integer().notNull().default(0),
    absentAt: instant(),
    settledAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.withdrawalId, withdrawal),
    tenantRef(t.tenantId, t.connectionId, connection),
    tenantRef(t.tenantId, t.instrumentId, instrument),
    uniqueIndex('withdrawal_leg_position').on(t.tenantId, t.withdrawalId, t.position),
    index('withdrawal_leg_open').on(t.tenantId, t.state, t.sentAt),
    index('withdrawal_leg_psp').on(t.tenantId, t.connectionId, t.pspId),
  ],
);

/** Next D- and W- numbers of a tenant. */
export const paymentNumber = pgTable(
  'payment_number',
  { tenantId: tenantId(), kind: text().notNull(), next: integer().notNull() },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind] })],
);
