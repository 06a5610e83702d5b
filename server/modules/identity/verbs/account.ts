import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { mailLimits, signInLimits } from '../attempts';
import { ChangePassword, CompleteReset, Me, RequestReset, UpdateMe, VerifyEmail } from '../contract';
import { countPasskeys, findUser, findUserByEmail, spendTokens, updateUser } from '../repository';
import { about, people, self } from '../self';
import { issueToken, redeemToken } from '../tokens';
import { endSessions, kindOfSurface, raiseNotice, sendVerification } from '../users';
import { maySignIn } from './sign-in';

const own = { actors: people, ownAccount: true } as const;

/** Who am I, what may I do: what every layout asks first. Answers strangers too. */
export const me = query({
  name: 'identity.me.get',
  actors: ['anonymous', 'staff', 'client', 'partner', 'apiKey'],
  ownAccount: true,
  input: z.object({}),
  output: Me,
  run: async (read) => {
    const { actor, tenant } = read;
    const user = actor.userId ? await findUser(read, actor.userId) : null;
    return {
      userId: actor.userId ?? null,
      kind: actor.kind,
      name: actor.name,
      email: actor.impersonator ? null : (user?.email ?? null),
      isEmailVerified: Boolean(user?.emailVerifiedAt),
      language: actor.language ?? 'en',
      timeZone: actor.timeZone ?? null,
      clientId: actor.clientId ?? null,
      grants: [...actor.grants],
      roles: actor.memberships.map((membership) => membership.role),
      hasTotp: Boolean(user?.totpEnabledAt),
      passkeys: actor.userId ? await countPasskeys(read, actor.userId) : 0,
      recoveryCodesLeft: user?.recoveryCodes?.length ?? 0,
      steppedUpAt: actor.steppedUpAt ?? null,
      impersonator: actor.impersonator?.name ?? null,
      tenant: {
        slug: tenant.slug,
        name: tenant.name,
        kind: tenant.kind,
        environment: tenant.environment,
        features: [...tenant.features],
      },
    };
  },
});

export const updateMe = command({
  ...own,
  name: 'identity.me.update',
  input: UpdateMe,
  output: z.object({}),
  run: async (uow, input) => {
    const user = await self(uow);
    const next = {
      name: input.name ?? user.name,
      language: input.language ?? user.language,
      timeZone: input.timeZone === undefined ? user.timeZone : input.timeZone,
    };
    // A client's name is what was verified; only the clients module changes it.
    if (user.kind === 'client' && next.name !== user.name) throw new Refusal('rejected', 'name_is_verified');
    await updateUser(uow, user.id, next);
    uow.audit({
      ...about(user),
      changes: {
        name: [user.name, next.name],
        language: [user.language, next.language],
        timeZone: [user.timeZone, next.timeZone],
      },
    });
    return {};
  },
});

export const changePassword = command({
  ...own,
  name: 'identity.password.change',
  auditRefusal: true,
  secretInput: true,
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? signInLimits(ctx, `change/${ctx.credential.sessionId}`) : [],
  input: ChangePassword,
  output: z.object({ endedSessions: z.number().int() }),
  run: async (uow, { current, next }) => {
    const user = await self(uow);
    const { passwords } = uow.ctx.ports;
    if (!(await passwords.verify(user.passwordHash ?? passwords.decoy, current)))
      throw new Refusal('unauthenticated', 'invalid_credentials', { field: 'current' });
    await updateUser(uow, user.id, { passwordHash: await passwords.hash(next) });
    await spendTokens(uow, user.id, ['password_reset', 'ticket', 'second_factor']);
    const endedSessions = await endSessions(uow, user.id, 'password_changed', uow.actor.sessionId);
    uow.audit(about(user));
    raiseNotice(uow, user.id, 'password_changed');
    return { endedSessions };
  },
});

/** Always the same answer; the mail goes only where there is an account. */
export const requestPasswordReset = command({
  name: 'identity.password.request_reset',
  actors: ['anonymous', 'staff', 'client', 'partner'],
  ownAccount: true,
  limits: (input, ctx) => mailLimits(ctx, 'reset', `${kindOfSurface[input.surface]}/${input.email}`),
  input: RequestReset,
  output: z.object({}),
  run: async (uow, { surface, email }) => {
    const user = await findUserByEmail(uow, kindOfSurface[surface], email);
    const isKnown = user !== null && maySignIn(uow, user, surface);
    if (isKnown) {
      await spendTokens(uow, user.id, ['password_reset']);
      await issueToken(uow, { kind: 'password_reset', userId: user.id, payload: { surface } });
    }
    uow.audit({ object: { type: 'password_reset', id: isKnown ? user.id : 'unknown' }, facts: { surface, isKnown } });
    return {};
  },
});

export const completePasswordReset = command({
  name: 'identity.password.complete_reset',
  actors: ['anonymous', 'staff', 'client', 'partner'],
  ownAccount: true,
  auditRefusal: true,
  secretInput: true,
  input: CompleteReset,
  output: z.object({ surface: z.string() }),
  run: async (uow, { token, password }) => {
    const row = await redeemToken(uow, 'password_reset', token);
    const user = found(row.userId && (await findUser(uow, row.userId, { lock: true })), 'user_not_found');
    const { surface } = z.object({ surface: z.string() }).parse(row.payload);
    // Whoever reads the mailbox has shown that the address is his.
    await updateUser(uow, user.id, {
      passwordHash: await uow.ctx.ports.passwords.hash(password),
      emailVerifiedAt: user.emailVerifiedAt ?? uow.now,
    });
    await spendTokens(uow, user.id, ['ticket', 'second_factor']);
    await endSessions(uow, user.id, 'password_reset');
    uow.audit(about(user));
    raiseNotice(uow, user.id, 'password_changed');
    return { surface };
  },
});

export const verifyEmail = command({
  name: 'identity.email.verify',
  actors: ['anonymous', 'staff', 'client', 'partner'],
  ownAccount: true,
  input: VerifyEmail,
  output: z.object({ email: z.string() }),
  run: async (uow, { token }) => {
    const row = await redeemToken(uow, 'verify_email', token);
    const user = found(row.userId && (await findUser(uow, row.userId, { lock: true })), 'user_not_found');
    const { email } = z.object({ email: z.string() }).parse(row.payload);
    // The address was changed since this link was sent: the link proves the old one.
    if (email.toLowerCase() !== user.email) throw new Refusal('rejected', 'link_invalid_or_used');
    await updateUser(uow, user.id, { emailVerifiedAt: user.emailVerifiedAt ?? uow.now });
    uow.audit({ ...about(user), changes: { emailVerified: [Boolean(user.emailVerifiedAt), true] } });
    uow.emit({ name: 'identity/email.verified', data: { userId: user.id } });
    return { email };
  },
});

export const resendVerification = command({
  ...own,
  name: 'identity.email.resend_verification',
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? mailLimits(ctx, 'verify', ctx.credential.sessionId) : [],
  input: z.object({}),
  output: z.object({}),
  run: async (uow) => {
    const user = await self(uow);
    if (user.emailVerifiedAt) throw new Refusal('conflict', 'already_done');
    await sendVerification(uow, user.id, user.email);
    uow.audit(about(user));
    return {};
  },
});
