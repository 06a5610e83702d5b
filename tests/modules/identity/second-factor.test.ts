import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type ManualClock, manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import {
  confirmTotp,
  createClientUser,
  disableTotp,
  enrolTotp,
  me,
  signInWithPassword,
  signInWithSecondFactor,
  startImpersonation,
  stepUp,
  stopImpersonation,
  updateMe,
} from '@/server/modules/identity';
import { bareOwner } from '../../support/books';
import {
  asOwner,
  type Broker,
  colleague,
  type Home,
  home,
  newBroker,
  newEmail,
  password,
  withTicket,
} from '../../support/people';

const codeAt = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });

async function enrolled(house: Home) {
  const broker = await newBroker(house);
  const clock = manualClock(new Date());
  const admin: Ctx = { ...broker.admin, clock };
  const { secret, uri } = await enrolTotp(admin, {});
  expect(uri).toContain('otpauth://totp/');
  const { recoveryCodes } = await confirmTotp(admin, { code: codeAt(secret, clock.now()) });
  return { broker, clock, admin, secret, recoveryCodes };
}

const challengeOf = async (house: Home, broker: Broker, clock: ManualClock) => {
  const step = await signInWithPassword(house.ctx(broker.slug, { clock }), {
    surface: 'desk',
    email: broker.email,
    password,
  });
  if (step.step !== 'second_factor') throw new Error('a second factor is set up');
  return step.challenge;
};

describe('the code app', () => {
  let house: Home;
  beforeAll(async () => {
    house = await home();
  });

  it('is asked for after the password, and a used code is refused', async () => {
    const { broker, clock, secret } = await enrolled(house);
    clock.advance(60_000);
    const ctx = () => house.ctx(broker.slug, { clock });
    const code = codeAt(secret, clock.now());
    const challenge = await challengeOf(house, broker, clock);
    await expect(
      signInWithSecondFactor(ctx(), { challenge, code: code === '000000' ? '111111' : '000000' }),
    ).rejects.toMatchObject({ reason: 'invalid_code' });
    const { ticket } = await signInWithSecondFactor(ctx(), { challenge, code });
    const desk = await withTicket(house, broker.slug, ticket);
    expect(await me(desk, {})).toMatchObject({ hasTotp: true, recoveryCodesLeft: 10 });
    const again = await challengeOf(house, broker, clock);
    await expect(signInWithSecondFactor(ctx(), { challenge: again, code })).rejects.toMatchObject({
      reason: 'invalid_code',
    });
    await expect(
      signInWithSecondFactor(ctx(), { challenge, code: codeAt(secret, new Date(clock.now().getTime() + 30_000)) }),
    ).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
  });

  it('six digits cannot be guessed: the sixth try of a challenge is not heard', async () => {
    const { broker, clock } = await enrolled(house);
    const challenge = await challengeOf(house, broker, clock);
    const guess = (code: string) => signInWithSecondFactor(house.ctx(broker.slug, { clock }), { challenge, code });
    for (const code of ['000001', '000002', '000003', '000004', '000005']) await guess(code).catch(() => undefined);
    await expect(guess('000006')).rejects.toMatchObject({ kind: 'rate_limited' });
  });

  it('a recovery code works once', async () => {
    const { broker, clock, recoveryCodes } = await enrolled(house);
    const [recoveryCode = ''] = recoveryCodes;
    const use = async () =>
      signInWithSecondFactor(house.ctx(broker.slug, { clock }), {
        challenge: await challengeOf(house, broker, clock),
        recoveryCode,
      });
    await expect(use()).resolves.toHaveProperty('ticket');
    await expect(use()).rejects.toMatchObject({ reason: 'invalid_code' });
  });

  it('is what step-up wants from whoever has it', async () => {
    const { clock, admin, secret } = await enrolled(house);
    clock.advance(11 * 60_000);
    await expect(disableTotp(admin, {})).rejects.toMatchObject({ kind: 'step_up' });
    await expect(stepUp(admin, { password })).rejects.toMatchObject({ reason: 'code_needed' });
    await stepUp(admin, { code: codeAt(secret, clock.now()) });
    await expect(disableTotp(admin, {})).resolves.toEqual({});
  });

  it('its secret is unreadable in the table', async () => {
    const { broker, secret } = await enrolled(house);
    const [row] = await asOwner<{ totp_secret: string; recovery_codes: string[] }>(
      house,
      'select totp_secret, recovery_codes from app_user where tenant_id = $1 and email = $2',
      [broker.tenantId, broker.email],
    );
    expect(row?.totp_secret).toMatch(/^v1\./);
    expect(JSON.stringify(row)).not.toContain(secret);
  });
});

const makeClient = command({
  name: 'test.client.register',
  actors: ['job'],
  input: z.object({ email: z.string(), clientId: idSchema('client') }),
  output: z.object({ clientId: idSchema('client') }),
  run: async (uow, { email, clientId }) => {
    await createClientUser(uow, { email, name: 'Cleo Client', password, clientId });
    return { clientId };
  },
});

describe('impersonation', () => {
  it("looks through the client's eyes, changes nothing, carries both names and ends on call", async () => {
    const house = await home();
    const broker = await newBroker(house);
    const support = await colleague(house, broker, 'support', { name: 'Sam Support' });
    const job = house.ctx(broker.slug, { credential: { kind: 'job', name: 'test' } });
    const [owner] = await bareOwner({ ...house.base, id: broker.tenantId });
    if (!owner) throw new Error('no client');
    const { clientId } = await makeClient(job, { email: newEmail('cleo'), clientId: owner.client });
    const { ticket } = await startImpersonation(support.ctx, { clientId, reason: 'client cannot find the button' });
    const eyes = await withTicket(house, broker.slug, ticket, 'portal');
    expect(await me(eyes, {})).toMatchObject({
      kind: 'client',
      name: 'Cleo Client',
      impersonator: 'Sam Support',
      clientId,
    });
    await expect(updateMe(eyes, { language: 'ar' })).rejects.toMatchObject({ reason: 'impersonation_only_reads' });
    const log = await asOwner<{ actor: { name: string }; reason: string; client_id: string }>(
      house,
      `select actor, reason, client_id from audit_entry where tenant_id = $1 and action = 'identity.impersonation.started'`,
      [broker.tenantId],
    );
    expect(log).toMatchObject([{ actor: { name: 'Sam Support' }, reason: 'client cannot find the button' }]);
    expect(await stopImpersonation(support.ctx, {})).toEqual({ endedSessions: 1 });
    await expect(me(eyes, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await expect(startImpersonation(broker.admin, { clientId, reason: 'because I can' })).rejects.toMatchObject({
      reason: 'grant_missing',
    });
  });
});
