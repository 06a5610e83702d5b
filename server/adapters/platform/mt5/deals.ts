import type { Clock } from '@/server/kernel/clock';
import { toServerEpochMs } from '@/server/kernel/server-time';
import type { DealBatch, DealCursor, PlatformDeal } from '@/server/modules/trading/ports';
import type { Mt5Client } from './client';
import type { Mt5Config } from './config';
import {
  addToHours,
  type CursorState,
  decodeCursor,
  encodeCursor,
  floorHour,
  hourOf,
  hourRange,
  hoursFrom,
  inOrder,
  isAfterHead,
} from './deal-cursor';
import { dealsFrom } from './map';
import { recordsOf } from './record';
import { earliestWallMs } from './wall';

const HOUR_MS = 3_600_000;

/**
 * Deals of all groups by time. MT5 has no change feed and dealers edit history, so behind the head every recent hour is
 * compared by digest once a minute; an hour that differs is handed out again, whole.
 */
export class Mt5Deals {
  /** What the last answer left over, so that a long window is not fetched again for each page. */
  #ahead: {
    readonly cursor: DealCursor;
    readonly deals: readonly PlatformDeal[];
    readonly windowEndMs: number;
  } | null = null;

  constructor(
    private readonly client: Mt5Client,
    private readonly config: Mt5Config,
    private readonly clock: Clock,
  ) {}

  cursorAt(start: Date): DealCursor {
    const startMs = earliestWallMs(start, this.config.serverTime);
    return encodeCursor({ startMs, headMs: startMs - 1, headTicket: '0', rescanAt: 0, hours: {} });
  }

  async poll(cursor: DealCursor, limit: number): Promise<DealBatch> {
    const before = decodeCursor(cursor);
    const head = await this.#readHead(cursor, before, limit);
    const reached = this.#advance(before, head.deals, head.emptyUntilMs);
    if (!head.caughtUp)
      return this.#remember({ deals: head.deals, state: reached, complete: false, rescanned: [] }, head.rest);
    const now = this.clock.now().getTime();
    if (now < reached.rescanAt)
      return this.#remember({ deals: head.deals, state: reached, complete: true, rescanned: [] });
    const look = await this.#lookBack(reached);
    const state = { ...reached, hours: look.hours, rescanAt: now + this.config.rescanEveryMs };
    const repeated = new Set(head.deals.map(({ ticket }) => ticket));
    const deals = [...head.deals, ...look.deals.filter(({ ticket }) => !repeated.has(ticket))].sort(inOrder);
    return this.#remember({ deals, state, complete: true, rescanned: look.rescanned });
  }

  #remember(
    {
      deals,
      state,
      complete,
      rescanned,
    }: { deals: PlatformDeal[]; state: CursorState; complete: boolean; rescanned: DealBatch['rescanned'] },
    rest?: { readonly deals: readonly PlatformDeal[]; readonly windowEndMs: number },
  ): DealBatch {
    const next = encodeCursor(state);
    this.#ahead = rest && rest.deals.length > 0 ? { cursor: next, ...rest } : null;
    return { deals, next, complete, rescanned };
  }

  async #readHead(cursor: DealCursor, state: CursorState, limit: number) {
    const serverNow = toServerEpochMs(this.clock.now(), this.config.serverTime);
    const kept = this.#ahead?.cursor === cursor ? this.#ahead : null;
    let fromMs = state.headMs;
    for (;;) {
      const windowEndMs = kept?.windowEndMs ?? fromMs + this.config.dealWindowHours * HOUR_MS;
      const found = kept?.deals ?? (await this.#fetch(fromMs, windowEndMs)).filter((deal) => isAfterHead(deal, state));
      const isLast = windowEndMs >= serverNow;
      if (found.length > 0 || isLast) {
        const deals = found.slice(0, limit);
        const rest = { deals: found.slice(limit), windowEndMs };
        const caughtUp = isLast && rest.deals.length === 0;
        // A window in the past that is empty, or read to its end, is done with; what comes late is the look back's to find.
        const emptyUntilMs = !isLast && rest.deals.length === 0 ? windowEndMs : null;
        return { deals, rest, caughtUp, emptyUntilMs };
      }
      fromMs = windowEndMs;
    }
  }

  #advance(state: CursorState, deals: readonly PlatformDeal[], emptyUntilMs: number | null): CursorState {
    const last = deals.at(-1);
    const head = last
      ? { headMs: Number(last.rawTimeMs), headTicket: last.ticket }
      : { headMs: state.headMs, headTicket: state.headTicket };
    const moved =
      emptyUntilMs !== null && emptyUntilMs > head.headMs ? { headMs: emptyUntilMs, headTicket: '0' } : head;
    return { ...state, ...moved, hours: hoursFrom(addToHours(state.hours, deals), this.#oldestHour(state)) };
  }

  #oldestHour({ startMs }: CursorState): number {
    const serverNow = toServerEpochMs(this.clock.now(), this.config.serverTime);
    return floorHour(Math.max(serverNow - this.config.rescanHours * HOUR_MS, startMs));
  }

  async #lookBack(state: CursorState) {
    const oldest = this.#oldestHour(state);
    const seen = (await this.#fetch(oldest, state.headMs)).filter(
      (deal) => !isAfterHead(deal, state) && Number(deal.rawTimeMs) >= state.startMs,
    );
    const hours = addToHours({}, seen);
    const changed = new Set(
      [...Object.keys(hours), ...Object.keys(state.hours)].filter((hour) => hours[hour] !== state.hours[hour]),
    );
    const byHour = (hour: string) => seen.filter((deal) => hourOf(deal) === hour);
    return {
      hours,
      deals: seen.filter((deal) => changed.has(hourOf(deal))),
      rescanned: [...changed].map((hour) => ({
        ...hourRange(hour),
        tickets: byHour(hour).map(({ ticket }) => ticket),
      })),
    };
  }

  /** Bounds are whole seconds and inclusive on the wire. */
  async #fetch(fromMs: number, toMs: number): Promise<PlatformDeal[]> {
    const { answer } = await this.client.read('/api/deal/get_batch', {
      group: this.config.groupMask,
      from: Math.max(0, Math.floor(fromMs / 1000)),
      to: Math.floor(toMs / 1000),
    });
    return dealsFrom(recordsOf(answer, 'deals'), this.config.serverTime).sort(inOrder);
  }
}
