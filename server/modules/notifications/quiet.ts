import { addDays, instantOf, localDate, type WallTime, type Zone } from '@/server/kernel/time';

export type Quiet = { readonly from: WallTime; readonly to: WallTime };

/** At night nobody's telephone rings for what can wait until the morning, unless he has said otherwise. */
export const nightOfClients: Quiet = { from: '22:00', to: '08:00' };

/** When a message that may wait rings: now, or when the quiet hours it falls into end. */
export function ringsAt(now: Date, quiet: Quiet | null, zone: Zone): Date {
  if (!quiet || quiet.from === quiet.to) return now;
  const today = localDate(now, zone);
  for (const day of [addDays(today, -1), today]) {
    const end = instantOf(quiet.to > quiet.from ? day : addDays(day, 1), quiet.to, zone);
    if (instantOf(day, quiet.from, zone) <= now && now < end) return end;
  }
  return now;
}
