import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import { isRefusal } from '@/server/kernel/errors';
import {
  changePassword,
  completePasswordReset,
  listMySessions,
  me,
  openSession,
  requestPasswordReset,
  revokeOtherSessions,
  revokeSession,
  signInWithPassword,
  signOut,
} from '@/server/modules/identity';
import { updateSettings } from '@/server/modules/tenancy';
import {
  asOwner,
  type Broker,
  type Home,
  home,
  mailedToken,
  newBroker,
  newEmail,
  password,
  signedIn,
  withTicket,
} from '../../support/people';

describe('signing in', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });
  const attempt = (email: string, given: string, overrides: Parameters<Home['ctx']>[1] = {}) =>
    signInWithPassword(house.ctx(broker.slug, overrides), { surface: 'desk', email, password: given });
  const reasonOf = (error: unknown) => (isRefusal(error) ? `${error.kind}:${error.reason}` : 'not a refusal');

  it('gives a ticket that opens one session, once, within a minute', async () => {
    const step = await attempt(broker.email, password);
    if (step.step !== 'ticket') throw new Error('no second factor was set up');
    const both = await Promise.allSettled(
      [1, 2].map(() => openSession(house.ctx(broker.slug), { ticket: step.ticket })),
    );
    expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    const late = await attempt(broker.email, password);
    if (late.step !== 'ticket') throw new Error('no second factor was set up');
    const clock = manualClock(new Date(Date.now() + 61_000));
    await expect(openSession(house.ctx(broker.slug, { clock }), { ticket: late.ticket })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
  });

  it('answers an unknown address and a wrong password alike, locks included', async () => {
    const clock = manualClock(new Date());
    const answers = async (email: string) => {
      const seen: string[] = [];
      for (let i = 0; i < 7; i += 1)
        seen.push(await attempt(email, 'not the password', { clock }).then(() => 'in', reasonOf));
      return seen;
    };
    const victim = await newBroker(house);
    const known = await (async () => {
      const seen: string[] = [];
      for (let i = 0; i < 7; i += 1) {
        const ctx = house.ctx(victim.slug, { clock });
        const input = { surface: 'desk' as const, email: victim.email, password: 'not the password' };
        seen.push(await signInWithPassword(ctx, input).then(() => 'in', reasonOf));
      }
      return seen;
    })();
    const unknown = await answers(newEmail('nobody'));
    expect(known).toEqual(unknown);
    expect(known.slice(5)).toEqual(['rate_limited:too_many_attempts', 'rate_limited:too_many_attempts']);
    const right = { surface: 'desk' as const, email: victim.email, password };
    // Locked means locked, for the right password too; a minute later it is heard again.
    await expect(signInWithPassword(house.ctx(victim.slug, { clock }), right)).rejects.toMatchObject({
      kind: 'rate_limited',
    });
    clock.advance(61_000);
    await expect(signInWithPassword(house.ctx(victim.slug, { clock }), right)).resolves.toMatchObject({
      step: 'ticket',
    });
  });

  it('backs off longer the longer it goes on', async () => {
    const clock = manualClock(new Date());
    const email = newEmail('nobody');
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 5; i += 1) await attempt(email, 'x', { clock }).catch(() => undefined);
      clock.advance(61_000);
    }
    const wait = await attempt(email, 'x', { clock }).then(
      () => 0,
      (error) => (isRefusal(error) ? Number(error.detail.params?.retryAfterSeconds ?? 0) : 0),
    );
    expect(wait).toBeGreaterThan(60);
  });

  it('success clears the account, so honest people are not locked out by their day', async () => {
    for (let i = 0; i < 8; i += 1)
      await expect(attempt(broker.email, password)).resolves.toMatchObject({ step: 'ticket' });
  });

  it('leaves a security event behind for each refusal', async () => {
    await attempt(broker.email, 'wrong one').catch(() => undefined);
    const rows = await asOwner<{ reason: string }>(
      house,
      `select reason from security_event where tenant_id = $1 and verb = 'identity.sign_in.password'`,
      [broker.tenantId],
    );
    expect(rows.map((row) => row.reason)).toContain('invalid_credentials');
  });

  it('a surface is not another: a desk session is nobody in the portal', async () => {
    const desk = await signedIn(house, broker.slug, broker.email);
    if (desk.credential.kind !== 'session') throw new Error('signed in by session');
    const elsewhere = { ...desk, credential: { ...desk.credential, surface: 'portal' as const } };
    await expect(me(elsewhere, {})).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'session_ended' });
    await expect(
      attempt(broker.email, password, {}).then(() =>
        signInWithPassword(house.ctx(broker.slug), { surface: 'portal', email: broker.email, password }),
      ),
    ).rejects.toMatchObject({ reason: 'invalid_credentials' });
  });
});

describe('sessions', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });

  it('are listed, and die on the next call after they are revoked', async () => {
    const other = await signedIn(house, broker.slug, broker.email);
    expect(await me(other, {})).toMatchObject({ kind: 'staff' });
    const { rows } = await listMySessions(broker.admin, {});
    expect(rows.length).toBeGreaterThanOrEqual(2);
    const target = rows.find((row) => !row.isCurrent && row.method === 'password');
    if (!target) throw new Error('the other session is listed');
    await revokeSession(broker.admin, { sessionId: target.id });
    await expect(me(other, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await expect(revokeSession(broker.admin, { sessionId: target.id })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('cannot be ended by a stranger, whose call leaves the row as it was', async () => {
    const stranger = await newBroker(house);
    const { rows } = await listMySessions(broker.admin, {});
    const mine = rows.find((row) => row.isCurrent);
    if (!mine) throw new Error('the current session is listed');
    await expect(revokeSession(stranger.admin, { sessionId: mine.id })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await me(broker.admin, {})).toMatchObject({ kind: 'staff' });
  });

  it('end on sign-out, and all others on request', async () => {
    const [one, two] = [
      await signedIn(house, broker.slug, broker.email),
      await signedIn(house, broker.slug, broker.email),
    ];
    await signOut(one, {});
    await expect(me(one, {})).rejects.toMatchObject({ reason: 'session_ended' });
    const { endedSessions } = await revokeOtherSessions(broker.admin, {});
    expect(endedSessions).toBeGreaterThanOrEqual(1);
    await expect(me(two, {})).rejects.toMatchObject({ reason: 'session_ended' });
  });

  it('a dangerous verb asks for proof again after ten minutes', async () => {
    const desk = await signedIn(house, broker.slug, broker.email);
    const later = { ...desk, clock: manualClock(new Date(Date.now() + 11 * 60_000)) };
    await expect(updateSettings(later, { name: 'Other name' })).rejects.toMatchObject({ kind: 'step_up' });
    await expect(updateSettings(desk, { name: 'Other name' })).resolves.toEqual({});
  });
});

describe('passwords', () => {
  it('a reset works once, ends every session and tells nobody whether the address exists', async () => {
    const house = await home();
    const broker = await newBroker(house);
    const ctx = () => house.ctx(broker.slug);
    expect(await requestPasswordReset(ctx(), { surface: 'desk', email: newEmail('nobody') })).toEqual({});
    expect(await requestPasswordReset(ctx(), { surface: 'desk', email: broker.email })).toEqual({});
    const token = await mailedToken(house, broker.tenantId, 'password_reset', broker.email);
    const next = 'another fine passphrase';
    await completePasswordReset(ctx(), { token, password: next });
    await expect(me(broker.admin, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await expect(completePasswordReset(ctx(), { token, password: next })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
    await expect(signInWithPassword(ctx(), { surface: 'desk', email: broker.email, password })).rejects.toMatchObject({
      reason: 'invalid_credentials',
    });
    const step = await signInWithPassword(ctx(), { surface: 'desk', email: broker.email, password: next });
    if (step.step !== 'ticket') throw new Error('no second factor was set up');
    const desk = await withTicket(house, broker.slug, step.ticket);
    await expect(changePassword(desk, { current: 'wrong', next: 'yet another passphrase' })).rejects.toMatchObject({
      detail: { field: 'current' },
    });
    expect(await changePassword(desk, { current: next, next: 'yet another passphrase' })).toMatchObject({
      endedSessions: 0,
    });
  });

  it('a link of one kind is no link of another, and a changed letter is no link at all', async () => {
    const house = await home();
    const broker = await newBroker(house);
    const token = await mailedToken(house, broker.tenantId, 'verify_email', broker.email);
    const use = (text: string) =>
      completePasswordReset(house.ctx(broker.slug), { token: text, password: 'some other passphrase' });
    await expect(use(token)).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
    await expect(use(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
  });
});
