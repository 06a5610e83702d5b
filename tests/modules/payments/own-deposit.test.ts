import { beforeAll, describe, expect, it } from 'vitest';
import { uuidFromId } from '@/server/kernel/ids';
import { registerClient } from '@/server/modules/clients';
import { paymentsRoutes } from '@/server/modules/payments/router';
import { clientCtx, staffCtx } from '../../support/actors';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { approveKyc } from '../../support/payer';

describe('a client and his own deposit', () => {
  let house: Brokerage;
  beforeAll(async () => {
    house = await testBrokerage();
  });

  async function newClient(name: string) {
    const { id } = await registerClient(house.job, {
      brand: house.brand,
      email: `${name.toLowerCase()}@clients.example`,
      password: 'correct horse battery staple',
      firstName: name,
      lastName: 'Oosterveld',
      country: 'NL',
      acceptedTerms: true,
    });
    if (!id) throw new Error('not registered');
    await approveKyc(house.job, { id });
    return house.withPorts(await clientCtx(house.tenant, uuidFromId('client', id)));
  }
  const { start, read, refresh } = paymentsRoutes.deposits;

  it('who comes back from the PSP asks, and reads credited; a stranger finds nothing', async () => {
    const [marit, other] = [await newClient('Marit'), await newClient('Imke')];
    const amount = { minor: 150_000n, asset: 'EUR' };
    const started = await start(marit, { amount, returnPath: '/t/test/portal/wallet/deposit' });
    if (!started) throw new Error('not started');
    expect((await read(marit, { id: started.id })).state).toBe('awaiting_client');
    const session = /(cs_test_\w+)/.exec(started.redirectUrl ?? '')?.[1] ?? '';
    house.stripe.as(house.account.id).pay(session, { number: '4242424242424242' });
    await expect(read(other, { id: started.id })).rejects.toMatchObject({ reason: 'deposit_not_found' });
    await expect(refresh(other, { id: started.id })).rejects.toMatchObject({ reason: 'deposit_not_found' });
    // The reply of the start counts as an answer: asking again within three seconds does not reach the PSP.
    expect(await refresh(marit, { id: started.id })).toBeNull();
    const later = { ...marit, clock: { now: () => new Date(Date.now() + 4_000) } };
    expect((await refresh(later, { id: started.id }))?.state).toBe('credited');
    expect((await read(marit, { id: started.id })).credited).toEqual(amount);
    expect(await refresh(later, { id: started.id })).toBeNull();
    const cashier = house.withPorts(await staffCtx(house.tenant, ['payments.*', 'sensitive.card']));
    const seen = await paymentsRoutes.deposits.detail(cashier, { id: started.id });
    expect(seen.checks.map(({ name, result }) => [name, result])).toEqual([
      ['currency', 'pass'],
      ['amount', 'pass'],
      ['own_instrument', expect.any(String)],
      ['client_may_deposit', 'pass'],
    ]);
    expect(seen.attempts).toMatchObject([{ outcome: 'approved', vendor: 'stripe' }]);
    expect(seen.charges).toMatchObject([{ received: amount, isSurplus: false }]);
    const [posted] = seen.postings;
    expect(posted?.transfers.some((one) => one.credit.includes('wallet') && one.amount.minor === 150_000n)).toBe(true);
    const list = await paymentsRoutes.deposits.list(cashier, { states: ['credited'] });
    expect(list.totals).toEqual([{ asset: 'EUR', minor: 150_000n, count: 1 }]);
    await expect(paymentsRoutes.deposits.detail(marit, { id: started.id })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
