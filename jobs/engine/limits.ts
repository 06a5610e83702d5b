import type { FunctionConfig } from './config';
import type { Tx } from './database';
import { after, dayMs } from './durations';
import { evaluate, keyOf } from './expressions';
import type { RegisteredFunction } from './registry';
import type { StoredEvent } from './types';

export interface Planned {
  startAt: Date;
  rank: Date;
  slots: string[] | null;
  slotLimits: number[] | null;
}

/** What delays or orders a run that will exist: throttle, priority, concurrency. */
export async function planStart(tx: Tx, fn: RegisteredFunction, event: StoredEvent, now: Date): Promise<Planned> {
  const startAt = await throttledStart(tx, fn, event, now);
  const shiftS = priorityOf(fn.config, event);
  const slots = slotsOf(fn, event);
  return {
    startAt,
    rank: after(startAt, -shiftS * 1000),
    slots: slots.length > 0 ? slots.map((slot) => slot.key) : null,
    slotLimits: slots.length > 0 ? slots.map((slot) => slot.limit) : null,
  };
}

const priorityMaxS = 600;

function priorityOf(config: FunctionConfig, event: StoredEvent): number {
  if (!config.priority?.run) return 0;
  const value = Number(evaluate(config.priority.run, { event }) ?? 0);
  return Number.isFinite(value) ? Math.max(-priorityMaxS, Math.min(priorityMaxS, value)) : 0;
}

/** A key shared by several functions (scope env or account) is the same text for all of them. */
function slotsOf(fn: RegisteredFunction, event: StoredEvent): { key: string; limit: number }[] {
  return fn.config.concurrency
    .filter((rule) => rule.limit > 0)
    .map((rule) => {
      const owner = rule.scope === 'fn' ? `fn:${fn.id}` : rule.scope;
      const value = rule.key ? keyOf(rule.key, { event }) : null;
      return { key: `${owner}:${rule.key ?? ''}:${value ?? ''}`, limit: rule.limit };
    });
}

/** GCRA: `limit + burst` runs at once, then one each `period / limit`; the place in line is taken here. */
async function throttledStart(tx: Tx, fn: RegisteredFunction, event: StoredEvent, now: Date): Promise<Date> {
  const rule = fn.config.throttle;
  if (!rule) return now;
  const intervalMs = rule.period / rule.limit;
  const { rows } = await tx.query<{ tat: Date }>(
    `insert into engine.throttles as t (key, tat) values ($1, $2::timestamptz + $3::float8 * interval '1 ms')
     on conflict (key) do update set tat = greatest(t.tat, $2) + $3::float8 * interval '1 ms' returning tat`,
    [keyFor(fn, 'throttle', rule.key, event) ?? fn.id, now, intervalMs],
  );
  const tat = rows[0]?.tat ?? now;
  const earliest = tat.getTime() - intervalMs * (rule.limit + rule.burst);
  return new Date(Math.max(now.getTime(), Math.ceil(earliest)));
}

/** A sliding window: at most `limit` runs in any `period`. The event over it is dropped. */
export async function isRateLimited(tx: Tx, fn: RegisteredFunction, event: StoredEvent, now: Date): Promise<boolean> {
  const rule = fn.config.rateLimit;
  const key = rule && keyFor(fn, 'rate', rule.key, event);
  if (!rule || !key) return false;
  const { rowCount } = await tx.query(
    `insert into engine.windows as w (key, hits, expires) values ($1, array[$2::timestamptz], $4)
     on conflict (key) do update set expires = excluded.expires,
       hits = array_append(array(select h from unnest(w.hits) h where h > $3), $2::timestamptz)
     where (select count(*) from unnest(w.hits) h where h > $3) < $5`,
    [key, now, after(now, -rule.period), after(now, rule.period), rule.limit],
  );
  return rowCount === 0;
}

/** False when the same event id, or the same idempotency value, started this function within 24 hours. */
export async function isFirst(
  tx: Tx,
  fn: RegisteredFunction,
  event: StoredEvent,
  isOwnId: boolean,
  now: Date,
): Promise<boolean> {
  const idempotency = fn.config.idempotency ? keyFor(fn, 'idempotency', fn.config.idempotency, event) : null;
  const byId = isOwnId ? `event:${fn.id}:${event.name}:${event.id}` : null;
  for (const key of [byId, idempotency]) {
    if (key !== null && !(await remember(tx, key, now))) return false;
  }
  return true;
}

async function remember(tx: Tx, key: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into engine.keys as k (key, expires) values ($1, $2)
     on conflict (key) do update set expires = excluded.expires where k.expires <= $3`,
    [key, after(now, dayMs), now],
  );
  return rowCount === 1;
}

/** Null where the key expression has no value for this event: then the limit does not bind it. */
export function keyFor(
  fn: RegisteredFunction,
  kind: string,
  expression: string | undefined,
  event: StoredEvent,
): string | null {
  const value = expression ? keyOf(expression, { event }) : '';
  return value === null ? null : `${kind}:${fn.id}:${value}`;
}
