import { type PlatformError, type PlatformErrorCode, PlatformFailure } from '@/server/modules/trading/ports';

type Known = readonly [code: PlatformErrorCode, retryable: boolean];

const exact: Readonly<Record<number, Known>> = {
  3: ['validation', false],
  4: ['validation', false],
  8: ['permission', false],
  12: ['rate_limited', true],
  13: ['not_found', false],
  15: ['maintenance', true],
  17: ['exists', false],
  1018: ['unavailable', true],
  3002: ['conflict', false],
  3003: ['conflict', false],
  3004: ['exists', false],
  3008: ['has_positions', false],
  4005: ['validation', false],
  10017: ['permission', false],
  10018: ['market_closed', true],
  10019: ['insufficient_funds', false],
  10020: ['conflict', true],
  10021: ['market_closed', true],
  10024: ['rate_limited', true],
};

/** Own failures of the server, half-way states and lost links between its parts: a write may have happened. */
const unsure = new Set([2, 5, 6, 7, 9, 10, 11, 12, 14, 15, 16, 10011, 10012, 10031]);

export function errorOf(code: number, text: string, write: boolean): PlatformError {
  const [name, retryable] = exact[code] ?? classOf(code);
  return { code: name, retryable, outcomeKnown: !write || !unsure.has(code), raw: { code: String(code), text } };
}

function classOf(code: number): Known {
  if (unsure.has(code)) return ['unavailable', true];
  if (code >= 1000 && code < 2000) return ['auth', false];
  return ['validation', false];
}

export type Loss = {
  readonly code: 'unavailable' | 'timeout' | 'protocol' | 'auth';
  readonly text: string;
  /** false: no byte of the request left. */
  readonly sent: boolean;
  readonly status?: number;
};

/** A call that got no answer of the platform. */
export function lossOf({ code, text, sent, status }: Loss, write: boolean): PlatformFailure {
  const raw = status === undefined ? { text } : { code: `http_${status}`, text };
  return new PlatformFailure({ code, retryable: code !== 'auth', outcomeKnown: !write || !sent, raw });
}

export const refusal = (code: PlatformErrorCode, text: string): PlatformFailure =>
  new PlatformFailure({ code, retryable: false, outcomeKnown: true, raw: { text } });
