import type { Op } from './answer';
import type { Tx } from './database';
import { after, dayMs, parseMoment } from './durations';
import { storeEvents } from './events';
import { isRecord, matchOf } from './expressions';
import { enqueue } from './queue';
import { invoked } from './routing';
import { finishRun, newId } from './runs';
import { addSteps, completeSteps, discover, type NewStep } from './steps';
import type { Core, Json, Memo, NewJob, Run, StoredEvent } from './types';

const waitMaxMs = 366 * dayMs;
const instant = new Set(['StepRun', 'Step', 'StepFailed']);
const known = new Set([
  ...instant,
  'StepPlanned',
  'Sleep',
  'WaitForEvent',
  'WaitForSignal',
  'InvokeFunction',
  'Gateway',
  'AIGateway',
  'RunComplete',
  'DiscoveryRequest',
]);

/** What the function said it did and waits for. */
export async function applyOps(
  core: Core,
  tx: Tx,
  run: Run,
  ops: Op[],
  options: { mayDiscover: boolean },
): Promise<void> {
  const unknown = ops.find((op) => !known.has(op.op));
  if (unknown) {
    const message = `the embedded engine has no ${unknown.op} (${unknown.displayName ?? unknown.id})`;
    return finishRun(core, tx, run, { status: 'failed', error: { name: 'unsupported_operation', message } });
  }
  const results = ops.filter((op) => instant.has(op.op)).map((op) => ({ step: toStep(op), memo: memoOf(op) }));
  let hasNews = ops.some((op) => op.op === 'DiscoveryRequest');
  if (results.length > 0 && (await completeSteps(core, tx, run, results))) hasNews = true;
  const end = ops.find((op) => op.op === 'RunComplete');
  if (end) return finishRun(core, tx, run, { status: 'completed', output: end.data ?? null });
  const pending = ops.filter((op) => !instant.has(op.op) && op.op !== 'DiscoveryRequest');
  if (pending.length > 0 && (await openSteps(core, tx, run, pending, ops.length > 1))) hasNews = true;
  if (hasNews && options.mayDiscover) await discover(core, tx, run);
}

function memoOf(op: Op): Memo {
  return op.op === 'StepFailed' ? { error: op.error ?? op.data ?? null } : { data: op.data ?? null };
}

export const toStep = (op: Op): NewStep => ({ id: op.id, op: op.op, name: op.displayName ?? op.name, opts: op.opts });

/** True when a step failed as it opened, so that the function has something new to hear. */
async function openSteps(core: Core, tx: Tx, run: Run, ops: Op[], isParallel: boolean): Promise<boolean> {
  const isRace = ops.some((op) => op.opts?.parallelMode === 'race');
  const isGrouped = isParallel && !isRace && ops.some((op) => op.op === 'StepPlanned');
  const fresh = await addSteps(
    core,
    tx,
    run,
    ops.map((op) => ({ ...toStep(op), isGrouped })),
  );
  const refused: { step: NewStep; memo: Memo }[] = [];
  for (const op of ops.filter((candidate) => fresh.has(candidate.id))) {
    const problem = await openStep(core, tx, run, op);
    if (problem) refused.push({ step: toStep(op), memo: { error: problem } });
  }
  return refused.length > 0 && completeSteps(core, tx, run, refused);
}

async function openStep(core: Core, tx: Tx, run: Run, op: Op): Promise<Json> {
  const now = core.clock.now();
  const job = (kind: NewJob['kind'], due: Date, body?: Json): NewJob => ({
    kind,
    runId: run.id,
    stepId: op.id,
    due,
    ...(body ? { body } : {}),
  });
  switch (op.op) {
    case 'StepPlanned':
      await enqueue(tx, [{ ...job('call', now), rank: run.rank }]);
      return undefined;
    case 'Sleep': {
      const until = parseMoment(op.name, now);
      if (!until) return { name: 'invalid_sleep', message: `not a time: ${op.name}` };
      await enqueue(tx, [job('resume', until, { memo: { data: null } })]);
      return undefined;
    }
    case 'WaitForEvent':
      await pause(core, tx, run, op, 'wait', op.name ?? '');
      return undefined;
    case 'WaitForSignal':
      return waitForSignal(core, tx, run, op);
    case 'InvokeFunction':
      return invoke(core, tx, run, op);
    default:
      await enqueue(tx, [job('gateway', now, { opts: op.opts ?? {} })]);
      return undefined;
  }
}

/** A pause, and beside it the timer that answers null. Whichever comes first removes the other. */
async function pause(core: Core, tx: Tx, run: Run, op: Op, kind: 'wait' | 'signal', name: string): Promise<void> {
  const now = core.clock.now();
  const expires = parseMoment(text(op.opts?.timeout), now) ?? after(now, waitMaxMs);
  const expression = text(op.opts?.if);
  const trigger = expression ? await triggerOf(tx, run) : undefined;
  await tx.query(
    `insert into engine.pauses (kind, event, match, expression, expires, run_id, step_id) values ($1, $2, $3, $4, $5, $6, $7)`,
    [kind, name, trigger ? matchOf(expression, trigger) : null, expression, expires, run.id, op.id],
  );
  await enqueue(tx, [{ kind: 'resume', runId: run.id, stepId: op.id, due: expires, body: { memo: { data: null } } }]);
}

async function waitForSignal(core: Core, tx: Tx, run: Run, op: Op): Promise<Json> {
  const signal = text(op.opts?.signal) ?? op.name ?? '';
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('engine:signal:' || $1, 0))`, [signal]);
  if (op.opts?.conflict === 'replace') {
    await tx.query(`delete from engine.pauses where kind = 'signal' and event = $1`, [signal]);
  } else {
    const taken = await tx.query(`select from engine.pauses where kind = 'signal' and event = $1`, [signal]);
    if (taken.rowCount) return { name: 'signal_conflict', message: `another run waits for the signal ${signal}` };
  }
  await pause(core, tx, run, op, 'signal', signal);
  return undefined;
}

async function invoke(core: Core, tx: Tx, run: Run, op: Op): Promise<Json> {
  const target = text(op.opts?.function_id) ?? '';
  const now = core.clock.now();
  if (!core.registry.get(target)?.active)
    return { name: 'function_not_found', message: `no function ${target} is registered` };
  const payload = isRecord(op.opts?.payload) ? op.opts.payload : {};
  const id = newId(core);
  const body: StoredEvent = {
    id,
    name: invoked,
    ts: now.getTime(),
    data: {
      ...(isRecord(payload.data) ? payload.data : {}),
      _inngest: { fn_id: target, correlation_id: `${run.id}.${op.id}` },
    },
  };
  await storeEvents(tx, [{ id, body }], now);
  const expires = parseMoment(text(op.opts?.timeout), now);
  if (expires) {
    const error = { name: 'InngestInvokeTimeoutError', message: `${target} did not finish in time` };
    await enqueue(tx, [{ kind: 'resume', runId: run.id, stepId: op.id, due: expires, body: { memo: { error } } }]);
  }
  return undefined;
}

async function triggerOf(tx: Tx, run: Run): Promise<StoredEvent | undefined> {
  const { rows } = await tx.query<{ body: StoredEvent }>('select body from engine.events where id = $1', [
    run.eventIds[0],
  ]);
  return rows[0]?.body;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
