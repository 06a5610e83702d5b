/** The kinds a refusal can have; each transport maps a kind to its own status once. */
export type RefusalKind =
  | 'invalid' // the input breaks its schema
  | 'unauthenticated'
  | 'step_up' // who is calling must prove it again, now
  | 'forbidden'
  | 'not_found'
  | 'conflict' // same key, other input; or the object moved on
  | 'rejected' // a business rule says no
  | 'rate_limited'
  | 'unavailable';

export type RefusalDetail = {
  /** Dotted path of the input field the rule is about. */
  readonly field?: string;
  /** Values that the human text needs; never personal data. */
  readonly params?: Readonly<Record<string, string | number>>;
  /** All issues of a schema failure. */
  readonly issues?: ReadonlyArray<{ readonly field: string; readonly rule: string; readonly message: string }>;
};

/**
 * The one expected error. `reason` is a stable snake_case word, the i18n key of the human text and the `code` of the public API.
 * Anything thrown that is not a Refusal is a bug and surfaces as `internal`.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly kind: RefusalKind,
    readonly reason: string,
    readonly detail: RefusalDetail = {},
  ) {
    super(detail.field ? `${kind}: ${reason} (${detail.field})` : `${kind}: ${reason}`);
  }
}

export const httpStatusOf: Record<RefusalKind, number> = {
  invalid: 422,
  unauthenticated: 401,
  step_up: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rejected: 422,
  rate_limited: 429,
  unavailable: 503,
};

export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal;
}

/** A fault of ours, not of the caller: an invariant that the code relies on does not hold. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** For optional lookups: turns a missing row into the typed refusal. */
export function found<T>(row: T | null | undefined, reason: string): T {
  if (row === null || row === undefined) throw new Refusal('not_found', reason);
  return row;
}
