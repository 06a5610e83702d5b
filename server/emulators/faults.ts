import type { EmulatorRng } from './runtime';

/**
 * What can go wrong on the wire (`drop_*`, `status_*`, `garbage`, `slow`, `rate_limit`), on the way back (`webhook_*`),
 * or inside the vendor (its own words, such as `charge_twice`).
 */
export type FaultKind =
  | 'drop_before' // connection lost, nothing done
  | 'drop_after' // done, reply lost
  | 'status_before'
  | 'status_after'
  | 'garbage' // done, reply unreadable
  | 'slow'
  | 'rate_limit'
  | 'webhook_duplicate'
  | 'webhook_new_id' // the same fact again as a fresh event
  | 'webhook_reorder'
  | 'webhook_before_reply'
  | 'webhook_bad_signature'
  | 'webhook_old'
  | 'webhook_lost'
  | (string & {});

export type Fault = {
  readonly kind: FaultKind;
  readonly status?: number;
  readonly ms?: number;
  readonly times?: number;
  readonly code?: string;
};

export type FaultRule = {
  /** An operation (`refunds.create`, `webhook:payment_intent.succeeded`) or a prefix ending in `*`. */
  readonly on: string;
  readonly fault: Fault;
  /** How many times; default once. */
  readonly times?: number;
  /** How many matching calls pass untouched first. */
  readonly skip?: number;
};

export type FaultOptions = {
  readonly rules?: readonly FaultRule[];
  /** Chance per call, for simulations. */
  readonly rates?: ReadonlyArray<{ readonly on: string; readonly fault: Fault; readonly rate: number }>;
};

const matches = (pattern: string, operation: string): boolean =>
  pattern.endsWith('*') ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;

export class FaultPlan {
  private rules: Array<{ rule: FaultRule; left: number; skip: number }>;
  private rates: NonNullable<FaultOptions['rates']>;

  constructor(
    private readonly rng: EmulatorRng,
    options: FaultOptions = {},
  ) {
    this.rules = [];
    this.rates = options.rates ?? [];
    for (const rule of options.rules ?? []) this.add(rule);
  }

  add(rule: FaultRule): void {
    this.rules.push({ rule, left: rule.times ?? 1, skip: rule.skip ?? 0 });
  }

  setRates(rates: NonNullable<FaultOptions['rates']>): void {
    this.rates = rates;
  }

  clear(): void {
    this.rules = [];
    this.rates = [];
  }

  /** The fault that strikes this operation now, if any; `kinds` narrows to those the caller can act out. */
  take(operation: string, kinds?: ReadonlySet<string>): Fault | null {
    for (const entry of this.rules) {
      if (entry.left === 0 || !matches(entry.rule.on, operation)) continue;
      if (kinds && !kinds.has(entry.rule.fault.kind)) continue;
      if (entry.skip > 0) {
        entry.skip -= 1;
        continue;
      }
      entry.left -= 1;
      return entry.rule.fault;
    }
    for (const { on, fault, rate } of this.rates) {
      if (matches(on, operation) && (!kinds || kinds.has(fault.kind)) && this.rng() < rate) return fault;
    }
    return null;
  }
}

export const wireFaults: ReadonlySet<string> = new Set([
  'drop_before',
  'drop_after',
  'status_before',
  'status_after',
  'garbage',
  'slow',
  'rate_limit',
]);
