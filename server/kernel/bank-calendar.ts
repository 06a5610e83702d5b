import { addDays, type BusinessCalendar, type LocalDate, mondayToFriday } from './time';

const date = (year: number, month: number, day: number): LocalDate =>
  `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

/** Easter Sunday in the Gregorian calendar (Meeus/Jones/Butcher). */
export function easter(year: number): LocalDate {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return date(year, Math.floor(n / 31), (n % 31) + 1);
}

/** Closing days of T2, by decision of the ECB of 14 December 2000: the same each year. */
const target = (year: number): LocalDate[] => [
  date(year, 1, 1),
  addDays(easter(year), -2),
  addDays(easter(year), 1),
  date(year, 5, 1),
  date(year, 12, 25),
  date(year, 12, 26),
];

/** The bank days around a year. Calendars whose holidays we do not know close on Saturday and Sunday only. */
export function bankCalendar(name: string, year: number): BusinessCalendar {
  if (name !== 'TARGET') return mondayToFriday;
  return { ...mondayToFriday, holidays: new Set([year - 1, year, year + 1].flatMap(target)) };
}
