import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey, leaveStaff, listGrants, previewLeave } from '@/server/modules/access';
import { type Broker, colleague, type Home, home, newBroker } from '../../support/people';

describe('before a colleague leaves', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });

  it('the numbers that are said are the numbers that happen', async () => {
    const leaver = await colleague(house, broker, 'administrator');
    await createApiKey(leaver.ctx, { name: 'His script', scopes: ['tenancy.brand.list'] });
    const said = await previewLeave(broker.admin, { userId: leaver.userId });
    expect(said).toEqual({ sessions: 1, keys: 1, items: 0, delegations: 0 });
    expect(await leaveStaff(broker.admin, { userId: leaver.userId, reason: 'moved on' })).toEqual({
      endedSessions: said.sessions,
      revokedKeys: said.keys,
      releasedItems: said.items,
    });
    expect(await previewLeave(broker.admin, { userId: leaver.userId })).toMatchObject({ sessions: 0, keys: 0 });
  });

  it('nobody of another company can be looked at', async () => {
    const other = await newBroker(house);
    const theirs = await colleague(house, other, 'support');
    await expect(previewLeave(broker.admin, { userId: theirs.userId })).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('a power of a module that is not here is not offered', async () => {
    const { verbs } = await listGrants(broker.admin, {});
    expect(verbs.map(({ name }) => name)).not.toContain('partners.terms.change');
  });
});
