import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import type { FactRecord } from './policy-facts';

export type CellProblem = {
  readonly message: string;
  /** Characters of the cell that the message is about. */
  readonly range?: { readonly start: number; readonly end: number };
};

export type Cell = {
  readonly column: string;
  readonly source: string;
  readonly holds: (facts: Readonly<Record<string, unknown>>) => boolean;
};

/** Deterministic, linear, exact. Left out on purpose: `matches` (backtracking), `double`, `dyn`, `bytes`, `type`. */
const allowedCalls = new Set([
  ...['size', 'contains', 'startsWith', 'endsWith', 'lowerAscii', 'upperAscii', 'trim'],
  ...['exists', 'all', 'exists_one', 'filter', 'map', 'timestamp', 'duration'],
  ...['getFullYear', 'getMonth', 'getDate', 'getDayOfMonth', 'getDayOfWeek', 'getDayOfYear', 'getHours', 'getMinutes'],
]);

const MAX_INT = 2n ** 63n - 1n;

export function cellEnvironment(facts: FactRecord): Environment {
  const limits = { maxAstNodes: 200, maxDepth: 20, maxListElements: 300, maxMapEntries: 0, maxCallArguments: 4 };
  const environment = new Environment({ limits });
  for (const [name, { type }] of Object.entries(facts)) environment.registerVariable(name, type);
  return environment;
}

export function compileCell(
  environment: Environment,
  facts: FactRecord,
  column: string,
  source: string,
): Cell | CellProblem {
  try {
    const parsed = environment.parse(source);
    const checked = parsed.check();
    if (!checked.valid) return problemOf(checked.error);
    if (checked.type !== 'bool') return { message: `a cell is yes or no, this is ${checked.type}` };
    const problem = lint(parsed.ast, facts);
    return problem ?? { column, source, holds: (values) => parsed(values) === true };
  } catch (error) {
    return problemOf(error);
  }
}

function problemOf(error: unknown): CellProblem {
  if (!(error instanceof Error)) return { message: String(error) };
  const summary = 'summary' in error && typeof error.summary === 'string' ? error.summary : error.message;
  const range = 'range' in error ? rangeOf(error.range) : undefined;
  return range === undefined ? { message: summary } : { message: summary, range };
}

function rangeOf(value: unknown): { start: number; end: number } | undefined {
  if (typeof value !== 'object' || value === null || !('start' in value) || !('end' in value)) return undefined;
  const { start, end } = value;
  return typeof start === 'number' && typeof end === 'number' ? { start, end } : undefined;
}

const isNode = (value: unknown): value is ASTNode =>
  typeof value === 'object' && value !== null && 'op' in value && 'args' in value;

const at = (node: ASTNode, message: string): CellProblem => ({ message, range: { start: node.start, end: node.end } });

/** Rules of the house that CEL's own type check does not know. */
function lint(node: ASTNode, facts: FactRecord): CellProblem | null {
  const problem = lintLiteral(node) ?? lintCall(node) ?? lintComparison(node, facts);
  if (problem) return problem;
  const queue: unknown[] = [node.args];
  for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
    if (Array.isArray(item)) queue.push(...item);
    else if (isNode(item)) {
      const inner = lint(item, facts);
      if (inner) return inner;
    }
  }
  return null;
}

function lintLiteral(node: ASTNode): CellProblem | null {
  if (node.op !== 'value') return null;
  if (typeof node.args === 'number') return at(node, 'no fractions: write minor units or basis points');
  if (typeof node.args === 'bigint' && node.args > MAX_INT) return at(node, 'beyond a 64-bit integer');
  return null;
}

function lintCall(node: ASTNode): CellProblem | null {
  if (node.op !== 'call' && node.op !== 'rcall') return null;
  const [name] = node.args;
  return allowedCalls.has(name) ? null : at(node, `"${name}" cannot be used in a cell`);
}

/** Texts that a fact can never be: `tier == "T9"`, `tier in ["T9"]`, `"T9" in holds`. */
function lintComparison(node: ASTNode, facts: FactRecord): CellProblem | null {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return null;
  const [left, right] = node.args;
  return lintValues(left, right, facts) ?? lintValues(right, left, facts);
}

function lintValues(side: ASTNode, other: ASTNode, facts: FactRecord): CellProblem | null {
  const name = side.op === 'id' && Object.hasOwn(facts, side.args) ? side.args : null;
  const values = name === null ? null : facts[name]?.values;
  if (!values) return null;
  const literals = other.op === 'list' ? other.args : [other];
  for (const literal of literals) {
    if (literal.op === 'value' && typeof literal.args === 'string' && !values.includes(literal.args)) {
      return at(literal, `"${literal.args}" is no ${name}: ${values.join(', ')}`);
    }
  }
  return null;
}
