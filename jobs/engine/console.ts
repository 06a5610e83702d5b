import { loadEvents } from './events';
import { enqueue } from './queue';
import { isActive, listenForCancel, lockRun } from './runs';
import { discover } from './steps';
import type { Core, Json } from './types';

export interface RunFilter {
  status?: string | undefined;
  fn?: string | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

export interface RunSummary {
  run_id: string;
  function_id: string;
  status: string;
  event_id: string;
  event_name: string | null;
  queued_at: Date;
  run_started_at: Date | null;
  ended_at: Date | null;
  error: Json;
  cancel_reason: string | null;
}

const summary = `r.id as run_id, r.fn as function_id, r.status, r.event_ids[1] as event_id,
  (select name from engine.events where id = r.event_ids[1]) as event_name,
  r.created_at as queued_at, r.started_at as run_started_at, r.ended_at, r.error, r.cancel_reason`;

const pageMax = 200;

/** Newest first; the cursor is the last run of the page before. */
export async function listRuns(core: Core, filter: RunFilter): Promise<{ data: RunSummary[]; cursor: string | null }> {
  const limit = Math.min(Math.max(Math.trunc(filter.limit ?? 50) || 50, 1), pageMax);
  const { rows } = await core.db.query<RunSummary>(
    `select ${summary} from engine.runs r where ($1::text is null or status = $1) and ($2::text is null or fn = $2)
       and ($3::text is null or id < $3) order by id desc limit $4`,
    [filter.status ?? null, filter.fn ?? null, filter.cursor ?? null, limit + 1],
  );
  const data = rows.slice(0, limit);
  return { data, cursor: rows.length > limit ? (data.at(-1)?.run_id ?? null) : null };
}

export async function runsOfEvent(core: Core, eventId: string): Promise<RunSummary[]> {
  const { rows } = await core.db.query<RunSummary>(
    `select ${summary}, r.output from engine.runs r where r.event_ids @> array[$1::text] order by id`,
    [eventId],
  );
  return rows;
}

/** A run with its events, its steps in order of completion, every failed attempt, and what of it waits in the queue. */
export async function getRun(core: Core, id: string): Promise<Json> {
  const { rows } = await core.db.query<RunSummary>(
    `select ${summary}, r.output,
       (select coalesce(json_agg(body order by array_position(r.event_ids, id)), '[]') from engine.events where id = any(r.event_ids)) as events,
       (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'op', op, 'status',
           case when done_order is null then 'open' when is_failed then 'failed' else 'completed' end,
           'result', memo, 'created_at', created_at, 'ended_at', done_at) order by done_order, created_at), '[]')
         from engine.steps where run_id = r.id) as steps,
       (select coalesce(json_agg(json_build_object('step_id', step_id, 'attempt', attempt, 'at', at, 'error', error) order by at), '[]')
         from engine.failures where run_id = r.id) as failures,
       (select coalesce(json_agg(json_build_object('kind', kind, 'step_id', step_id, 'attempt', attempt, 'due', due,
           'is_running', claim is not null, 'waits_for', parked) order by due), '[]')
         from engine.jobs where run_id = r.id) as queue
     from engine.runs r where r.id = $1`,
    [id],
  );
  return rows[0];
}

/** By way of the queue, as everything that ends a run. False when there is no such run or it has ended. */
export async function cancelRun(core: Core, id: string): Promise<boolean> {
  const isCancelled = await core.db.tx(async (tx) => {
    const run = await lockRun(tx, id);
    if (!isActive(run)) return false;
    await enqueue(tx, [{ kind: 'cancel', runId: id, due: core.clock.now(), body: { reason: 'operator' } }]);
    return true;
  });
  core.poke();
  return isCancelled;
}

/** Takes a failed or cancelled run up again where it stood: finished steps keep their results, failed and open ones run anew. */
export async function retryRun(core: Core, id: string): Promise<boolean> {
  const isRetried = await core.db.tx(async (tx) => {
    const run = await lockRun(tx, id);
    if (run?.status !== 'failed' && run?.status !== 'cancelled') return false;
    await tx.query(`delete from engine.steps where run_id = $1 and (done_order is null or is_failed)`, [id]);
    await tx.query(
      `update engine.runs set status = 'queued', ended_at = null, started_at = null, error = null, cancel_reason = null, singleton = null
       where id = $1`,
      [id],
    );
    const fn = core.registry.get(run.fn);
    const [trigger] = await loadEvents(tx, run.eventIds.slice(0, 1));
    if (fn && trigger) await listenForCancel(tx, id, fn, trigger.body, core.clock.now());
    await discover(core, tx, run);
    return true;
  });
  core.poke();
  return isRetried;
}
