import type { Read, Uow } from '@/server/kernel/uow';
import { unlockAccount } from './attempts';
import { deletePasskey, passkeysOf, type UserRow, updateUser } from './repository';
import { factorsOf } from './second-factor';
import { endSessions, raiseNotice } from './users';

export const hasSecondFactor = async (read: Read, user: UserRow): Promise<boolean> =>
  (await factorsOf(read, user)).length > 0;

/** After wrong guesses: sign-in and its second step count from nothing again. Nobody is signed in by it. */
export async function unlockSignIn(uow: Uow, user: UserRow, reason: string): Promise<void> {
  await unlockAccount(uow, `${user.kind}/${user.email}`);
  uow.audit({
    action: 'identity.sign_in.unlocked',
    object: { type: 'user', id: user.id },
    ...(user.clientId ? { client: user.clientId } : {}),
    reason,
  });
}

/** Lost code app or key: the password is what is left, and whoever sat in a session must sign in again. */
export async function removeSecondFactors(uow: Uow, user: UserRow, reason: string): Promise<void> {
  const passkeys = await passkeysOf(uow, user.id);
  for (const { id } of passkeys) await deletePasskey(uow, id, user.id);
  await updateUser(uow, user.id, { totpSecret: null, totpEnabledAt: null, totpLastStep: null, recoveryCodes: null });
  await endSessions(uow, user.id, 'second_factor_reset');
  uow.audit({
    action: 'identity.second_factor.reset',
    object: { type: 'user', id: user.id },
    ...(user.clientId ? { client: user.clientId } : {}),
    changes: { totp: [user.totpEnabledAt !== null, false], passkeys: [passkeys.length, 0] },
    reason,
  });
  raiseNotice(uow, user.id, 'second_factor_removed');
}
