import { describe, expect, test } from 'vitest';
import { cents, DealReader, MINUTE, type PlatformHarness, staged } from './harness';

export function dealsContract(start: () => Promise<PlatformHarness>): void {
  const stage = staged(start);
  const { create, deposit, balanceOf } = stage;

  describe('deals and positions', () => {
    const traded = async () => {
      const account = await create();
      await deposit(account, '10000.00');
      return account;
    };
    const reader = () =>
      new DealReader(stage.h.port, stage.h.port.dealCursorAt(new Date(stage.h.now().getTime() - 60 * MINUTE)));

    test('a partial close and the rest: positions shrink, deals add up to the balance', async () => {
      const account = await traded();
      const position = stage.h.open(account.login, 'buy', '1.00');
      stage.h.advance(MINUTE);
      expect(stage.h.close(position, '0.40')).toBe(0);
      expect(await stage.h.port.positions({ account })).toMatchObject([
        { ticket: position, side: 'buy', lots: '0.6', symbol: stage.h.symbol },
      ]);
      stage.h.advance(MINUTE);
      expect(stage.h.close(position)).toBe(0);
      expect(await stage.h.port.positions({ account })).toEqual([]);
      const deals = await reader().drain();
      const trades = deals.filter((deal) => deal.positionRef === position);
      expect(trades.map(({ entry, lots, action }) => [entry, lots, action])).toEqual([
        ['in', '1', 'buy'],
        ['out', '0.4', 'sell'],
        ['out', '0.6', 'sell'],
      ]);
      const sum = deals.reduce(
        (total, deal) => total + cents(deal.profit) + cents(deal.swap) + cents(deal.commission),
        0n,
      );
      expect(cents((await balanceOf(account)) ?? '')).toBe(sum);
      expect(trades.every((deal) => deal.marketBid && deal.marketAsk && deal.price)).toBe(true);
    });

    test('small pages over many deals of the same millisecond: no gap, no double', async () => {
      const account = await traded();
      for (let i = 0; i < 25; i += 1) stage.h.postByHand(account.login, '1.00', `row ${i}`);
      stage.h.advance(MINUTE);
      for (let i = 0; i < 12; i += 1) stage.h.postByHand(account.login, '1.00', `later ${i}`);
      const read = reader();
      const deals = await read.drain(7);
      expect(deals).toHaveLength(38);
      expect(read.repeats).toBe(0);
      expect(new Set(deals.map(({ ticket }) => ticket)).size).toBe(38);
      stage.h.advance(MINUTE);
      expect(await read.drain(7)).toEqual([]);
      stage.h.postByHand(account.login, '1.00', 'one more');
      expect(await read.drain(7)).toHaveLength(1);
      expect(read.repeats).toBe(0);
    });

    test('a row added between two pages is not lost', async () => {
      const account = await traded();
      for (let i = 0; i < 9; i += 1) stage.h.postByHand(account.login, '1.00', `row ${i}`);
      const port = stage.h.port;
      let cursor = port.dealCursorAt(new Date(stage.h.now().getTime() - 60 * MINUTE));
      const seen: string[] = [];
      for (let i = 0; ; i += 1) {
        const batch = await port.pollDeals(cursor, 3);
        seen.push(...batch.deals.map(({ ticket }) => ticket));
        cursor = batch.next;
        if (i < 3) stage.h.postByHand(account.login, '1.00', `between ${i}`);
        if (batch.complete) break;
      }
      stage.h.advance(2 * MINUTE);
      seen.push(...(await port.pollDeals(cursor, 100)).deals.map(({ ticket }) => ticket));
      expect(new Set(seen).size).toBe(13);
    });

    test('an edited deal comes again as a new version, a deleted one is named by its absence', async () => {
      const account = await traded();
      for (let i = 0; i < 5; i += 1) stage.h.postByHand(account.login, '1.00', `row ${i}`);
      const read = reader();
      const deals = await read.drain();
      const [edited, deleted] = [deals[2]?.ticket ?? '', deals[3]?.ticket ?? ''];
      stage.h.editDeal(edited, 'by the dealer');
      stage.h.deleteDeal(deleted);
      stage.h.advance(2 * MINUTE);
      const again = await read.drain();
      expect(again.map(({ ticket, comment, edited: flag }) => [ticket, comment, flag])).toEqual([
        [edited, 'by the dealer', true],
      ]);
      expect(read.kept.has(deleted)).toBe(false);
      stage.h.advance(2 * MINUTE);
      expect(await read.drain()).toEqual([]);
    });

    test('positions by group, symbols with steps, groups, and only the ticks that changed', async () => {
      const account = await traded();
      stage.h.open(account.login, 'sell', '0.05');
      expect(await stage.h.port.positions({ groupMask: stage.h.groups.home })).toMatchObject([
        { login: account.login, side: 'sell', lots: '0.05' },
      ]);
      expect(await stage.h.port.positions({ groupMask: stage.h.groups.other })).toEqual([]);
      const specs = await stage.h.port.symbols(stage.h.groups.home);
      expect(specs.find(({ symbol }) => symbol === stage.h.symbol)).toMatchObject({
        lotsMin: '0.01',
        lotsStep: '0.01',
        tradeMode: 'full',
      });
      const groups = await stage.h.port.groups();
      expect(groups.find(({ name: group }) => group === stage.h.groups.home)).toMatchObject({
        currency: stage.h.currency,
        accounting: 'hedging',
        closeOnly: false,
      });
      const first = await stage.h.port.ticks([stage.h.symbol]);
      expect(first.ticks).toMatchObject([{ symbol: stage.h.symbol }]);
      expect((await stage.h.port.ticks([stage.h.symbol], first.since)).ticks).toEqual([]);
      stage.h.advance(10 * MINUTE);
      expect((await stage.h.port.ticks([stage.h.symbol], first.since)).ticks).toHaveLength(1);
    });
  });

  test('after a restart of the platform, sessions are made anew and nothing is missing', async () => {
    const account = await create();
    await deposit(account, '300.00');
    const read = new DealReader(stage.h.port, stage.h.port.dealCursorAt(new Date(stage.h.now().getTime() - MINUTE)));
    await read.drain();
    stage.h.restart();
    expect(await stage.h.port.getAccount(account)).toMatchObject({
      balance: { amount: '300.00' },
      equity: { amount: '300.00' },
    });
    expect((await deposit(account, '1.00')).status).toBe('applied');
    expect(await read.drain()).toHaveLength(1);
  });
}
