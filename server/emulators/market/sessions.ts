export type SessionKind = 'fx' | 'metal' | 'index' | 'crypto';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Day of the month of the nth Sunday. */
function nthSunday(year: number, month: number, nth: number): number {
  const firstWeekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  return 1 + ((7 - firstWeekday) % 7) + (nth - 1) * 7;
}

/** New York's offset from UTC in minutes: Energy Policy Act of 2005, second Sunday of March to first Sunday of November, at 2:00. */
export function newYorkOffsetMinutes(ms: number): number {
  const year = new Date(ms).getUTCFullYear();
  const begins = Date.UTC(year, 2, nthSunday(year, 2, 2), 7);
  const ends = Date.UTC(year, 10, nthSunday(year, 10, 1), 6);
  return ms >= begins && ms < ends ? -240 : -300;
}

type TradingWall = { readonly weekday: number; readonly minute: number; readonly yearDay: string };
let latest: { readonly key: number; readonly wall: TradingWall } = { key: -1, wall: wallOf(0) };

function wallOf(ms: number): TradingWall {
  const wall = new Date(ms + newYorkOffsetMinutes(ms) * MINUTE + 7 * HOUR);
  return {
    weekday: wall.getUTCDay(),
    minute: wall.getUTCHours() * 60 + wall.getUTCMinutes(),
    yearDay: `${wall.getUTCMonth() + 1}-${wall.getUTCDate()}`,
  };
}

/** The trading week is counted on a clock seven hours ahead of New York, where a trading day is a calendar day. */
export function tradingWall(ms: number): TradingWall {
  const key = Math.floor(ms / MINUTE);
  if (latest.key !== key) latest = { key, wall: wallOf(ms) };
  return latest.wall;
}

/** First and last minute of a trading day, on the trading wall clock. */
export const dailySession: Record<Exclude<SessionKind, 'crypto'>, readonly [number, number]> = {
  fx: [5, 1435],
  metal: [62, 1438],
  index: [62, 1438],
};

const holidays = new Set(['1-1', '12-25']);

export function isOpen(kind: SessionKind, ms: number): boolean {
  if (kind === 'crypto') return true;
  const { weekday, minute, yearDay } = tradingWall(ms);
  const [opens, closes] = dailySession[kind];
  return weekday >= 1 && weekday <= 5 && minute >= opens && minute < closes && !holidays.has(yearDay);
}

// Shape of a day by UTC hour: Tokyo, London, the overlap with New York, the quiet hour after it.
const fxActivity = [
  0.55, 0.6, 0.55, 0.45, 0.45, 0.55, 0.85, 1.2, 1.35, 1.25, 1.1, 1.05, 1.25, 1.6, 1.65, 1.5, 1.2, 0.95, 0.75, 0.65, 0.5,
  0.3, 0.35, 0.45,
];
const indexActivity = [
  0.4, 0.4, 0.35, 0.3, 0.3, 0.35, 0.5, 0.8, 0.85, 0.75, 0.7, 0.75, 0.9, 1.7, 2.1, 1.8, 1.4, 1.3, 1.4, 1.9, 0.8, 0.3,
  0.3, 0.35,
];

/** Relative activity, about 1 on average; scales volatility and tick frequency. */
export function activity(kind: SessionKind, ms: number): number {
  const hour = Math.floor((ms % DAY) / HOUR);
  if (kind === 'crypto') return 0.8 + 0.25 * (fxActivity[hour] ?? 1);
  return (kind === 'index' ? indexActivity[hour] : fxActivity[hour]) ?? 1;
}

/** Multiplier of the normal spread: wide around the daily roll and at the weekly open, a little wider in Asia. */
export function spreadFactor(kind: SessionKind, ms: number): number {
  const { weekday, minute } = tradingWall(ms);
  if (kind === 'crypto') return weekday === 0 || weekday === 6 ? 1.6 : 1;
  if (weekday === 1 && minute < 75) return 3.5;
  if (minute < 30 || minute >= 1425) return 6;
  if (minute < 60) return 2.2;
  return activity(kind, ms) < 0.6 ? 1.4 : 1;
}
