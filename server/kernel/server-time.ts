import { Temporal } from 'temporal-polyfill';
import type { Zone } from './time';

/**
 * How a trading server sets its clock. `shifted` is the usual "GMT+2, GMT+3 in US summer" that keeps five daily candles a week:
 * New York plus seven hours, which no IANA zone names.
 */
export type ServerZone =
  | { readonly kind: 'iana'; readonly zone: Zone }
  | { readonly kind: 'shifted'; readonly zone: Zone; readonly plusMinutes: number }
  | { readonly kind: 'fixed'; readonly offsetMinutes: number };

/** Ascending; each holds until the next begins, the first also before its own start. */
export type ServerZoneHistory = readonly [ServerZonePeriod, ...ServerZonePeriod[]];
export type ServerZonePeriod = { readonly since: Date; readonly zone: ServerZone };

export type FromServer = {
  readonly at: Date;
  /** `ambiguous`: the wall time happened twice. `gap`: it never happened, so the server's clock or our history is wrong. */
  readonly resolution: 'exact' | 'ambiguous' | 'gap';
};

const MINUTE = 60_000;
/** No transition moves a clock by more than a day, so every offset in force is met within this reach. */
const REACH = 26 * 60 * MINUTE;

const ianaOffset = (ms: number, zone: Zone): number =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;

function zoneOffset(ms: number, zone: ServerZone): number {
  switch (zone.kind) {
    case 'iana':
      return ianaOffset(ms, zone.zone);
    case 'shifted':
      return ianaOffset(ms, zone.zone) + zone.plusMinutes * MINUTE;
    case 'fixed':
      return zone.offsetMinutes * MINUTE;
  }
}

function offsetMs(ms: number, history: ServerZoneHistory): number {
  let period = history[0];
  for (const candidate of history) if (candidate.since.getTime() <= ms) period = candidate;
  return zoneOffset(ms, period.zone);
}

export const serverOffsetMinutes = (at: Date, history: ServerZoneHistory): number =>
  offsetMs(at.getTime(), history) / MINUTE;

/** MT4 and MT5 send their wall clock as if it were an epoch in UTC; this is that number, in milliseconds. */
export const toServerEpochMs = (at: Date, history: ServerZoneHistory): number =>
  at.getTime() + offsetMs(at.getTime(), history);

/**
 * The instant of a server wall time. In the hour that happens twice the first is taken, unless `after`
 * (the instant of an earlier record of the same ordered stream) rules it out.
 */
export function fromServerEpochMs(wallMs: number, history: ServerZoneHistory, after?: Date): FromServer {
  const probes = [wallMs - REACH, wallMs + REACH];
  for (const { since } of history) {
    if (Math.abs(since.getTime() - wallMs) <= REACH) probes.push(since.getTime() - 1, since.getTime());
  }
  const offsets = [...new Set(probes.map((ms) => offsetMs(ms, history)))];
  const hits = offsets
    .map((offset) => wallMs - offset)
    .filter((ms) => toServerEpochMs(new Date(ms), history) === wallMs)
    .sort((a, b) => a - b);
  const [first] = hits;
  if (first === undefined) return { at: new Date(wallMs - offsetMs(wallMs - REACH, history)), resolution: 'gap' };
  if (hits.length === 1) return { at: new Date(first), resolution: 'exact' };
  const chosen = after === undefined ? first : (hits.find((ms) => ms >= after.getTime()) ?? hits.at(-1) ?? first);
  return { at: new Date(chosen), resolution: 'ambiguous' };
}

/** Seconds by which a server's clock differs from what its history says; beyond tolerance nothing may be ingested. */
export const serverDriftSeconds = (serverEpochMs: number, now: Date, history: ServerZoneHistory): number =>
  (serverEpochMs - toServerEpochMs(now, history)) / 1000;
