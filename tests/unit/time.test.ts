import { describe, expect, test } from 'vitest';
import { addOfficeMinutes } from '@/server/kernel/office';
import {
  addBusinessDays,
  addMonths,
  ageOn,
  type BusinessCalendar,
  businessDaysBetween,
  type DayClock,
  instantOf,
  isZone,
  localDate,
  localTime,
  mondayToFriday,
  nextDayTurn,
  parseLocalDate,
  processingDate,
  tradingDay,
  tradingDayBounds,
} from '@/server/kernel/time';

const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 3_600_000;
const prague: DayClock = { zone: 'Europe/Prague', cutOff: '00:00', named: 'by_start' };
const newYorkClose: DayClock = { zone: 'America/New_York', cutOff: '17:00', named: 'by_end' };

test('zones and dates are checked', () => {
  expect(['UTC', 'Europe/Nicosia', 'America/Argentina/Buenos_Aires', 'Etc/GMT+3'].every(isZone)).toBe(true);
  expect(['+02:00', 'Mars/Olympus', '', 'GMT+2:00'].some(isZone)).toBe(false);
  expect(parseLocalDate('2028-02-29')).toBe('2028-02-29');
  for (const text of ['2027-02-29', '2027-2-1', '20270201', 'today']) expect(() => parseLocalDate(text)).toThrow();
});

describe('trading day', () => {
  test('FTMO resets at midnight in Prague, summer and winter', () => {
    expect(tradingDay(new Date('2026-07-01T21:59:59Z'), prague)).toBe('2026-07-01');
    expect(tradingDay(new Date('2026-07-01T22:00:00Z'), prague)).toBe('2026-07-02');
    expect(tradingDay(new Date('2026-12-01T22:59:59Z'), prague)).toBe('2026-12-01');
    expect(tradingDay(new Date('2026-12-01T23:00:00Z'), prague)).toBe('2026-12-02');
  });

  test('days of 23 and 25 hours', () => {
    expect(hours(tradingDayBounds('2026-03-29', prague))).toBe(23);
    expect(hours(tradingDayBounds('2026-10-25', prague))).toBe(25);
    expect(hours(tradingDayBounds('2026-10-26', prague))).toBe(24);
    expect(hours(tradingDayBounds('2026-11-01', newYorkClose))).toBe(25);
  });

  test('the FX day is named by its end', () => {
    expect(tradingDay(new Date('2026-10-04T20:59:59Z'), newYorkClose)).toBe('2026-10-04');
    expect(tradingDay(new Date('2026-10-04T21:00:00Z'), newYorkClose)).toBe('2026-10-05');
    expect(nextDayTurn(new Date('2026-10-04T21:00:00Z'), newYorkClose)).toEqual(new Date('2026-10-05T21:00:00Z'));
  });

  test('a midnight that does not exist: Cairo springs forward at 00:00', () => {
    const cairo: DayClock = { zone: 'Africa/Cairo', cutOff: '00:00', named: 'by_start' };
    expect(tradingDayBounds('2026-04-24', cairo).from).toEqual(new Date('2026-04-23T22:00:00Z'));
    expect(hours(tradingDayBounds('2026-04-24', cairo))).toBe(23);
    expect(localTime(tradingDayBounds('2026-04-24', cairo).from, cairo.zone)).toBe('2026-04-24T01:00:00');
  });

  test('DST rules are those of the day, not of today', () => {
    // The US changed on the last Sunday of October until 2006.
    expect(instantOf('2006-10-30', '17:00', 'America/New_York')).toEqual(new Date('2006-10-30T22:00:00Z'));
    expect(instantOf('2007-10-30', '17:00', 'America/New_York')).toEqual(new Date('2007-10-30T21:00:00Z'));
  });
});

describe('business days', () => {
  const cyprus: BusinessCalendar = { weekend: [6, 7], holidays: new Set(['2026-10-01', '2026-10-28']) };
  const gulf: BusinessCalendar = { weekend: [5, 6], holidays: new Set() };

  test('weekends and holidays are skipped, both ways', () => {
    expect(addBusinessDays('2026-09-30', 1, cyprus)).toBe('2026-10-02');
    expect(addBusinessDays('2026-10-02', 2, cyprus)).toBe('2026-10-06');
    expect(addBusinessDays('2026-10-05', -1, cyprus)).toBe('2026-10-02');
    expect(addBusinessDays('2026-10-03', 0, cyprus)).toBe('2026-10-05');
    expect(addBusinessDays('2026-10-01', 1, gulf)).toBe('2026-10-04');
    expect(businessDaysBetween('2026-09-30', '2026-10-05', cyprus)).toBe(2);
    expect(businessDaysBetween('2026-10-05', '2026-10-05', cyprus)).toBe(0);
    expect(() => addBusinessDays('2026-01-01', 1, { weekend: [1, 2, 3, 4, 5, 6, 7], holidays: new Set() })).toThrow();
  });

  test('after the cut-off an instruction counts for the next business day', () => {
    const cutOff = { zone: 'Asia/Nicosia', time: '15:00', calendar: cyprus };
    expect(processingDate(new Date('2026-10-02T11:59:59Z'), cutOff)).toBe('2026-10-02');
    expect(processingDate(new Date('2026-10-02T12:00:00Z'), cutOff)).toBe('2026-10-05');
    expect(processingDate(new Date('2026-10-03T01:00:00Z'), cutOff)).toBe('2026-10-05');
  });

  test('office time stops at night and over the weekend', () => {
    const office = { zone: 'Europe/London', opens: '09:00', closes: '17:00', calendar: mondayToFriday };
    const friday = new Date('2026-10-02T15:00:00Z'); // 16:00 in London
    expect(addOfficeMinutes(friday, 60, office)).toEqual(new Date('2026-10-02T16:00:00Z'));
    expect(addOfficeMinutes(friday, 120, office)).toEqual(new Date('2026-10-05T09:00:00Z'));
    expect(addOfficeMinutes(new Date('2026-10-03T12:00:00Z'), 0, office)).toEqual(new Date('2026-10-05T08:00:00Z'));
    expect(addOfficeMinutes(friday, 60 + 5 * 480, office)).toEqual(new Date('2026-10-09T16:00:00Z'));
  });
});

test('calendar arithmetic', () => {
  expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
  expect(ageOn('2008-10-05', '2026-10-04')).toBe(17);
  expect(ageOn('2008-10-05', '2026-10-05')).toBe(18);
  expect(ageOn('2008-02-29', '2026-02-28')).toBe(17);
  expect(ageOn('2008-02-29', '2026-03-01')).toBe(18);
  expect(localDate(new Date('2026-10-05T22:30:00Z'), 'Asia/Kolkata')).toBe('2026-10-06');
});
