import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';

// What people write to and about a client lies sealed under his person's key: destroying the key erases it.

/** One contact with a client, or what a colleague noted about him. */
export const contactEntry = pgTable(
  'contact_entry',
  {
    ...tenantRow('contact'),
    clientId: idColumn('client').notNull(),
    channel: text().notNull(),
    direction: text(),
    outcome: text(),
    /** Envelopes. */
    text: text().notNull(),
    nextAction: text(),
    nextActionAt: instant(),
    /** The colleague who is asked to look. */
    mentionedId: idColumn('user'),
    mentionedName: text(),
    isIdentityChecked: boolean().notNull().default(false),
    restrictedTo: text(),
    authorId: idColumn('user'),
    authorName: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('contact_entry_client').on(t.tenantId, t.clientId, t.at),
  ],
);

/** A thread between a client and the house. Its subject is a word of our list, so that nothing personal stands open. */
export const conversation = pgTable(
  'conversation',
  {
    ...tenantRow('conversation'),
    clientId: idColumn('client').notNull(),
    topic: text().notNull(),
    state: text().notNull(),
    assigneeId: idColumn('user'),
    assigneeName: text(),
    openedAt: instant().notNull(),
    lastMessageAt: instant().notNull(),
    /** Since when he waits for us, and until when we promised to answer. */
    waitingSince: instant(),
    dueAt: instant(),
    clientReadAt: instant(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('conversation_client').on(t.tenantId, t.clientId, t.lastMessageAt),
    // The orders of the inbox, state by state, with what it is filtered by.
    index('conversation_state').on(t.tenantId, t.state, t.lastMessageAt, t.id, t.topic, t.assigneeId, t.clientId),
    index('conversation_opened').on(t.tenantId, t.state, t.openedAt, t.id, t.topic, t.assigneeId, t.clientId),
    index('conversation_promised').on(t.tenantId, t.state, t.dueAt, t.id, t.topic, t.assigneeId, t.clientId),
    index('conversation_due').on(t.tenantId, t.dueAt).where(sql`state = 'waiting'`),
  ],
);

export const conversationMessage = pgTable(
  'conversation_message',
  {
    ...tenantRow('message'),
    conversationId: idColumn('conversation').notNull(),
    clientId: idColumn('client').notNull(),
    /** client, staff, or note: what colleagues write to each other and the client never sees. */
    side: text().notNull(),
    /** An envelope. */
    text: text().notNull(),
    documentIds: text().array().notNull().default([]),
    authorId: idColumn('user'),
    authorName: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.conversationId, conversation),
    index('conversation_message_thread').on(t.tenantId, t.conversationId, t.at),
  ],
);

/** An answer that is written often: one text per language, with places for names. */
export const macro = pgTable(
  'macro',
  {
    ...tenantRow('macro'),
    name: text().notNull(),
    texts: jsonb().$type<Record<string, string>>().notNull(),
    isActive: boolean().notNull().default(true),
    updatedAt: instant().notNull(),
    updatedBy: text().notNull(),
  },
  (t) => [tenantKey(t), index('macro_name').on(t.tenantId, t.name)],
);

/** What a client wants changed about himself, with what was looked at and who decided. */
export const clientRequest = pgTable(
  'client_request',
  {
    ...tenantRow('request'),
    clientId: idColumn('client').notNull(),
    kind: text().notNull(),
    state: text().notNull(),
    /** portal: the client himself; desk: a colleague for a caller who was checked. */
    channel: text().notNull(),
    /** How it was shown that it is he: signed_in, proved_it_again, read_out_a_code. */
    proof: text().notNull(),
    /** An envelope: the values he wants, as JSON. */
    wanted: text().notNull(),
    /** What was there when it was applied, an envelope: the page shows before and after. */
    replaced: text(),
    documentIds: text().array().notNull().default([]),
    openedById: idColumn('user'),
    openedByName: text().notNull(),
    openedAt: instant().notNull(),
    dueAt: instant().notNull(),
    /** A legal clock that was prolonged (GDPR Art. 12(3)), and why. */
    extendedAt: instant(),
    extendReason: text(),
    /** The checks as they stood when it was decided. */
    checks: jsonb().$type<{ name: string; result: string; facts: Record<string, unknown> }[]>(),
    decidedById: idColumn('user'),
    decidedByName: text(),
    approvedByNames: text().array().notNull().default([]),
    decidedAt: instant(),
    reason: text(),
    /** An envelope: what the client reads. */
    noteToClient: text(),
    /** Withdrawals wait until then. */
    holdId: idColumn('hold'),
    holdUntil: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('client_request_client').on(t.tenantId, t.clientId, t.openedAt),
    index('client_request_state').on(t.tenantId, t.state, t.dueAt, t.id, t.kind, t.clientId),
    index('client_request_opened').on(t.tenantId, t.state, t.openedAt, t.id, t.kind, t.clientId),
    // One of a kind at a time: pressing twice is one request.
    uniqueIndex('client_request_open').on(t.tenantId, t.clientId, t.kind).where(sql`state = 'open'`),
  ],
);

/** A code that a caller reads out. The code itself is a keyed hash of this row's id and lies nowhere. */
export const callerCheck = pgTable(
  'caller_check',
  {
    ...tenantRow('callerCheck'),
    clientId: idColumn('client').notNull(),
    userId: idColumn('user').notNull(),
    userName: text().notNull(),
    /** What he has shown to hold: his mailbox or his telephone. */
    channel: text().notNull().default('email'),
    sentAt: instant().notNull(),
    expiresAt: instant().notNull(),
    deliveredAt: instant(),
    verifiedAt: instant(),
    /** Until then the person at the telephone counts as the client, for this colleague. */
    verifiedUntil: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('caller_check_client').on(t.tenantId, t.clientId, t.sentAt),
  ],
);

/** A link to a page of the portal that a colleague made for one client; nobody else learns where it leads. */
export const shownPage = pgTable(
  'shown_page',
  {
    ...tenantRow('shownPage'),
    clientId: idColumn('client').notNull(),
    path: text().notNull(),
    byName: text().notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    openedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    index('shown_page_client').on(t.tenantId, t.clientId, t.createdAt),
  ],
);
