import type { LocalDate } from '@/server/kernel/time';
import type { DateRange } from './list-entry';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** How far "circa" may be off, each way, in years. */
const CIRCA = 2;

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
const daysIn = (year: number, month: number): number =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
const date = (year: number, month: number, day: number): LocalDate => `${pad(year, 4)}-${pad(month)}-${pad(day)}`;

export const yearsRange = (from: number, to: number): DateRange => ({ from: date(from, 1, 1), to: date(to, 12, 31) });
export const circaYear = (year: number): DateRange => yearsRange(year - CIRCA, year + CIRCA);

function single(text: string): DateRange | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const words = /^(?:(?:(\d{1,2}) )?([a-z]{3})[a-z]* )?(\d{4})$/i.exec(text);
  if (!iso && !words) return null;
  const year = Number(iso ? iso[1] : words?.[3]);
  if (year < 1800 || year > 2100) return null;
  if (words && words[2] === undefined) return yearsRange(year, year);
  const month = iso ? Number(iso[2]) : months.indexOf((words?.[2] ?? '').toLowerCase()) + 1;
  if (month < 1 || month > 12) return null;
  const dayText = iso ? iso[3] : words?.[1];
  if (dayText === undefined) return { from: date(year, month, 1), to: date(year, month, daysIn(year, month)) };
  const day = Number(dayText);
  return day >= 1 && day <= daysIn(year, month) ? { from: date(year, month, day), to: date(year, month, day) } : null;
}

/** "10 Dec 1948", "Jan 1962", "1962", "circa 1957", "1957 to 1960", "01 Jan 1961 to 31 Dec 1962", "1958-07-04". */
export function parsePartialDate(text: string): DateRange | null {
  const clean = text.trim().replace(/\.$/, '').replace(/\s+/g, ' ');
  const circa = /^(?:circa|approximately|approx\.?|c\.) ?(.+)$/i.exec(clean);
  if (circa) {
    const range = parsePartialDate(circa[1] ?? '');
    return range && yearsRange(Number(range.from.slice(0, 4)) - CIRCA, Number(range.to.slice(0, 4)) + CIRCA);
  }
  const [first, last, ...more] = clean.split(/ to | - |–/);
  if (last === undefined) return single(clean);
  const [from, to] = [single(first ?? ''), single(last)];
  return more.length === 0 && from && to && from.from <= to.to ? { from: from.from, to: to.to } : null;
}
