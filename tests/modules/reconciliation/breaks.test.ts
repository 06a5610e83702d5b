import { beforeAll, describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { type Owner, recipes } from '@/server/modules/ledger';
import {
  compareAccount,
  explainBreak,
  finishRun,
  listBreaks,
  listRuns,
  startRun,
} from '@/server/modules/reconciliation';
import { moveMoney, moveToAccount } from '@/server/modules/trading';
import { staffCtx } from '../../support/actors';
import { booked } from '../../support/books';
import { newUuid } from '../../support/house';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld } from '../../support/platform';
import { asClient, catchUp, eur, finishMoving, giveMoney, opened, retailOffer } from '../../support/trading';

describe('our books against the platform', () => {
  let world: PlatformWorld;
  let owner: Owner;
  let accountId: Id<'tradingAccount'>;
  let login: string;
  let runId: Id<'reconciliationRun'>;
  const control = () => world.emulator.control;
  const compare = async (isFinal = true) => (await compareAccount(world.job(), { runId, accountId, isFinal }))?.outcome;
  const standing = async () => (await listBreaks(world.job(), { accountId, states: ['open', 'explained'] })).rows;
  const work = () =>
    asOwner(world.tenant, async (query) => {
      const { rows } = await query(
        `select count(*)::int as n from work_item where tenant_id = $1 and kind = 'reconciliation_break' and state = 'open'`,
        [world.tenant.id],
      );
      return rows[0]?.n as number;
    });

  beforeAll(async () => {
    world = await platformWorld();
    owner = await world.trader();
    ({ id: accountId, login } = await opened(world, owner, await retailOffer(world)));
    await giveMoney(world, owner, 500_000n);
    const moved = await moveToAccount(await asClient(world, owner), { accountId, amount: eur(100_000n) });
    await finishMoving(world, moved.id);
    ({ id: runId } = await startRun(world.job(), {}));
  });

  it('match when all has arrived', async () => {
    const { position } = control().open({ login: Number(login), symbol: 'EURUSD', side: 'buy', lots: '0.10' });
    world.advance(60_000);
    control().close(position ?? '');
    expect(await compare(false)).toBe('suspect'); // the deals are still on the platform only
    await catchUp(world);
    expect(await compare()).toBe('matched');
    expect(await standing()).toEqual([]);
  });

  it('wait while money is under way', async () => {
    const { id } = await moveToAccount(await asClient(world, owner), { accountId, amount: eur(1_000n) });
    control().addFault({ kind: 'lost_after', path: '/api/trade/balance' });
    await moveMoney(world.job(), { operationId: id });
    await catchUp(world);
    expect(await compare()).toBe('waiting');
    world.advance(10_000);
    await finishMoving(world, id);
    await catchUp(world);
    expect(await compare()).toBe('matched');
  });

  it('a posting of ours that the platform never had is a break, with work, once', async () => {
    const stray = recipes.fromTrading(owner, login, eur(700n), 'wallet');
    await booked(world.job(), { ...stray, reference: newUuid() });
    expect(await compare(false)).toBe('suspect');
    expect(await standing()).toEqual([]);
    expect(await compare()).toBe('break');
    expect(await compare()).toBe('break');
    expect(await standing()).toMatchObject([{ kind: 'ledger', login, difference: eur(-700n), state: 'open' }]);
    expect(await work()).toBe(1);
  });

  it('explained it rests, until it changes; gone it is closed', async () => {
    const finance = world.as(await staffCtx(world.tenant, ['reconciliation.*']));
    const [found] = await standing();
    await explainBreak(finance, {
      id: found?.id ?? (undefined as never),
      reason: 'booked by mistake, reversal on Monday',
    });
    expect(await work()).toBe(0);
    expect(await compare()).toBe('break');
    expect(await standing()).toMatchObject([
      { state: 'explained', explanation: 'booked by mistake, reversal on Monday' },
    ]);
    const stray = recipes.fromTrading(owner, login, eur(100n), 'wallet');
    await booked(world.job(), { ...stray, reference: newUuid() });
    await compare();
    expect(await standing()).toMatchObject([{ state: 'open', difference: eur(-800n), explanation: null }]);
    expect(await work()).toBe(1);
    const { holds } = await booked(world.job(), {
      ...recipes.toTradingRequested(owner, eur(800n)),
      reference: newUuid(),
    });
    await booked(world.job(), {
      ...recipes.toTradingDone(owner, login, eur(800n), holds[0] ?? (undefined as never)),
      reference: newUuid(),
    });
    expect(await compare(false)).toBe('matched');
    expect(await standing()).toEqual([]);
    expect(await work()).toBe(0);
  });

  it('a deal edited in the record alone shows in both figures', async () => {
    const { position } = control().open({ login: Number(login), symbol: 'EURUSD', side: 'sell', lots: '0.10' });
    world.advance(60_000);
    const { deal } = control().close(position ?? '');
    await catchUp(world);
    control().editDeal(deal ?? '', { profit: '500.00' });
    await catchUp(world);
    expect(await compare()).toBe('break');
    expect((await standing()).map((row) => row.kind).sort()).toEqual(['deals', 'ledger']);
  });

  it('a platform that does not answer is no break', async () => {
    control().addFault({ kind: 'lost_before', times: 12 });
    expect(await compare()).toBe('unreachable');
    control().clearFaults();
  });

  it('one run at a time, kept with its sums', async () => {
    await expect(startRun(world.job(), {})).rejects.toMatchObject({ reason: 'run_in_progress' });
    await finishRun(world.job(), {
      id: runId,
      accounts: 1,
      matched: 0,
      waiting: 0,
      unreachable: 0,
      breaks: 1,
      totals: [{ asset: 'EUR', ledger: '100', platform: '90' }],
    });
    const { rows } = await listRuns(world.job(), {});
    expect(rows).toMatchObject([{ state: 'finished', breaks: 1, totals: [{ difference: eur(10n) }] }]);
    await startRun(world.job(), {});
  });
});
