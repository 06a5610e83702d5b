import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { command } from '@/server/kernel/verb';
import { forgiveSignIn, signInLimits } from '../attempts';
import { ConfirmTotp, RecoveryCodes, StepUp } from '../contract';
import { setSteppedUp, updateUser } from '../repository';
import { beginTotp, checkTotp, factorsOf, renewRecoveryCodes } from '../second-factor';
import { about, people, self } from '../self';
import { raiseNotice } from '../users';

const own = { actors: people, ownAccount: true } as const;

export const enrolTotp = command({
  ...own,
  name: 'identity.totp.enrol',
  stepUp: true,
  secretOutput: true,
  input: z.object({}),
  output: z.object({ secret: z.string(), uri: z.string() }),
  run: async (uow) => {
    const user = await self(uow);
    if (user.totpEnabledAt) throw new Refusal('conflict', 'totp_already_on');
    uow.audit(about(user));
    return beginTotp(uow, user);
  },
});

export const confirmTotp = command({
  ...own,
  name: 'identity.totp.confirm',
  auditRefusal: true,
  secretInput: true,
  secretOutput: true,
  limits: (_input, ctx) => signInLimits(ctx, `totp/${'sessionId' in ctx.credential ? ctx.credential.sessionId : ''}`),
  input: ConfirmTotp,
  output: RecoveryCodes,
  run: async (uow, { code }) => {
    const user = await self(uow);
    if (user.totpEnabledAt) throw new Refusal('conflict', 'totp_already_on');
    await checkTotp(uow, user, code);
    await updateUser(uow, user.id, { totpEnabledAt: uow.now });
    const recoveryCodes = await renewRecoveryCodes(uow, user);
    uow.audit({ ...about(user), changes: { totp: [false, true] } });
    raiseNotice(uow, user.id, 'second_factor_added');
    return { recoveryCodes };
  },
});

export const disableTotp = command({
  ...own,
  name: 'identity.totp.disable',
  stepUp: true,
  input: z.object({}),
  output: z.object({}),
  run: async (uow) => {
    const user = await self(uow);
    if (!user.totpEnabledAt) throw new Refusal('conflict', 'totp_not_set_up');
    await updateUser(uow, user.id, { totpEnabledAt: null, totpSecret: null, totpLastStep: null, recoveryCodes: null });
    uow.audit({ ...about(user), changes: { totp: [true, false] } });
    raiseNotice(uow, user.id, 'second_factor_removed');
    return {};
  },
});

export const replaceRecoveryCodes = command({
  ...own,
  name: 'identity.totp.replace_recovery_codes',
  stepUp: true,
  secretOutput: true,
  input: z.object({}),
  output: RecoveryCodes,
  run: async (uow) => {
    const user = await self(uow);
    if (!user.totpEnabledAt) throw new Refusal('conflict', 'totp_not_set_up');
    uow.audit(about(user));
    return { recoveryCodes: await renewRecoveryCodes(uow, user) };
  },
});

const stepUpAccount = (sessionId: string) => `step-up/${sessionId}`;

/** Proves again who sits here. Whoever has a code app must use it: a password read over a shoulder is not enough. */
export const stepUp = command({
  ...own,
  name: 'identity.session.step_up',
  auditRefusal: true,
  secretInput: true,
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? signInLimits(ctx, stepUpAccount(ctx.credential.sessionId)) : [],
  input: StepUp,
  output: z.object({ until: z.date() }),
  run: async (uow, { password, code }) => {
    const user = await self(uow);
    const sessionId = uow.actor.sessionId;
    if (!sessionId) throw new Refusal('forbidden', 'needs_a_session');
    const factors = await factorsOf(uow, user);
    if (code !== undefined) await checkTotp(uow, user, code);
    else if (factors.includes('totp')) throw new Refusal('step_up', 'code_needed', { field: 'code' });
    else if (factors.includes('passkey')) throw new Refusal('step_up', 'passkey_needed');
    else if (!user.passwordHash) throw new Refusal('rejected', 'sso_sign_in_again', { field: 'password' });
    else if (!(await uow.ctx.ports.passwords.verify(user.passwordHash, password ?? '')))
      throw new Refusal('unauthenticated', 'invalid_credentials', { field: 'password' });
    await setSteppedUp(uow, sessionId);
    uow.audit({ ...about(user), facts: { sessionId, method: code === undefined ? 'password' : 'totp' } });
    if (uow.ctx.credential.kind === 'session') await forgiveSignIn(uow, stepUpAccount(uow.ctx.credential.sessionId));
    return { until: new Date(uow.now.getTime() + 600_000) };
  },
});
