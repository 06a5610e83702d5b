import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRow } from './_columns';

const xid8 = customType<{ data: string; driverData: string }>({ dataType: () => 'xid8' });
const bytes = customType<{ data: Uint8Array; driverData: Buffer | Uint8Array }>({ dataType: () => 'bytea' });

/** Append-only. One row per change, written by the funnel in the transaction of the change. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    ...tenantRow('audit'),
    at: instant().notNull(),
    recordedAt: instant().notNull().default(sql`clock_timestamp()`),
    xid: xid8().notNull().default(sql`pg_current_xact_id()`),
    actor: jsonb().notNull(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    /** The longer story this belongs to: a withdrawal, an application. */
    threadId: text(),
    clientId: idColumn('client'),
    changes: jsonb().notNull(),
    facts: jsonb(),
    reason: text(),
    /** Readers outside this group see "under review". */
    restrictedTo: text(),
    requestId: text().notNull(),
  },
  (t) => [
    tenantKey(t),
    index('audit_entry_object').on(t.tenantId, t.objectId, t.at),
    index('audit_entry_thread').on(t.tenantId, t.threadId, t.at).where(sql`thread_id is not null`),
    index('audit_entry_client').on(t.tenantId, t.clientId, t.at).where(sql`client_id is not null`),
    index('audit_entry_at').on(t.tenantId, t.at, t.id),
    index('audit_entry_xid').on(t.tenantId, t.xid),
  ],
);

/** The sealed order: gap-free index per tenant, leaf hash over the entry's canonical form. */
export const auditLeaf = pgTable(
  'audit_leaf',
  {
    tenantId: tenantId(),
    leafIndex: bigint({ mode: 'bigint' }).notNull(),
    auditId: idColumn('audit').notNull(),
    leafHash: bytes().notNull(),
    sealedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.leafIndex] }), index('audit_leaf_entry').on(t.tenantId, t.auditId)],
);

/** Complete subtrees of the Merkle tree, so that proofs read O(log n) rows. */
export const auditNode = pgTable(
  'audit_node',
  {
    tenantId: tenantId(),
    level: integer().notNull(),
    nodeIndex: bigint({ mode: 'bigint' }).notNull(),
    hash: bytes().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.level, t.nodeIndex] })],
);

export const auditCheckpoint = pgTable(
  'audit_checkpoint',
  {
    tenantId: tenantId(),
    treeSize: bigint({ mode: 'bigint' }).notNull(),
    rootHash: bytes().notNull(),
    note: text().notNull(),
    signedAt: instant().notNull(),
    publishedTo: text().array().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.treeSize] })],
);

export const outbox = pgTable(
  'outbox',
  {
    id: bigint({ mode: 'bigint' }).primaryKey().generatedAlwaysAsIdentity(),
    tenantId: tenantId(),
    name: text().notNull(),
    data: jsonb().notNull(),
    at: instant().notNull(),
    attempts: integer().notNull().default(0),
    heldUntil: instant(),
  },
  (t) => [index('outbox_tenant').on(t.tenantId, t.id)],
);

export const idempotency = pgTable(
  'idempotency',
  {
    tenantId: tenantId(),
    actor: text().notNull(),
    verb: text().notNull(),
    key: text().notNull(),
    inputHash: text().notNull(),
    result: jsonb(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.actor, t.verb, t.key] }),
    // Not led by the tenant: before the table has statistics a look-up by key would take such an index, and read all of it.
    index('idempotency_age').on(t.createdAt),
  ],
);

/** One holder at a time for a stream, a relay, a sealer. A higher epoch outlives a stalled holder. */
export const lease = pgTable(
  'lease',
  {
    tenantId: tenantId(),
    kind: text().notNull(),
    key: text().notNull(),
    holder: text().notNull(),
    epoch: bigint({ mode: 'bigint' }).notNull(),
    until: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind, t.key] })],
);

/** Wrapped data keys: one per tenant, one per subject whose erasure must be possible. */
export const dataKey = pgTable(
  'data_key',
  {
    tenantId: tenantId(),
    subject: text().notNull(),
    version: integer().notNull(),
    wrapped: text().notNull(),
    createdAt: instant().notNull(),
    destroyedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.subject, t.version] })],
);

/** Refused attempts at verbs that ask for it: authentication, approvals, money, every 403. */
export const securityEvent = pgTable(
  'security_event',
  {
    ...tenantRow('audit'),
    at: instant().notNull(),
    verb: text().notNull(),
    actor: jsonb().notNull(),
    refusal: text().notNull(),
    reason: text().notNull(),
    ip: text(),
    requestId: text().notNull(),
  },
  (t) => [tenantKey(t), index('security_event_at').on(t.tenantId, t.at)],
);

const shown = (t: Readonly<Record<'team' | 'kind' | 'assigneeId' | 'clientId' | 'restrictedTo', AnyPgColumn>>) =>
  [t.team, t.kind, t.assigneeId, t.clientId, t.restrictedTo] as const;

/** One inbox for everything that waits for a person. */
export const workItem = pgTable(
  'work_item',
  {
    ...tenantRow('workItem'),
    kind: text().notNull(),
    /** One open item per kind and object; raising twice is one item. */
    objectType: text().notNull(),
    objectId: text().notNull(),
    clientId: idColumn('client'),
    title: text().notNull(),
    team: text().notNull(),
    assigneeId: idColumn('user'),
    priority: integer().notNull().default(2),
    stakeMinor: minorUnits(),
    stakeAsset: text(),
    waitingOn: text().notNull(),
    state: text().notNull().default('open'),
    dueAt: instant(),
    /** Working minutes left of a promise that stands still while somebody outside has to act. */
    minutesLeft: integer(),
    brokenAt: instant(),
    snoozedUntil: instant(),
    snoozeReason: text(),
    escalatedAt: instant(),
    handoverNote: text(),
    handoverReadAt: instant(),
    restrictedTo: text(),
    createdAt: instant().notNull(),
    closedAt: instant(),
    outcome: text(),
  },
  (t) => [
    tenantKey(t),
    // The orders of the inbox, state by state, with what it is filtered by.
    index('work_item_open').on(t.tenantId, t.state, t.dueAt, t.id, ...shown(t)),
    index('work_item_since').on(t.tenantId, t.state, t.createdAt, t.id, ...shown(t)),
    index('work_item_urgent').on(t.tenantId, t.state, t.priority, t.id, ...shown(t)),
    index('work_item_object').on(t.tenantId, t.objectId),
    index('work_item_client').on(t.tenantId, t.clientId),
  ],
);

/** A parked command, bound to a digest of what was asked. */
export const approvalRequest = pgTable(
  'approval_request',
  {
    ...tenantRow('approval'),
    verb: text().notNull(),
    input: text().notNull(),
    digest: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    clientId: idColumn('client'),
    summary: text().notNull(),
    stakeMinor: minorUnits(),
    stakeAsset: text(),
    requestedBy: jsonb().notNull(),
    requesterId: text().notNull(),
    needed: integer().notNull(),
    decideGrant: text().notNull(),
    policyVersion: text().notNull(),
    checks: jsonb().notNull(),
    state: text().notNull().default('waiting'),
    stateReason: text(),
    mode: text().notNull().default('four_eyes'),
    notBefore: instant(),
    /** As of work items: readers outside this group do not know that it waits. */
    restrictedTo: text(),
    expiresAt: instant().notNull(),
    createdAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    index('approval_request_state').on(t.tenantId, t.state, t.createdAt, t.id, t.restrictedTo),
    index('approval_request_object').on(t.tenantId, t.objectId),
  ],
);

export const approvalDecision = pgTable(
  'approval_decision',
  {
    tenantId: tenantId(),
    approvalId: idColumn('approval').notNull(),
    userId: idColumn('user').notNull(),
    onBehalfOf: idColumn('user'),
    name: text().notNull(),
    decision: text().notNull(),
    comment: text(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.approvalId, t.userId] })],
);

/** Attempts per key and window. Unlogged: losing it in a crash only forgives. Not a tenant table: strangers have none. */
export const rateLimit = pgTable('rate_limit', {
  key: text().primaryKey(),
  windowStart: instant().notNull(),
  hits: integer().notNull(),
  blockedUntil: instant(),
});

export const savedView = pgTable(
  'saved_view',
  {
    ...tenantRow('savedView'),
    ownerId: idColumn('user').notNull(),
    tableName: text().notNull(),
    name: text().notNull(),
    isTeam: boolean().notNull().default(false),
    state: jsonb().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [tenantKey(t), index('saved_view_table').on(t.tenantId, t.tableName)],
);

/** What the policy engine decided, with the facts it saw: replay and "why" read this. */
export const policyDecision = pgTable(
  'policy_decision',
  {
    ...tenantRow('decision'),
    point: text().notNull(),
    version: text().notNull(),
    objectId: text().notNull(),
    clientId: idColumn('client'),
    facts: jsonb().notNull(),
    outcome: jsonb().notNull(),
    matchedRow: text(),
    at: instant().notNull(),
  },
  (t) => [tenantKey(t), index('policy_decision_object').on(t.tenantId, t.objectId, t.at)],
);
