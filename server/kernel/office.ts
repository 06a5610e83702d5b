import { bankCalendar } from './bank-calendar';
import type { LocalDate, WallTime, Zone } from './time';
import { addBusinessDays, addDays, type BusinessCalendar, instantOf, isBusinessDay, localDate } from './time';

/** When a house works: its hours on its business days, by its own clock. */
export type OfficeHours = {
  readonly zone: Zone;
  readonly opens: WallTime;
  readonly closes: WallTime;
  readonly calendar: BusinessCalendar;
};

/** No promise reaches further; a calendar without business days is a mistake. */
const daysMax = 400;

type Kept = Omit<OfficeHours, 'calendar'> & {
  readonly bank: string;
  readonly weekend: readonly number[];
  readonly holidays: readonly LocalDate[];
};

/** The hours around an instant: the closing days of the bank calendar, and the days the house is closed besides. */
export function officeAround(at: Date, { bank, weekend, holidays, zone, opens, closes }: Kept): OfficeHours {
  const { holidays: closing } = bankCalendar(bank, Number(localDate(at, zone).slice(0, 4)));
  return { zone, opens, closes, calendar: { weekend, holidays: new Set([...closing, ...holidays]) } };
}

/** The instant when `minutes` of office time have passed: due times of work items. */
export function addOfficeMinutes(at: Date, minutes: number, office: OfficeHours): Date {
  if (office.opens >= office.closes) throw new RangeError('an office closes after it opens');
  let left = minutes * 60_000;
  let day = localDate(at, office.zone);
  for (;;) {
    day = addBusinessDays(day, 0, office.calendar);
    const opens = instantOf(day, office.opens, office.zone).getTime();
    const closes = instantOf(day, office.closes, office.zone).getTime();
    const from = Math.max(at.getTime(), opens);
    if (from <= closes && from + left <= closes) return new Date(from + left);
    left -= Math.max(0, closes - from);
    day = addDays(day, 1);
  }
}

/** Office minutes between two instants; none when the second is not later. */
export function officeMinutes(from: Date, to: Date, { zone, opens, closes, calendar }: OfficeHours): number {
  let worked = 0;
  for (let day = localDate(from, zone), tries = 0; tries < daysMax; tries += 1, day = addDays(day, 1)) {
    const opening = instantOf(day, opens, zone).getTime();
    if (opening >= to.getTime()) break;
    if (!isBusinessDay(day, calendar)) continue;
    const end = Math.min(to.getTime(), instantOf(day, closes, zone).getTime());
    worked += Math.max(0, end - Math.max(from.getTime(), opening));
  }
  return Math.floor(worked / 60_000);
}

/** The end of a day's work; of a day off, that of the next business day. */
export const closingOf = (day: LocalDate, { zone, closes, calendar }: OfficeHours): Date =>
  instantOf(addBusinessDays(day, 0, calendar), closes, zone);

/** The end of work so many business days from now; today counts as none. */
export const closingAfter = (at: Date, days: number, office: OfficeHours): Date =>
  closingOf(addBusinessDays(localDate(at, office.zone), days, office.calendar), office);
