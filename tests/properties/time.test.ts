import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromServerEpochMs, type ServerZone, toServerEpochMs } from '@/server/kernel/server-time';
import {
  addBusinessDays,
  addDays,
  businessDaysBetween,
  type DayClock,
  isBusinessDay,
  mondayToFriday,
  tradingDay,
  tradingDayBounds,
} from '@/server/kernel/time';

const zones = [
  'Europe/Prague',
  'America/New_York',
  'Africa/Cairo',
  'Asia/Kolkata',
  'Pacific/Apia',
  'America/Sao_Paulo',
];
const at = fc.date({
  min: new Date('2005-01-01T00:00:00Z'),
  max: new Date('2035-01-01T00:00:00Z'),
  noInvalidDate: true,
});
const clock: fc.Arbitrary<DayClock> = fc.record({
  zone: fc.constantFrom(...zones),
  cutOff: fc.constantFrom('00:00', '00:30', '02:30', '17:00', '23:59'),
  named: fc.constantFrom('by_start', 'by_end'),
});

test('every instant lies in exactly one trading day, and days touch', () => {
  fc.assert(
    fc.property(at, clock, (instant, days) => {
      const day = tradingDay(instant, days);
      const { from, to } = tradingDayBounds(day, days);
      expect(from <= instant && instant < to).toBe(true);
      expect(tradingDayBounds(addDays(day, 1), days).from).toEqual(to);
      expect(tradingDay(new Date(to.getTime() - 1), days)).toBe(day);
    }),
  );
});

test('server time comes back, or says that it is ambiguous and then comes back with its order', () => {
  const zone: fc.Arbitrary<ServerZone> = fc.oneof(
    fc.record({ kind: fc.constant('iana' as const), zone: fc.constantFrom(...zones) }),
    fc.record({
      kind: fc.constant('shifted' as const),
      zone: fc.constantFrom(...zones),
      plusMinutes: fc.constant(420),
    }),
    fc.record({ kind: fc.constant('fixed' as const), offsetMinutes: fc.integer({ min: -720, max: 840 }) }),
  );
  fc.assert(
    fc.property(at, zone, (instant, server) => {
      const history = [{ since: new Date(0), zone: server }] as const;
      const wall = toServerEpochMs(instant, history);
      const back = fromServerEpochMs(wall, history);
      if (back.resolution === 'exact') expect(back.at).toEqual(instant);
      else expect(fromServerEpochMs(wall, history, instant).at).toEqual(instant);
      expect(back.resolution).not.toBe('gap');
    }),
  );
});

test('business days count what they add', () => {
  fc.assert(
    fc.property(at, fc.integer({ min: 0, max: 60 }), (instant, days) => {
      const start = addBusinessDays(instant.toISOString().slice(0, 10), 0, mondayToFriday);
      const end = addBusinessDays(start, days, mondayToFriday);
      expect(isBusinessDay(end, mondayToFriday)).toBe(true);
      expect(businessDaysBetween(start, end, mondayToFriday)).toBe(days);
      expect(addBusinessDays(end, -days, mondayToFriday)).toBe(start);
    }),
  );
});
