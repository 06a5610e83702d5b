import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Keeps the lines of a journal; the newest line of an object wins. */
export interface BookStore {
  load(): readonly string[];
  append(lines: readonly string[]): void;
}

export function memoryStore(initial = ''): BookStore & { text(): string } {
  const lines = initial.split('\n').filter(Boolean);
  return {
    load: () => [...lines],
    append: (more) => {
      lines.push(...more);
    },
    text: () => lines.join('\n'),
  };
}

/** An append-only file: a reply leaves only after its line is written, so killing the emulator forgets nothing it said. */
export function fileStore(path: string): BookStore {
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: () => {
      if (!existsSync(path)) return [];
      const lines = readFileSync(path, 'utf8').split('\n').filter(Boolean);
      const newest = new Map<string, string>();
      for (const line of lines) {
        const entry = readLine(line);
        if (entry) newest.set(`${entry.t}\u0000${entry.i}`, line);
      }
      const compact = [...newest.values()];
      if (compact.length < lines.length) {
        writeFileSync(`${path}.new`, compact.map((line) => `${line}\n`).join(''));
        renameSync(`${path}.new`, path);
      }
      return compact;
    },
    append: (lines) => appendFileSync(path, lines.map((line) => `${line}\n`).join('')),
  };
}

type Line = { readonly t: string; readonly i: string; readonly v?: unknown };

/** A torn last line (killed while writing) belongs to a reply that never left: it is dropped. */
function readLine(line: string): Line | null {
  try {
    const parsed: unknown = JSON.parse(line);
    if (typeof parsed === 'object' && parsed !== null && 't' in parsed && 'i' in parsed) return parsed as Line;
  } catch {
    return null;
  }
  return null;
}

export type Table<T> = {
  get(id: string): T | undefined;
  put(id: string, value: T): T;
  delete(id: string): void;
  /** In order of first insertion. */
  values(): T[];
  readonly size: number;
};

/** All that a fake vendor knows: plain JSON objects in tables, written through to its store. */
export class Books {
  private readonly tables = new Map<string, Map<string, unknown>>();
  private readonly dirty = new Map<string, { readonly table: string; readonly id: string }>();

  constructor(private readonly store: BookStore) {
    this.read(store.load());
  }

  private read(lines: readonly string[]): void {
    for (const line of lines) {
      const entry = readLine(line);
      if (!entry) continue;
      if (entry.v === undefined) this.rows(entry.t).delete(entry.i);
      else this.rows(entry.t).set(entry.i, entry.v);
    }
  }

  private rows(table: string): Map<string, unknown> {
    const known = this.tables.get(table);
    if (known) return known;
    const fresh = new Map<string, unknown>();
    this.tables.set(table, fresh);
    return fresh;
  }

  /** The caller names the type of its own table; nothing else writes there. */
  table<T>(name: string): Table<T> {
    const rows = this.rows(name) as Map<string, T>;
    const touch = (id: string) => this.dirty.set(`${name}\u0000${id}`, { table: name, id });
    return {
      get: (id) => rows.get(id),
      put: (id, value) => {
        rows.set(id, value);
        touch(id);
        return value;
      },
      delete: (id) => {
        if (rows.delete(id)) touch(id);
      },
      values: () => [...rows.values()],
      get size() {
        return rows.size;
      },
    };
  }

  /** Next number of a sequence that survives restarts. */
  next(sequence: string): number {
    const counters = this.table<number>('sequence');
    return counters.put(sequence, (counters.get(sequence) ?? 0) + 1);
  }

  flush(): void {
    if (this.dirty.size === 0) return;
    const lines = [...this.dirty.values()].map(({ table, id }) => this.line(table, id));
    this.dirty.clear();
    this.store.append(lines);
  }

  private line(table: string, id: string): string {
    return JSON.stringify({ t: table, i: id, v: this.rows(table).get(id) });
  }

  snapshot(): string {
    const lines: string[] = [];
    for (const [table, rows] of this.tables) for (const id of rows.keys()) lines.push(this.line(table, id));
    return lines.join('\n');
  }

  /** Replaces everything by a snapshot, in place: tables handed out before stay valid. */
  restore(snapshot: string): void {
    for (const [table, rows] of this.tables) {
      for (const id of rows.keys()) this.dirty.set(`${table}\u0000${id}`, { table, id });
      rows.clear();
    }
    for (const line of snapshot.split('\n').filter(Boolean)) {
      const entry = readLine(line);
      if (!entry || entry.v === undefined) continue;
      this.rows(entry.t).set(entry.i, entry.v);
      this.dirty.set(`${entry.t}\u0000${entry.i}`, { table: entry.t, id: entry.i });
    }
    this.flush();
  }
}
