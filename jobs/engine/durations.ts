const unitsMs: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const part = /(\d+(?:\.\d+)?)\s*(ms|[smhdw])[a-z]*/gi;
const whole = /^\s*(?:\d+(?:\.\d+)?\s*(?:ms|[smhdw])[a-z]*\s*)+$/i;
export const dayMs = 86_400_000;

/** `1w2d3h4m5s` as the SDK writes it, `5 minutes` as people do, or milliseconds. Anything else is undefined. */
export function parseDuration(text: string | number): number | undefined {
  if (typeof text === 'number') return text;
  if (!whole.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(part))
    total += Number(amount) * (unitsMs[unit?.toLowerCase() ?? ''] ?? 0);
  return total;
}

/** A moment written as a duration from now or as an ISO date. */
export function parseMoment(text: string | undefined, now: Date): Date | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  const at = duration === undefined ? Date.parse(text) : now.getTime() + duration;
  return Number.isNaN(at) ? undefined : new Date(at);
}

export const after = (now: Date, ms: number): Date => new Date(now.getTime() + ms);

const retryTableS = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];
const jitterS = 30;

/** Inngest's table: attempt 0 is the first failure. */
export function retryDelayMs(attempt: number, random: number): number {
  const base = retryTableS[Math.min(attempt, retryTableS.length - 1)] ?? 15;
  return Math.round((base + random * jitterS) * 1000);
}

/** `retry-after` is seconds or a date; clamped to [1 s, 24 h] as Inngest does. */
export function parseRetryAfter(header: string, now: Date): Date | undefined {
  const seconds = Number(header);
  const at = Number.isFinite(seconds) ? now.getTime() + seconds * 1000 : Date.parse(header);
  if (Number.isNaN(at)) return undefined;
  return new Date(Math.min(Math.max(at, now.getTime() + 1000), now.getTime() + dayMs));
}
