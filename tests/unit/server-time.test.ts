import { expect, test } from 'vitest';
import {
  fromServerEpochMs,
  type ServerZoneHistory,
  serverDriftSeconds,
  serverOffsetMinutes,
  toServerEpochMs,
} from '@/server/kernel/server-time';

const wall = (text: string) => Date.parse(`${text}Z`);
const since = new Date('2010-01-01T00:00:00Z');
const usSummer: ServerZoneHistory = [{ since, zone: { kind: 'shifted', zone: 'America/New_York', plusMinutes: 420 } }];
const euSummer: ServerZoneHistory = [{ since, zone: { kind: 'iana', zone: 'Europe/Nicosia' } }];

test('New York plus seven follows the American change, Nicosia the European', () => {
  const between = new Date('2026-03-15T12:00:00Z'); // after 8 March (US), before 29 March (EU)
  expect(serverOffsetMinutes(between, usSummer)).toBe(180);
  expect(serverOffsetMinutes(between, euSummer)).toBe(120);
  expect(toServerEpochMs(between, usSummer)).toBe(wall('2026-03-15T15:00:00'));
  expect(fromServerEpochMs(wall('2026-03-15T15:00:00'), usSummer)).toEqual({ at: between, resolution: 'exact' });
});

test('the trading week starts at midnight server time all year', () => {
  for (const sunday of ['2026-01-11T22:00:00Z', '2026-07-12T21:00:00Z']) {
    expect(new Date(toServerEpochMs(new Date(sunday), usSummer)).toISOString().slice(11, 16)).toBe('00:00');
  }
});

test('the hour that happens twice', () => {
  // Nicosia falls back on 25 October 2026 at 04:00 EEST, so 03:30 is 00:30Z and again 01:30Z.
  const twice = wall('2026-10-25T03:30:00');
  expect(fromServerEpochMs(twice, euSummer)).toEqual({ at: new Date('2026-10-25T00:30:00Z'), resolution: 'ambiguous' });
  expect(fromServerEpochMs(twice, euSummer, new Date('2026-10-25T00:45:00Z')).at).toEqual(
    new Date('2026-10-25T01:30:00Z'),
  );
  expect(fromServerEpochMs(twice, euSummer, new Date('2026-10-25T02:00:00Z')).at).toEqual(
    new Date('2026-10-25T01:30:00Z'),
  );
});

test('the hour that never happens is named', () => {
  expect(fromServerEpochMs(wall('2026-03-29T03:30:00'), euSummer)).toEqual({
    at: new Date('2026-03-29T01:30:00Z'),
    resolution: 'gap',
  });
});

test('a server that changed its zone keeps its history', () => {
  const moved: ServerZoneHistory = [
    { since, zone: { kind: 'fixed', offsetMinutes: 0 } },
    { since: new Date('2026-06-06T21:00:00Z'), zone: { kind: 'fixed', offsetMinutes: 180 } },
  ];
  expect(fromServerEpochMs(wall('2026-06-05T12:00:00'), moved).at).toEqual(new Date('2026-06-05T12:00:00Z'));
  expect(fromServerEpochMs(wall('2026-06-08T12:00:00'), moved).at).toEqual(new Date('2026-06-08T09:00:00Z'));
  expect(fromServerEpochMs(wall('2026-06-06T22:00:00'), moved).resolution).toBe('gap');
  expect(serverOffsetMinutes(new Date('2001-01-01T00:00:00Z'), moved)).toBe(0);
});

test('a clock that disagrees with its history shows', () => {
  const now = new Date('2026-07-01T10:00:00Z');
  expect(serverDriftSeconds(wall('2026-07-01T13:00:02'), now, usSummer)).toBe(2);
  expect(serverDriftSeconds(wall('2026-07-01T12:00:00'), now, usSummer)).toBe(-3600);
});
