/** A person's story: each yielded instant says when it goes on. What it wants after the end of history never happens. */
export type Life = AsyncGenerator<Date, void, void>;

type Entry = { readonly at: number; readonly turn: number; readonly name: string; readonly life: Life };

/** All stories on one clock: whoever is due first goes on, and is awaited. */
export class Agenda {
  #entries: Entry[] = [];
  #turn = 0;
  readonly failures: string[] = [];

  add(name: string, at: Date, life: Life): void {
    this.#put({ at: at.getTime(), turn: this.#nextTurn(), name, life });
  }

  /** `reach` moves the world's clock; `settle` lets everybody else react before the next one goes on. */
  async run(until: Date, reach: (at: Date) => Promise<void>, settle: () => Promise<void>): Promise<number> {
    let steps = 0;
    for (let entry = this.#entries.pop(); entry && entry.at <= until.getTime(); entry = this.#entries.pop()) {
      await reach(new Date(entry.at));
      const next = await this.#goOn(entry);
      await settle();
      steps += 1;
      if (next) this.#put({ ...entry, at: Math.max(next.getTime(), entry.at), turn: this.#nextTurn() });
    }
    this.#entries = [];
    return steps;
  }

  /** One story that breaks must not take the others with it; the caller is told in the end. */
  async #goOn({ name, life }: Entry): Promise<Date | null> {
    try {
      const { done, value } = await life.next();
      return done || !value ? null : value;
    } catch (error) {
      this.failures.push(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return null;
    }
  }

  #nextTurn(): number {
    this.#turn += 1;
    return this.#turn;
  }

  /** Kept from last to first, so that the next one is popped. */
  #put(entry: Entry): void {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#entries[middle];
      if (other && (other.at > entry.at || (other.at === entry.at && other.turn > entry.turn))) low = middle + 1;
      else high = middle;
    }
    this.#entries.splice(low, 0, entry);
  }
}
