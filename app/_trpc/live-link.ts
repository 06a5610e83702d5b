import type { Place } from './client';

export type LiveHint = { readonly topic: string; readonly id: string | null };
export type LinkState = 'connecting' | 'on' | 'off';
/** What the leading tab passes on to the others. */
type Message =
  | { kind: 'hints'; hints: readonly LiveHint[]; to?: string }
  | { kind: 'reset' }
  | { kind: 'state'; state: LinkState }
  | { kind: 'beat' }
  | { kind: 'arrived'; from: string; ageMs: number };

export type LinkEars = {
  readonly hints: (hints: readonly LiveHint[]) => void;
  readonly reset: () => void;
  readonly state: (state: LinkState) => void;
};

const silentMs = 45_000;
const rememberMs = 30_000;
const slowestRetryMs = 60_000;

/**
 * One event stream per browser: browsers allow six connections to a plain-http host, and every tab wants one. The tab that
 * holds the lock leads and passes on what it hears; when it closes or falls asleep, another one leads.
 */
export class LiveLink {
  private readonly name: string;
  private readonly me = crypto.randomUUID();
  private readonly channel: BroadcastChannel | null;
  private readonly stopping = new AbortController();
  private readonly watch: ReturnType<typeof setInterval>;
  private source: EventSource | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private state: LinkState = 'connecting';
  private heardAt = performance.now();
  private recent: { at: number; hints: readonly LiveHint[] }[] = [];
  private letGo: (() => void) | null = null;

  constructor(
    private readonly place: Place,
    private readonly ears: LinkEars,
  ) {
    this.name = `bos-live/${place.surface}/${place.tenant}`;
    const canShare = typeof BroadcastChannel === 'function' && 'locks' in navigator;
    this.channel = canShare ? new BroadcastChannel(this.name) : null;
    this.channel?.addEventListener('message', (event: MessageEvent<Message>) => this.passedOn(event.data));
    this.watch = setInterval(() => this.mindSilence(), 5_000);
    if (!this.channel) this.lead();
    else {
      void this.queue(false);
      this.channel.postMessage({ kind: 'arrived', from: this.me, ageMs: performance.now() } satisfies Message);
    }
  }

  stop(): void {
    this.stopping.abort();
    clearInterval(this.watch);
    this.resign();
    this.channel?.close();
  }

  private async queue(steal: boolean): Promise<void> {
    const options = steal ? { steal } : { signal: this.stopping.signal };
    await navigator.locks
      .request(this.name, options, () => {
        if (this.stopping.signal.aborted) return undefined;
        this.lead();
        return new Promise<void>((resolve) => {
          this.letGo = resolve;
        });
      })
      .catch(() => {
        // Another tab took the lead, or this one is closing.
        this.resign();
        if (!this.stopping.signal.aborted) void this.queue(false);
      });
  }

  private lead(): void {
    this.open(Math.round(performance.now()));
  }

  private resign(): void {
    this.source?.close();
    this.source = null;
    clearTimeout(this.retry);
    this.letGo?.();
    this.letGo = null;
  }

  private open(ageMs: number): void {
    const query = new URLSearchParams({ tenant: this.place.tenant, surface: this.place.surface, age: String(ageMs) });
    const source = new EventSource(`/api/live?${query}`);
    this.source = source;
    source.addEventListener('hello', (event) => {
      this.failures = 0;
      this.tell({ kind: 'state', state: 'on' });
      if ((JSON.parse(event.data) as { reset: boolean }).reset) this.tell({ kind: 'reset' }); // our own server's words
    });
    source.addEventListener('hints', (event) =>
      this.tell({ kind: 'hints', hints: (JSON.parse(event.data) as { hints: LiveHint[] }).hints }),
    );
    source.addEventListener('reset', () => this.tell({ kind: 'reset' }));
    source.addEventListener('beat', () => this.tell({ kind: 'beat' }));
    source.addEventListener('bye', () => this.fail(source));
    source.addEventListener('error', () => {
      // The browser tries again by itself unless the answer was a refusal.
      if (source.readyState === EventSource.CLOSED) this.fail(source);
      else this.tell({ kind: 'state', state: 'connecting' });
    });
  }

  private fail(source: EventSource): void {
    if (this.source !== source) return;
    source.close();
    this.failures += 1;
    this.tell({ kind: 'state', state: this.failures > 1 ? 'off' : 'connecting' });
    this.retry = setTimeout(() => this.open(rememberMs * 2), Math.min(slowestRetryMs, 2_000 * 2 ** this.failures));
  }

  private tell(message: Message): void {
    this.hear(message);
    this.channel?.postMessage(message);
    if (message.kind !== 'hints') return;
    const now = performance.now();
    this.recent = [...this.recent.filter(({ at }) => now - at < rememberMs), { at: now, hints: message.hints }];
  }

  private hear(message: Message): void {
    this.heardAt = performance.now();
    if (message.kind === 'hints') this.ears.hints(message.hints);
    else if (message.kind === 'reset') this.ears.reset();
    else if (message.kind === 'state') {
      this.state = message.state;
      this.ears.state(message.state);
    }
  }

  private passedOn(message: Message): void {
    if (message.kind !== 'arrived') {
      if (this.source) return; // two leaders for a moment: each hears its own stream
      if (message.kind !== 'hints' || message.to === undefined || message.to === this.me) this.hear(message);
      return;
    }
    if (!this.source) return;
    const now = performance.now();
    const missed = this.recent.filter(({ at }) => now - at <= message.ageMs).flatMap(({ hints }) => hints);
    this.channel?.postMessage({ kind: 'state', state: this.state } satisfies Message);
    if (missed.length > 0)
      this.channel?.postMessage({ kind: 'hints', hints: missed, to: message.from } satisfies Message);
  }

  /** A leader in a frozen tab says nothing: whoever is looked at takes over. A stream without beats is dead, too. */
  private mindSilence(): void {
    if (performance.now() - this.heardAt < silentMs || document.hidden) return;
    this.heardAt = performance.now();
    if (this.source) {
      this.tell({ kind: 'state', state: 'connecting' });
      this.fail(this.source);
    } else if (this.channel) void this.queue(true);
  }
}
