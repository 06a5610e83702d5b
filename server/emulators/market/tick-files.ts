import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readZip } from './zip';

export type RawTick = { readonly at: number; readonly bidPoints: number; readonly askPoints: number };
export type TickFile = { readonly path: string; readonly dayMs: number; readonly offsetMs: number };
export type TickSeries = { readonly symbol: string; readonly venue: string; readonly files: readonly TickFile[] };

/** FXCM's files of this collection run on UTC-5 all year; OANDA's on UTC (5 s returns of the two correlate at exactly +5 h). */
const clockOffsetMs: Readonly<Record<string, number>> = { fxcm: 5 * 3_600_000 };

/** Finds `<class>/<venue>/tick/<symbol>/<yyyymmdd>_quote.zip`. */
export function findTickSeries(dir: string): TickSeries[] {
  if (!existsSync(dir)) throw new Error(`no tick folder at ${dir}`);
  const series: TickSeries[] = [];
  for (const assetClass of folders(dir)) {
    for (const venue of folders(join(dir, assetClass))) {
      const root = join(dir, assetClass, venue, 'tick');
      if (!existsSync(root)) continue;
      for (const symbol of folders(root)) {
        const files = filesOf(join(root, symbol), clockOffsetMs[venue] ?? 0);
        if (files.length > 0) series.push({ symbol: symbol.toUpperCase(), venue, files });
      }
    }
  }
  if (series.length === 0) throw new Error(`no tick files below ${dir}`);
  return series;
}

const folders = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();

function filesOf(dir: string, offsetMs: number): TickFile[] {
  return readdirSync(dir)
    .filter((name) => /^\d{8}_quote\.zip$/.test(name))
    .sort()
    .map((name) => ({
      path: join(dir, name),
      offsetMs,
      dayMs: Date.UTC(Number(name.slice(0, 4)), Number(name.slice(4, 6)) - 1, Number(name.slice(6, 8))),
    }));
}

/** Rows `milliseconds since midnight, bid, ask[, …]`; prices become points of `digits`, finer places rounded half up. */
export function readTickFile(file: TickFile, digits: number): RawTick[] {
  const ticks: RawTick[] = [];
  for (const entry of readZip(readFileSync(file.path))) {
    for (const line of entry.read().toString('latin1').split('\n')) {
      if (line.trim() === '') continue;
      const [ms, bid, ask] = line.split(',');
      const at = file.dayMs + file.offsetMs + Math.floor(Number(ms));
      const bidPoints = pointsOf(bid, digits);
      const askPoints = pointsOf(ask?.trim(), digits);
      if (!Number.isFinite(at) || bidPoints === null || askPoints === null) {
        throw new Error(`${entry.name}: not a tick: ${line.slice(0, 80)}`);
      }
      ticks.push({ at, bidPoints, askPoints });
    }
  }
  return ticks;
}

export function pointsOf(text: string | undefined, digits: number): number | null {
  const parts = /^(\d+)(?:\.(\d+))?$/.exec(text ?? '');
  if (!parts) return null;
  const fraction = (parts[2] ?? '').padEnd(digits + 1, '0');
  const exact = Number(`${parts[1]}${fraction.slice(0, digits)}`);
  return exact + (fraction.charCodeAt(digits) >= 53 ? 1 : 0);
}
