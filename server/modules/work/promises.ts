import { bankCalendar } from '@/server/kernel/bank-calendar';
import { addDays, instantOf, isBusinessDay, localDate, type Zone } from '@/server/kernel/time';

const hourMs = 3_600_000;
const opens = '09:00';
const closes = '17:00';
/** No promise reaches further; a calendar without bank days is a mistake. */
const daysMax = 400;

/** Hours of a working day that each kind of item may take, when whoever raised it named no time. */
export const promisedHours: Readonly<Record<string, number>> = {
  account_creation: 2,
  charged_twice: 8,
  chargeback_debt: 24,
  connection_down: 1,
  disclosure_alert: 4,
  deposit_review: 4,
  foreign_operation: 8,
  instrument_ownership: 16,
  payout_failed: 4,
  payout_returned: 8,
  payout_unknown: 4,
  platform_operation: 1,
  possible_duplicate: 24,
  reconciliation_break: 16,
  refund_failed: 4,
  screening_hits: 8,
  shared_instrument: 16,
  sign_in_disowned: 1,
  terms_drift: 4,
  verification_expired: 24,
};

export type WorkingTime = { readonly zone: Zone; readonly calendar: string };

/** Working minutes between two moments; none when the second is not later. */
export function workingMinutes(from: Date, to: Date, { zone, calendar }: WorkingTime): number {
  let worked = 0;
  for (let day = localDate(from, zone), tries = 0; tries < daysMax; tries += 1, day = addDays(day, 1)) {
    const opening = instantOf(day, opens, zone).getTime();
    if (opening >= to.getTime()) break;
    if (!isBusinessDay(day, bankCalendar(calendar, Number(day.slice(0, 4))))) continue;
    const end = Math.min(to.getTime(), instantOf(day, closes, zone).getTime());
    worked += Math.max(0, end - Math.max(from.getTime(), opening));
  }
  return Math.floor(worked / 60_000);
}

/** So many working hours later, on bank days of the entity between nine and five of its own zone. */
export function dueAfter(from: Date, hours: number, { zone, calendar }: WorkingTime): Date {
  let left = hours * hourMs;
  let day = localDate(from, zone);
  for (let tries = 0; tries < daysMax; tries += 1, day = addDays(day, 1)) {
    if (!isBusinessDay(day, bankCalendar(calendar, Number(day.slice(0, 4))))) continue;
    const start = Math.max(from.getTime(), instantOf(day, opens, zone).getTime());
    const open = instantOf(day, closes, zone).getTime() - start;
    if (open <= 0) continue;
    if (left <= open) return new Date(start + left);
    left -= open;
  }
  throw new RangeError('the calendar has no working day within a year');
}
