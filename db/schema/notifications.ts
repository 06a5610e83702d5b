import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { user } from './identity';
import { pushSubscription } from './notifications.push';
import { brand } from './tenancy';

/** Who was told what, when, in which words and by which channel. */
export const notification = pgTable(
  'notification',
  {
    ...tenantRow('notification'),
    /** The published fact it tells of; with recipient and channel the reason why nothing is told twice. */
    eventId: text().notNull(),
    message: text().notNull(),
    recipient: text().notNull(),
    clientId: idColumn('client'),
    userId: idColumn('user'),
    channel: text().notNull(),
    /** Of a push: which of his browsers. */
    subscriptionId: idColumn('pushSubscription'),
    state: text().notNull(),
    language: text().notNull(),
    brandId: idColumn('brand'),
    /** Of the tenant's own words; 0 are the built-in ones. */
    wordsVersion: integer().notNull(),
    /** Envelope: address, subject, lines and link as they were said. */
    words: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    attempts: integer().notNull().default(0),
    /** While queued: not to be taken before. A sender's claim and a pause after a failure alike. */
    nextAt: instant(),
    /** Handed over since then without a certain answer: looked up before it is sent again. */
    tryingSince: instant(),
    problem: text(),
    /** What the provider calls it. */
    providerRef: text(),
    createdAt: instant().notNull(),
    sentAt: instant(),
    deliveredAt: instant(),
    readAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.userId, user),
    tenantRef(t.tenantId, t.brandId, brand),
    tenantRef(t.tenantId, t.subscriptionId, pushSubscription),
    unique('notification_once').on(t.tenantId, t.eventId, t.recipient, t.channel, t.subscriptionId).nullsNotDistinct(),
    index('notification_client').on(t.tenantId, t.clientId, t.createdAt, t.id),
    index('notification_inbox').on(t.tenantId, t.recipient, t.createdAt, t.id).where(sql`channel = 'in_app'`),
    index('notification_due').on(t.tenantId, t.nextAt).where(sql`state = 'queued'`),
    index('notification_provider').on(t.tenantId, t.providerRef).where(sql`provider_ref is not null`),
    check('notification_state', sql`state in ('queued', 'sent', 'delivered', 'failed', 'bounced', 'suppressed')`),
  ],
);

/** Addresses that nothing is sent to any more: they bounced, or their owner said stop. Found by a keyed hash only. */
export const suppression = pgTable(
  'suppression',
  {
    ...tenantRow('suppression'),
    channel: text().notNull(),
    addressHash: text().notNull(),
    /** Envelope: the address as it was written to; gone with the person's key. */
    address: text().notNull(),
    clientId: idColumn('client'),
    userId: idColumn('user'),
    reason: text().notNull(),
    /** What the provider said. */
    detail: text(),
    at: instant().notNull(),
    liftedAt: instant(),
    liftedBy: text(),
    liftReason: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.userId, user),
    uniqueIndex('suppression_address').on(t.tenantId, t.channel, t.addressHash),
    index('suppression_client').on(t.tenantId, t.clientId),
    index('suppression_at').on(t.tenantId, t.at, t.id),
    check('suppression_reason', sql`reason in ('hard_bounce', 'complaint', 'opted_out')`),
  ],
);

/** When and how somebody wants to be told; without a row at once, by every way the message has. */
export const messagePreference = pgTable(
  'message_preference',
  {
    tenantId: tenantId(),
    recipient: text().notNull(),
    userId: idColumn('user'),
    clientId: idColumn('client'),
    /** Of staff: mails at once, gathered into one a day, or none. */
    mail: text().notNull().default('at_once'),
    digestHour: integer().notNull().default(8),
    /** Wall times of the person's own day between which nothing rings; across midnight when the second is earlier. */
    quietFrom: text(),
    quietTo: text(),
    changedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.recipient] }),
    tenantRef(t.tenantId, t.userId, user),
    tenantRef(t.tenantId, t.clientId, client),
    check('message_preference_mail', sql`mail in ('at_once', 'digest', 'none')`),
  ],
);

/** A tenant's own words for a message. A published version is never changed. */
export const messageWords = pgTable(
  'message_words',
  {
    ...tenantRow('messageWords'),
    message: text().notNull(),
    /** Null: for every brand that has no words of its own. */
    brandId: idColumn('brand'),
    language: text().notNull(),
    version: integer().notNull(),
    state: text().notNull(),
    subject: text().notNull(),
    lines: text().array().notNull(),
    action: text(),
    /** The same in one line for a telephone; null: the built-in one. */
    sms: text(),
    note: text().notNull(),
    savedBy: text().notNull(),
    savedAt: instant().notNull(),
    publishedBy: text(),
    publishedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.brandId, brand),
    uniqueIndex('message_words_version').on(t.tenantId, t.message, t.language, t.version),
    index('message_words_state').on(t.tenantId, t.state, t.message, t.language),
    check('message_words_states', sql`state in ('draft', 'published', 'retired')`),
  ],
);
