import { beforeAll, describe, expect, it } from 'vitest';
import { parseDecimal } from '@/server/kernel/decimal';
import type { Owner } from '@/server/modules/ledger';
import {
  assignBook,
  exposureSnapshot,
  listCrossings,
  listExposure,
  readResults,
  recordCrossings,
  setBand,
} from '@/server/modules/risk';
import { moveToAccount } from '@/server/modules/trading';
import { staffCtx } from '../../support/actors';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld } from '../../support/platform';
import { asClient, catchUp, eur, finishMoving, giveMoney, opened, retailOffer, watchOnce } from '../../support/trading';

describe('exposure of the desk', () => {
  let world: PlatformWorld;
  const traders: { owner: Owner; id: Awaited<ReturnType<typeof opened>>['id']; login: number }[] = [];
  const control = () => world.emulator.control;
  const trader = (n: number) => traders[n] ?? (undefined as never);
  const open = (n: number, symbol: string, side: 'buy' | 'sell', lots: string) =>
    control().open({ login: trader(n).login, symbol, side, lots }).position ?? '';
  const row = async (symbol: string, book: 'A' | 'B' = 'B') =>
    (await listExposure(world.job(), { currency: 'EUR' })).rows.find(
      (one) => one.symbol === symbol && one.book === book,
    );

  beforeAll(async () => {
    world = await platformWorld();
    const offerId = await retailOffer(world);
    for (let n = 0; n < 3; n += 1) {
      const owner = await world.trader();
      const { id, login } = await opened(world, owner, offerId);
      await giveMoney(world, owner, 5_000_000n);
      const moved = await moveToAccount(await asClient(world, owner), { accountId: id, amount: eur(5_000_000n) });
      await finishMoving(world, moved.id);
      traders.push({ owner, id, login: Number(login) });
    }
    open(0, 'EURUSD', 'buy', '1.50');
    open(1, 'EURUSD', 'sell', '0.40');
    open(2, 'EURUSD', 'buy', '0.25');
    open(2, 'XAUUSD', 'sell', '0.10');
    await catchUp(world);
    await watchOnce(world);
  });

  it('is the net of what clients have open, and what the platform itself says they have', async () => {
    const found = await row('EURUSD');
    expect(found).toMatchObject({
      longLots: '1.75',
      shortLots: '0.4',
      netLots: '1.35',
      houseLots: '-1.35',
      netUnits: '135000',
      positions: 3,
      clients: 3,
    });
    const onPlatform = traders
      .flatMap(({ login }) => control().account(login).positions)
      .filter((position) => position.symbol === 'EURUSD')
      .reduce(
        (sum, { side, lots }) => (side === 'buy' ? sum.add(parseDecimal(lots)) : sum.sub(parseDecimal(lots))),
        parseDecimal('0'),
      );
    expect(onPlatform.toFixed()).toBe(found?.netLots);
    // One euro is one euro: the net of a EURUSD position is its units in euro.
    expect(found?.notional).toEqual(eur(13_500_000n));
  });

  it('floating is the sum over the accounts, to the cent, and currencies add up', async () => {
    const taken = await exposureSnapshot(world.job(), { currency: 'EUR' });
    const shown = traders
      .flatMap(({ login }) => control().account(login).positions)
      .reduce((sum, { profit }) => sum + BigInt(profit.replace('.', '')), 0n);
    expect(taken.books.find(({ book }) => book === 'B')).toMatchObject({ floating: eur(shown), positions: 4 });
    expect(taken.unvalued).toEqual([]);
    const units = Object.fromEntries(taken.byCurrency.map((one) => [one.currency, one.units]));
    expect(units).toMatchObject({ EUR: '135000', XAU: '-10' });
    const total = taken.byCurrency.reduce((sum, one) => sum + (one.value?.minor ?? 0n), 0n);
    expect(total >= -2n && total <= 2n).toBe(true); // what is bought is paid for
  });

  it('follows a client into book A', async () => {
    const dealer = world.as(await staffCtx(world.tenant, ['risk.*']));
    await assignBook(dealer, { clientId: trader(0).owner.client, book: 'A', reason: 'large tickets' });
    expect(await row('EURUSD', 'A')).toMatchObject({ netLots: '1.5', houseLots: '0' });
    expect(await row('EURUSD', 'B')).toMatchObject({ netLots: '-0.15', houseLots: '0.15' });
    await expect(
      assignBook(dealer, { clientId: trader(0).owner.client, book: 'A', reason: 'once more' }),
    ).rejects.toMatchObject({ reason: 'already_in_book' });
    const entries = await asOwner(world.tenant, async (query) => {
      const { rows } = await query(
        `select client_id from audit_entry where tenant_id = $1 and action = 'risk.book.assign'`,
        [world.tenant.id],
      );
      return rows;
    });
    expect(entries).toEqual([{ client_id: null }]);
  });

  it('beyond its band it is work for the desk until it is inside again', async () => {
    await setBand(world.job(), { symbol: 'XAUUSD', lots: '0.05' });
    expect(await listCrossings(world.job(), {})).toHaveLength(1);
    expect(await recordCrossings(world.job(), {})).toEqual({ breached: 1, back: 0 });
    expect(await listCrossings(world.job(), {})).toEqual([]);
    const work = () =>
      asOwner(world.tenant, async (query) => {
        const { rows } = await query(
          `select state from work_item where tenant_id = $1 and kind = 'exposure_over_band'`,
          [world.tenant.id],
        );
        return rows;
      });
    expect(await work()).toEqual([{ state: 'open' }]);
    control().closeAll(trader(2).login);
    await watchOnce(world);
    expect(await recordCrossings(world.job(), {})).toEqual({ breached: 0, back: 1 });
    expect(await work()).toEqual([{ state: 'closed' }]);
  });

  it('shows a client his own results, and the sums of the house to nobody with a narrow view', async () => {
    await catchUp(world);
    const client = await asClient(world, trader(2).owner);
    const since = new Date('2026-03-04T00:00:00Z');
    const mine = await readResults(client, { accountId: trader(2).id, since });
    expect(mine.rows.map((one) => one.symbol).sort()).toEqual(['EURUSD', 'XAUUSD']);
    const account = control().account(trader(2).login);
    expect(mine.totals).toEqual([eur(BigInt(account.balance.replace('.', '')) - 5_000_000n)]);
    expect(mine.floating).toEqual([]);
    await expect(readResults(client, { accountId: trader(0).id, since })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(exposureSnapshot(client, {})).rejects.toMatchObject({ kind: 'forbidden' });
    const narrow = world.as(await staffCtx(world.tenant, ['risk.*'], { scope: 'own' }));
    await expect(exposureSnapshot(narrow, {})).rejects.toMatchObject({ reason: 'needs_all_clients' });
  });
});
