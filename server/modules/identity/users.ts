import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { declareSensitiveFields } from '@/server/kernel/sensitive-fields';
import type { Read, Uow } from '@/server/kernel/uow';
import type { SurfaceName } from './contract';
import { endSessionRows, findUserByEmail, insertUser, spendTokens, type UserRow, updateUser } from './repository';
import { issueToken } from './tokens';

declareSensitiveFields('user', { contact: ['email', 'name'] });

export type UserKind = 'staff' | 'client' | 'partner';

export const kindOfSurface: Record<SurfaceName, UserKind> = {
  portal: 'client',
  desk: 'staff',
  partner: 'partner',
  platform: 'staff',
};

export type NewUser = {
  readonly kind: UserKind;
  readonly email: string;
  readonly name: string;
  /** Absent: the person sets one by the mailed link. */
  readonly password?: string;
  /** Instead of `password`, from a caller who hashes before it takes locks: a good hash is slow. */
  readonly passwordHash?: string;
  readonly clientId?: Id<'client'>;
  readonly language?: string;
  readonly timeZone?: string;
  readonly endsAt?: Date;
  readonly isEmailVerified?: boolean;
  /** Whose look and sender the verification mail has. */
  readonly brandId?: Id<'brand'>;
};

/**
 * For upper modules, inside their unit of work. Refuses a second account with the same address of this kind in this tenant;
 * the caller decides whether a stranger may learn that (see `raiseNotice`).
 */
export async function createUser(uow: Uow, input: NewUser): Promise<Id<'user'>> {
  const id = uow.id('user');
  const passwordHash =
    input.passwordHash ?? (input.password ? await uow.ctx.ports.passwords.hash(input.password) : null);
  const isNew = await insertUser(uow, {
    id,
    kind: input.kind,
    email: input.email.trim().toLowerCase(),
    emailVerifiedAt: input.isEmailVerified ? uow.now : null,
    name: input.name,
    passwordHash,
    language: input.language ?? 'en',
    timeZone: input.timeZone ?? null,
    clientId: input.clientId ?? null,
    status: 'active',
    endsAt: input.endsAt ?? null,
    createdAt: uow.now,
  });
  if (!isNew) throw new Refusal('conflict', 'email_taken', { field: 'email' });
  uow.audit({
    action: 'identity.user.created',
    object: { type: 'user', id },
    ...(input.clientId ? { client: input.clientId } : {}),
    changes: { kind: [null, input.kind], email: [null, input.email], name: [null, input.name] },
  });
  uow.emit({ name: 'identity/user.created', data: { userId: id } });
  if (!input.isEmailVerified) await sendVerification(uow, id, input.email, input.brandId);
  return id;
}

/** Registration of a client or partner: the same, named for what the caller means. */
export const createClientUser = (uow: Uow, input: Omit<NewUser, 'kind'> & { clientId: Id<'client'> }) =>
  createUser(uow, { ...input, kind: 'client' });

export async function userWithEmail(read: Read, kind: UserKind, email: string): Promise<UserRow | null> {
  return findUserByEmail(read, kind, email);
}

export async function sendVerification(uow: Uow, userId: Id<'user'>, email: string, brandId?: Id<'brand'>) {
  await spendTokens(uow, userId, ['verify_email']);
  await issueToken(uow, { kind: 'verify_email', userId, payload: { email, ...(brandId ? { brandId } : {}) } });
}

/** A mail that something happened to the account, for example that somebody tried to register with its address. */
export function raiseNotice(uow: Uow, userId: Id<'user'>, notice: Notice): void {
  uow.emit({ name: 'identity/notice.raised', data: { userId, notice } });
}
export const notices = [
  'password_changed',
  'already_registered',
  'second_factor_removed',
  'second_factor_added',
  'locked_out',
] as const;
export type Notice = (typeof notices)[number];

/** Every session of this person ends now; the next request of each is refused. */
export async function endSessions(
  uow: Uow,
  userId: Id<'user'>,
  reason: string,
  except?: Id<'session'>,
): Promise<number> {
  const ended = await endSessionRows(uow, { userId, except }, reason);
  for (const id of ended)
    uow.audit({ action: 'identity.session.ended', object: { type: 'session', id }, reason, facts: { userId } });
  return ended.length;
}

/** One session of one person, by somebody else's hand. */
export async function endSession(uow: Uow, userId: Id<'user'>, id: Id<'session'>, reason: string): Promise<boolean> {
  const [ended] = await endSessionRows(uow, { userId, id }, reason);
  return ended !== undefined;
}

/** A leaver: cannot sign in, has no session and no open link any more. */
export async function deactivateUser(uow: Uow, user: UserRow, reason: string): Promise<void> {
  await updateUser(uow, user.id, { status: 'left', leftAt: uow.now });
  await spendTokens(uow, user.id, ['ticket', 'second_factor', 'verify_email', 'password_reset', 'passkey_use']);
  await endSessions(uow, user.id, reason);
  uow.audit({
    action: 'identity.user.left',
    object: { type: 'user', id: user.id },
    changes: { status: [user.status, 'left'] },
    reason,
  });
}
