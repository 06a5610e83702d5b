import { addDays, instantOf, localDate, type Zone } from '@/server/kernel/time';
import type { Cadence } from './mail-contract';

export type Schedule = { readonly cadence: Cadence; readonly hour: number; readonly zone: Zone };

const weekday = (day: string): number => new Date(`${day}T00:00:00Z`).getUTCDay();
const isDue: Readonly<Record<Cadence, (day: string) => boolean>> = {
  workdays: (day) => weekday(day) >= 1 && weekday(day) <= 5,
  weekly: (day) => weekday(day) === 1,
  monthly: (day) => day.endsWith('-01'),
};

/** The first time after a moment: Monday to Friday, each Monday, or each first of a month, at the hour on clocks of the zone. */
export function nextSending(after: Date, { cadence, hour, zone }: Schedule): Date {
  const time = `${String(hour).padStart(2, '0')}:00`;
  for (let day = localDate(after, zone), tries = 0; tries < 40; tries += 1, day = addDays(day, 1)) {
    const at = instantOf(day, time, zone);
    if (isDue[cadence](day) && at > after) return at;
  }
  throw new RangeError('a month has a first day');
}
