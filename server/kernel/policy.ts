import { z } from 'zod';
import { InvariantError } from './errors';
import { type Cell, type CellProblem, cellEnvironment, compileCell } from './policy-cells';
import type { Fact, FactRecord, FactValues, Purpose } from './policy-facts';

export { type Fact, type FactValues, fact, flowQuality, type Purpose } from './policy-facts';

/**
 * A place in the code where a tenant's table decides. `default` holds when no row hits;
 * `onError` (else `default`) when a row cannot be evaluated, so it must be the careful outcome.
 */
export type PolicyPoint<F extends FactRecord = FactRecord, O = unknown> = {
  readonly name: string;
  readonly purpose: Purpose;
  readonly facts: F;
  readonly outcome: z.ZodType<O>;
  readonly default: O;
  readonly onError: O;
};

export function definePolicyPoint<F extends FactRecord, O>(input: {
  name: string;
  purpose: Purpose;
  facts: F;
  outcome: z.ZodType<O>;
  default: NoInfer<O>;
  onError?: NoInfer<O>;
}): PolicyPoint<F, O> {
  const { name, purpose, facts, outcome } = input;
  for (const [key, { restrictedTo }] of Object.entries(facts) as [string, Fact<unknown>][]) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(key)) throw new InvariantError(`${name}: "${key}" is no fact name`);
    // Best execution and fair treatment: how well a client trades must not decide whether he is paid.
    if (restrictedTo && !restrictedTo.includes(purpose)) {
      throw new InvariantError(`${name}: fact "${key}" is for ${restrictedTo.join(', ')}, not for ${purpose}`);
    }
  }
  const point = { name, purpose, facts, outcome, default: input.default, onError: input.onError ?? input.default };
  outcome.parse(point.default);
  outcome.parse(point.onError);
  return Object.freeze(point);
}

/** One line of a decision table: all cells must hold; an empty or missing cell holds always. */
export const PolicyRow = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  when: z.record(z.string().min(1).max(60), z.string().max(500)),
  outcome: z.unknown(),
  note: z.string().max(500).optional(),
});
export type PolicyRow = z.infer<typeof PolicyRow>;
export const PolicyRows = z.array(PolicyRow).max(500);

export type TableError = CellProblem & { readonly row: number; readonly column: string };

type CompiledRow<O> = {
  readonly id: string;
  readonly note?: string;
  readonly cells: readonly Cell[];
  readonly outcome: O;
};
export type PolicyTable<F extends FactRecord = FactRecord, O = unknown> = {
  readonly point: PolicyPoint<F, O>;
  readonly version: string;
  readonly rows: readonly CompiledRow<O>[];
};

export type Compiled<F extends FactRecord, O> =
  | { readonly ok: true; readonly table: PolicyTable<F, O> }
  | { readonly ok: false; readonly errors: readonly TableError[] };

/** Checks every cell and outcome; an editor marks the errors by row and column. */
export function compileTable<F extends FactRecord, O>(
  point: PolicyPoint<F, O>,
  rows: readonly PolicyRow[],
  version: string,
): Compiled<F, O> {
  const environment = cellEnvironment(point.facts);
  const errors: TableError[] = [];
  const compiled: CompiledRow<O>[] = [];
  const seen = new Set<string>();
  let catchAll: string | null = null;
  for (const [row, { id, when, outcome, note }] of rows.entries()) {
    const report = (column: string, message: string) => errors.push({ row, column, message });
    if (seen.has(id)) report('id', `row "${id}" exists twice`);
    seen.add(id);
    if (catchAll !== null) report('id', `never reached: row "${catchAll}" above always hits`);
    const cells: Cell[] = [];
    for (const [column, source] of Object.entries(when)) {
      if (source.trim() === '') continue;
      const cell = compileCell(environment, point.facts, column, source);
      if ('message' in cell) errors.push({ ...cell, row, column });
      else cells.push(cell);
    }
    if (Object.values(when).every((source) => source.trim() === '')) catchAll ??= id;
    const parsed = point.outcome.safeParse(outcome);
    if (parsed.success) compiled.push({ id, cells, outcome: parsed.data, ...(note === undefined ? {} : { note }) });
    else for (const issue of parsed.error.issues) report(['outcome', ...issue.path].join('.'), issue.message);
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, table: { point, version, rows: compiled } };
}

export type Decision<O> = {
  readonly outcome: O;
  /** Id of the row that hit; null means the default (or `onError`) of the point. */
  readonly row: string | null;
  readonly version: string;
  readonly why: Why;
};

/** Enough to answer "why was this allowed on that day"; facts go through canonicalJson where they are stored. */
export type Why = {
  readonly point: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly note?: string;
  readonly because: readonly { readonly column: string; readonly cell: string }[];
  /** The rows above the one that hit, each with the first cell that did not hold. */
  readonly passedOver: readonly { readonly row: string; readonly column: string; readonly cell: string }[];
  readonly error?: { readonly row: string; readonly column: string; readonly message: string };
};

function checkFacts(point: PolicyPoint, facts: Readonly<Record<string, unknown>>): void {
  for (const [key, { accepts, type }] of Object.entries(point.facts)) {
    if (!accepts(facts[key])) throw new InvariantError(`${point.name}: fact "${key}" is not ${type}`);
  }
  const unknown = Object.keys(facts).find((key) => !Object.hasOwn(point.facts, key));
  if (unknown !== undefined) throw new InvariantError(`${point.name}: "${unknown}" is no fact of this point`);
}

/** First row whose cells all hold. Pure: the same table and facts decide the same for ever. */
export function decide<F extends FactRecord, O>(table: PolicyTable<F, O>, facts: FactValues<F>): Decision<O> {
  const { point, version } = table;
  checkFacts(point, facts);
  const passedOver: { row: string; column: string; cell: string }[] = [];
  const base = { point: point.name, facts: { ...facts }, passedOver };
  for (const { id, cells, outcome, note } of table.rows) {
    const failed = firstFailing(cells, facts);
    if (failed === null) {
      const because = cells.map(({ column, source }) => ({ column, cell: source }));
      const why = { ...base, because, ...(note === undefined ? {} : { note }) };
      return { outcome, row: id, version, why };
    }
    const { column, source, message } = failed;
    if (message !== null) {
      const why = { ...base, because: [], error: { row: id, column, message } };
      return { outcome: point.onError, row: null, version, why };
    }
    passedOver.push({ row: id, column, cell: source });
  }
  return { outcome: point.default, row: null, version, why: { ...base, because: [] } };
}

/** A cell can fail to evaluate though its types are right: division by zero, int64 overflow, an index beyond a list. */
function firstFailing(cells: readonly Cell[], facts: Readonly<Record<string, unknown>>) {
  for (const { column, source, holds } of cells) {
    try {
      if (!holds(facts)) return { column, source, message: null };
    } catch (error) {
      return { column, source, message: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) };
    }
  }
  return null;
}
