import { sql } from 'drizzle-orm';
import { check, index, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { user } from './identity';

/** The key pair by which push services know this tenant (RFC 8292). A browser's subscription is bound to it for good. */
export const pushKey = pgTable(
  'push_key',
  {
    tenantId: tenantId(),
    publicKey: text().notNull(),
    /** Envelope of the tenant. */
    privateKey: text().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId] })],
);

/** A browser that somebody wants to be rung in. */
export const pushSubscription = pgTable(
  'push_subscription',
  {
    ...tenantRow('pushSubscription'),
    recipient: text().notNull(),
    clientId: idColumn('client'),
    userId: idColumn('user'),
    endpointHash: text().notNull(),
    /** Envelope under the person's key: endpoint and the browser's keys. */
    address: text().notNull(),
    device: text(),
    createdAt: instant().notNull(),
    endedAt: instant(),
    endedBecause: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.userId, user),
    uniqueIndex('push_subscription_endpoint').on(t.tenantId, t.endpointHash).where(sql`ended_at is null`),
    index('push_subscription_recipient').on(t.tenantId, t.recipient).where(sql`ended_at is null`),
    check('push_subscription_ended', sql`ended_because in ('unsubscribed', 'gone', 'taken_over', 'not_me')`),
  ],
);
