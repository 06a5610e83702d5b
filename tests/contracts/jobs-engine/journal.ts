export interface Entry {
  at: string;
  value?: unknown;
  attempt?: number;
}

/** What functions did, in the order they did it: the one thing that can be seen of any engine. */
export class Journal {
  private readonly entries: Entry[] = [];
  private serial = 0;

  /** Returns true, so that it can stand before a step's value: `() => journal.note('x') && 1`. */
  note(at: string, value?: unknown, attempt?: number): true {
    this.entries.push({ at, ...(value === undefined ? {} : { value }), ...(attempt === undefined ? {} : { attempt }) });
    return true;
  }

  noted(at: string): Entry[] {
    return this.entries.filter((entry) => entry.at === at);
  }

  count(at: string): number {
    return this.noted(at).length;
  }

  values(at: string): unknown[] {
    return this.noted(at).map((entry) => entry.value);
  }

  /** A key no other test has. */
  unique(): string {
    this.serial++;
    return `${process.pid}-${Date.now()}-${this.serial}`;
  }
}
