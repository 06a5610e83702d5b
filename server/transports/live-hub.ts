import { canListen, type Listening, listenOn } from '@/db/listen';
import type { Log } from '@/server/kernel/log';
import { type Hint, hintChannel } from './live-topics';

export type Notice = { readonly tenantId: string; readonly version: number; readonly hints: readonly Hint[] };

export type Subscriber = {
  readonly tenantId: string;
  readonly session: string;
  /** Hints of one notice, in order of versions. */
  readonly hear: (notice: Notice) => void;
  /** Something was missed: whatever is shown may be old. */
  readonly reset: () => void;
  readonly close: (reason: string) => void;
};

/** How long a notice is kept for who comes (back) a moment later. */
export const memoryMs = 30_000;
const noticesKept = 200;
const perSession = 6;
const perProcess = 5_000;

type Kept = { readonly at: number; readonly notice: Notice };

/** One LISTEN connection for the whole process, fanned out by tenant. */
export class LiveHub {
  private readonly byTenant = new Map<string, Set<Subscriber>>();
  private readonly memory = new Map<string, Kept[]>();
  private readonly listening: Listening;
  private size = 0;
  /** Since when nothing has been missed; infinite while the database is out of reach. */
  private heardSince = Number.POSITIVE_INFINITY;
  readonly isUp = () => this.heardSince !== Number.POSITIVE_INFINITY;

  constructor(url: string, channel: string, log: Log) {
    this.listening = listenOn(url, channel, {
      onNotice: (payload) => {
        const notice = noticeOf(payload);
        if (notice) this.spread(notice);
        else log.warn('live_notice_unreadable', { length: payload.length });
      },
      onUp: () => {
        this.heardSince = performance.now();
        this.memory.clear();
        for (const subscriber of this.all()) subscriber.reset();
      },
      onDown: (error) => {
        this.heardSince = Number.POSITIVE_INFINITY;
        log.warn('live_listen_lost', { message: error.message });
      },
    });
  }

  private *all(): Generator<Subscriber> {
    for (const group of this.byTenant.values()) yield* group;
  }

  private spread(notice: Notice): void {
    const at = performance.now();
    const kept = (this.memory.get(notice.tenantId) ?? []).filter((one) => at - one.at < memoryMs);
    kept.push({ at, notice });
    this.memory.set(notice.tenantId, kept.slice(-noticesKept));
    for (const subscriber of this.byTenant.get(notice.tenantId) ?? []) subscriber.hear(notice);
  }

  /** Notices of the last milliseconds, or null when some of them may have been missed. */
  recent(tenantId: string, sinceMs: number): readonly Notice[] | null {
    const now = performance.now();
    if (sinceMs > memoryMs || now - sinceMs < this.heardSince) return null;
    const kept = this.memory.get(tenantId) ?? [];
    const isWhole = kept.length < noticesKept || now - (kept[0]?.at ?? now) > sinceMs;
    return isWhole ? kept.filter((one) => now - one.at <= sinceMs).map((one) => one.notice) : null;
  }

  /** What came after a version that was heard before, or null when that is not known any more. */
  after(tenantId: string, version: number): readonly Notice[] | null {
    const notices = this.recent(tenantId, Math.min(memoryMs, performance.now() - this.heardSince));
    const at = notices?.findIndex((notice) => notice.version === version) ?? -1;
    return notices && at >= 0 ? notices.slice(at + 1) : null;
  }

  /** Null when taken in, else why not. */
  join(subscriber: Subscriber): 'too_many_streams' | 'busy' | null {
    if (this.size >= perProcess) return 'busy';
    const group = this.byTenant.get(subscriber.tenantId) ?? new Set();
    const own = [...group].filter((one) => one.session === subscriber.session);
    if (own.length >= perSession) return 'too_many_streams';
    group.add(subscriber);
    this.byTenant.set(subscriber.tenantId, group);
    this.size += 1;
    return null;
  }

  leave(subscriber: Subscriber): void {
    const group = this.byTenant.get(subscriber.tenantId);
    if (!group?.delete(subscriber)) return;
    this.size -= 1;
    if (group.size === 0) this.byTenant.delete(subscriber.tenantId);
  }

  async stop(): Promise<void> {
    for (const subscriber of [...this.all()]) subscriber.close('server_stops');
    await this.listening.stop();
  }
}

/** Only our worker may write to the channel, and still nothing is believed but its shape. */
function noticeOf(payload: string): Notice | null {
  try {
    const notice = JSON.parse(payload) as Partial<Notice>;
    const isNotice =
      typeof notice.tenantId === 'string' && typeof notice.version === 'number' && Array.isArray(notice.hints);
    return isNotice ? (notice as Notice) : null;
  } catch {
    return null;
  }
}

// Next bundles routes apart from each other: one process, several copies of this module, one hub.
const shared = globalThis as typeof globalThis & { bosLiveHub?: LiveHub | undefined };

/** Null where the database cannot tell: screens ask by themselves there. */
export function liveHub(log: Log): LiveHub | null {
  if (shared.bosLiveHub) return shared.bosLiveHub;
  const url = process.env.DATABASE_LISTEN_URL ?? process.env.DATABASE_URL;
  if (!url || !canListen(url)) return null;
  const hub = new LiveHub(url, hintChannel, log);
  shared.bosLiveHub = hub;
  const stop = () => void hub.stop();
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return hub;
}
