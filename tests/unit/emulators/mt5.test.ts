import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createGenerator } from '@/server/emulators/market/generator';
import type { Market, Tick, TickListener } from '@/server/emulators/market/market';
import { hostMt5Control } from '@/server/emulators/platform/mt5/control-server';
import { createMt5Emulator, type Mt5EmulatorOptions, storedLevels } from '@/server/emulators/platform/mt5/emulator';
import { mt5Group, withMirror } from '@/server/emulators/platform/mt5/groups';
import { fileStore, memoryStore } from '@/server/emulators/platform/mt5/store';
import { manualClock, seededRng } from '@/server/kernel/clock';
import { mt5Wire } from './mt5-wire';

const wednesday = new Date('2026-03-04T09:00:00Z');
const HOUR = 3_600_000;
const closing: Array<() => Promise<unknown> | unknown> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Prices by hand: what a test says, nothing else. */
class HandMarket implements Market {
  readonly #listeners = new Set<TickListener>();
  readonly #last = new Map<string, Tick>();
  #now: number;

  constructor(
    start: Date,
    private readonly digits: Readonly<Record<string, number>>,
  ) {
    this.#now = start.getTime();
  }

  get symbols() {
    return Object.keys(this.digits);
  }
  now = () => new Date(this.#now);
  quote = (symbol: string) => this.#last.get(symbol);
  setPace = () => {};
  on = (_event: 'tick', listener: TickListener) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  advance = (to: Date) => {
    this.#now = to.getTime();
  };
  price(symbol: string, bidPoints: number, askPoints: number, at = this.#now): void {
    const tick = { symbol, digits: this.digits[symbol] ?? 5, bidPoints, askPoints, at };
    this.#last.set(symbol, tick);
    for (const listener of this.#listeners) listener(tick);
  }
}

const groups = [
  mt5Group({ group: 'real\\USD', currency: 'USD', leverage: 100, commissionPerLot: 350n }),
  mt5Group({ group: 'real\\EUR', currency: 'EUR', negativeBalanceProtection: false, spreadDiff: 10 }),
  mt5Group({ group: 'real\\ISLAMIC', currency: 'USD', swapFree: true }),
  ...withMirror({ group: 'real\\RETAIL', currency: 'USD', marginRates: { 'Metals\\*': 15_000 } }),
];

function stage(options: Partial<Mt5EmulatorOptions> = {}) {
  const clock = manualClock(wednesday);
  const market = new HandMarket(wednesday, { EURUSD: 5, USDJPY: 3, XAUUSD: 3 });
  const emulator = createMt5Emulator({ clock, rng: seededRng(1), market, groups, ...options });
  market.price('EURUSD', 110_000, 110_010);
  market.price('USDJPY', 150_000, 150_010);
  market.price('XAUUSD', 2_000_000, 2_000_200);
  closing.push(() => emulator.close());
  const wire = mt5Wire(() => emulator.connect(), emulator.manager);
  const account = async (group: string, deposit: string, leverage = 100) => {
    const query = `group=${encodeURIComponent(group)}&leverage=${leverage}&name=A`;
    const { answer } = await wire.call(`/api/user/add?${query}`, { PassMain: 'Aa1!aaaa', PassInvestor: 'Bb2!bbbb' });
    const login = Number(answer.Login);
    if (deposit !== '0') await wire.call(`/api/trade/balance?login=${login}&type=2&balance=${deposit}`);
    return login;
  };
  return { clock, market, emulator, wire, account };
}

describe('money of a trade', () => {
  test('margin, floating result, commission and the sum of deals are exact', async () => {
    const { emulator, market, account, wire } = stage();
    const login = await account('real\\USD', '10000.00');
    const opened = emulator.control.open({ login, symbol: 'EURUSD', side: 'buy', lots: '1.00' });
    expect(opened).toMatchObject({ retcode: 0, price: '1.10010' });
    // 100,000 EUR at 1.10010 for 1:100; one pip of spread is 10 USD; 3.50 per side.
    expect(emulator.control.account(login)).toMatchObject({
      balance: '9996.50',
      equity: '9986.50',
      margin: '1100.10',
      freeMargin: '8886.40',
    });
    market.price('EURUSD', 110_510, 110_520);
    expect(emulator.control.account(login)).toMatchObject({ equity: '10496.50' });
    expect(emulator.control.close(opened.position ?? '', '0.40')).toMatchObject({ retcode: 0, price: '1.10510' });
    expect(emulator.control.account(login)).toMatchObject({ balance: '10195.10', margin: '660.06' });
    emulator.control.close(opened.position ?? '');
    expect(emulator.control.account(login)).toMatchObject({ balance: '10493.00', equity: '10493.00', margin: '0.00' });
    const check = await wire.call(`/api/user/check_balance?login=${login}&fixflag=0`);
    expect(check.answer.Balance).toEqual({ User: '10493.00', History: '10493.00' });
  });

  test('profit in yen reaches a euro account through the dollar; the group pays its own spread', async () => {
    const { emulator, market, account } = stage();
    const login = await account('real\\EUR', '5000.00');
    const opened = emulator.control.open({ login, symbol: 'USDJPY', side: 'sell', lots: '0.50' });
    expect(opened.price).toBe('149.995');
    market.price('USDJPY', 148_990, 149_000);
    // Bought back at 149.005: 0.990 x 50,000 = 49,500 JPY / 149.000 / 1.10010 = 301.986 EUR.
    expect(emulator.control.account(login).positions[0]?.profit).toBe('301.99');
  });

  test('hedged positions pay margin for the larger side; metals cost half more margin for retail', async () => {
    const { emulator, account } = stage();
    const login = await account('real\\RETAIL', '20000.00', 30);
    emulator.control.open({ login, symbol: 'XAUUSD', side: 'buy', lots: '0.10' });
    const one = emulator.control.account(login).margin;
    expect(one).toBe('1000.10'); // 10 oz at 2000.200, 1:20
    emulator.control.open({ login, symbol: 'XAUUSD', side: 'sell', lots: '0.10' });
    expect(emulator.control.account(login).margin).toBe(one);
  });

  test('refusals have the platform’s codes', async () => {
    const { emulator, account, clock } = stage();
    const login = await account('real\\RETAIL', '100.00', 30);
    const open = (lots: string, symbol = 'EURUSD') =>
      emulator.control.open({ login, symbol, side: 'buy', lots }).retcode;
    expect([open('1.00'), open('0.001'), open('0.015'), open('500.00'), open('0.01', 'NOPE')]).toEqual([
      10019, 10014, 10014, 10014, 13,
    ]);
    expect(open('0.01')).toBe(0);
    const { ticket = '' } = emulator.control.account(login).positions[0] ?? {};
    emulator.control.edit(login, { group: 'real\\RETAIL-CO' });
    expect([open('0.01'), emulator.control.close(ticket, '0.02').retcode]).toEqual([10044, 10038]);
    emulator.control.edit(login, { rights: 0x1 | 0x4 });
    expect(emulator.control.close(ticket).retcode).toBe(10017);
    clock.set(new Date('2026-03-07T12:00:00Z'));
    expect(emulator.control.close(ticket, undefined, 'dealer').retcode).toBe(10018);
    clock.set(wednesday);
    expect(emulator.control.close(ticket, undefined, 'dealer').retcode).toBe(0);
  });
});

describe('what the server does by itself', () => {
  test('stop loss, stop out from the worst down, and a negative balance made good only where the group says so', async () => {
    const { emulator, market, account, wire } = stage();
    const [covered, bare] = [await account('real\\USD', '1000.00'), await account('real\\EUR', '1000.00')];
    const stopped = emulator.control.open({
      login: covered,
      symbol: 'EURUSD',
      side: 'buy',
      lots: '0.01',
      stopLoss: '1.09900',
    });
    for (const login of [covered, bare]) emulator.control.open({ login, symbol: 'EURUSD', side: 'buy', lots: '0.80' });
    market.price('EURUSD', 109_890, 109_900);
    expect(emulator.control.account(covered).positions.map(({ ticket }) => ticket)).not.toContain(stopped.position);
    market.price('EURUSD', 107_000, 107_010);
    const after = [covered, bare].map((login) => emulator.control.account(login));
    expect(after.map(({ positions }) => positions)).toEqual([[], []]);
    expect(after[0]?.balance).toBe('0.00');
    expect(Number(after[1]?.balance)).toBeLessThan(0);
    const deals = (await wire.call(`/api/deal/get_batch?login=${covered}&from=0&to=9999999999`)).list;
    expect(deals.map((deal) => `${deal.Action}/${deal.Reason}`)).toEqual(['2/2', '0/0', '0/0', '1/3', '1/5', '19/5']);
    expect(deals.at(-2)?.Comment).toMatch(/^\[so -?\d+\.\d\d%/);
  });

  test('swaps by night, three on Wednesday, none for a swap-free group', async () => {
    const { emulator, market, account, wire } = stage();
    const [paying, free] = [await account('real\\USD', '50000.00'), await account('real\\ISLAMIC', '50000.00')];
    for (const login of [paying, free]) emulator.control.open({ login, symbol: 'EURUSD', side: 'buy', lots: '1.00' });
    const storage = async (login: number) =>
      (await wire.call(`/api/position/get_batch?login=${login}`)).list[0]?.Storage;
    const at = (text: string) => market.price('EURUSD', 110_000, 110_010, Date.parse(text));
    at('2026-03-04T21:59:59Z'); // 23:59:59 on the server, New York plus seven hours
    expect(await storage(paying)).toBe('0.00');
    at('2026-03-04T22:00:01Z');
    expect(await storage(paying)).toBe('-21.60'); // three nights of 7.20 points
    at('2026-03-05T22:00:01Z');
    expect(await storage(paying)).toBe('-28.80');
    at('2026-03-09T10:00:00Z'); // Friday's night; none at the weekend
    expect([await storage(paying), await storage(free)]).toEqual(['-36.00', '0.00']);
  });

  test('simulated clients trade by themselves, by seed, and go on after a restart', async () => {
    const play = async () => {
      const clock = manualClock(wednesday);
      const store = memoryStore();
      const market = createGenerator({ seed: 3, start: wednesday, pace: { mode: 'bars', stepMs: HOUR / 4 } });
      let emulator = createMt5Emulator({ clock, rng: seededRng(1), market, store });
      const wire = mt5Wire(() => emulator.connect(), emulator.manager);
      for (const [i, profile] of (['day', 'gambler', 'swing'] as const).entries()) {
        await wire.call('/api/user/add?group=real%5CUSD-STD-500&leverage=500&name=T', {
          PassMain: 'Aa1!aaaa',
          PassInvestor: 'Bb2!bbbb',
        });
        emulator.control.post(100_000 + i, 2, '5000.00', 'start');
        emulator.control.attachTrader(100_000 + i, profile, i);
      }
      const step = (until: string) => {
        for (; clock.now() < new Date(until); clock.advance(HOUR)) market.advance(clock.now());
      };
      step('2026-03-14T00:00:00Z');
      await emulator.close();
      emulator = createMt5Emulator({ clock, rng: seededRng(1), market, store, manager: emulator.manager });
      step('2026-03-28T00:00:00Z');
      const accounts = emulator.control.logins().map((login) => emulator.control.account(login));
      const after = mt5Wire(() => emulator.connect(), emulator.manager);
      const { list } = await after.call('/api/deal/get_batch?group=*&from=0&to=9999999999');
      await emulator.close();
      return {
        accounts,
        deals: list.map((deal) => `${deal.Login} ${deal.Action} ${deal.Symbol} ${deal.VolumeExt} ${deal.Profit}`),
      };
    };
    const [one, two] = [await play(), await play()];
    expect(one.deals.length).toBeGreaterThan(60);
    expect(new Set(one.accounts.map(({ balance }) => balance)).size).toBe(3);
    expect(two).toEqual(one);
  });
});

describe('memory', () => {
  test('a file survives a process that was killed, half a line included', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'mt5-'));
    closing.push(() => rmSync(dir, { recursive: true }));
    const file = join(dir, 'state.json');
    const { account, emulator, market } = stage({ store: fileStore(file) });
    const login = await account('real\\USD', '500.00');
    const opened = emulator.control.open({ login, symbol: 'EURUSD', side: 'buy', lots: '0.10' });
    market.price('EURUSD', 110_000, 110_010, wednesday.getTime() + 120_000);
    emulator.control.post(login, 3, '20.00', 'bonus 123n');
    const before = emulator.control.account(login);
    appendFileSync(`${file}.log`, '{"k":"user","v":{"login":');
    expect(storedLevels(fileStore(file)).EURUSD).toBeCloseTo(1.10005);
    const again = stage({ store: fileStore(file) });
    expect(again.emulator.control.account(login)).toEqual(before);
    expect(again.emulator.manager.apiPassword).toBe(emulator.manager.apiPassword);
    expect(again.emulator.control.close(opened.position ?? '').retcode).toBe(0);
    const third = stage({ store: memoryStore(again.emulator.snapshot()) });
    expect(third.emulator.control.account(login)).toEqual(again.emulator.control.account(login));
  });
});

describe('the control door', () => {
  test('needs the token, moves the emulator, answers typed refusals', async () => {
    const { emulator, market, account } = stage();
    const login = await account('real\\USD', '1000.00');
    const door = await hostMt5Control(emulator, market, { token: 'secret' });
    closing.push(() => door.close());
    const post = async (verb: string, body: unknown, token = 'secret') => {
      const response = await fetch(`${door.url}/${verb}`, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { authorization: `Bearer ${token}` },
      });
      return { status: response.status, body: await response.json() };
    };
    expect((await post('open', {}, 'guess')).status).toBe(401);
    expect((await post('nothing', {})).status).toBe(404);
    expect((await post('open', { login })).status).toBe(400);
    const opened = await post('open', { login, symbol: 'EURUSD', side: 'sell', lots: '0.10' });
    expect(opened.body).toMatchObject({ retcode: 0 });
    expect((await post('account', { login })).body.positions).toHaveLength(1);
    expect((await post('account', { login: 5 })).status).toBe(409);
    expect((await post('close', { position: opened.body.position })).body.retcode).toBe(0);
  });

  test('it listens on this machine only', async () => {
    const { emulator } = stage();
    const hosted = await emulator.listen();
    const socket = connect(hosted.port, '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    expect(socket.remoteAddress).toBe('127.0.0.1');
    socket.destroy();
  });
});
