import { attemptsMaxFor, type Call, callFunction } from './call';
import { nextFire } from './cron';
import type { Tx } from './database';
import { storeWithoutRouting } from './events';
import { isRecord } from './expressions';
import { executeGateway } from './gateway';
import { take } from './queue';
import { routeEvent } from './routing';
import { finishRun, markStarted, takeRun } from './runs';
import { settle } from './settle';
import { flush, start } from './start';
import { loadState } from './state';
import { completeSteps, discover } from './steps';
import type { Core, EventRow, Job, Memo, Run } from './types';
import { ulid } from './ulid';

/** One job from claim to commit. Everything but a call and a gateway is one transaction. */
export async function execute(core: Core, job: Job, signal: AbortSignal): Promise<void> {
  const body = isRecord(job.body) ? job.body : {};
  switch (job.kind) {
    case 'call':
      return executeCall(core, job, signal);
    case 'gateway':
      return executeGateway(core, job, signal, (memo) => resume(core, job, memo));
    case 'resume':
      return resume(core, job, readMemo(body.memo));
    case 'cancel':
      return cancel(core, job, String(body.reason), body.onlyQueued === true);
    case 'event':
      return inOne(core, job, (tx) => routeEvent(core, tx, String(body.event)));
    case 'flush':
      return inOne(core, job, (tx) => flush(core, tx, String(body.buffer)));
    case 'cron':
      return core.db.looseTx((tx) => fireCron(core, tx, job));
  }
}

const inOne = (core: Core, job: Job, work: (tx: Tx) => Promise<void>): Promise<void> =>
  core.db.looseTx(async (tx) => {
    if (await take(tx, job)) await work(tx);
  });

const withRun = (core: Core, job: Job, work: (tx: Tx, run: Run) => Promise<void>): Promise<void> =>
  core.db.looseTx(async (tx) => {
    const run = await takeRun(tx, job);
    if (run) await work(tx, run);
  });

async function executeCall(core: Core, job: Job, signal: AbortSignal): Promise<void> {
  const state = await loadState(core.db, job.runId ?? '', job.id);
  const fn = state && core.registry.get(state.run.fn);
  if (!state || !fn) {
    const error = { name: 'function_not_found', message: `${state?.run.fn} is not registered` };
    return withRun(core, job, (tx, run) => finishRun(core, tx, run, { status: 'failed', error }));
  }
  const { run } = state;
  const call: Call = { job, run, fn, attemptsMax: attemptsMaxFor(fn) };
  const started = run.status === 'queued' ? markStarted(core, run, fn.config.timeouts?.finish) : undefined;
  const [outcome] = await Promise.all([callFunction(core, call, state, signal), started]);
  if (signal.aborted) return;
  await settle(core, call, outcome);
}

/** A step that something outside the function completes: a timer, an event, a signal, an invoked run, an HTTP call. */
async function resume(core: Core, job: Job, memo: Memo): Promise<void> {
  const stepId = job.stepId ?? '';
  await withRun(core, job, async (tx, run) => {
    await tx.query('delete from engine.pauses where run_id = $1 and step_id = $2', [run.id, stepId]);
    await tx.query(`delete from engine.jobs where run_id = $1 and step_id = $2 and kind = 'resume'`, [run.id, stepId]);
    if (await completeSteps(core, tx, run, [{ step: { id: stepId, op: 'Resumed' }, memo }]))
      await discover(core, tx, run);
  });
}

async function cancel(core: Core, job: Job, reason: string, isOnlyQueued: boolean): Promise<void> {
  await withRun(core, job, async (tx, run) => {
    if (isOnlyQueued && run.status !== 'queued') return;
    await finishRun(core, tx, run, { status: 'cancelled', reason });
  });
}

/** The job of a cron stays and moves on. Fires that were missed while nothing ran are made up for by one. */
async function fireCron(core: Core, tx: Tx, job: Job): Promise<void> {
  const body = isRecord(job.body) ? job.body : {};
  const fn = core.registry.get(String(body.fn));
  const cron = String(body.cron);
  const now = core.clock.now();
  const fireAt = new Date(String(body.at));
  const next = fn?.active ? nextFire(cron, now > fireAt ? now : fireAt) : undefined;
  if (!fn?.active || !next) {
    await take(tx, job);
    return;
  }
  const jitterMs = Number(body.jitter ?? 0) * core.rng.next();
  const { rowCount } = await tx.query(
    'update engine.jobs set due = $3, rank = $3, body = $4, claim = null, lease = null, lost = 0 where id = $1 and claim = $2',
    [job.id, job.claim, new Date(next.getTime() + jitterMs), JSON.stringify({ ...body, at: next })],
  );
  if (rowCount !== 1) return;
  const event: EventRow = {
    id: ulid(now.getTime(), core.rng.bytes(10)),
    body: {
      id: fireAt.toISOString(),
      name: 'inngest/scheduled.timer',
      ts: fireAt.getTime(),
      data: { cron, fireAt: fireAt.toISOString(), scheduledAt: now.toISOString() },
    },
  };
  await storeWithoutRouting(tx, [event], now);
  await start(core, tx, fn, [event]);
}

function readMemo(memo: unknown): Memo {
  if (isRecord(memo) && 'error' in memo) return { error: memo.error };
  return { data: isRecord(memo) ? (memo.data ?? null) : null };
}
