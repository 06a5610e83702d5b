import type { Rng } from '@/server/kernel/clock';
import type { TradingMode } from './ports';

/** Crockford's alphabet: no I, L, O, U, so that a person can read a key over the telephone. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 13 characters, 65 bits: short enough for the comment of every platform. */
export const newOpId = (rng: Rng): string => Array.from(rng.bytes(13), (byte) => alphabet[byte & 31] ?? '0').join('');

export type Terms = { readonly group: string; readonly leverage: number; readonly trading: TradingMode };
export type TermsField = keyof Terms;
export const termsFields: readonly TermsField[] = ['group', 'leverage', 'trading'];

export type Difference = {
  /** Ours to apply: the platform still shows what we last made. */
  readonly pending: readonly TermsField[];
  /** Somebody else's change. */
  readonly drift: readonly TermsField[];
};

/** Field by field: a new decision of the house is applied, a foreign change is not overwritten by the machine. */
export function differencesOf(
  desired: Terms,
  base: Partial<Terms>,
  observed: Terms,
  tolerated: Readonly<Record<string, string>>,
): Difference {
  const pending: TermsField[] = [];
  const drift: TermsField[] = [];
  for (const field of termsFields) {
    if (observed[field] === desired[field]) continue;
    if (base[field] === undefined || observed[field] === base[field]) pending.push(field);
    else if (tolerated[field] !== String(observed[field])) drift.push(field);
  }
  return { pending, drift };
}

/** `until` stands beside the tolerated fields; after it the difference counts as drift again. */
export function toleratedAt(stored: Readonly<Record<string, string>>, now: Date): Readonly<Record<string, string>> {
  const { until, ...fields } = stored;
  return until !== undefined && new Date(until) <= now ? {} : fields;
}

const freedom: Record<TradingMode, number> = { disabled: 0, close_only: 1, full: 2 };

/** The platform gives the client more than was decided. */
export const isLooser = (desired: Terms, observed: Terms): boolean =>
  observed.leverage > desired.leverage || freedom[observed.trading] > freedom[desired.trading];

export type Lowering = {
  readonly leverage: number;
  readonly pending: number | null;
  readonly pendingFrom: Date | null;
};

const dayMs = 86_400_000;

/** Less leverage on open positions takes free margin away: it waits until flat, at the latest until the notice is over. */
export function leverageNow(input: {
  readonly current: number | null;
  readonly wanted: number;
  readonly openPositions: number;
  readonly lowering: 'when_flat' | 'at_once';
  readonly graceDays: number;
  readonly pending: { readonly leverage: number; readonly from: Date } | null;
  readonly now: Date;
}): Lowering {
  const { current, wanted, now } = input;
  const atOnce = { leverage: wanted, pending: null, pendingFrom: null };
  if (current === null || wanted >= current || input.openPositions === 0 || input.lowering === 'at_once') return atOnce;
  // A second decision does not start the notice again, unless it takes more.
  const from =
    input.pending && input.pending.leverage <= wanted
      ? input.pending.from
      : new Date(now.getTime() + input.graceDays * dayMs);
  return from <= now ? atOnce : { leverage: current, pending: wanted, pendingFrom: from };
}

/** How long after an attempt the platform's answer is worth something, and when silence is proof. */
export type LookUpTiming = { readonly lookAfterMs: number; readonly absentAfterMs: number };
export const usualTiming: LookUpTiming = { lookAfterMs: 10_000, absentAfterMs: 60_000 };

const looksForProof = 3;
const restMaxMs = 600_000;

/** Next look at an operation whose outcome is unknown: soon, then ever more rarely. */
export const nextLook = (lookups: number, { lookAfterMs }: LookUpTiming, now: Date): Date =>
  new Date(now.getTime() + Math.min(restMaxMs, lookAfterMs * 2 ** Math.min(lookups, 8)));

/** Absent for good: several looks, the last of them well past the time in which a late commit would have come. */
export const isProvenAbsent = (absences: number, sentAt: Date, now: Date, { absentAfterMs }: LookUpTiming): boolean =>
  absences >= looksForProof && now.getTime() - sentAt.getTime() >= absentAfterMs;

/** A known refusal that may pass: tried again after a rest, for at most a quarter of an hour. */
export const retryFor = { tries: 12, totalMs: 900_000 } as const;
export const nextTry = (tries: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(60_000, 1_000 * 2 ** Math.min(tries, 6)));

const lower = 'abcdefghijkmnpqrstuvwxyz';
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
const digits = '23456789';
const marks = '!#%*+-=?@';

/** Fourteen characters of all four classes without look-alikes: what MT4 and MT5 ask of a password (8 to 16). */
export function newPassword(rng: Rng): string {
  const all = lower + upper + digits + marks;
  const pick = (from: string): string => {
    for (;;) {
      const byte = rng.bytes(1)[0] ?? 0;
      // A byte beyond the last whole multiple would favour the first characters.
      if (byte < 256 - (256 % from.length)) return from[byte % from.length] ?? 'x';
    }
  };
  const chosen = [pick(lower), pick(upper), pick(digits), pick(marks), ...Array.from({ length: 10 }, () => pick(all))];
  for (let i = chosen.length - 1; i > 0; i -= 1) {
    const j = rng.bytes(2).reduce((sum, byte) => sum * 256 + byte, 0) % (i + 1);
    [chosen[i], chosen[j]] = [chosen[j] ?? 'x', chosen[i] ?? 'x'];
  }
  return chosen.join('');
}
