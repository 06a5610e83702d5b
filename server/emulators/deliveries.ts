import { wireFaults } from './faults';
import type { EmulatorRuntime } from './runtime';

/** One callback on its way. `payload` is what the vendor signs anew at every attempt. */
export type Delivery = {
  readonly id: string;
  readonly topic: string;
  readonly endpoint: string;
  readonly payload: string;
  readonly rank: number;
  readonly attempt: number;
  readonly dueAt: number;
  readonly badSignature: boolean;
  readonly ageSeconds: number;
};

export type Prepared = { readonly url: string; readonly headers: Record<string, string>; readonly body: string };
export type DeliveryLog = {
  readonly id: string;
  readonly topic: string;
  readonly at: string;
  readonly status: number | null;
};

export type DeliveryOptions = {
  readonly name: string;
  /** Waits before each further attempt; the list's end is the vendor giving up. */
  readonly retryAfterMs: readonly number[];
  prepare(delivery: Delivery): Prepared | null;
};

const hour = 3_600_000;
export const gentleRetries: readonly number[] = [
  60_000,
  5 * 60_000,
  0.5 * hour,
  2 * hour,
  5 * hour,
  10 * hour,
  12 * hour,
  12 * hour,
];

/** Callbacks kept in the books until the product says 2xx, so that they survive a restart of either side. */
export class DeliveryQueue {
  private running: Promise<number> | null = null;

  constructor(
    private readonly runtime: EmulatorRuntime,
    private readonly options: DeliveryOptions,
  ) {}

  private get pending() {
    return this.runtime.books.table<Delivery>(`${this.options.name}.delivery`);
  }

  /** Returns true when the fault plan wants this one to arrive before the reply that caused it. */
  enqueue(topic: string, endpoint: string, payload: string): boolean {
    const { books, clock, rng, faults } = this.runtime;
    const fault = faults.take(`webhook:${topic}`);
    if (fault && wireFaults.has(fault.kind)) return false;
    if (fault?.kind === 'webhook_lost') return false;
    const copies = fault?.kind === 'webhook_duplicate' ? (fault.times ?? 2) : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      const seq = books.next(`${this.options.name}.delivery`);
      this.pending.put(String(seq), {
        id: String(seq),
        topic,
        endpoint,
        payload,
        // Pushed behind some of those that follow.
        rank: fault?.kind === 'webhook_reorder' ? seq + 1.5 + Math.floor(rng() * 4) : seq,
        attempt: 0,
        dueAt: clock.now().getTime() + (fault?.ms ?? 0),
        badSignature: fault?.kind === 'webhook_bad_signature',
        ageSeconds: fault?.kind === 'webhook_old' ? (fault.ms ?? 600_000) / 1000 : 0,
      });
    }
    return fault?.kind === 'webhook_before_reply';
  }

  /** Sends everything due, once each, one after the other; concurrent calls share one run. */
  pump(): Promise<number> {
    this.running ??= this.sendDue().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  /** A product that calls us while we call it must not wait for itself. */
  get busy(): boolean {
    return this.running !== null;
  }

  get waiting(): number {
    return this.pending.size;
  }

  private async sendDue(): Promise<number> {
    const { clock, books } = this.runtime;
    let sent = 0;
    const tried = new Set<string>();
    for (;;) {
      const now = clock.now().getTime();
      const next = this.pending
        .values()
        .filter((delivery) => delivery.dueAt <= now && !tried.has(delivery.id))
        .sort((a, b) => a.rank - b.rank)[0];
      if (!next) return sent;
      tried.add(next.id);
      await this.attempt(next);
      books.flush();
      sent += 1;
    }
  }

  private async attempt(delivery: Delivery): Promise<void> {
    const { clock, books, callOut } = this.runtime;
    const prepared = this.options.prepare(delivery);
    if (!prepared) return this.pending.delete(delivery.id);
    let status: number | null = null;
    try {
      const response = await callOut(prepared.url, { method: 'POST', headers: prepared.headers, body: prepared.body });
      status = response.status;
      await response.arrayBuffer();
    } catch {
      status = null;
    }
    const at = clock.now();
    const logId = String(books.next(`${this.options.name}.attempt`));
    books.table<DeliveryLog>(`${this.options.name}.attempt`).put(logId, {
      id: delivery.id,
      topic: delivery.topic,
      at: at.toISOString(),
      status,
    });
    const wait = this.options.retryAfterMs[delivery.attempt];
    if ((status !== null && status >= 200 && status < 300) || wait === undefined) this.pending.delete(delivery.id);
    else this.pending.put(delivery.id, { ...delivery, attempt: delivery.attempt + 1, dueAt: at.getTime() + wait });
  }
}
