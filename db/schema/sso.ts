import { boolean, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { user } from './identity';

/** An identity provider of the tenant's own. What is saved waits in `draft`; what signs people in is `live`, published by two. */
export const ssoConnection = pgTable(
  'sso_connection',
  {
    ...tenantRow('ssoConnection'),
    protocol: text().notNull(),
    state: text().notNull(),
    draft: jsonb(),
    live: jsonb(),
    /** Of the draft: what an approval is bound to. */
    version: integer().notNull(),
    isEnforced: boolean().notNull().default(false),
    breakGlassUserId: idColumn('user'),
    testedAt: instant(),
    testError: text(),
    publishedAt: instant(),
    lastUsedAt: instant(),
    createdAt: instant().notNull(),
  },
  (t) => [tenantKey(t)],
);

/** Who a provider's subject is with us. The subject decides, not the e-mail: an address given to somebody else moves no account. */
export const ssoIdentity = pgTable(
  'sso_identity',
  {
    tenantId: tenantId(),
    connectionId: idColumn('ssoConnection').notNull(),
    subject: text().notNull(),
    userId: idColumn('user').notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.connectionId, t.subject] }),
    uniqueIndex('sso_identity_user').on(t.tenantId, t.connectionId, t.userId),
    tenantRef(t.tenantId, t.connectionId, ssoConnection),
    tenantRef(t.tenantId, t.userId, user),
  ],
);

/** Assertions taken: one counts once. */
export const ssoAssertion = pgTable(
  'sso_assertion',
  {
    tenantId: tenantId(),
    connectionId: idColumn('ssoConnection').notNull(),
    assertionId: text().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.connectionId, t.assertionId] })],
);
