import { dailySession, type SessionKind } from '../../market/sessions';
import { LOT, type SymbolSpec } from './types';

type Sessions = SymbolSpec['sessions'];
export type Calendar = 'real' | 'always';

const wholeDay: readonly [number, number] = [0, 1440];

function sessionsOf(kind: SessionKind, calendar: Calendar): Sessions {
  if (calendar === 'always' || kind === 'crypto') return Array.from({ length: 7 }, () => [wholeDay]);
  return Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? [dailySession[kind]] : []));
}

const weekNights = [0, 1, 1, 3, 1, 1, 0];
/** Indices settle on Friday for the weekend. */
const indexNights = [0, 1, 1, 1, 1, 3, 0];
const everyNight = [1, 1, 1, 1, 1, 1, 1];

type Short = readonly [
  symbol: string,
  folder: string,
  description: string,
  digits: number,
  swapLongE2: number,
  swapShortE2: number,
];

const forex: readonly Short[] = [
  ['EURUSD', 'Majors', 'Euro vs US Dollar', 5, -720, 310],
  ['GBPUSD', 'Majors', 'Pound Sterling vs US Dollar', 5, -290, -190],
  ['AUDUSD', 'Majors', 'Australian Dollar vs US Dollar', 5, -260, 20],
  ['NZDUSD', 'Majors', 'New Zealand Dollar vs US Dollar', 5, -140, -90],
  ['USDJPY', 'Majors', 'US Dollar vs Japanese Yen', 3, 1160, -2280],
  ['USDCHF', 'Majors', 'US Dollar vs Swiss Franc', 5, 590, -1120],
  ['USDCAD', 'Majors', 'US Dollar vs Canadian Dollar', 5, 110, -480],
];

const cash = (
  symbol: string,
  kind: SessionKind,
  folder: string,
  description: string,
  rest: Partial<SymbolSpec> &
    Pick<SymbolSpec, 'digits' | 'contractSize' | 'currencyProfit' | 'swapLongE2' | 'swapShortE2'>,
  calendar: Calendar,
): SymbolSpec => ({
  symbol,
  path: `${folder}\\${symbol}`,
  description,
  currencyBase: rest.currencyProfit,
  currencyMargin: rest.currencyProfit,
  calcMode: 4,
  tradeMode: 4,
  volumeMinExt: LOT / 100,
  volumeMaxExt: LOT * 100,
  volumeStepExt: LOT / 100,
  swapNights: kind === 'index' ? indexNights : kind === 'crypto' ? everyNight : weekNights,
  marginRateE4: 10_000,
  sessions: sessionsOf(kind, calendar),
  ...rest,
});

/** What a retail server usually lists. Session minutes are of the server's own clock, New York plus seven hours. */
export function defaultSymbols(calendar: Calendar = 'real'): SymbolSpec[] {
  const pairs = forex.map(
    ([symbol, folder, description, digits, swapLongE2, swapShortE2]): SymbolSpec => ({
      symbol,
      path: `Forex\\${folder}\\${symbol}`,
      description,
      digits,
      contractSize: 100_000,
      currencyBase: symbol.slice(0, 3),
      currencyProfit: symbol.slice(3),
      currencyMargin: symbol.slice(0, 3),
      calcMode: 0,
      tradeMode: 4,
      volumeMinExt: LOT / 100,
      volumeMaxExt: LOT * 100,
      volumeStepExt: LOT / 100,
      swapLongE2,
      swapShortE2,
      swapNights: weekNights,
      marginRateE4: 10_000,
      sessions: sessionsOf('fx', calendar),
    }),
  );
  const usd = { currencyProfit: 'USD' } as const;
  return [
    ...pairs,
    cash(
      'XAUUSD',
      'metal',
      'Metals',
      'Gold vs US Dollar',
      { ...usd, digits: 3, contractSize: 100, currencyBase: 'XAU', swapLongE2: -41_000, swapShortE2: 19_500 },
      calendar,
    ),
    cash(
      'US500',
      'index',
      'Indices',
      'US 500 cash index',
      { ...usd, digits: 2, contractSize: 10, swapLongE2: -9_800, swapShortE2: 2_100 },
      calendar,
    ),
    cash(
      'GER40',
      'index',
      'Indices',
      'Germany 40 cash index',
      { currencyProfit: 'EUR', digits: 2, contractSize: 1, swapLongE2: -28_500, swapShortE2: 7_200 },
      calendar,
    ),
    cash(
      'BTCUSD',
      'crypto',
      'Crypto',
      'Bitcoin vs US Dollar',
      { ...usd, digits: 2, contractSize: 1, currencyBase: 'BTC', swapLongE2: -212_000, swapShortE2: -212_000 },
      calendar,
    ),
  ];
}
