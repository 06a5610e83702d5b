import type { Tx } from './database';
import { after } from './durations';
import { loadEvents } from './events';
import { keyFor } from './limits';
import { enqueue } from './queue';
import type { RegisteredFunction } from './registry';
import type { Core, EventRow } from './types';
import { ulid } from './ulid';

interface Buffer {
  id: string;
  eventIds: string[];
  openedAt: Date;
}

/** Keeps the event back. Returns the events of a batch that became full, in order of arrival. */
export async function buffer(
  core: Core,
  tx: Tx,
  fn: RegisteredFunction,
  event: EventRow,
  isBatch: boolean,
): Promise<EventRow[] | undefined> {
  const rule = isBatch ? fn.config.batchEvents : fn.config.debounce;
  const now = core.clock.now();
  const key =
    keyFor(fn, isBatch ? 'batch' : 'debounce', rule?.key, event.body) ?? `${isBatch ? 'batch' : 'debounce'}:${fn.id}:`;
  const { rows } = await tx.query<Buffer>(
    `insert into engine.buffers as b (id, key, fn, event_ids, opened_at) values ($1, $2, $3, array[$4::text], $5)
     on conflict (key) do update set event_ids = case when $6 then array_append(b.event_ids, $4::text) else array[$4::text] end
     returning id, event_ids as "eventIds", opened_at as "openedAt"`,
    [ulid(now.getTime(), core.rng.bytes(10)), key, fn.id, event.id, now, isBatch],
  );
  const held = rows[0];
  if (!held) return undefined;
  const { batchEvents, debounce } = fn.config;
  if (isBatch && batchEvents) {
    if (held.eventIds.length >= batchEvents.maxSize) return loadEvents(tx, (await openBuffer(tx, held.id)) ?? []);
    await enqueue(tx, [
      { kind: 'flush', key: `flush:${held.id}`, due: after(now, batchEvents.timeout), body: { buffer: held.id } },
    ]);
  } else if (debounce) {
    const latest =
      debounce.timeout === undefined ? Number.POSITIVE_INFINITY : held.openedAt.getTime() + debounce.timeout;
    await postpone(tx, held.id, new Date(Math.min(now.getTime() + debounce.period, latest)));
  }
  return undefined;
}

async function postpone(tx: Tx, buffer: string, due: Date): Promise<void> {
  await tx.query(
    `insert into engine.jobs (kind, key, rank, due, body) values ('flush', $1, $2, $2, $3)
     on conflict (key) do update set rank = excluded.rank, due = excluded.due`,
    [`flush:${buffer}`, due, JSON.stringify({ buffer })],
  );
}

/** Empties a buffer; undefined when another engine was first. */
export async function openBuffer(tx: Tx, id: string): Promise<string[] | undefined> {
  const { rows } = await tx.query<{ ids: string[] }>(
    'delete from engine.buffers where id = $1 returning event_ids as ids',
    [id],
  );
  await tx.query('delete from engine.jobs where key = $1', [`flush:${id}`]);
  return rows[0]?.ids;
}
