import { beforeAll, describe, expect, it } from 'vitest';
import { isWithin, rangeOf } from '@/server/kernel/addresses';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import { endStaffSession, listStaffSessions, readStaffAddresses, setStaffAddresses } from '@/server/modules/access';
import { me, openSession, signInWithPassword } from '@/server/modules/identity';
import { listBrands } from '@/server/modules/tenancy';
import { asOwner, type Broker, colleague, type Home, home, newBroker, password, signedIn } from '../../support/people';

describe('ranges of addresses', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24', true],
    ['192.0.3.7', '192.0.2.0/24', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['10.255.0.1', '10.0.0.0/8', true],
    ['198.51.100.1', '0.0.0.0/0', true],
    ['2001:db8:1::5', '2001:db8::/32', true],
    ['2001:db9::5', '2001:db8::/32', false],
    ['::ffff:192.0.2.7', '192.0.2.0/24', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['192.0.2.7', '::/0', true],
    ['fe80::1', 'fe80::1', true],
  ])('%s in %s is %s', (address, range, inside) => expect(isWithin(address, [range])).toBe(inside));

  it.each([
    '192.0.2.7/24',
    '192.0.2.0/33',
    '192.0.2',
    '256.0.0.1',
    '2001:db8::/129',
    '2001:db8:::1',
    '1:2:3:4:5:6:7',
    'desk',
    '',
    '10.0.0.0/8/8',
    '010.0.0.1',
  ])('%s is none', (text) => expect(rangeOf(text)).toBeNull());

  it('an unknown address is in no range', () => expect(isWithin(undefined, ['0.0.0.0/0', '::/0'])).toBe(false));
});

describe('staff work from the house’s own addresses', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });
  const from = (ctx: Ctx, ip: string): Ctx => ({ ...ctx, request: { ...ctx.request, ip } });
  const office = '192.0.2.10';

  it('whoever switches it on stands inside and names who gets in from anywhere', async () => {
    const admin = from(broker.admin, office);
    const { owners, mine } = await readStaffAddresses(admin, {});
    expect(mine).toBe(office);
    const [owner] = owners;
    const set = (input: object) =>
      setStaffAddresses(admin, {
        isOn: true,
        ranges: ['192.0.2.0/24', '2001:db8::/32'],
        breakGlassUserId: owner?.id ?? null,
        reason: 'office only',
        ...input,
      });
    await expect(set({ ranges: ['198.51.100.0/24'] })).rejects.toMatchObject({ reason: 'own_address_not_inside' });
    await expect(set({ ranges: ['192.0.2.10/24'] })).rejects.toMatchObject({ reason: 'address_range_invalid' });
    await expect(set({ breakGlassUserId: null })).rejects.toMatchObject({ reason: 'break_glass_owner_needed' });
    const { ctx: agent, email, userId } = await colleague(house, broker, 'support');
    await expect(set({ breakGlassUserId: userId })).rejects.toMatchObject({ reason: 'break_glass_owner_needed' });
    await set({});

    await expect(me(from(agent, office), {})).resolves.toBeDefined();
    await expect(me(from(agent, '2001:db8::7'), {})).resolves.toBeDefined();
    await expect(me(from(agent, '203.0.113.9'), {})).rejects.toMatchObject({
      kind: 'forbidden',
      reason: 'address_not_allowed',
    });
    await expect(me({ ...agent, request: { id: 'no-address' } }, {})).rejects.toMatchObject({
      reason: 'address_not_allowed',
    });
    const signIn = (ip: string) =>
      signInWithPassword(from(house.ctx(broker.slug), ip), { surface: 'desk', email, password });
    await expect(signIn('203.0.113.9')).rejects.toMatchObject({ reason: 'address_not_allowed' });
    expect(await signIn(office)).toMatchObject({ step: 'ticket' });
    const events = await asOwner<{ reason: string; ip: string }>(
      house,
      `select reason, ip from security_event where tenant_id = $1 and reason = 'address_not_allowed'`,
      [broker.tenantId],
    );
    expect(events).toContainEqual({ reason: 'address_not_allowed', ip: '203.0.113.9' });
    // A page that only reads leaves a trace too, with its session, and once however often it asks.
    for (let i = 0; i < 3; i += 1) await me(from(agent, '198.51.100.77'), {}).catch(() => null);
    const [trace, ...more] = await asOwner<{ verb: string; actor: { sessionId: string } }>(
      house,
      `select verb, actor from security_event where tenant_id = $1 and ip = '198.51.100.77'`,
      [broker.tenantId],
    );
    expect(trace).toMatchObject({ verb: 'identity.me.get', actor: { sessionId: expect.stringMatching(/^ses_/) } });
    expect(more).toEqual([]);
    // The owner is let in from anywhere; jobs have no address.
    await expect(listBrands(from(broker.admin, '203.0.113.9'), {})).resolves.toBeDefined();
    const job = house.ctx(broker.slug, { credential: { kind: 'job', name: 'x' } });
    await expect(listBrands(job, {})).resolves.toBeDefined();
  });

  it('an administrator sees who is signed in and ends one session', async () => {
    const other = await newBroker(house);
    const { ctx, email, userId } = await colleague(house, other, 'cashier');
    const second = await signedIn(house, other.slug, email);
    const open = async () => (await listStaffSessions(other.admin, {})).rows.filter((row) => row.userId === userId);
    const rows = await open();
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ name: 'cashier person', hasSecondFactor: false, isCurrent: false });
    // Administrators do not hold the class of addresses.
    expect(rows[0]?.ip).toMatch(/^•+/);
    if (second.credential.kind !== 'session') throw new Error('a session');
    const sessionId = idFromUuid('session', second.credential.sessionId);
    await endStaffSession(other.admin, { sessionId, reason: 'left the laptop in a taxi' });
    await expect(me(second, {})).rejects.toMatchObject({ reason: 'session_ended' });
    expect((await me(ctx, {})).kind).toBe('staff');
    expect(await open()).toHaveLength(1);
    await expect(endStaffSession(broker.admin, { sessionId, reason: 'not mine' })).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(openSession(house.ctx(other.slug), { ticket: 'tok_x' })).rejects.toBeDefined();
  });
});
