import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Book,
  convertedMinor,
  currencyExposure,
  exposureOf,
  notionalMinor,
  ratesFrom,
} from '@/server/modules/risk/calc';

const position = fc.record({
  symbol: fc.constantFrom('EURUSD', 'XAUUSD', 'USDJPY'),
  book: fc.constantFrom<Book>('A', 'B'),
  side: fc.constantFrom<'buy' | 'sell'>('buy', 'sell'),
  hundredths: fc.integer({ min: 1, max: 100_000 }),
});
type Position = typeof position extends fc.Arbitrary<infer T> ? T : never;

const contract: Record<string, bigint> = { EURUSD: 100_000n, XAUUSD: 100n, USDJPY: 100_000n };
const hundredths = (n: bigint) =>
  `${n < 0n ? '-' : ''}${(n < 0n ? -n : n) / 100n}.${String((n < 0n ? -n : n) % 100n).padStart(2, '0')}`;
const holding = ({ symbol, book, side, hundredths: n }: Position) => ({
  symbol,
  book,
  side,
  asset: 'EUR',
  positions: 1,
  lots: hundredths(BigInt(n)),
  units: hundredths(BigInt(n) * (contract[symbol] ?? 0n)),
  profitMinor: 0n,
  swapMinor: 0n,
});

describe('exposure', () => {
  it('is the sum of signed open volume, whatever the order, and nothing is lost between the books', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 60 }), (positions) => {
        const rows = exposureOf(positions.map(holding));
        for (const { symbol, book, netLots, longLots, shortLots, netUnits } of rows) {
          const mine = positions.filter((one) => one.symbol === symbol && one.book === book);
          const signed = mine.reduce((sum, one) => sum + (one.side === 'buy' ? 1n : -1n) * BigInt(one.hundredths), 0n);
          expect(netLots.toFixed(2)).toBe(hundredths(signed));
          expect(netUnits.toFixed(2)).toBe(hundredths(signed * (contract[symbol] ?? 0n)));
          expect(longLots.sub(shortLots).equals(netLots)).toBe(true);
        }
        expect(rows.reduce((sum, row) => sum + row.positions, 0)).toBe(positions.length);
        const turned = exposureOf([...positions].reverse().map(holding));
        expect(turned.map((row) => row.netLots.toFixed())).toEqual(rows.map((row) => row.netLots.toFixed()));
      }),
    );
  });

  it('a position and its opposite leave nothing', () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: 1, maxLength: 30 }), (positions) => {
        const opposite = positions.map((one) => ({
          ...one,
          side: one.side === 'buy' ? ('sell' as const) : ('buy' as const),
        }));
        for (const row of exposureOf([...positions, ...opposite].map(holding))) expect(row.netLots.isZero()).toBe(true);
      }),
    );
  });
});

const instruments = [
  { symbol: 'EURUSD', baseCurrency: 'EUR', profitCurrency: 'USD' },
  { symbol: 'XAUUSD', baseCurrency: 'XAU', profitCurrency: 'USD' },
  { symbol: 'USDJPY', baseCurrency: 'USD', profitCurrency: 'JPY' },
];
const quotes = [
  { symbol: 'EURUSD', bid: '1.2499', ask: '1.2501' },
  { symbol: 'XAUUSD', bid: '1999.90', ask: '2000.10' },
  { symbol: 'USDJPY', bid: '149.99', ask: '150.01' },
];

describe('valuation', () => {
  const rates = ratesFrom(instruments, quotes);
  const long = (symbol: Position['symbol']) =>
    exposureOf([holding({ symbol, book: 'B', side: 'buy', hundredths: 100 })])[0] ?? (undefined as never);
  const pick = <T extends { symbol: string }>(list: readonly T[], symbol: string) =>
    list.find((one) => one.symbol === symbol);

  it('values one lot at mid in the base currency', () => {
    expect(notionalMinor(long('EURUSD'), pick(instruments, 'EURUSD'), pick(quotes, 'EURUSD'), rates, 'USD')).toBe(
      12_500_000n,
    );
    expect(notionalMinor(long('EURUSD'), pick(instruments, 'EURUSD'), pick(quotes, 'EURUSD'), rates, 'EUR')).toBe(
      10_000_000n,
    );
    expect(notionalMinor(long('XAUUSD'), pick(instruments, 'XAUUSD'), pick(quotes, 'XAUUSD'), rates, 'EUR')).toBe(
      16_000_000n,
    );
  });

  it('goes through the dollar, and says so when there is no way', () => {
    expect(rates('EUR', 'JPY')?.toFixed(2)).toBe('187.50');
    expect(rates('EUR', 'GBP')).toBeNull();
    expect(
      convertedMinor(
        [
          { minor: 100n, asset: 'EUR' },
          { minor: 1n, asset: 'GBP' },
        ],
        rates,
        'USD',
      ),
    ).toBeNull();
    expect(
      convertedMinor(
        [
          { minor: 100n, asset: 'EUR' },
          { minor: 150n, asset: 'JPY' },
        ],
        rates,
        'USD',
      ),
    ).toBe(225n);
  });

  it('long EURUSD is long euro and short dollar', () => {
    const found = currencyExposure(
      [long('EURUSD')],
      new Map(instruments.map((one) => [one.symbol, one])),
      new Map(quotes.map((one) => [one.symbol, one])),
    );
    expect([...found].map(([currency, units]) => [currency, units.toFixed()])).toEqual([
      ['EUR', '100000'],
      ['USD', '-125000'],
    ]);
  });
});
