import { type Rng, seededRng } from '@/server/kernel/clock';
import { gaussian } from './volatility';

export type TraderProfile = 'cautious' | 'swing' | 'day' | 'scalper' | 'gambler' | 'lively';

export type OpenPosition = {
  readonly ticket: string;
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly lots: string;
};

/** What a trader can see and do, whatever the platform. Amounts are rough and only decide sizes; the platform keeps the money. */
export interface TraderBroker {
  readonly symbols: readonly string[];
  equity(): number;
  /** Value of one lot in the account's currency; 0 when it has no price. */
  lotValue(symbol: string): number;
  positions(): readonly OpenPosition[];
  /** Refusals (closed market, no money, close-only) are answered false and met with patience. */
  open(order: { symbol: string; side: 'buy' | 'sell'; lots: string }): boolean;
  close(ticket: string, lots?: string): boolean;
}

type Habits = {
  readonly betweenMs: number;
  readonly holdMs: number;
  /** Position value as a multiple of equity. */
  readonly exposure: readonly [number, number];
  readonly maxPositions: number;
  /** Chance that a close takes only half. */
  readonly partial: number;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const habits: Readonly<Record<TraderProfile, Habits>> = {
  cautious: { betweenMs: 90 * HOUR, holdMs: 120 * HOUR, exposure: [0.2, 0.8], maxPositions: 2, partial: 0.1 },
  swing: { betweenMs: 40 * HOUR, holdMs: 60 * HOUR, exposure: [0.8, 2.5], maxPositions: 3, partial: 0.25 },
  day: { betweenMs: 9 * HOUR, holdMs: 4 * HOUR, exposure: [1.5, 4], maxPositions: 4, partial: 0.2 },
  scalper: { betweenMs: 75 * MINUTE, holdMs: 12 * MINUTE, exposure: [2, 6], maxPositions: 3, partial: 0.05 },
  /** Never rests and risks little: what a demonstration needs to move. */
  lively: { betweenMs: 4 * MINUTE, holdMs: 9 * MINUTE, exposure: [0.4, 1.6], maxPositions: 4, partial: 0.15 },
  gambler: { betweenMs: 6 * HOUR, holdMs: 5 * HOUR, exposure: [6, 14], maxPositions: 5, partial: 0.1 },
};

/** A believable client: has favourites and a bias, opens by habit, holds for a while, sometimes takes half off. Replays by seed. */
export class Trader {
  readonly #rng: Rng;
  readonly #habits: Habits;
  readonly #favourites: readonly string[];
  readonly #bias: number;
  readonly #exits = new Map<string, number>();
  #nextAt: number | null = null;
  #dueAt = 0;

  constructor(
    seed: number,
    profile: TraderProfile,
    private readonly broker: TraderBroker,
  ) {
    this.#rng = seededRng(seed);
    this.#habits = habits[profile];
    const shuffled = [...broker.symbols]
      .map((symbol) => ({ symbol, at: this.#rng.next() }))
      .sort((a, b) => a.at - b.at);
    this.#favourites = shuffled.slice(0, 1 + Math.floor(this.#rng.next() * 4)).map(({ symbol }) => symbol);
    this.#bias = 0.5 + 0.12 * gaussian(this.#rng);
  }

  /** Does what is due at `nowMs`; cheap when nothing is. */
  step(nowMs: number): void {
    if (nowMs < this.#dueAt) return;
    this.#nextAt ??= nowMs + this.#wait(this.#habits.betweenMs);
    for (const position of this.broker.positions()) this.#reconsider(position, nowMs);
    if (nowMs >= this.#nextAt) {
      this.#nextAt = nowMs + this.#wait(this.#habits.betweenMs);
      if (this.broker.positions().length < this.#habits.maxPositions) this.#enter(nowMs);
    }
    this.#dueAt = this.#nextAt;
    const open = new Set(this.broker.positions().map(({ ticket }) => ticket));
    for (const [ticket, exitAt] of this.#exits) {
      if (open.has(ticket)) this.#dueAt = Math.min(this.#dueAt, exitAt);
      else this.#exits.delete(ticket);
    }
  }

  #reconsider(position: OpenPosition, nowMs: number): void {
    if (nowMs < this.#exitOf(position.ticket, nowMs)) return;
    const half = halfOf(position.lots);
    const partly = half !== null && this.#rng.next() < this.#habits.partial;
    const closed = this.broker.close(position.ticket, partly ? half : undefined);
    if (closed && !partly) this.#exits.delete(position.ticket);
    else this.#exits.set(position.ticket, nowMs + this.#wait(this.#habits.holdMs / 2));
  }

  #exitOf(ticket: string, nowMs: number): number {
    const exitAt = this.#exits.get(ticket) ?? nowMs + this.#wait(this.#habits.holdMs);
    this.#exits.set(ticket, exitAt);
    return exitAt;
  }

  #enter(nowMs: number): void {
    const { exposure } = this.#habits;
    const symbol = this.#favourites[Math.floor(this.#rng.next() * this.#favourites.length)] ?? '';
    const side = this.#rng.next() < this.#bias ? 'buy' : 'sell';
    const appetite = exposure[0] + (exposure[1] - exposure[0]) * this.#rng.next();
    const value = this.broker.lotValue(symbol);
    const hundredths = value > 0 ? Math.floor((100 * appetite * this.broker.equity()) / value) : 0;
    if (hundredths < 1) return;
    if (!this.broker.open({ symbol, side, lots: lotsText(Math.min(hundredths, 5_000)) })) return;
    for (const { ticket } of this.broker.positions()) this.#exitOf(ticket, nowMs);
  }

  /** Exponential, at least a fiftieth of the mean. */
  #wait(mean: number): number {
    return mean * Math.max(0.02, -Math.log(Math.max(this.#rng.next(), 1e-9)));
  }
}

const lotsText = (hundredths: number): string => (hundredths / 100).toFixed(2);

function halfOf(lots: string): string | null {
  const hundredths = Math.floor(Math.round(Number(lots) * 100) / 2);
  return hundredths >= 1 ? lotsText(hundredths) : null;
}
