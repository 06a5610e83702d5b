import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import {
  beginPasskeyRegistration,
  beginPasskeySignIn,
  beginPasskeyStepUp,
  listPasskeys,
  me,
  registerPasskey,
  removePasskey,
  signInWithPasskey,
  signInWithPassword,
  stepUp,
  stepUpWithPasskey,
} from '@/server/modules/identity';
import { authenticator } from '../../support/authenticator';
import { type Broker, type Home, home, newBroker, password, withTicket } from '../../support/people';

describe('passkeys', () => {
  let house: Home;
  let origin: string;
  beforeAll(async () => {
    house = await home();
    origin = house.ports.site.origin;
  });

  async function withKey(): Promise<{ broker: Broker; key: ReturnType<typeof authenticator> }> {
    const broker = await newBroker(house);
    const key = authenticator();
    const { ceremony, options } = await beginPasskeyRegistration(broker.admin, { origin });
    await registerPasskey(broker.admin, { ceremony, name: 'Laptop', response: key.create(options, origin) });
    return { broker, key };
  }
  const anyone = (broker: Broker): Ctx => house.ctx(broker.slug);

  it('sign in without a password, and each ceremony counts once', async () => {
    const { broker, key } = await withKey();
    const { ceremony, options } = await beginPasskeySignIn(anyone(broker), { surface: 'desk', origin });
    const response = key.get(options, origin);
    const { ticket } = await signInWithPasskey(anyone(broker), { ceremony, response });
    const desk = await withTicket(house, broker.slug, ticket);
    expect(await me(desk, {})).toMatchObject({ kind: 'staff', passkeys: 1 });
    await expect(signInWithPasskey(anyone(broker), { ceremony, response })).rejects.toMatchObject({
      reason: 'link_invalid_or_used',
    });
  });

  it('a signature for another site, another challenge or another account is none', async () => {
    const { broker, key } = await withKey();
    const use = async (change: (options: { challenge: string; rpId?: string }) => ReturnType<typeof key.get>) => {
      const { ceremony, options } = await beginPasskeySignIn(anyone(broker), { surface: 'desk', origin });
      return signInWithPasskey(anyone(broker), { ceremony, response: change(options) });
    };
    const refused = { reason: 'passkey_not_accepted' };
    await expect(use((options) => key.get(options, 'https://evil.example'))).rejects.toMatchObject(refused);
    await expect(use((options) => key.get({ ...options, challenge: 'AAAA' }, origin))).rejects.toMatchObject(refused);
    await expect(use((options) => key.get({ ...options, rpId: 'evil.example' }, origin))).rejects.toMatchObject(
      refused,
    );
    await expect(
      use((options) => ({ ...authenticator().get(options, origin), id: key.id, rawId: key.id })),
    ).rejects.toMatchObject(refused);
    const stranger = await newBroker(house);
    const there = await beginPasskeySignIn(anyone(stranger), { surface: 'desk', origin });
    await expect(
      signInWithPasskey(anyone(stranger), { ceremony: there.ceremony, response: key.get(there.options, origin) }),
    ).rejects.toMatchObject(refused);
    await expect(
      beginPasskeySignIn(anyone(broker), { surface: 'desk', origin: 'https://evil.example' }),
    ).rejects.toMatchObject({ reason: 'origin_not_allowed' });
  });

  it('is the second factor after a password, and what step-up wants', async () => {
    const { broker, key } = await withKey();
    const step = await signInWithPassword(anyone(broker), { surface: 'desk', email: broker.email, password });
    if (step.step !== 'second_factor') throw new Error('a passkey is a second factor');
    expect(step.methods).toEqual(['passkey']);
    const first = await beginPasskeySignIn(anyone(broker), { surface: 'desk', origin, challenge: step.challenge });
    expect(first.options.allowCredentials?.map((one) => one.id)).toEqual([key.id]);
    const { ticket } = await signInWithPasskey(anyone(broker), {
      ceremony: first.ceremony,
      response: key.get(first.options, origin),
    });
    const desk = await withTicket(house, broker.slug, ticket);
    const [row] = (await listPasskeys(desk, {})).rows;
    if (!row) throw new Error('the key is listed');
    const later: Ctx = { ...desk, clock: manualClock(new Date(Date.now() + 11 * 60_000)) };
    await expect(removePasskey(later, { passkeyId: row.id })).rejects.toMatchObject({ kind: 'step_up' });
    await expect(stepUp(later, { password })).rejects.toMatchObject({ reason: 'passkey_needed' });
    const proof = await beginPasskeyStepUp(later, { origin });
    await stepUpWithPasskey(later, { ceremony: proof.ceremony, response: key.get(proof.options, origin) });
    await removePasskey(later, { passkeyId: row.id });
    expect((await listPasskeys(later, {})).rows).toEqual([]);
  });
});
