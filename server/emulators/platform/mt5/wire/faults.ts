import type { Rng } from '@/server/kernel/clock';

/**
 * lost_before: the connection dies and nothing was done. lost_after: it was done, the reply never comes. late_commit: the
 * connection dies and it is done only later. half_frame: done, the reply breaks off. html: a proxy's page instead of an answer,
 * done or not. slow: done, the reply comes after `delayMs`. retcode: refused with that code. wrong_h2: the server cannot prove
 * that it knows the password. garbled: done, the reply is no JSON.
 */
export type FaultKind =
  | 'lost_before'
  | 'lost_after'
  | 'late_commit'
  | 'half_frame'
  | 'html'
  | 'slow'
  | 'retcode'
  | 'wrong_h2'
  | 'garbled';

export type Fault = {
  readonly kind: FaultKind;
  /** Beginning of the path; absent: every path. */
  readonly path?: string;
  /** How often it strikes; once when absent. */
  readonly times?: number;
  /** Matching requests that pass unharmed first. */
  readonly skip?: number;
  /** Chance of each matching request; 1 when absent. */
  readonly probability?: number;
  readonly delayMs?: number;
  readonly retcode?: number;
  readonly status?: number;
  /** For html: whether the request was carried out behind the proxy. */
  readonly committed?: boolean;
};

type Armed = { readonly fault: Fault; left: number; skip: number };

/** A script of misfortunes; chances come from the injected rng, so that a seed replays them. */
export class Faults {
  #armed: Armed[] = [];

  constructor(
    private readonly rng: Rng,
    initial: readonly Fault[] = [],
  ) {
    for (const fault of initial) this.add(fault);
  }

  add(fault: Fault): void {
    this.#armed.push({ fault, left: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  take(path: string): Fault | null {
    for (const armed of this.#armed) {
      const { fault } = armed;
      if (armed.left <= 0 || (fault.path !== undefined && !path.startsWith(fault.path))) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      if (fault.probability !== undefined && this.rng.next() >= fault.probability) continue;
      armed.left -= 1;
      return fault;
    }
    return null;
  }
}
