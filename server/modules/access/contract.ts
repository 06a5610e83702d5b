import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';

export const rowScopes = ['own', 'team', 'desk', 'all'] as const;
/** A verb's name, a prefix such as `payments.*`, the queries of either (`read:payments.*`), or a class of sensitive fields. */
export const Grant = z.string().regex(/^((read:)?([a-z]+(\.[a-z_]+){0,3}\.\*|[a-z]+(\.[a-z_]+){1,3})|read:\*)$/);
export const RoleName = z.string().trim().min(2).max(60);

export const RoleRow = z.object({
  id: idSchema('role'),
  key: z.string(),
  name: z.string(),
  about: z.string().nullable(),
  isPreset: z.boolean(),
  grants: z.array(z.string()),
  rowScope: z.enum(rowScopes),
  mustEnd: z.boolean(),
  members: z.number().int(),
});
export const CreateRole = z.object({ name: RoleName, grants: z.array(Grant).min(1).max(200) });
export const UpdateRole = z.object({
  roleId: idSchema('role'),
  name: RoleName.optional(),
  grants: z.array(Grant).min(1).max(200).optional(),
});

export const Assignment = z.object({
  roleId: idSchema('role'),
  rowScope: z.enum(rowScopes),
  teamId: idSchema('team').nullable().default(null),
});
export type Assignment = z.output<typeof Assignment>;
export const Assignments = z.array(Assignment).min(1).max(10);

export const StaffRow = z.object({
  id: idSchema('user'),
  name: z.string(),
  email: sensitive('contact', z.string()),
  status: z.enum(['active', 'left']),
  isEmailVerified: z.boolean(),
  hasSecondFactor: z.boolean(),
  endsAt: z.date().nullable(),
  lastSeenAt: z.date().nullable(),
  createdAt: z.date(),
  roles: z.array(
    z.object({
      roleId: idSchema('role'),
      key: z.string(),
      name: z.string(),
      rowScope: z.enum(rowScopes),
      teamId: idSchema('team').nullable(),
    }),
  ),
});
export const AssignRoles = z.object({ userId: idSchema('user'), roles: Assignments });
export const SetEnd = z.object({ userId: idSchema('user'), endsAt: z.date().nullable() });
export const Leave = z.object({ userId: idSchema('user'), reason: z.string().trim().min(3).max(500) });
export const LeavePreview = z.object({
  sessions: z.number().int(),
  keys: z.number().int(),
  items: z.number().int(),
  delegations: z.number().int(),
});
export const Left = z.object({
  endedSessions: z.number().int(),
  revokedKeys: z.number().int(),
  releasedItems: z.number().int(),
});

export const TeamRow = z.object({
  id: idSchema('team'),
  name: z.string(),
  desk: z.string(),
  members: z.number().int(),
});
export const CreateTeam = z.object({ name: RoleName, desk: RoleName });
export const UpdateTeam = CreateTeam.partial().extend({ teamId: idSchema('team') });

export const Invite = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  name: z.string().trim().min(1).max(120),
  roles: Assignments,
  endsAt: z.date().nullish(),
});
export const InvitationRow = z.object({
  id: idSchema('invitation'),
  email: sensitive('contact', z.string()),
  name: z.string(),
  roles: z.array(z.string()),
  state: z.enum(['waiting', 'accepted', 'revoked', 'expired']),
  createdAt: z.date(),
  expiresAt: z.date(),
});

export const Delegate = z.object({ toUserId: idSchema('user'), grant: Grant, until: z.date() });
export const DelegationRow = z.object({
  fromUserId: idSchema('user'),
  from: z.string(),
  toUserId: idSchema('user'),
  to: z.string(),
  grant: z.string(),
  until: z.date(),
});

export const CreateApiKey = z.object({
  name: z.string().trim().min(2).max(80),
  scopes: z.array(Grant).min(1).max(50),
  expiresAt: z.date().nullish(),
});
export const ApiKeyRow = z.object({
  id: idSchema('apiKey'),
  name: z.string(),
  scopes: z.array(z.string()),
  createdBy: z.string().nullable(),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  lastUsedAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});

export const StaffSession = z.object({
  id: idSchema('session'),
  userId: idSchema('user'),
  name: z.string(),
  method: z.string(),
  hasSecondFactor: z.boolean(),
  isImpersonation: z.boolean(),
  createdAt: z.date(),
  lastSeenAt: z.date(),
  expiresAt: z.date(),
  ip: sensitive('address_of_access', z.string().nullable()),
  userAgent: z.string().nullable(),
  isCurrent: z.boolean(),
});
export const EndSession = z.object({ sessionId: idSchema('session'), reason: z.string().trim().min(3).max(500) });

export const SetStaffAddresses = z.object({
  isOn: z.boolean(),
  ranges: z.array(z.string().trim().max(50)).max(100),
  breakGlassUserId: idSchema('user').nullable(),
  reason: z.string().trim().min(3).max(500),
});
export const StaffAddresses = z.object({
  isOn: z.boolean(),
  ranges: z.array(z.string()),
  breakGlassUserId: idSchema('user').nullable(),
  /** Who may be the one that gets in from anywhere. */
  owners: z.array(z.object({ id: idSchema('user'), name: z.string() })),
  /** The address this request came from, as the house sees it. */
  mine: z.string().nullable(),
});
