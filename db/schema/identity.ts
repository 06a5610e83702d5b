import { sql } from 'drizzle-orm';
import { bigint, customType, index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';

const bytes = customType<{ data: Uint8Array; driverData: Buffer | Uint8Array }>({ dataType: () => 'bytea' });

/** Somebody who can sign in. Identities are per tenant and per kind: the same e-mail in two tenants is two people to us. */
export const user = pgTable(
  'app_user',
  {
    ...tenantRow('user'),
    kind: text().notNull(),
    email: text().notNull(),
    emailVerifiedAt: instant(),
    name: text().notNull(),
    passwordHash: text(),
    totpSecret: text(),
    totpLastStep: bigint({ mode: 'number' }),
    totpEnabledAt: instant(),
    recoveryCodes: text().array(),
    language: text().notNull().default('en'),
    timeZone: text(),
    clientId: idColumn('client'),
    status: text().notNull(),
    endsAt: instant(),
    createdAt: instant().notNull(),
    leftAt: instant(),
  },
  (t) => [
    tenantKey(t),
    uniqueIndex('app_user_email').on(t.tenantId, t.kind, sql`lower(email)`),
    index('app_user_client').on(t.tenantId, t.clientId),
  ],
);

export const session = pgTable(
  'session',
  {
    ...tenantRow('session'),
    userId: idColumn('user').notNull(),
    surface: text().notNull(),
    /** password, totp, passkey or impersonation: how this session began. */
    method: text().notNull().default('password'),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    revokedAt: instant(),
    revokedReason: text(),
    steppedUpAt: instant(),
    impersonatorId: idColumn('user'),
    impersonationReason: text(),
    ip: text(),
    userAgent: text(),
    deviceId: text(),
    /** By network, where a trusted proxy said so. */
    country: text(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.userId, user),
    index('session_user').on(t.tenantId, t.userId, t.createdAt),
  ],
);

/**
 * Single-use rights: sign-in ticket, second-factor challenge, e-mail verification, reset, invitation, passkey ceremony.
 * The secret in the link is a keyed hash of this row's id, so nothing here lets a reader of the table use it.
 */
export const oneTimeToken = pgTable(
  'one_time_token',
  {
    ...tenantRow('token'),
    kind: text().notNull(),
    userId: idColumn('user'),
    payload: jsonb().notNull().default({}),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
    mailedAt: instant(),
  },
  (t) => [tenantKey(t), index('one_time_token_user').on(t.tenantId, t.userId, t.kind)],
);

export const passkey = pgTable(
  'passkey',
  {
    ...tenantRow('passkey'),
    userId: idColumn('user').notNull(),
    credentialId: text().notNull(),
    publicKey: bytes().notNull(),
    signCount: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull(),
    name: text().notNull(),
    createdAt: instant().notNull(),
    lastUsedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.userId, user),
    uniqueIndex('passkey_credential').on(t.tenantId, t.credentialId),
  ],
);
