import { beforeAll, describe, expect, it } from 'vitest';
import { collectFor, sendHomeFor } from '@/jobs/withdrawals';
import type { Id } from '@/server/kernel/ids';
import type { Owner } from '@/server/modules/ledger';
import {
  cancelWithdrawal,
  readWithdrawal,
  requestWithdrawal,
  stuckWithdrawalIds,
  withdrawalOrder,
} from '@/server/modules/payments';
import { listOperations, moveMoney, moveToAccount, readOperation } from '@/server/modules/trading';
import { staffCtx } from '../../support/actors';
import { type PlatformWorld, platformWorld } from '../../support/platform';
import {
  asClient,
  eur,
  finishMoving,
  giveMoney,
  ledgerOf,
  opened,
  platformBalance,
  retailOffer,
} from '../../support/trading';

describe('a withdrawal from a platform whose job died', () => {
  let world: PlatformWorld;
  let offerId: Id<'offer'>;
  beforeAll(async () => {
    world = await platformWorld();
    offerId = await retailOffer(world);
  });

  async function asked(minor: bigint) {
    const owner: Owner = await world.trader();
    const { id: accountId, login } = await opened(world, owner, offerId);
    await giveMoney(world, owner, 100_000n);
    const client = await asClient(world, owner);
    await finishMoving(world, (await moveToAccount(client, { accountId, amount: eur(100_000n) })).id);
    const { id, state } = await requestWithdrawal(client, { amount: eur(minor), sourceAccountId: accountId });
    expect(state).toBe('collecting');
    return { owner, client, accountId, login, id };
  }
  const operationOf = async (accountId: Id<'tradingAccount'>, purpose: string) => {
    const all = await listOperations(world.as(await staffCtx(world.tenant, ['*'])), { accountId });
    const one = all.rows.find((row) => row.purpose === purpose);
    if (!one) throw new Error('no operation');
    return one.id;
  };
  const stuck = async () => (await stuckWithdrawalIds(world.job(), {})).map(({ withdrawalId }) => withdrawalId);
  const stateOf = async (id: Id<'withdrawal'>) => (await withdrawalOrder(world.job(), { withdrawalId: id })).state;

  it('is found by the sweeper and continues from what the platform has already done', async () => {
    const { owner, client, id, accountId, login } = await asked(30_000n);
    await collectFor(world.job(), id);
    // The platform is debited, and nobody tells the withdrawal: the run that should have is gone.
    await moveMoney(world.job(), { operationId: await operationOf(accountId, 'to_transit') });
    expect(await stateOf(id)).toBe('collecting');
    expect(await stuck()).not.toContain(id);
    world.advance(6 * 60_000);
    expect(await stuck()).toContain(id);
    await collectFor(world.job(), id);
    expect(await stateOf(id)).toBe('in_review');
    expect(platformBalance(world, login)).toBe('700.00');
    expect(await ledgerOf(world, owner)).toMatchObject({ in_transit: 30_000n, 'in_transit held': 30_000n });

    await cancelWithdrawal(client, { id });
    expect(await stateOf(id)).toBe('rejecting');
    world.advance(6 * 60_000);
    expect(await stuck()).toContain(id);
    await sendHomeFor(world.job(), id);
    await moveMoney(world.job(), { operationId: await operationOf(accountId, 'back_to_trading') });
    await sendHomeFor(world.job(), id);
    expect(await stateOf(id)).toBe('cancelled');
    expect(platformBalance(world, login)).toBe('1000.00');
    expect((await readWithdrawal(client, { id })).state).toBe('cancelled');
  });

  it('one whose collection failed returns home instead of waiting', async () => {
    const { owner, id, accountId } = await asked(90_000n);
    await collectFor(world.job(), id);
    const operationId = await operationOf(accountId, 'to_transit');
    world.emulator.control.addFault({ kind: 'lost_before', path: '/api/trade/balance', times: 2 });
    await finishMoving(world, operationId);
    expect((await readOperation(world.job(), { id: operationId })).state).toBe('failed');
    expect(await stateOf(id)).toBe('collecting');
    await collectFor(world.job(), id);
    expect(await stateOf(id)).toBe('failed');
    expect(Object.values(await ledgerOf(world, owner)).filter((minor) => minor !== 0n)).toEqual([100_000n]);
  });
});
