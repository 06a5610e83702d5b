import type { Rules } from './policy-point';

/** A rule as it stands in text fields: one cell a line, each `fact: condition`; the outcome as JSON. */
export type RowText = { key: string; id: string; when: string; outcome: string; note?: string };

export const fromRules = (rules: Rules): RowText[] =>
  rules.map(({ id, when, outcome, note }) => ({
    key: id,
    id,
    when: Object.entries(when)
      .map(([column, cell]) => `${column}: ${cell}`)
      .join('\n'),
    outcome: JSON.stringify(outcome),
    ...(note === undefined ? {} : { note }),
  }));

export const newRow = (outcome: unknown): RowText => ({
  key: crypto.randomUUID(),
  id: '',
  when: '',
  outcome: JSON.stringify(outcome),
});

export function movedBy(rows: readonly RowText[], at: number, by: -1 | 1): readonly RowText[] {
  const [row, other] = [rows[at], rows[at + by]];
  if (!row || !other) return rows;
  return rows.map((one, i) => (i === at ? other : i === at + by ? row : one));
}

function cellsOf(when: string): Record<string, string> {
  const lines = when
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [line, line] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

/** The rules as the verb takes them, or the first whose outcome is no JSON. */
export function readRows(rows: readonly RowText[]): { rows: Rules } | { unreadable: number } {
  const read: Rules = [];
  for (const [i, { id, when, outcome, note }] of rows.entries()) {
    try {
      const parsed: unknown = JSON.parse(outcome);
      read.push({ id: id.trim(), when: cellsOf(when), outcome: parsed, ...(note ? { note } : {}) });
    } catch {
      return { unreadable: i };
    }
  }
  return { rows: read };
}
