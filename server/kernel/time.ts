import { Temporal } from 'temporal-polyfill';
import { Refusal } from './errors';

/** IANA zone name. */
export type Zone = string;
/** Calendar date `YYYY-MM-DD`, in whatever zone its owner says. */
export type LocalDate = string;
/** Wall time `HH:MM`. */
export type WallTime = string;

const zoneName = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;

export function isZone(name: string): boolean {
  if (!zoneName.test(name)) return false; // "+02:00" has no DST history, so it names no zone
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export function parseLocalDate(text: string, field?: string): LocalDate {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(text);
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    throw new Refusal('invalid', 'not_a_date', field === undefined ? {} : { field });
  }
}

const zoned = (at: Date, zone: Zone) => Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
const dateOf = (instant: { epochMilliseconds: number }) => new Date(instant.epochMilliseconds);

export const localDate = (at: Date, zone: Zone): LocalDate => zoned(at, zone).toPlainDate().toString();

/** ISO text of the wall clock, to the second. */
export const localTime = (at: Date, zone: Zone): string =>
  zoned(at, zone).toPlainDateTime().toString({ smallestUnit: 'second' });

/** Where DST skips the wall time the first instant after the gap is meant; where it happens twice, the first. */
export const instantOf = (date: LocalDate, time: WallTime, zone: Zone): Date =>
  dateOf(Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }));

/** Day and wall time in words with the zone beside it. Digits stay Latin, so that mail and desk read the same. */
export const momentText = (at: Date, language: string, zone: Zone): string =>
  new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    ...{ day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZoneName: 'short', timeZone: zone },
  }).format(at);

export const addDays = (date: LocalDate, days: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ days }).toString();

/** The last day of the month where the target month is shorter. */
export const addMonths = (date: LocalDate, months: number): LocalDate =>
  Temporal.PlainDate.from(date).add({ months }).toString();

export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;

/** Completed years; born on 29 February, one comes of age on 1 March in common years. */
export function ageOn(birth: LocalDate, on: LocalDate): number {
  const [born, today] = [Temporal.PlainDate.from(birth), Temporal.PlainDate.from(on)];
  const had = today.month > born.month || (today.month === born.month && today.day >= born.day);
  return today.year - born.year - (had ? 0 : 1);
}

/**
 * When a day ends and how it is named. An entity in Cyprus: 00:00 Asia/Nicosia, by its start.
 * The FX market: 17:00 America/New_York, by its end (Sunday evening is already Monday).
 */
export type DayClock = { readonly zone: Zone; readonly cutOff: WallTime; readonly named: 'by_start' | 'by_end' };

const dayStart = (day: LocalDate, clock: DayClock): Date =>
  instantOf(clock.named === 'by_end' ? addDays(day, -1) : day, clock.cutOff, clock.zone);

/** Half open: `from` belongs to the day, `to` to the next. 23 or 25 hours when DST moves. */
export const tradingDayBounds = (day: LocalDate, clock: DayClock): { from: Date; to: Date } => ({
  from: dayStart(day, clock),
  to: dayStart(addDays(day, 1), clock),
});

export function tradingDay(at: Date, clock: DayClock): LocalDate {
  let day = localDate(at, clock.zone);
  while (dayStart(day, clock) > at) day = addDays(day, -1);
  while (dayStart(addDays(day, 1), clock) <= at) day = addDays(day, 1);
  return day;
}

/** The first instant strictly after `at` when the day turns: where resets and statements fall due. */
export const nextDayTurn = (at: Date, clock: DayClock): Date => tradingDayBounds(tradingDay(at, clock), clock).to;

/** ISO weekdays (1 Monday … 7 Sunday) that are off, and holidays by date. */
export type BusinessCalendar = { readonly weekend: readonly number[]; readonly holidays: ReadonlySet<LocalDate> };

export const mondayToFriday: BusinessCalendar = { weekend: [6, 7], holidays: new Set() };

export const isBusinessDay = (date: LocalDate, calendar: BusinessCalendar): boolean =>
  !calendar.holidays.has(date) && !calendar.weekend.includes(Temporal.PlainDate.from(date).dayOfWeek);

function nearestBusinessDay(date: LocalDate, step: 1 | -1, calendar: BusinessCalendar): LocalDate {
  let day = date;
  for (let tries = 0; !isBusinessDay(day, calendar); tries += 1) {
    if (tries > 366) throw new RangeError('the calendar has no business day within a year');
    day = addDays(day, step);
  }
  return day;
}

/** `days` business days on; zero means the date itself or the next business day (ISO 20022 "following"). */
export function addBusinessDays(date: LocalDate, days: number, calendar: BusinessCalendar): LocalDate {
  const step = days < 0 ? -1 : 1;
  let day = nearestBusinessDay(date, step, calendar);
  for (let left = Math.abs(days); left > 0; left -= 1) day = nearestBusinessDay(addDays(day, step), step, calendar);
  return day;
}

/** Business days after `from` up to and including `to`: T+n of a settlement. Zero when `to` is not later. */
export function businessDaysBetween(from: LocalDate, to: LocalDate, calendar: BusinessCalendar): number {
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isBusinessDay(day, calendar)) count += 1;
  }
  return count;
}

export type CutOff = { readonly zone: Zone; readonly time: WallTime; readonly calendar: BusinessCalendar };

/** The business day an instruction counts for: today before the cut-off of a business day, else the next one. */
export function processingDate(at: Date, cutOff: CutOff): LocalDate {
  const today = localDate(at, cutOff.zone);
  const late = at >= instantOf(today, cutOff.time, cutOff.zone);
  return addBusinessDays(late ? addDays(today, 1) : today, 0, cutOff.calendar);
}
