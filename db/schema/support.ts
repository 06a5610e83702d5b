import { boolean, index, pgTable, text } from 'drizzle-orm/pg-core';
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
