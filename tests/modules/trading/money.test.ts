import { beforeAll, describe, expect, it } from 'vitest';
import { type Id, idFromUuid } from '@/server/kernel/ids';
import { type Owner, recipes } from '@/server/modules/ledger';
import {
  collectFromAccount,
  createOffer,
  decideOperation,
  listOperations,
  moveMoney,
  moveToAccount,
  moveToWallet,
  openAccount,
  readOperation,
  returnToAccount,
  transferToAccount,
} from '@/server/modules/trading';
import { beginOperation } from '@/server/modules/trading/verbs/operations';
import { staffCtx } from '../../support/actors';
import { booked } from '../../support/books';
import { newUuid } from '../../support/house';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld, setStanding } from '../../support/platform';
import {
  asClient,
  catchUp,
  eur,
  finishMoving,
  finishOpening,
  giveMoney,
  ledgerOf,
  opened,
  platformBalance,
  retailOffer,
} from '../../support/trading';

describe('money between wallet and platform', () => {
  let world: PlatformWorld;
  let offerId: Id<'offer'>;
  let owner: Owner;
  let accountId: Id<'tradingAccount'>;
  let login: string;
  const control = () => world.emulator.control;
  const balanceDeals = async () => {
    const batch = await world.port.pollDeals(world.port.dealCursorAt(new Date('2026-03-01T00:00:00Z')), 500);
    return batch.deals.filter((deal) => deal.login === login && deal.action === 'balance').length;
  };
  const fresh = async (minor = 100_000n) => {
    owner = await world.trader();
    ({ id: accountId, login } = await opened(world, owner, offerId));
    if (minor > 0n) await giveMoney(world, owner, minor);
  };
  const toAccount = async (minor: bigint) =>
    moveToAccount(await asClient(world, owner), { accountId, amount: eur(minor) });
  const key = `trading:`;

  beforeAll(async () => {
    world = await platformWorld();
    offerId = await retailOffer(world);
  });

  it('holds, asks the platform, books; and what comes back is booked again', async () => {
    await fresh();
    const { id } = await toAccount(40_000n);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 100_000n, 'wallet held': 40_000n });
    await finishMoving(world, id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 60_000n, [`${key}${login}`]: 40_000n });
    expect(platformBalance(world, login)).toBe('400.00');
    const back = await moveToWallet(await asClient(world, owner), { accountId, amount: eur(15_000n) });
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 60_000n, [`${key}${login}`]: 40_000n });
    await finishMoving(world, back.id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 75_000n, [`${key}${login}`]: 25_000n });
    expect(platformBalance(world, login)).toBe('250.00');
    await catchUp(world);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 75_000n, [`${key}${login}`]: 25_000n });
  });

  it('puts nothing on a platform while its owner owes; what comes off it pays the debt', async () => {
    await fresh();
    await finishMoving(world, (await toAccount(60_000n)).id);
    const amount = eur(70_000n);
    await booked(world.job(), {
      ...recipes.chargebackOpened({ ...owner, connection: 'con_x' }, amount, eur(0n), eur(40_000n)),
      reference: newUuid(),
    });
    await expect(toAccount(1_000n)).rejects.toMatchObject({
      reason: 'debt_open',
      detail: { params: { owed: '300.00 EUR' } },
    });
    const back = await moveToWallet(await asClient(world, owner), { accountId, amount: eur(50_000n) });
    await finishMoving(world, back.id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 20_000n, debt: 0n, [`${key}${login}`]: 10_000n });
  });

  it('has one operation in flight per account', async () => {
    await fresh();
    const first = await toAccount(1_000n);
    await expect(toAccount(1_000n)).rejects.toMatchObject({ kind: 'conflict', reason: 'operation_in_flight' });
    await finishMoving(world, first.id);
    await finishMoving(world, (await toAccount(1_000n)).id);
    expect(platformBalance(world, login)).toBe('20.00');
    await fresh();
    const race = await Promise.allSettled([toAccount(700n), toAccount(700n), toAccount(700n)]);
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await ledgerOf(world, owner))['wallet held']).toBe(700n);
  });

  it.each([
    ['lost_after', 1],
    ['half_frame', 1],
    ['garbled', 1],
  ] as const)('a reply that is lost (%s) is looked up and booked once', async (kind, deals) => {
    await fresh();
    const { id } = await toAccount(30_000n);
    control().addFault({ kind, path: '/api/trade/balance' });
    expect(await moveMoney(world.job(), { operationId: id })).toMatchObject({ state: 'unknown' });
    expect(await ledgerOf(world, owner)).toMatchObject({ wallet: 100_000n, 'wallet held': 30_000n });
    await expect(toAccount(100n)).rejects.toMatchObject({ reason: 'operation_in_flight' });
    expect(await moveMoney(world.job(), { operationId: id })).toBeNull(); // too early to look
    world.advance(10_000);
    await finishMoving(world, id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 70_000n, [`${key}${login}`]: 30_000n });
    expect(await balanceDeals()).toBe(deals);
    expect((await readOperation(world.job(), { id })).attempt).toBe(1);
  });

  it('is sent once more only when it is proven that it never arrived', async () => {
    await fresh();
    const { id } = await toAccount(30_000n);
    control().addFault({ kind: 'lost_before', path: '/api/trade/balance' });
    const began = world.clock.now().getTime();
    await finishMoving(world, id);
    expect(world.clock.now().getTime() - began).toBeGreaterThanOrEqual(60_000);
    expect(await readOperation(world.job(), { id })).toMatchObject({ state: 'applied', attempt: 2 });
    expect(platformBalance(world, login)).toBe('300.00');
    expect(await balanceDeals()).toBe(1);
  });

  it('a commit that comes late is found, not repeated', async () => {
    await fresh();
    const { id } = await toAccount(30_000n);
    control().addFault({ kind: 'late_commit', path: '/api/trade/balance', delayMs: 25_000 });
    await finishMoving(world, id);
    expect(await readOperation(world.job(), { id })).toMatchObject({ state: 'applied', attempt: 1 });
    expect(await balanceDeals()).toBe(1);
  });

  it('gives up after a second proven absence and frees the money', async () => {
    await fresh();
    const { id } = await toAccount(30_000n);
    control().addFault({ kind: 'lost_before', path: '/api/trade/balance', times: 2 });
    await finishMoving(world, id);
    expect(await readOperation(world.job(), { id })).toMatchObject({ state: 'failed', attempt: 2 });
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 100_000n });
  });

  it('a worker that died after sending is looked up by the next one', async () => {
    await fresh();
    const { id } = await toAccount(30_000n);
    const intent = await beginOperation(world.job(), { id });
    if (!intent) throw new Error('nothing to do');
    const account = { platform: intent.platform, serverId: intent.serverId, login };
    const amount = { amount: '300.00', currency: 'EUR' };
    await world.port.balanceOperation({ ...intent, account, amount, checkMargin: true });
    await finishMoving(world, id);
    expect(await balanceDeals()).toBe(1);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 70_000n, [`${key}${login}`]: 30_000n });
  });

  it('the platform checks free margin, and a refusal leaves everything as it was', async () => {
    await fresh();
    await finishMoving(world, (await toAccount(20_000n)).id);
    control().open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.03' });
    const { id } = await moveToWallet(await asClient(world, owner), { accountId, amount: eur(19_900n) });
    await finishMoving(world, id);
    expect(await readOperation(world.job(), { id })).toMatchObject({
      state: 'failed',
      problem: '10019 Not enough money',
    });
    const seen = await readOperation(await asClient(world, owner), { id });
    expect(seen).toMatchObject({ state: 'failed', problem: 'insufficient_free_margin' });
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 80_000n, [`${key}${login}`]: 20_000n });
  });

  it('a known passing trouble is tried again after a rest', async () => {
    await fresh();
    const { id } = await toAccount(5_000n);
    control().addFault({ kind: 'retcode', retcode: 10024, path: '/api/trade/balance', times: 3 });
    await finishMoving(world, id);
    expect(await readOperation(world.job(), { id })).toMatchObject({ state: 'applied', attempt: 1 });
  });

  it('collects for a withdrawal into transit and takes it back out of its hold', async () => {
    await fresh();
    await finishMoving(world, (await toAccount(50_000n)).id);
    const withdrawalId = idFromUuid('withdrawal', newUuid());
    const ask = { clientId: owner.client, accountId, amount: eur(20_000n), withdrawalId };
    const collected = await collectFromAccount(world.job(), ask);
    expect((await collectFromAccount(world.job(), ask)).id).toBe(collected.id);
    await expect(collectFromAccount(world.job(), { ...ask, amount: eur(1n) })).rejects.toMatchObject({
      reason: 'cause_already_used',
    });
    await finishMoving(world, collected.id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 50_000n, in_transit: 20_000n, [`${key}${login}`]: 30_000n });
    const { holds } = await booked(world.job(), {
      ...recipes.withdrawalRequested(owner, eur(20_000n), 'in_transit'),
      reference: newUuid(),
    });
    const returned = await returnToAccount(world.job(), { ...ask, holdId: holds[0] ?? null });
    await finishMoving(world, returned?.id ?? collected.id);
    expect(await ledgerOf(world, owner)).toEqual({ wallet: 50_000n, in_transit: 0n, [`${key}${login}`]: 50_000n });
    expect(platformBalance(world, login)).toBe('500.00');
    expect((await readOperation(world.job(), { id: collected.id })).state).toBe('compensated');
  });

  it('a deposit for an account waits in the wallet when its client may not trade any more', async () => {
    await fresh();
    const depositId = idFromUuid('deposit', newUuid());
    await setStanding(world.tenant, owner, { verification: 'rejected' });
    expect(
      await transferToAccount(world.job(), { clientId: owner.client, accountId, amount: eur(100n), depositId }),
    ).toBeNull();
    await expect(toAccount(100n)).rejects.toMatchObject({ reason: 'transfer_not_allowed' });
    await setStanding(world.tenant, owner, { verification: 'approved' });
    const moved = await transferToAccount(world.job(), {
      clientId: owner.client,
      accountId,
      amount: eur(100n),
      depositId,
    });
    await finishMoving(world, moved?.id ?? idFromUuid('balanceOperation', newUuid()));
    expect(platformBalance(world, login)).toBe('1.00');
  });

  it('what nobody can find out is decided by two people', async () => {
    await fresh();
    const { id } = await toAccount(30_000n);
    control().addFault({ kind: 'lost_after', path: '/api/trade/balance' });
    await moveMoney(world.job(), { operationId: id });
    control().addFault({ kind: 'lost_before', path: '/api/deal/get_batch', times: 1_000 });
    for (let i = 0; i < 7; i += 1) {
      world.advance(600_000);
      await moveMoney(world.job(), { operationId: id });
    }
    control().clearFaults();
    const raised = await asOwner(world.tenant, async (query) => {
      const { rows } = await query(
        `select kind from work_item where tenant_id = $1 and state = 'open' and object_id = $2`,
        [world.tenant.id, id],
      );
      return rows;
    });
    expect(raised).toEqual([{ kind: 'platform_operation' }]);
    const dealer = world.as(await staffCtx(world.tenant, ['trading.*']));
    const asked = await decideOperation.orPark(dealer, {
      id,
      outcome: 'applied',
      platformRef: '1000002',
      reason: 'seen on the server',
    });
    expect(asked).toHaveProperty('parked');
    expect(await listOperations(world.job(), { accountId, states: ['unknown'] })).toMatchObject({ total: 1 });
  });

  it('demo accounts have play money that no book knows', async () => {
    owner = await world.trader({ verification: 'none', tier: 'T0' });
    const demo = await createOffer(world.job(), {
      name: 'Demo',
      connectionId: world.connectionId,
      environment: 'demo',
      currency: 'EUR',
      groupName: 'real\\EUR-RETAIL-30',
      leverageDefault: 200,
      leverageMax: 200,
      demoBalanceMinor: 5_000_000n,
    });
    const made = await openAccount(await asClient(world, owner), { offerId: demo.id });
    expect(made.leverage).toBe(200);
    await finishOpening(world, made.id);
    const { rows } = await listOperations(world.job(), { accountId: made.id });
    await finishMoving(world, rows[0]?.id ?? idFromUuid('balanceOperation', newUuid()));
    expect(platformBalance(world, rows[0]?.login ?? '')).toBe('50000.00');
    await catchUp(world);
    expect(await ledgerOf(world, owner)).toEqual({});
    accountId = made.id;
    await expect(moveToWallet(await asClient(world, owner), { accountId, amount: eur(100n) })).rejects.toMatchObject({
      kind: 'rejected',
    });
  });
});
