import { describe, expect, test } from 'vitest';
import { describeInstrument, type SymbolSpec } from '@/server/modules/trading/instruments';
import {
  classifyInstrument,
  type InstrumentClass,
  instrumentClasses,
  leverageCap,
  leverageRows,
  leverageRowsDue,
  leverageTerms,
  marginBps,
  type Regime,
  regimeOf,
  regimeRules,
} from '@/server/modules/trading/leverage';

const on = '2026-10-05';
const spec = (
  symbol: string,
  baseCurrency: string,
  profitCurrency: string,
  path: string,
  rest: Partial<SymbolSpec> = {},
) => ({ symbol, baseCurrency, profitCurrency, path, ...rest }) satisfies SymbolSpec;
const classOf = (given: SymbolSpec, regime: Regime = 'EU') => classifyInstrument(describeInstrument(given), regime);

const cap = (regime: Regime, instrument: InstrumentClass, day = on) => {
  const found = leverageCap({ regime, category: 'retail', instrument, on: day });
  return found.kind === 'capped' ? found.max : found.kind;
};

test('the table of retail caps', () => {
  const table = Object.fromEntries(
    instrumentClasses.map((name) => [name, (['EU', 'UK', 'AU', 'none'] as const).map((regime) => cap(regime, name))]),
  );
  expect(table).toEqual({
    fx_major: [30, 30, 30, 'uncapped'],
    fx_minor: [20, 20, 20, 'uncapped'],
    gold: [20, 20, 20, 'uncapped'],
    index_major: [20, 20, 20, 'uncapped'],
    index_minor: [10, 10, 10, 'uncapped'],
    commodity: [10, 10, 10, 'uncapped'],
    crypto: [2, 'banned', 2, 'uncapped'],
    government_bond: [5, 30, 5, 'uncapped'],
    other: [5, 5, 5, 'uncapped'],
  });
});

test('rows are effective-dated, sourced and reviewed', () => {
  expect(cap('UK', 'crypto', '2020-12-31')).toBe(2);
  expect(cap('UK', 'crypto', '2021-01-06')).toBe('banned');
  expect(() => cap('EU', 'gold', '2017-01-01')).toThrow('no leverage rule for EU gold');
  for (const row of leverageRows) {
    expect(row.source).not.toBe('');
    expect(row.reviewedAt >= '2026-01-01').toBe(true);
  }
  for (const name of instrumentClasses) {
    for (const regime of ['EU', 'UK', 'AU'] as const) {
      const open = leverageRows.filter((r) => r.regime === regime && r.instrument === name && r.effectiveTo === null);
      expect(open).toHaveLength(1);
    }
  }
  expect(leverageRowsDue(leverageRows, '2027-03-01', 60)).toEqual([]);
  expect(leverageRowsDue(leverageRows, '2027-04-01', 60).every((row) => row.regime === 'AU')).toBe(true);
  expect(leverageRowsDue(leverageRows, '2027-04-01', 60)).toHaveLength(9);
});

test('professionals have no cap of law', () => {
  for (const category of ['professional', 'eligible_counterparty'] as const) {
    expect(leverageCap({ regime: 'UK', category, instrument: 'crypto', on }).kind).toBe('uncapped');
  }
});

test('regimes by country', () => {
  expect(['CY', 'DE', 'NO', 'GB', 'AU', 'SC', 'CH'].map(regimeOf)).toEqual([
    'EU',
    'EU',
    'EU',
    'UK',
    'AU',
    'none',
    'none',
  ]);
  expect(regimeRules.EU).toMatchObject({
    retailCloseOutBps: 5000,
    hasNegativeBalanceProtection: true,
    mayOfferIncentives: false,
  });
});

describe('instruments are classified by what they are', () => {
  test.each<[string, SymbolSpec, InstrumentClass]>([
    ['a major pair', spec('EURUSD', 'EUR', 'USD', 'Forex\\Majors\\EURUSD'), 'fx_major'],
    ['its raw-spread twin', spec('EURUSD.r', 'EUR', 'USD', 'Raw\\EURUSD.r'), 'fx_major'],
    ['a pair without folder', spec('usdjpy_ecn', 'USD', 'JPY', ''), 'fx_major'],
    ['a minor pair in a folder called Majors', spec('EURNZD', 'EUR', 'NZD', 'Forex\\Majors\\EURNZD'), 'fx_minor'],
    ['gold', spec('XAUUSD', 'XAU', 'USD', 'Metals\\XAUUSD'), 'gold'],
    ['gold whose currencies say USD', spec('XAUUSDm', 'USD', 'USD', 'CFD\\XAUUSDm'), 'gold'],
    ['gold in euro by name', spec('GOLDEUR', 'EUR', 'EUR', 'Spot\\GOLDEUR'), 'gold'],
    ['silver is no gold', spec('XAGUSD', 'XAG', 'USD', 'Metals\\XAGUSD'), 'commodity'],
    ['a major index', spec('GER40.cash', 'EUR', 'EUR', 'Indices\\GER40.cash'), 'index_major'],
    ['a major index by flag', spec('#US30', 'USD', 'USD', 'CFD\\#US30', { isIndexCfd: true }), 'index_major'],
    ['a minor index', spec('ESP35', 'EUR', 'EUR', 'Indices\\ESP35'), 'index_minor'],
    ['an index nobody knows', spec('XX10', 'USD', 'USD', 'Index CFD\\XX10'), 'index_minor'],
    ['oil', spec('USOIL', 'USD', 'USD', 'Energies\\USOIL'), 'commodity'],
    ['coffee', spec('COFFEE', 'USD', 'USD', 'Soft commodities\\COFFEE'), 'commodity'],
    ['a coin', spec('BTCUSD', 'BTC', 'USD', 'Crypto\\BTCUSD'), 'crypto'],
    ['a coin hidden under Forex', spec('ETHUSD.x', 'USD', 'USD', 'Forex\\ETHUSD.x'), 'crypto'],
    ['a coin against a coin', spec('ETHBTC', 'ETH', 'BTC', 'Exotic'), 'crypto'],
    ['an unknown coin in a coin folder', spec('PEPEUSD', 'USD', 'USD', 'Cryptocurrencies\\PEPEUSD'), 'crypto'],
    ['a share', spec('AAPL', 'USD', 'USD', 'Shares\\US\\AAPL', { isin: 'US0378331005' }), 'other'],
    ['a share that is called like an index', spec('ES', 'USD', 'USD', 'Stocks\\ES'), 'other'],
    ['a share for gold clients', spec('TSLA', 'USD', 'USD', 'Gold clients\\Shares\\TSLA'), 'other'],
    ['a government bond', spec('BUND', 'EUR', 'EUR', 'Bonds\\BUND', { description: 'Euro Bund' }), 'government_bond'],
    ['a company bond', spec('ACME27', 'USD', 'USD', 'Bonds\\ACME27'), 'other'],
    ['what nobody can name', spec('ZZZ', 'USD', 'USD', 'New\\ZZZ'), 'other'],
  ])('%s', (_, given, expected) => {
    expect(classOf(given)).toBe(expected);
  });

  test('ASIC counts the Australian dollar among the majors', () => {
    const audusd = spec('AUDUSD', 'AUD', 'USD', 'Forex');
    expect([classOf(audusd, 'EU'), classOf(audusd, 'AU')]).toEqual(['fx_minor', 'fx_major']);
  });
});

describe('terms of an account', () => {
  const base = {
    regimes: ['EU'],
    category: 'retail',
    houseMax: { default: 500 },
    tierMax: null,
    requested: null,
    on,
  } as const;

  test('the strictest rule binds each class', () => {
    expect(leverageTerms(base)).toMatchObject({ account: 30, byClass: { fx_major: 30, crypto: 2, other: 5 } });
    expect(leverageTerms({ ...base, tierMax: 5 })).toMatchObject({ account: 5, byClass: { fx_major: 5, crypto: 2 } });
    expect(leverageTerms({ ...base, requested: 10 }).account).toBe(10);
    expect(leverageTerms({ ...base, houseMax: { default: 500, fx_major: 20, gold: 7 } }).byClass).toMatchObject({
      fx_major: 20,
      gold: 7,
      fx_minor: 20,
    });
    expect(leverageTerms({ ...base, category: 'professional' }).account).toBe(500);
  });

  test('residence and licence both bind: a Briton at the Cyprus entity', () => {
    const terms = leverageTerms({ ...base, regimes: ['EU', 'UK'] });
    expect(terms.byClass).toMatchObject({ crypto: 0, government_bond: 5, fx_major: 30 });
    expect(terms.because).toContain('FCA COBS 22.5 (PS19/18), COBS 22.6 for crypto');
  });

  test('a wish never raises', () => {
    expect(leverageTerms({ ...base, requested: 1000 }).byClass).toEqual(leverageTerms(base).byClass);
  });

  test('margin never allows more than the cap', () => {
    expect([30, 20, 10, 5, 2].map(marginBps)).toEqual([334, 500, 1000, 2000, 5000]);
  });
});
