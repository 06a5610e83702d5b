import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { uuidFromId } from '@/server/kernel/ids';
import { listContacts, openShownPage, showPage } from '@/server/modules/support';
import { clientCtx, staffCtx } from '../../support/actors';
import { type TestTenant, testTenant } from '../../support/house';
import { portsOf } from '../../support/people';
import { newClient, type Place, place } from '../../support/registrations';

describe('a page that is shown to a client', () => {
  let tenant: TestTenant;
  let at: Place;
  let agent: Ctx;

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    agent = { ...(await staffCtx(tenant, ['support.*'], { name: 'Sami Support' })), ports: portsOf(tenant) };
  });
  const person = async () => {
    const { id } = await newClient(tenant, at);
    return { id, ctx: await clientCtx(tenant, uuidFromId('client', id)) };
  };

  it('opens for him alone, for half an hour, and stands in the contact log', async () => {
    const [one, two] = [await person(), await person()];
    const { id, url } = await showPage(agent, { clientId: one.id, page: 'wallet' });
    expect(url).toMatch(new RegExp(`/portal/look/${id}$`));
    expect(await openShownPage(one.ctx, { id })).toEqual({ path: '/wallet' });
    await expect(openShownPage(two.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(openShownPage(agent, { id })).rejects.toMatchObject({ kind: 'forbidden' });
    const later = { ...one.ctx, clock: { now: () => new Date(Date.now() + 31 * 60_000) } };
    await expect(openShownPage(later, { id })).rejects.toMatchObject({ reason: 'link_invalid_or_used' });
    expect(await listContacts(agent, { clientId: one.id })).toMatchObject([
      { channel: 'note', direction: 'out', text: expect.stringContaining('wallet') },
    ]);
  });

  it('names its object where it is about one, and cannot lead out of the portal', async () => {
    const { id: clientId, ctx } = await person();
    const objectId = 'wd_01jd0000000000000000000000';
    const { id } = await showPage(agent, { clientId, page: 'withdrawal', objectId });
    expect(await openShownPage(ctx, { id })).toEqual({ path: `/wallet/withdrawals/${objectId}` });
    for (const wrong of [
      { page: 'withdrawal' as const },
      { page: 'wallet' as const, objectId },
      { page: 'withdrawal' as const, objectId: '../../desk' },
    ])
      await expect(showPage(agent, { clientId, ...wrong })).rejects.toMatchObject({ kind: 'invalid' });
  });
});
