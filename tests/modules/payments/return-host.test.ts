import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { startDeposit } from '@/server/modules/payments';
import { requestFacts } from '@/server/transports/session';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { asOwner } from '../../support/owner';
import { eur, type Payer, payerIn } from '../../support/payer';

describe('where a client comes back to after paying', () => {
  let house: Brokerage;
  let payer: Payer;
  beforeAll(async () => {
    house = await testBrokerage();
    payer = await payerIn(house, 'Marit');
    await asOwner(house.tenant, (query) =>
      query(
        `insert into domain (tenant_id, host, brand_id, verified_at, verification_token, created_at)
         select $1, h.host, b.id, case when h.proven then now() end, 'token', now()
         from brand b, (values ('my.testfx.example', true), ('new.testfx.example', false)) as h(host, proven) where b.tenant_id = $1`,
        [house.tenant.id],
      ),
    );
  });

  const from = (origin: string): Ctx => ({
    ...payer.ctx,
    request: { ...payer.ctx.request, ...requestFacts(new Headers({ origin })) },
  });
  const deposit = { amount: eur(10_000n), returnPath: '/portal/wallet/deposit' };
  async function returnOf(ctx: Ctx): Promise<string> {
    const started = await startDeposit(ctx, deposit);
    const session = /(cs_test_\w+)/.exec(started?.redirectUrl ?? '')?.[1] ?? '';
    return new URL(house.stripe.as(house.account.id).session(session).success_url ?? '').origin;
  }

  it('is the brand’s own host when he is on it', async () => {
    expect(await returnOf(from('https://my.testfx.example'))).toBe('https://my.testfx.example');
  });

  it('is the platform’s when he is there', async () => {
    expect(await returnOf(from('http://localhost:3000'))).toBe(house.ports.site.origin);
    expect(await returnOf(payer.ctx)).toBe(house.ports.site.origin);
  });

  it.each(['https://evil.example', 'https://new.testfx.example', 'http://my.testfx.example'])(
    'is never %s',
    async (origin) => {
      await expect(startDeposit(from(origin), deposit)).rejects.toMatchObject({ reason: 'origin_not_allowed' });
    },
  );

  it.each(['//evil.example/x', 'https://evil.example', '/\\evil.example'])(
    'takes no address for a path: %s',
    async (returnPath) => {
      await expect(startDeposit(payer.ctx, { ...deposit, returnPath })).rejects.toMatchObject({ kind: 'invalid' });
    },
  );
});
