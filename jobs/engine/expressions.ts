import { createHash } from 'node:crypto';
import { type ParseResult, parse } from '@marcbachmann/cel-js';

type Variables = Record<string, unknown>;
const parsed = new Map<string, ParseResult | undefined>();
const parsedMax = 2_000;

/** CEL over `event` and `async`. An expression that does not parse or misses a field has no value: it never throws. */
export function evaluate(expression: string, variables: Variables): unknown {
  try {
    return compile(expression)?.(variables);
  } catch {
    return undefined;
  }
}

export const holds = (expression: string | null | undefined, variables: Variables): boolean =>
  !expression || evaluate(expression, variables) === true;

/** The value of a `key` expression as text; null where it has none, so that such events share no limit by accident. */
export function keyOf(expression: string, variables: Variables): string | null {
  const value = evaluate(expression, variables);
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : (JSON.stringify(value, bigints) ?? null);
  return text !== null && text.length > indexedMax ? createHash('sha256').update(text).digest('hex') : text;
}

/** An index row of Postgres ends at 2,704 bytes. */
const indexedMax = 500;

export const isExpression = (text: string): boolean => compile(text) !== undefined;

const bigints = (_key: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value);

function compile(expression: string): ParseResult | undefined {
  if (parsed.has(expression)) return parsed.get(expression);
  let result: ParseResult | undefined;
  try {
    result = parse(expression);
  } catch {
    result = undefined;
  }
  if (parsed.size >= parsedMax) parsed.clear();
  parsed.set(expression, result);
  return result;
}

const sameField = /^event\.([\w.]+) == async\.([\w.]+)$/;
const leavesMax = 200;

/** `event.data.id == async.data.id` is nearly every wait: it becomes an index lookup instead of an evaluation per waiting run. */
export function matchOf(expression: string | undefined, event: object): string | null {
  const path = sameField.exec(expression ?? '');
  if (!path?.[1] || path[1] !== path[2]) return null;
  let value: unknown = event;
  for (const name of path[1].split('.')) value = isRecord(value) ? value[name] : undefined;
  return leaf(path[1], value);
}

/** All `path=value` an event could match, or undefined if it is too wide to list: then every expression is evaluated. */
export function matchesOf(event: object): string[] | undefined {
  const found: string[] = [];
  const visit = (path: string, value: unknown): void => {
    if (found.length > leavesMax) return;
    const text = leaf(path, value);
    if (text !== null) found.push(text);
    else if (isRecord(value))
      for (const [name, inner] of Object.entries(value)) visit(path ? `${path}.${name}` : name, inner);
  };
  visit('', event);
  return found.length > leavesMax ? undefined : found;
}

function leaf(path: string, value: unknown): string | null {
  if (!['string', 'number', 'boolean'].includes(typeof value)) return null;
  const text = `${path}=${JSON.stringify(value)}`;
  return text.length > indexedMax ? null : text;
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
