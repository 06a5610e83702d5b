import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { combineMarkets } from '@/server/emulators/market/combine';
import { createGenerator } from '@/server/emulators/market/generator';
import { catchUp } from '@/server/emulators/market/live';
import { formatPoints, type Market, type Tick } from '@/server/emulators/market/market';
import { createReplay } from '@/server/emulators/market/replay';
import { isOpen, newYorkOffsetMinutes } from '@/server/emulators/market/sessions';
import { pointsOf } from '@/server/emulators/market/tick-files';

const ticksDir = '../shared/data/ticks';
const hasTicks = existsSync(ticksDir);
if (!hasTicks) console.warn(`market replay tests skipped: ${ticksDir} is not there`);

function record(market: Market): Tick[] {
  const ticks: Tick[] = [];
  market.on('tick', (tick) => ticks.push(tick));
  return ticks;
}

const monday = new Date('2026-03-02T00:00:00Z');
const later = (ms: number) => new Date(monday.getTime() + ms);
const HOUR = 3_600_000;

describe('the generated market', () => {
  test('one seed, one path, however time is sliced', () => {
    const [whole, sliced, other] = [1, 1, 2].map((seed) => createGenerator({ seed, start: monday }));
    const [a, b, c] = [whole, sliced, other].map((market) => record(market as Market));
    whole?.advance(later(2 * HOUR));
    for (let ms = 0; ms <= 2 * HOUR; ms += 777) sliced?.advance(later(ms));
    sliced?.advance(later(2 * HOUR));
    other?.advance(later(2 * HOUR));
    expect(a?.length).toBeGreaterThan(5_000);
    expect(b).toEqual(a);
    expect(c).not.toEqual(a);
  });

  test('ticks come in order, inside the asked time, with a spread of at least a point and a known quote', () => {
    const market = createGenerator({ seed: 3, start: monday });
    const ticks = record(market);
    for (const symbol of market.symbols) expect(market.quote(symbol)).toBeDefined();
    market.advance(later(HOUR));
    for (let i = 1; i < ticks.length; i += 1) expect(ticks[i]?.at).toBeGreaterThanOrEqual(ticks[i - 1]?.at ?? 0);
    expect(ticks.every(({ at }) => at > monday.getTime() && at <= later(HOUR).getTime())).toBe(true);
    expect(ticks.every(({ bidPoints, askPoints }) => askPoints > bidPoints && Number.isInteger(bidPoints))).toBe(true);
    expect(market.quote('EURUSD')).toEqual(ticks.filter(({ symbol }) => symbol === 'EURUSD').at(-1));
  });

  test('currencies rest at the weekend, bitcoin does not', () => {
    const friday = new Date('2026-03-06T21:00:00Z');
    const market = createGenerator({ seed: 4, start: friday });
    const ticks = record(market);
    market.advance(new Date('2026-03-08T20:00:00Z'));
    const atWeekend = (symbol: string) =>
      ticks.filter((tick) => tick.symbol === symbol && tick.at > Date.parse('2026-03-06T22:00:00Z')).length;
    expect(atWeekend('EURUSD')).toBe(0);
    expect(atWeekend('BTCUSD')).toBeGreaterThan(10_000);
    expect(isOpen('fx', Date.parse('2026-03-08T21:30:00Z'))).toBe(true); // Sunday 17:30 in New York, summer time since that morning
    expect(isOpen('fx', Date.parse('2026-03-01T21:30:00Z'))).toBe(false); // the Sunday before it was 16:30
    expect([
      newYorkOffsetMinutes(Date.parse('2026-03-08T06:59:59Z')),
      newYorkOffsetMinutes(Date.parse('2026-03-08T07:00:00Z')),
    ]).toEqual([-300, -240]);
  });

  test('half a year in bars: believable volatility, dollar pairs move together, calm and wild days cluster', () => {
    const market = createGenerator({
      seed: 9,
      start: new Date('2025-09-01T00:00:00Z'),
      pace: { mode: 'bars', stepMs: HOUR },
    });
    const ticks = record(market);
    market.advance(new Date('2026-03-01T00:00:00Z'));
    const returns = (symbol: string) => {
      const logs = ticks
        .filter((tick) => tick.symbol === symbol)
        .map((tick) => Math.log(tick.bidPoints + tick.askPoints));
      return logs.slice(1).map((value, i) => value - (logs[i] ?? value));
    };
    const [eur, gbp, jpy] = ['EURUSD', 'GBPUSD', 'USDJPY'].map(returns) as [number[], number[], number[]];
    const annual = Math.sqrt(variance(eur) * 52 * 120);
    expect(annual).toBeGreaterThan(0.04);
    expect(annual).toBeLessThan(0.14);
    expect(correlation(eur, gbp)).toBeGreaterThan(0.4);
    expect(correlation(eur, jpy)).toBeLessThan(-0.2);
    const size = eur.map(Math.abs);
    expect(correlation(size.slice(24), size.slice(0, -24))).toBeGreaterThan(0.05);
  });

  test('spreads widen around the daily roll', () => {
    const market = createGenerator({ seed: 5, start: new Date('2026-03-04T13:00:00Z') });
    const ticks = record(market);
    market.advance(new Date('2026-03-04T22:30:00Z'));
    const mean = (from: string, to: string) => {
      const spreads = ticks
        .filter(({ symbol, at }) => symbol === 'EURUSD' && at >= Date.parse(from) && at < Date.parse(to))
        .map((tick) => tick.askPoints - tick.bidPoints);
      return spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
    };
    expect(mean('2026-03-04T22:05:00Z', '2026-03-04T22:25:00Z')).toBeGreaterThan(
      3 * mean('2026-03-04T13:00:00Z', '2026-03-04T15:00:00Z'),
    );
  });

  test('a second run goes on from the levels of the first, and a long gap is caught up in bars', () => {
    const market = createGenerator({ seed: 6, start: monday, from: { EURUSD: 1.2345 } });
    const quote = market.quote('EURUSD');
    expect(Math.abs((quote?.bidPoints ?? 0) - 123_450)).toBeLessThan(40);
    const ticks = record(market);
    catchUp(market, later(24 * 30 * HOUR));
    expect(market.now()).toEqual(later(24 * 30 * HOUR));
    expect(ticks.length).toBeLessThan(120_000);
  });
});

test('points are exact in both directions', () => {
  expect(pointsOf('1.39286', 5)).toBe(139_286);
  expect(pointsOf('1300.3355', 3)).toBe(1_300_336);
  expect(pointsOf('1300.33', 3)).toBe(1_300_330);
  expect(pointsOf('1e5', 5)).toBeNull();
  expect([formatPoints(139_286, 5), formatPoints(7, 5), formatPoints(0, 2), formatPoints(12, 0)]).toEqual([
    '1.39286',
    '0.00007',
    '0.00',
    '12',
  ]);
});

describe.skipIf(!hasTicks)('recorded ticks', () => {
  const rowsOf = (file: string): string[] =>
    execFileSync('unzip', ['-p', `${ticksDir}/${file}`], { encoding: 'latin1', maxBuffer: 1e8 })
      .trim()
      .split('\n');

  test('replay equals the file, row by row', () => {
    const market = createReplay({ dir: ticksDir, venues: ['oanda'] });
    const ticks = record(market);
    market.advance(new Date('2014-05-02T00:00:00Z'));
    const expected = rowsOf('forex/oanda/tick/eurusd/20140501_quote.zip').map((row) => row.trim());
    const day = Date.parse('2014-05-01T00:00:00Z');
    const rows = ticks
      .filter(({ symbol }) => symbol === 'EURUSD')
      .map((tick) => `${tick.at - day},${formatPoints(tick.bidPoints, 5)},${formatPoints(tick.askPoints, 5)}`);
    expect(rows).toEqual(expected);
    expect(rows.length).toBeGreaterThan(20_000);
  });

  test("FXCM's files are five hours behind UTC", () => {
    const market = createReplay({ dir: ticksDir, venues: ['fxcm'] });
    const ticks = record(market);
    market.advance(new Date('2014-05-01T06:00:00Z'));
    const [first] = rowsOf('forex/fxcm/tick/eurusd/20140501_quote.zip');
    expect(ticks.find(({ symbol }) => symbol === 'EURUSD')?.at).toBe(
      Date.parse('2014-05-01T05:00:00Z') + Number(first?.split(',')[0]),
    );
  });

  test('as a tape it begins when told, has no pauses, and starts over', () => {
    const market = createReplay({ dir: ticksDir, startAt: monday, symbols: ['NZDUSD'] });
    const ticks = record(market);
    market.advance(later(5 * 24 * HOUR));
    const pauses = ticks.map((tick, i) => tick.at - (ticks[i - 1]?.at ?? tick.at));
    expect(ticks[0]?.at).toBe(monday.getTime());
    expect(pauses.every((pause) => pause >= 0 && pause <= 600_000)).toBe(true);
    const recorded =
      rowsOf('forex/oanda/tick/nzdusd/20140505_quote.zip').length +
      rowsOf('forex/oanda/tick/nzdusd/20140507_quote.zip').length;
    expect(ticks.length).toBeGreaterThan(recorded);
    const again = ticks[recorded];
    expect([again?.bidPoints, again?.askPoints]).toEqual([ticks[0]?.bidPoints, ticks[0]?.askPoints]);
  });

  test('recorded symbols take the place of generated ones, in one order of time', () => {
    const market = combineMarkets([
      createReplay({ dir: ticksDir, startAt: monday }),
      createGenerator({ seed: 1, start: monday }),
    ]);
    const ticks = record(market);
    market.advance(later(HOUR));
    expect(new Set(ticks.map(({ symbol }) => symbol)).size).toBe(11);
    expect(ticks.every((tick, i) => tick.at >= (ticks[i - 1]?.at ?? 0))).toBe(true);
    expect(market.quote('EURUSD')?.bidPoints).toBeGreaterThan(130_000);
    expect(market.quote('GBPUSD')?.bidPoints).toBeLessThan(130_000);
  });
});

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const [meanA, meanB] = [a, b].map((values) => values.reduce((sum, value) => sum + value, 0) / values.length) as [
    number,
    number,
  ];
  const covariance = a.reduce((sum, value, i) => sum + (value - meanA) * ((b[i] ?? meanB) - meanB), 0) / a.length;
  return covariance / Math.sqrt(variance(a) * variance(b));
}
