import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Where the emulator keeps its state: a snapshot and, after it, one line per changed record. A line holds the whole record, so
 * replaying lines that a newer snapshot already contains changes nothing.
 */
export interface Mt5Store {
  load(): { snapshot: string | null; lines: readonly string[] };
  append(lines: readonly string[]): void;
  compact(snapshot: string): void;
}

export function memoryStore(snapshot: string | null = null): Mt5Store {
  let kept = snapshot;
  let lines: string[] = [];
  return {
    load: () => ({ snapshot: kept, lines }),
    append: (more) => {
      lines.push(...more);
    },
    compact: (next) => {
      kept = next;
      lines = [];
    },
  };
}

/** A store that keeps nothing, for histories generated in one go and handed over by `snapshot()`. */
export const noStore: Mt5Store = { load: () => ({ snapshot: null, lines: [] }), append: () => {}, compact: () => {} };

/** Survives kill -9: lines are handed to the operating system before the reply is sent, snapshots replace each other by rename. */
export function fileStore(path: string): Mt5Store {
  const log = `${path}.log`;
  mkdirSync(dirname(path), { recursive: true });
  return {
    load: () => ({
      snapshot: existsSync(path) ? readFileSync(path, 'utf8') : null,
      lines: existsSync(log) ? wholeLines(readFileSync(log, 'utf8')) : [],
    }),
    append: (lines) => {
      if (lines.length > 0) appendFileSync(log, `${lines.join('\n')}\n`);
    },
    compact: (snapshot) => {
      writeFileSync(`${path}.next`, snapshot);
      renameSync(`${path}.next`, path);
      rmSync(log, { force: true });
    },
  };
}

/** A process killed while writing leaves at most one broken line at the end; what it described was never answered for. */
const wholeLines = (text: string): string[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean);
