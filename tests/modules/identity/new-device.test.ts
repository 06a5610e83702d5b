import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderIdentityMail } from '@/jobs/identity';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx, RequestFacts } from '@/server/kernel/context';
import { idFromUuid, uuidFromId } from '@/server/kernel/ids';
import {
  completePasswordReset,
  disownSignIn,
  listMySessions,
  lookAtStrangeSignIn,
  me,
  openSession,
  sendIdentityMail,
  signInWithPassword,
} from '@/server/modules/identity';
import { listWork } from '@/server/modules/work';
import { asJob } from '../../support/house';
import { asOwner, type Broker, type Home, home, mailedToken, newBroker, password } from '../../support/people';
import { newest, postOffice } from '../../support/post';

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36';
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1';
type Facts = Omit<RequestFacts, 'id'>;

describe('a sign-in from where nobody has seen this person', () => {
  let house: Home;
  let post: Awaited<ReturnType<typeof postOffice>>;
  const own: Facts = { ip: '203.0.113.7', userAgent: windows, deviceId: `own-${randomUUID()}`, country: 'CY' };
  const stranger = (): Facts => ({
    ip: '198.51.100.9',
    userAgent: iphone,
    deviceId: `new-${randomUUID()}`,
    country: 'CY',
  });
  const from = (broker: Broker, facts: Facts, overrides: Partial<Ctx> = {}) =>
    house.ctx(broker.slug, { request: { id: randomUUID(), ...facts }, ...overrides });

  async function signIn(broker: Broker, facts: Facts, given = password): Promise<Ctx> {
    const ctx = from(broker, facts);
    const step = await signInWithPassword(ctx, { surface: 'desk', email: broker.email, password: given });
    if (step.step !== 'ticket') throw new Error('no second factor was set up');
    const { sessionId } = await openSession(ctx, { ticket: step.ticket });
    const credential = { kind: 'session', sessionId: uuidFromId('session', sessionId), surface: 'desk' } as const;
    return { ...ctx, credential };
  }
  const told = (broker: Broker) =>
    asOwner<{ id: string }>(
      house,
      `select t.id from one_time_token t join app_user u on u.tenant_id = t.tenant_id and u.id = t.user_id
       where t.tenant_id = $1 and t.kind = 'not_me' and u.email = $2`,
      [broker.tenantId, broker.email],
    );
  /** Somebody whose own browser is known already. */
  async function settled(): Promise<Broker> {
    const broker = await newBroker(house);
    await signIn(broker, own);
    return broker;
  }
  const token = (broker: Broker) => mailedToken(house, broker.tenantId, 'not_me', broker.email);

  beforeAll(async () => {
    house = await home();
    post = await postOffice();
  });

  it('is told of once; the same browser again is not', async () => {
    const broker = await settled();
    const before = (await told(broker)).length;
    await signIn(broker, own);
    await signIn(broker, own);
    expect(await told(broker)).toHaveLength(before);
    const other = stranger();
    await signIn(broker, other);
    await signIn(broker, other);
    expect(await told(broker)).toHaveLength(before + 1);
  });

  it('a copied cookie shows by the browser, a travelling one by the country', async () => {
    const broker = await settled();
    const before = (await told(broker)).length;
    await signIn(broker, { ...own, userAgent: iphone });
    expect(await told(broker)).toHaveLength(before + 1);
    await signIn(broker, { ...own, country: 'NG' });
    expect(await told(broker)).toHaveLength(before + 2);
  });

  it('who hides his device is a stranger each time', async () => {
    const broker = await settled();
    const before = (await told(broker)).length;
    for (let i = 0; i < 2; i += 1) await signIn(broker, { ip: '198.51.100.9' });
    expect(await told(broker)).toHaveLength(before + 2);
  });

  it('the letter says when, with what and from where, and its link leads to a page that looks first', async () => {
    const broker = await settled();
    await signIn(broker, stranger());
    const text = await token(broker);
    const id = text.split('.')[0] as `tok_${string}`;
    const job = post.through({ ...asJob(house.base), tenant: { id: broker.tenantId }, ports: house.ports });
    const logged = idFromUuid('notification', randomUUID());
    await sendIdentityMail(job, { tokenId: id, render: renderIdentityMail, logged });
    await sendIdentityMail(job, { tokenId: id, render: renderIdentityMail, logged });
    const letters = post.emulator.messages().filter(({ envelope }) => envelope.to.includes(broker.email));
    expect(letters).toHaveLength(1);
    const letter = newest(letters);
    expect(letter.text).toContain('Safari, iPhone');
    expect(letter.text).toContain('Cyprus, 198.51.100.9');
    expect(letter.text).toContain('/not-me?token=tok_');
    expect(await lookAtStrangeSignIn(house.ctx(broker.slug), { token: text })).toMatchObject({
      device: 'Safari, iPhone',
      ip: '198.51.100.9',
    });
  });

  it('"not me" ends every session, makes the password worthless, and hands out a new one once', async () => {
    const broker = await settled();
    const mine = await signIn(broker, own);
    const thief = await signIn(broker, stranger());
    const answer = await disownSignIn(house.ctx(broker.slug), { token: await token(broker) });
    expect(answer.endedSessions).toBeGreaterThanOrEqual(2);
    for (const ctx of [mine, thief])
      await expect(me(ctx, {})).rejects.toMatchObject({ kind: 'unauthenticated', reason: 'session_ended' });
    await expect(signIn(broker, own)).rejects.toMatchObject({ reason: 'invalid_credentials' });
    const next = 'another horse battery staple';
    await completePasswordReset(house.ctx(broker.slug), { token: answer.token, password: next });
    const again = await signIn(broker, own, next);
    expect((await listMySessions(again, {})).rows).toHaveLength(1);
    const work = await listWork(again, { view: 'all', kinds: ['sign_in_disowned'] });
    expect(work.rows.map(({ title }) => title)).toEqual([expect.stringContaining('somebody else')]);
  });

  it('the link works once, at once too, and not after a week', async () => {
    const broker = await settled();
    await signIn(broker, stranger());
    const text = await token(broker);
    const late = manualClock(new Date(Date.now() + 7 * 86_400_000 + 1));
    const dead = { reason: 'link_invalid_or_used' };
    await expect(disownSignIn(house.ctx(broker.slug, { clock: late }), { token: text })).rejects.toMatchObject(dead);
    const both = await Promise.allSettled([1, 2].map(() => disownSignIn(house.ctx(broker.slug), { token: text })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(lookAtStrangeSignIn(house.ctx(broker.slug), { token: text })).rejects.toMatchObject(dead);
  });

  it('guessing links is slowed down', async () => {
    const broker = await settled();
    await signIn(broker, stranger());
    const [id = ''] = (await token(broker)).split('.');
    const guess = () => disownSignIn(house.ctx(broker.slug), { token: `${id}.${'A'.repeat(43)}` });
    for (let i = 0; i < 5; i += 1) await expect(guess()).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
    await expect(guess()).rejects.toMatchObject({ reason: 'too_many_attempts' });
  });

  it('a passkey the stranger left behind goes with him; an older one stays', async () => {
    const broker = await settled();
    const user = await userOf(broker);
    const thief = await signIn(broker, stranger());
    await addPasskey(broker, user, new Date(Date.now() - 86_400_000));
    await addPasskey(broker, user, new Date(Date.now() + 1_000));
    expect((await me(thief, {})).passkeys).toBe(2);
    const text = await token(broker);
    await disownSignIn(house.ctx(broker.slug), { token: text });
    const left = await asOwner(house, 'select 1 from passkey where tenant_id = $1', [broker.tenantId]);
    expect(left).toHaveLength(1);
  });

  const userOf = async (broker: Broker) => {
    const [row] = await asOwner<{ id: string }>(house, 'select id from app_user where tenant_id = $1 and email = $2', [
      broker.tenantId,
      broker.email,
    ]);
    return idFromUuid('user', row?.id ?? '');
  };
  const addPasskey = (broker: Broker, user: `usr_${string}`, at: Date) =>
    asOwner(
      house,
      `insert into passkey (tenant_id, id, user_id, credential_id, public_key, sign_count, transports, name, created_at)
       values ($1, $2, $3, $4, '\\x00', 0, '{}', 'key', $5)`,
      [broker.tenantId, randomUUID(), uuidFromId('user', user), randomUUID(), at],
    );
});
