export type JournalEntry = {
  readonly at: Date;
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: string;
  /** 0 when the connection was cut instead of answered. */
  readonly status: number;
  readonly retcode: string;
  readonly fault?: string;
};

const secretNames =
  /("?(?:PassMain|PassInvestor|PhonePassword|Password|pass_main|pass_investor|pass_phone|password)"?\s*[=:]\s*)("[^"]*"|[^&]*)/g;

/** What arrived and what was answered, in order; the newest few thousand, passwords blanked. */
export class Journal {
  readonly #entries: JournalEntry[] = [];

  constructor(private readonly limit = 5_000) {}

  add(entry: JournalEntry): void {
    this.#entries.push({
      ...entry,
      query: entry.query.replace(secretNames, '$1***'),
      body: entry.body.replace(secretNames, '$1"***"'),
    });
    if (this.#entries.length > this.limit) this.#entries.splice(0, this.#entries.length - this.limit);
  }

  entries(path?: string): readonly JournalEntry[] {
    return path === undefined ? this.#entries : this.#entries.filter((entry) => entry.path === path);
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
