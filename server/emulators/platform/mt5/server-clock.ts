import type { Clock } from '@/server/kernel/clock';

/** The wall clock of a trade server: an IANA zone plus a shift. New York plus 420 minutes is the usual "GMT+2/+3". */
export type ServerZone = { readonly iana: string; readonly plusMinutes: number };

const HOUR = 3_600_000;

function formatOf(iana: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone: iana,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}

function zoneOffsetMs(ms: number, format: Intl.DateTimeFormat): number {
  const parts = format.formatToParts(ms);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(
    value('year'),
    value('month') - 1,
    value('day'),
    value('hour'),
    value('minute'),
    value('second'),
  );
  return wall - Math.floor(ms / 1000) * 1000;
}

export class ServerClock {
  #zone: ServerZone;
  #format: Intl.DateTimeFormat;
  #skewMs = 0;
  readonly #offsets = new Map<number, number>();

  constructor(
    private readonly clock: Clock,
    zone: ServerZone,
  ) {
    this.#zone = zone;
    this.#format = formatOf(zone.iana);
  }

  /** For faults: another zone rule, or a clock that is simply wrong. */
  set(change: { zone?: ServerZone; skewMs?: number }): void {
    this.#zone = change.zone ?? this.#zone;
    this.#skewMs = change.skewMs ?? this.#skewMs;
    this.#format = formatOf(this.#zone.iana);
    this.#offsets.clear();
  }

  utcMs(): number {
    return this.clock.now().getTime();
  }

  offsetMinutes(utcMs = this.utcMs()): number {
    // Transitions fall on quarter hours everywhere, so one look-up per quarter is exact.
    const slot = Math.floor(utcMs / (HOUR / 4));
    let offset = this.#offsets.get(slot);
    if (offset === undefined) {
      offset = zoneOffsetMs(utcMs, this.#format) / 60_000 + this.#zone.plusMinutes;
      this.#offsets.set(slot, offset);
    }
    return offset;
  }

  /** What the platform writes into every time field: its wall clock as if it were UTC. */
  wallMs(utcMs = this.utcMs()): number {
    return utcMs + this.offsetMinutes(utcMs) * 60_000 + this.#skewMs;
  }
}
