import { type ServerZoneHistory, toServerEpochMs } from '@/server/kernel/server-time';

const QUARTER_MS = 15 * 60_000;
/** No zone sets its clock back by more. */
const LONGEST_SET_BACK_QUARTERS = 12;

/**
 * The smallest wall time of anything that happened at `start` or after it. In the hours before a clock is set back that is
 * the wall time of the change itself, which lies before that of `start`: searching from the latter would miss a payment.
 */
export function earliestWallMs(start: Date, zone: ServerZoneHistory): number {
  let earliest = toServerEpochMs(start, zone);
  const first = Math.ceil(start.getTime() / QUARTER_MS) * QUARTER_MS;
  for (let i = 0; i <= LONGEST_SET_BACK_QUARTERS; i += 1) {
    earliest = Math.min(earliest, toServerEpochMs(new Date(first + i * QUARTER_MS), zone));
  }
  return earliest;
}
