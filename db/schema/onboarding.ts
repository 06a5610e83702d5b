import { sql } from 'drizzle-orm';
import { type AnyPgColumn, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client, person } from './clients';
import { connection } from './tenancy';

/** One version of what a tenant asks its applicants. A published version is never changed. */
export const onboardingFlow = pgTable(
  'onboarding_flow',
  {
    ...tenantRow('flow'),
    version: integer().notNull(),
    definition: jsonb().notNull(),
    note: text().notNull(),
    publishedBy: jsonb().notNull(),
    publishedAt: instant().notNull(),
  },
  (t) => [tenantKey(t), uniqueIndex('onboarding_flow_version').on(t.tenantId, t.version)],
);

const queued = (t: Readonly<Record<'purpose' | 'riskTier' | 'clientId', AnyPgColumn>>) =>
  [t.purpose, t.riskTier, t.clientId] as const;

/** One request to be served, or to stay served (renewal). Its state reports to the client's verification facet. */
export const application = pgTable(
  'application',
  {
    ...tenantRow('application'),
    clientId: idColumn('client').notNull(),
    personId: idColumn('person').notNull(),
    purpose: text().notNull(),
    state: text().notNull(),
    flowVersion: integer().notNull(),
    /** The questions as this applicant was asked them, whatever the flow became later. */
    flow: jsonb().notNull(),
    /** Envelope under the person's key. */
    answers: text(),
    stepsDone: text().array().notNull().default([]),
    documents: jsonb().notNull(),
    submissions: integer().notNull().default(0),
    /** What the client is asked to bring: codes of the picklist and a note he reads. */
    asks: jsonb().notNull(),
    noteToClient: text(),
    /** Why it waits for a person; a word for staff. */
    reviewReason: text(),
    connectionId: idColumn('connection'),
    applicantId: text(),
    providerProblem: text(),
    checkedAttempt: integer(),
    checkedAt: instant(),
    outcome: text(),
    outcomeReason: text(),
    decidedBy: jsonb(),
    riskScore: integer(),
    riskTier: text(),
    /** What has been shown so far, as evidence for a tier. */
    evidence: text().array().notNull().default([]),
    createdAt: instant().notNull(),
    stateSince: instant().notNull(),
    submittedAt: instant(),
    decidedAt: instant(),
    dueAt: instant(),
    renewsAt: instant(),
    remindedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.personId, person),
    tenantRef(t.tenantId, t.connectionId, connection),
    uniqueIndex('application_open')
      .on(t.tenantId, t.clientId)
      .where(sql`state not in ('approved', 'rejected', 'superseded')`),
    index('application_client').on(t.tenantId, t.clientId, t.createdAt),
    // The orders of the queue, state by state, with what it is filtered by.
    index('application_queue').on(t.tenantId, t.state, t.stateSince, t.id, ...queued(t)),
    index('application_submitted').on(t.tenantId, t.state, t.submittedAt, t.id, ...queued(t)),
    index('application_due').on(t.tenantId, t.state, t.dueAt, t.id, ...queued(t)),
    index('application_risk').on(t.tenantId, t.state, t.riskScore, t.id, ...queued(t)),
    index('application_renews').on(t.tenantId, t.renewsAt).where(sql`state = 'approved' and renews_at is not null`),
    index('application_applicant').on(t.tenantId, t.connectionId, t.applicantId),
  ],
);

/** Append-only: what was sent, each time; a reviewer compares it with the one before. */
export const applicationSubmission = pgTable(
  'application_submission',
  {
    ...tenantRow('submission'),
    applicationId: idColumn('application').notNull(),
    number: integer().notNull(),
    answers: text().notNull(),
    documents: jsonb().notNull(),
    ip: text(),
    deviceId: text(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.applicationId, application),
    uniqueIndex('application_submission_number').on(t.tenantId, t.applicationId, t.number),
  ],
);

/** Append-only: every word of the provider that was news. */
export const kycCheck = pgTable(
  'kyc_check',
  {
    ...tenantRow('check'),
    applicationId: idColumn('application').notNull(),
    clientId: idColumn('client').notNull(),
    connectionId: idColumn('connection').notNull(),
    vendor: text().notNull(),
    applicantId: text().notNull(),
    level: text(),
    attempt: integer().notNull(),
    outcome: text().notNull(),
    rejection: text(),
    labels: text().array().notNull(),
    /** May be told to the client. */
    shown: text().array().notNull(),
    /** Envelope under the person's key; never told to the client. */
    internal: text(),
    decidedAt: instant(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.applicationId, application),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.connectionId, connection),
    index('kyc_check_application').on(t.tenantId, t.applicationId, t.recordedAt),
  ],
);

/** Append-only: verified webhooks of the provider. They raise nothing: the decision is fetched. */
export const kycEvent = pgTable(
  'kyc_event',
  {
    tenantId: tenantId(),
    connectionId: idColumn('connection').notNull(),
    eventId: text().notNull(),
    type: text().notNull(),
    applicantId: text().notNull(),
    occurredAt: instant(),
    receivedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.eventId] }),
    tenantRef(t.tenantId, t.connectionId, connection),
  ],
);

/** Append-only: score, tier and the facts behind them, each time they were worked out. */
export const riskAssessment = pgTable(
  'risk_assessment',
  {
    ...tenantRow('riskAssessment'),
    clientId: idColumn('client').notNull(),
    applicationId: idColumn('application'),
    score: integer().notNull(),
    riskTier: text().notNull(),
    factors: jsonb().notNull(),
    overrides: jsonb().notNull(),
    facts: jsonb().notNull(),
    weightsVersion: text().notNull(),
    reviewMonths: integer().notNull(),
    tier: text(),
    earned: text(),
    restrictedBy: text().array().notNull(),
    missing: text().array().notNull(),
    tableVersion: text().notNull(),
    cause: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('risk_assessment_client').on(t.tenantId, t.clientId, t.at),
  ],
);
