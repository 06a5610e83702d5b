import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
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
    index('conversation_state').on(t.tenantId, t.state, t.lastMessageAt),
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
