import { createHash } from 'node:crypto';
import type { Op, Outcome, Retry } from './answer';
import type { Call } from './call';
import type { Tx } from './database';
import { retryDelayMs } from './durations';
import { applyOps } from './operations';
import { enqueue } from './queue';
import { finishRun, takeRun } from './runs';
import type { Core, Json, Run } from './types';

/** Stores what a call brought, in one transaction with the removal of its job. A claim that was lost stores nothing. */
export async function settle(core: Core, call: Call, outcome: Outcome): Promise<void> {
  await core.db.tx(async (tx) => {
    const run = await takeRun(tx, call.job);
    if (!run) return;
    if (outcome.kind === 'completed') return finishRun(core, tx, run, { status: 'completed', output: outcome.output });
    if (outcome.kind === 'failed') return failCall(core, tx, { ...call, run }, outcome.error, outcome.retry);
    await settleOps(core, tx, { ...call, run }, outcome.ops, outcome.retry);
  });
}

async function settleOps(core: Core, tx: Tx, call: Call, ops: Op[], retry: Retry): Promise<void> {
  const stepError = ops.find((op) => op.op === 'StepError' || (op.op === 'StepFailed' && op.id === functionItself));
  if (stepError) {
    const rest = ops.filter((op) => op !== stepError);
    if (rest.length > 0) await applyOps(core, tx, call.run, rest, { mayDiscover: false });
    if (stepError.id === functionItself)
      return failCall(core, tx, call, stepError.error, stepError.op === 'StepFailed' ? 'never' : retry);
    const again = retryAt(core, call, retry);
    if (!again) return settleOps(core, tx, call, [{ ...stepError, op: 'StepFailed' }], 'never');
    return tryAgain(core, tx, call, stepError.id, stepError.error, again);
  }
  for (const op of ops) {
    if (op.op === 'StepFailed') await noteFailure(core, tx, call.run, op.id, call.job.attempt, op.error);
  }
  await applyOps(core, tx, call.run, ops, { mayDiscover: true });
}

/** The SDK reports the function's own end beside other operations under this id. */
const functionItself = createHash('sha1').update('complete').digest('hex');

async function failCall(core: Core, tx: Tx, call: Call, error: Json, retry: Retry): Promise<void> {
  const again = retryAt(core, call, retry);
  if (again) return tryAgain(core, tx, call, call.job.stepId ?? 'step', error, again);
  await noteFailure(core, tx, call.run, call.job.stepId ?? 'step', call.job.attempt, error);
  await finishRun(core, tx, call.run, { status: 'failed', error });
}

function retryAt(core: Core, { job, attemptsMax }: Call, retry: Retry): Date | undefined {
  if (retry === 'never' || job.attempt + 1 >= attemptsMax) return undefined;
  if (retry !== 'table') return retry;
  return new Date(core.clock.now().getTime() + retryDelayMs(job.attempt, core.rng.next()));
}

async function tryAgain(core: Core, tx: Tx, { run, job }: Call, stepId: string, error: Json, due: Date): Promise<void> {
  await noteFailure(core, tx, run, stepId, job.attempt, error);
  await enqueue(tx, [{ kind: 'call', runId: run.id, stepId: job.stepId ?? 'step', attempt: job.attempt + 1, due }]);
}

async function noteFailure(core: Core, tx: Tx, run: Run, stepId: string, attempt: number, error: Json): Promise<void> {
  await tx.query('insert into engine.failures (run_id, step_id, attempt, at, error) values ($1, $2, $3, $4, $5)', [
    run.id,
    stepId,
    attempt,
    core.clock.now(),
    JSON.stringify(error ?? null),
  ]);
}
