import type { SessionKind } from './sessions';

export type Instrument = {
  readonly symbol: string;
  readonly kind: SessionKind;
  readonly digits: number;
  /** Level the price is drawn back to over months. */
  readonly anchor: number;
  readonly annualVolatility: number;
  /** Interbank spread in points in a liquid hour. */
  readonly spreadPoints: number;
  /** Price changes per second in an average hour. */
  readonly ticksPerSecond: number;
  /** Loadings on (US dollar, risk appetite, Europe, gold); the rest of the variance is its own. */
  readonly loadings: readonly [number, number, number, number];
};

/** Levels and volatilities of an ordinary year; majors move together through the dollar, indices and antipodeans through risk. */
export const instruments: readonly Instrument[] = [
  {
    symbol: 'EURUSD',
    kind: 'fx',
    digits: 5,
    anchor: 1.0865,
    annualVolatility: 0.07,
    spreadPoints: 3,
    ticksPerSecond: 0.8,
    loadings: [-0.75, 0.1, 0.45, 0.05],
  },
  {
    symbol: 'GBPUSD',
    kind: 'fx',
    digits: 5,
    anchor: 1.2694,
    annualVolatility: 0.08,
    spreadPoints: 5,
    ticksPerSecond: 0.7,
    loadings: [-0.65, 0.2, 0.4, 0.05],
  },
  {
    symbol: 'AUDUSD',
    kind: 'fx',
    digits: 5,
    anchor: 0.6561,
    annualVolatility: 0.1,
    spreadPoints: 4,
    ticksPerSecond: 0.5,
    loadings: [-0.6, 0.5, 0.05, 0.15],
  },
  {
    symbol: 'NZDUSD',
    kind: 'fx',
    digits: 5,
    anchor: 0.6052,
    annualVolatility: 0.105,
    spreadPoints: 6,
    ticksPerSecond: 0.4,
    loadings: [-0.58, 0.5, 0.05, 0.12],
  },
  {
    symbol: 'USDJPY',
    kind: 'fx',
    digits: 3,
    anchor: 149.82,
    annualVolatility: 0.095,
    spreadPoints: 4,
    ticksPerSecond: 0.7,
    loadings: [0.6, 0.35, -0.05, -0.2],
  },
  {
    symbol: 'USDCHF',
    kind: 'fx',
    digits: 5,
    anchor: 0.8842,
    annualVolatility: 0.075,
    spreadPoints: 6,
    ticksPerSecond: 0.4,
    loadings: [0.7, 0.15, -0.4, -0.15],
  },
  {
    symbol: 'USDCAD',
    kind: 'fx',
    digits: 5,
    anchor: 1.3571,
    annualVolatility: 0.065,
    spreadPoints: 5,
    ticksPerSecond: 0.4,
    loadings: [0.6, -0.4, -0.05, -0.05],
  },
  {
    symbol: 'XAUUSD',
    kind: 'metal',
    digits: 3,
    anchor: 2034.5,
    annualVolatility: 0.145,
    spreadPoints: 180,
    ticksPerSecond: 0.9,
    loadings: [-0.45, -0.1, 0, 0.75],
  },
  {
    symbol: 'US500',
    kind: 'index',
    digits: 2,
    anchor: 5088.6,
    annualVolatility: 0.16,
    spreadPoints: 40,
    ticksPerSecond: 0.7,
    loadings: [-0.1, 0.85, 0, 0],
  },
  {
    symbol: 'GER40',
    kind: 'index',
    digits: 2,
    anchor: 17418.2,
    annualVolatility: 0.165,
    spreadPoints: 90,
    ticksPerSecond: 0.5,
    loadings: [-0.05, 0.7, 0.3, 0],
  },
  {
    symbol: 'BTCUSD',
    kind: 'crypto',
    digits: 2,
    anchor: 51730,
    annualVolatility: 0.52,
    spreadPoints: 1800,
    ticksPerSecond: 0.8,
    loadings: [-0.1, 0.35, 0, 0.05],
  },
];
