import { buffer, openBuffer } from './buffers';
import type { Tx } from './database';
import { loadEvents } from './events';
import { holds } from './expressions';
import { isFirst, isRateLimited, keyFor } from './limits';
import { enqueue } from './queue';
import type { RegisteredFunction } from './registry';
import { createRun } from './runs';
import type { Core, EventRow } from './types';

/** An event met a function: flow control in Inngest's order, up to a run, a buffer, or nothing. */
export async function offer(core: Core, tx: Tx, fn: RegisteredFunction, event: EventRow): Promise<void> {
  const { config } = fn;
  const now = core.clock.now();
  if (!(await isFirst(tx, fn, event.body, event.body.id !== event.id, now))) return;
  const isBatched = config.batchEvents && holds(config.batchEvents.if, { event: event.body });
  if (isBatched || config.debounce) {
    const full = await buffer(core, tx, fn, event, Boolean(isBatched));
    if (full) await start(core, tx, fn, full);
    return;
  }
  await start(core, tx, fn, [event]);
}

/** What comes after the buffer: rate limit, singleton, run. */
export async function start(core: Core, tx: Tx, fn: RegisteredFunction, events: EventRow[]): Promise<void> {
  const trigger = events[0]?.body;
  if (!trigger || (await isRateLimited(tx, fn, trigger, core.clock.now()))) return;
  const singleton = fn.config.singleton && keyFor(fn, 'singleton', fn.config.singleton.key, trigger);
  if (!singleton) {
    await createRun(core, tx, fn, events);
    return;
  }
  // The key's lock, as two engines may route two events of one key at once.
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('engine:' || $1, 0))`, [singleton]);
  const { rows } = await tx.query<{ id: string }>(
    'select id from engine.runs where singleton = $1 and ended_at is null',
    [singleton],
  );
  const active = rows[0];
  if (active && fn.config.singleton?.mode === 'skip') return;
  if (active) {
    await tx.query('update engine.runs set singleton = null where id = $1', [active.id]);
    await enqueue(tx, [{ kind: 'cancel', runId: active.id, due: core.clock.now(), body: { reason: 'singleton' } }]);
  }
  await createRun(core, tx, fn, events, { singleton });
}

/** A batch or a debounce whose time is up. */
export async function flush(core: Core, tx: Tx, id: string): Promise<void> {
  const { rows } = await tx.query<{ fn: string }>('select fn from engine.buffers where id = $1 for update', [id]);
  const fn = core.registry.get(rows[0]?.fn ?? '');
  const ids = await openBuffer(tx, id);
  if (fn && ids) await start(core, tx, fn, await loadEvents(tx, ids));
}
