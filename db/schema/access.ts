import { boolean, index, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { user } from './identity';

export const team = pgTable(
  'team',
  { ...tenantRow('team'), name: text().notNull(), desk: text().notNull(), createdAt: instant().notNull() },
  (t) => [tenantKey(t)],
);

/** A set of grants. A grant is a verb name or a prefix such as `payments.*`. */
export const role = pgTable(
  'role',
  {
    ...tenantRow('role'),
    key: text().notNull(),
    name: text().notNull(),
    isPreset: boolean().notNull(),
    grants: text().array().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [tenantKey(t), uniqueIndex('role_key').on(t.tenantId, t.key)],
);

export const membership = pgTable(
  'membership',
  {
    tenantId: tenantId(),
    userId: idColumn('user').notNull(),
    roleId: idColumn('role').notNull(),
    /** own, team, desk or all: which clients the grants of this role reach. */
    rowScope: text().notNull(),
    teamId: idColumn('team'),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.userId, t.roleId] }),
    tenantRef(t.tenantId, t.userId, user),
    tenantRef(t.tenantId, t.roleId, role),
    tenantRef(t.tenantId, t.teamId, team),
  ],
);

export const delegation = pgTable(
  'delegation',
  {
    tenantId: tenantId(),
    fromUserId: idColumn('user').notNull(),
    toUserId: idColumn('user').notNull(),
    grant: text().notNull(),
    until: instant().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.fromUserId, t.toUserId, t.grant] })],
);

export const apiKey = pgTable(
  'api_key',
  {
    ...tenantRow('apiKey'),
    name: text().notNull(),
    secretHash: text().notNull(),
    scopes: text().array().notNull(),
    createdBy: idColumn('user').notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant(),
    lastUsedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [tenantKey(t), index('api_key_live').on(t.tenantId, t.revokedAt)],
);

/** Somebody asked to join the staff. Its mailed link carries a one-time token that names this row. */
export const invitation = pgTable(
  'invitation',
  {
    ...tenantRow('invitation'),
    email: text().notNull(),
    name: text().notNull(),
    /** [{ roleId, rowScope, teamId }] */
    roles: jsonb().notNull(),
    endsAt: instant(),
    invitedBy: idColumn('user').notNull(),
    createdAt: instant().notNull(),
    expiresAt: instant().notNull(),
    acceptedAt: instant(),
    revokedAt: instant(),
  },
  (t) => [tenantKey(t), index('invitation_email').on(t.tenantId, t.email)],
);
