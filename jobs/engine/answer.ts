import { parseRetryAfter } from './durations';
import { isRecord } from './expressions';
import type { Json } from './types';

export interface Op {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  opts?: Record<string, Json>;
  data?: Json;
  error?: Json;
}

/** When a failure may be tried again: by the table, at a date the function asked for, or never. */
export type Retry = 'table' | 'never' | Date;

export type Outcome =
  | { kind: 'completed'; output: Json }
  | { kind: 'ops'; ops: Op[]; retry: Retry }
  | { kind: 'failed'; error: Json; retry: Retry };

export interface Answer {
  status: number;
  header(name: string): string | null;
  text: string;
}

const opsMax = 1_000;
const outputMaxBytes = 4 * 1024 * 1024;

/** What the SDK's HTTP answer means. Anything unexpected is a failed attempt that says why. */
export function readAnswer(answer: Answer, now: Date): Outcome {
  if (!answer.header('x-inngest-sdk'))
    return failure('unexpected_answer', `HTTP ${answer.status} that is not the SDK's: ${excerpt(answer.text)}`);
  const retry = readRetry(answer, now);
  if (Buffer.byteLength(answer.text) > outputMaxBytes)
    return failure('output_too_large', 'a step or function may return 4 MB', 'never');
  const body = parseJson(answer.text);
  if (body === unreadable) return failure('unreadable_answer', `HTTP ${answer.status}: ${excerpt(answer.text)}`);
  if (answer.status === 200) return { kind: 'completed', output: body };
  if (answer.status === 206) return readOps(body, retry);
  return { kind: 'failed', error: readError(body, answer.status), retry };
}

/** A streamed answer is 201 at once, blanks to keep it alive, and the real answer as its body. */
export function unwrapStream(answer: Answer): Answer {
  if (answer.status !== 201) return answer;
  const inner = parseJson(answer.text);
  if (!isRecord(inner) || typeof inner.status !== 'number') return answer;
  const headers = isRecord(inner.headers) ? inner.headers : {};
  const own = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return {
    status: inner.status,
    header: (name) => own.get(name) ?? answer.header(name),
    text: typeof inner.body === 'string' ? inner.body : JSON.stringify(inner.body ?? null),
  };
}

function readOps(body: Json, retry: Retry): Outcome {
  const ops = Array.isArray(body) ? body : [body];
  if (!ops.every(isOp)) return failure('unreadable_answer', 'HTTP 206 without step operations');
  if (ops.length > opsMax) return failure('too_many_steps', `a run may have ${opsMax} steps`, 'never');
  return { kind: 'ops', ops, retry };
}

export const isOp = (value: unknown): value is Op =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.op === 'string' &&
  (value.opts === undefined || value.opts === null || isRecord(value.opts));

function readRetry(answer: Answer, now: Date): Retry {
  if (answer.header('x-inngest-no-retry') === 'true') return 'never';
  const after = answer.header('retry-after');
  return (after && parseRetryAfter(after, now)) || 'table';
}

function readError(body: Json, status: number): Json {
  if (!isRecord(body)) return { name: 'Error', message: `HTTP ${status}: ${excerpt(JSON.stringify(body))}` };
  if (typeof body.message === 'string') return { name: 'Error', ...body };
  return { name: 'Error', message: typeof body.error === 'string' ? body.error : `HTTP ${status}`, ...body };
}

export const failure = (name: string, message: string, retry: Retry = 'table'): Outcome => ({
  kind: 'failed',
  error: { name, message },
  retry,
});

const excerpt = (text: string): string => text.slice(0, 500);
const unreadable = Symbol('unreadable');

function parseJson(text: string): Json {
  try {
    return text.trim() === '' ? null : JSON.parse(text);
  } catch {
    return unreadable;
  }
}
