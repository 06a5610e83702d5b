import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, it } from 'vitest';
import { resetStaffFactors } from '@/server/modules/access';
import { confirmTotp, enrolTotp, signInWithPassword } from '@/server/modules/identity';
import { type Broker, colleague, type Home, home, newBroker, password } from '../../support/people';
import { agree } from '../../support/sign-on';

describe('somebody who lost his second factor', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });

  it('gets in again when one administrator asks and another agrees', async () => {
    const second = await colleague(house, broker, 'administrator');
    const agent = await colleague(house, broker, 'support');
    const { secret } = await enrolTotp(agent.ctx, {});
    await confirmTotp(agent.ctx, { code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
    const signIn = () => signInWithPassword(house.ctx(broker.slug), { surface: 'desk', email: agent.email, password });
    expect(await signIn()).toMatchObject({ step: 'second_factor' });

    const ask = { userId: agent.userId, reason: 'his phone fell into the sea' };
    const parked = await resetStaffFactors.orPark(broker.admin, ask);
    expect(await signIn()).toMatchObject({ step: 'second_factor' });
    await expect(agree(broker.admin, parked)).rejects.toMatchObject({ reason: 'cannot_approve_own_request' });
    await agree(second.ctx, parked);
    expect(await signIn()).toMatchObject({ step: 'ticket' });
  });

  it('does not ask for himself, and his own yes does not count', async () => {
    const other = await colleague(house, broker, 'administrator');
    const own = resetStaffFactors.orPark(other.ctx, { userId: other.userId, reason: 'mine' });
    await expect(own).rejects.toMatchObject({ reason: 'cannot_change_own_rights' });
    const parked = await resetStaffFactors.orPark(broker.admin, { userId: other.userId, reason: 'he says so' });
    await expect(agree(other.ctx, parked)).rejects.toMatchObject({ reason: 'cannot_change_own_rights' });
  });
});
