import { Cron } from 'croner';

const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/;

/** The first fire after `from`; undefined for a date that never comes. */
export const nextFire = (expression: string, from: Date): Date | undefined =>
  open(expression).nextRun(from) ?? undefined;

export function isCron(expression: string): boolean {
  try {
    open(expression).nextRun();
    return true;
  } catch {
    return false;
  }
}

function open(expression: string): Cron {
  const [, timezone, pattern] = zoned.exec(expression.trim()) ?? [];
  return new Cron(pattern ?? expression, { paused: true, timezone: timezone ?? 'UTC' });
}
