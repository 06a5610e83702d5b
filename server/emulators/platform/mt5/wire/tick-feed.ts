import type { Tick } from '../../../market/market';

/** Prices with the running number of their last change, for answers that hold only what is new. */
export class TickFeed {
  readonly #first: number;
  #last: number;
  readonly #changed = new Map<string, { readonly tick: Tick; readonly id: number }>();

  /** `first` differs after every restart, so that an old number is recognised as old. */
  constructor(first: number) {
    this.#first = first;
    this.#last = first;
  }

  add(tick: Tick): void {
    this.#last += 1;
    this.#changed.set(tick.symbol, { tick, id: this.#last });
  }

  since(symbols: readonly string[], id: number): { id: number; ticks: Tick[] } {
    const from = id < this.#first || id > this.#last ? 0 : id;
    const ticks = symbols.flatMap((symbol) => {
      const found = this.#changed.get(symbol);
      return found && found.id > from ? [found.tick] : [];
    });
    return { id: this.#last, ticks };
  }
}
