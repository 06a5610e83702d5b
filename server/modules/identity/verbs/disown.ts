import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { signInLimits } from '../attempts';
import { Disown, Disowned, StrangeSignIn } from '../contract';
import {
  deletePasskey,
  disownSessions,
  findSession,
  findUser,
  passkeysOf,
  spendTokens,
  type UserRow,
  updateUser,
} from '../repository';
import { about } from '../self';
import { issueToken, peekToken, redeemToken } from '../tokens';
import { endSessions } from '../users';
import { signInSeen } from './mail';

const anybody = { actors: ['anonymous', 'staff', 'client', 'partner'], ownAccount: true } as const;
const Payload = z.object({ surface: z.string(), sessionId: StrangeSignIn.shape.sessionId });

/** The page behind the link: which sign-in it is about. Mail filters open every link, so looking uses nothing up. */
export const lookAtStrangeSignIn = query({
  ...anybody,
  name: 'identity.sign_in.look_strange',
  input: Disown,
  output: StrangeSignIn,
  run: async (read, { token }) => {
    const row = await peekToken(read, 'not_me', token);
    const { sessionId } = Payload.parse(row.payload);
    const user = found(row.userId && (await findUser(read, row.userId)), 'user_not_found');
    const seen = found(await signInSeen(read, sessionId, user), 'session_not_found');
    return { sessionId, ...seen };
  },
});

/** Factors that came with or after the stranger are his: they would let him in again past any new password. */
async function removeNewerFactors(uow: Uow, user: UserRow, since: Date): Promise<string[]> {
  const newer = (await passkeysOf(uow, user.id)).filter(({ createdAt }) => createdAt >= since);
  for (const { id } of newer) await deletePasskey(uow, id, user.id);
  const isTotpNewer = user.totpEnabledAt !== null && user.totpEnabledAt >= since;
  if (isTotpNewer)
    await updateUser(uow, user.id, { totpSecret: null, totpEnabledAt: null, totpLastStep: null, recoveryCodes: null });
  return [...newer.map(() => 'passkey'), ...(isTotpNewer ? ['totp'] : [])];
}

/**
 * "This was not me": every session ends, the password is worth nothing any more, and the answer is the right to choose a new
 * one. It is mailed too, for whoever closes the page. The house hears of it, since more may have been touched.
 */
export const disownSignIn = command({
  ...anybody,
  name: 'identity.sign_in.disown',
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (input, ctx) => signInLimits(ctx, `not-me/${input.token.split('.')[0]}`),
  input: Disown,
  output: Disowned,
  run: async (uow, { token }) => {
    const row = await redeemToken(uow, 'not_me', token);
    const { surface, sessionId } = Payload.parse(row.payload);
    const user = found(row.userId && (await findUser(uow, row.userId, { lock: true })), 'user_not_found');
    const session = found(await findSession(uow, sessionId), 'session_not_found');
    const factors = await removeNewerFactors(uow, user, session.createdAt);
    await updateUser(uow, user.id, { passwordHash: null });
    await spendTokens(uow, user.id, ['not_me', 'password_reset', 'ticket', 'second_factor', 'passkey_register']);
    const endedSessions = await endSessions(uow, user.id, 'sign_in_disowned');
    await disownSessions(uow, session);
    uow.audit({ ...about(user), facts: { sessionId, endedSessions, removedFactors: factors } });
    await alarm(uow, user, sessionId);
    return {
      endedSessions,
      token: await issueToken(uow, { kind: 'password_reset', userId: user.id, payload: { surface } }),
    };
  },
});

async function alarm(uow: Uow, user: UserRow, sessionId: Id<'session'>): Promise<void> {
  await raiseWork(uow, {
    kind: 'sign_in_disowned',
    object: { type: 'user', id: user.id },
    title: `${user.name}: a sign-in was somebody else's`,
    team: user.kind === 'staff' ? 'administration' : 'support',
    priority: 0,
    ...(user.clientId ? { client: user.clientId } : {}),
  });
  uow.emit({ name: 'identity/sign_in.disowned', data: { sessionId, userId: user.id } });
}
