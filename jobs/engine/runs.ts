import type { Tx } from './database';
import { after, parseMoment } from './durations';
import { matchOf } from './expressions';
import { emitLifecycle, lifecycleNames } from './lifecycle';
import { type Planned, planStart } from './limits';
import { enqueue } from './queue';
import type { RegisteredFunction } from './registry';
import { release } from './slots';
import type { Core, Ending, EventRow, Job, Memo, Run, StoredEvent } from './types';
import { ulid } from './ulid';

export const runColumns = `id, fn, event_ids as "eventIds", status, rank, parent_run as "parentRun", parent_step as "parentStep",
  slots, slot_limits as "slotLimits"`;
/** Inngest's longest sleep or wait. */
const waitMaxMs = 366 * 86_400_000;

export interface Parent {
  run: string;
  step: string;
}

export const newId = (core: Core): string => ulid(core.clock.now().getTime(), core.rng.bytes(10));

/** The run, its pauses for cancelOn, its time limits and its first call. Flow control that drops or buffers has been passed. */
export async function createRun(
  core: Core,
  tx: Tx,
  fn: RegisteredFunction,
  events: EventRow[],
  options: { parent?: Parent; singleton?: string } = {},
): Promise<string> {
  const now = core.clock.now();
  const id = newId(core);
  const trigger = events[0]?.body;
  if (!trigger) throw new Error('a run needs an event');
  const plan: Planned = await planStart(tx, fn, trigger, now);
  await tx.query(
    `insert into engine.runs (id, fn, event_ids, status, created_at, rank, singleton, parent_run, parent_step, slots, slot_limits)
     values ($1, $2, $3, 'queued', $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      fn.id,
      events.map((event) => event.id),
      now,
      plan.rank,
      options.singleton,
      options.parent?.run,
      options.parent?.step,
      plan.slots,
      plan.slotLimits,
    ],
  );
  await listenForCancel(tx, id, fn, trigger, now);
  const startLimit = fn.config.timeouts?.start;
  await enqueue(tx, [
    { kind: 'call', runId: id, stepId: 'step', due: plan.startAt, rank: plan.rank },
    ...(startLimit === undefined
      ? []
      : [
          {
            kind: 'cancel' as const,
            runId: id,
            due: after(now, startLimit),
            body: { reason: 'timeouts.start', onlyQueued: true },
          },
        ]),
  ]);
  return id;
}

export async function listenForCancel(
  tx: Tx,
  runId: string,
  fn: RegisteredFunction,
  trigger: StoredEvent,
  now: Date,
): Promise<void> {
  for (const rule of fn.config.cancel) {
    await tx.query(
      `insert into engine.pauses (kind, event, match, expression, expires, run_id) values ('cancel', $1, $2, $3, $4, $5)`,
      [rule.event, matchOf(rule.if, trigger), rule.if, parseMoment(rule.timeout, now) ?? after(now, waitMaxMs), runId],
    );
  }
}

/** Every change of a run starts here or in `takeRun`: its row is the lock. */
export async function lockRun(tx: Tx, id: string): Promise<Run | undefined> {
  const { rows } = await tx.query<Run>(`select ${runColumns} from engine.runs where id = $1 for update`, [id]);
  return rows[0];
}

/** Locks the run of a claimed job and removes the job. Undefined: the job is somebody else's or the run has ended, store nothing. */
export async function takeRun(tx: Tx, job: Job): Promise<Run | undefined> {
  const { rows } = await tx.query<Run>(
    `with run as materialized (select * from engine.runs where id = $1 for update),
     gone as (delete from engine.jobs using run where jobs.id = $2 and jobs.claim = $3 returning jobs.id)
     select ${runColumns} from run where exists (select from gone)`,
    [job.runId, job.id, job.claim],
  );
  const run = rows[0];
  if (run && job.slots) await release(tx, [job.id]);
  return isActive(run) ? run : undefined;
}

export const isActive = (run: Run | undefined): run is Run => run?.status === 'queued' || run?.status === 'running';

export async function markStarted(core: Core, run: { id: string }, finishLimitMs: number | undefined): Promise<void> {
  const now = core.clock.now();
  const start = (tx: Tx) =>
    tx.query(`update engine.runs set status = 'running', started_at = $2 where id = $1 and status = 'queued'`, [
      run.id,
      now,
    ]);
  if (finishLimitMs === undefined) {
    await start({ query: core.db.loosely });
    return;
  }
  await core.db.looseTx(async (tx) => {
    const { rowCount } = await start(tx);
    if (rowCount !== 1) return;
    await enqueue(tx, [
      { kind: 'cancel', runId: run.id, due: after(now, finishLimitMs), body: { reason: 'timeouts.finish' } },
    ]);
  });
}

/** The run ends: nothing of it stays in the queue, whoever invoked it goes on, and the world hears of it. */
export async function finishRun(core: Core, tx: Tx, run: Run, ending: Ending): Promise<void> {
  const output = ending.status === 'completed' ? JSON.stringify(ending.output ?? null) : null;
  const error = ending.status === 'failed' ? JSON.stringify(ending.error) : null;
  const names = lifecycleNames(ending);
  const { rows } = await tx.query<{ jobs: string[] | null; awaited: string[] | null }>(
    `with gone as (delete from engine.jobs where run_id = $1 returning id),
     unpaused as (delete from engine.pauses where run_id = $1)
     update engine.runs set status = $2, ended_at = $3, output = $4, error = $5, cancel_reason = $6 where id = $1
     returning (select array_agg(id::text) from gone) as jobs,
       (select array_agg(distinct event) from engine.pauses where event = any($7)) as awaited`,
    [
      run.id,
      ending.status,
      core.clock.now(),
      output,
      error,
      ending.status === 'cancelled' ? ending.reason : null,
      names,
    ],
  );
  if (run.slots) await release(tx, rows[0]?.jobs ?? []);
  if (run.parentRun && run.parentStep) {
    await enqueue(tx, [
      {
        kind: 'resume',
        runId: run.parentRun,
        stepId: run.parentStep,
        due: core.clock.now(),
        body: { memo: resultFor(run, ending) },
      },
    ]);
  }
  const wanted = names.filter((name) => core.registry.isWanted(name) || rows[0]?.awaited?.includes(name));
  if (wanted.length > 0) await emitLifecycle(core, tx, run, ending, wanted);
}

function resultFor(run: Run, ending: Ending): Memo {
  if (ending.status === 'completed') return { data: ending.output ?? null };
  if (ending.status === 'failed') return { error: ending.error };
  return { error: { name: 'InngestFunctionCancelled', message: `${run.fn} was cancelled: ${ending.reason}` } };
}
