import { describe, expect, it } from 'vitest';
import { advance, funnelBySource } from '@/server/modules/clients';
import { staffCtx } from '../../support/actors';
import { asJob, testTenant } from '../../support/house';
import { inUow, newClient, place } from '../../support/registrations';

describe('the funnel by source', () => {
  it('counts how far those of each source have come, also when they were refused later', async () => {
    const tenant = await testTenant();
    const at = await place(tenant);
    const from = (utmSource: string) => newClient(tenant, at, { attribution: { utmSource } });
    const first = await from('google');
    await from('google');
    await from('partner');
    for (const event of ['apply', 'approve', 'reject'] as const)
      await inUow(asJob(tenant), async (uow) => {
        await advance(uow, first.id, 'verification', event, 'as the test says');
      });
    const desk = await staffCtx(tenant, ['clients.*']);
    expect(await funnelBySource(desk, {})).toEqual([
      { source: 'google', registered: 2, verified: 1, funded: 0, trading: 0 },
      { source: 'partner', registered: 1, verified: 0, funded: 0, trading: 0 },
    ]);
  });
});
