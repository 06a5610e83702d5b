import type { Tx } from './database';
import { enqueue } from './queue';
import type { Core, Memo, Run } from './types';

export interface NewStep {
  id: string;
  op: string;
  name?: string | undefined;
  opts?: unknown;
  isGrouped?: boolean;
}

/** Steps that became known. What is known already is left out of the answer: a second discovery names open steps again. */
export async function addSteps(core: Core, tx: Tx, run: Run, steps: NewStep[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `insert into engine.steps (run_id, id, op, name, opts, is_grouped, created_at)
     select $1, s.id, s.op, s.name, s.opts, s.is_grouped, $7
     from unnest($2::text[], $3::text[], $4::text[], $5::json[], $6::boolean[]) s(id, op, name, opts, is_grouped)
     on conflict do nothing returning id`,
    [
      run.id,
      steps.map((step) => step.id),
      steps.map((step) => step.op),
      steps.map((step) => step.name),
      steps.map((step) => (step.opts === undefined ? null : JSON.stringify(step.opts))),
      steps.map((step) => step.isGrouped ?? false),
      core.clock.now(),
    ],
  );
  return new Set(rows.map((row) => row.id));
}

/** Stores results, each once, and returns what was new. With a `claim`, only while a call of the run is held under it. */
export async function storeResults(
  core: Core,
  tx: Tx,
  runId: string,
  done: { step: NewStep; memo: Memo }[],
  claim?: string,
): Promise<{ isGrouped: boolean }[]> {
  const { rows } = await tx.query<{ isGrouped: boolean }>(
    `insert into engine.steps as s (run_id, id, op, name, opts, memo, is_failed, done_order, created_at, done_at)
     select $1, d.id, d.op, d.name, d.opts, d.memo, d.is_failed, nextval('engine.done_order'), $7, $7
     from unnest($2::text[], $3::text[], $4::text[], $5::json[], $6::json[], $9::boolean[]) d(id, op, name, opts, memo, is_failed)
     where $8::text is null or exists (select from engine.jobs where run_id = $1 and claim = $8)
     on conflict (run_id, id) do update set memo = excluded.memo, is_failed = excluded.is_failed,
       done_order = excluded.done_order, done_at = excluded.done_at
     where s.done_order is null returning is_grouped as "isGrouped"`,
    [
      runId,
      done.map(({ step }) => step.id),
      done.map(({ step }) => step.op),
      done.map(({ step }) => step.name),
      done.map(({ step }) => (step.opts === undefined ? null : JSON.stringify(step.opts))),
      done.map(({ memo }) => JSON.stringify(memo)),
      core.clock.now(),
      claim,
      done.map(({ memo }) => 'error' in memo),
    ],
  );
  return rows;
}

/** True when the function has to be asked for what comes next. */
export async function completeSteps(
  core: Core,
  tx: Tx,
  run: Run,
  done: { step: NewStep; memo: Memo }[],
): Promise<boolean> {
  const rows = await storeResults(core, tx, run.id, done);
  if (rows.length === 0) return false;
  if (rows.some((row) => !row.isGrouped)) return true;
  // Promise.all: the function can only go on when the last of the group is there.
  const open = await tx.query(
    'select from engine.steps where run_id = $1 and is_grouped and done_order is null limit 1',
    [run.id],
  );
  return open.rowCount === 0;
}

export const discover = (core: Core, tx: Tx, run: Run): Promise<void> =>
  enqueue(tx, [{ kind: 'call', runId: run.id, stepId: 'step', due: core.clock.now(), rank: run.rank }]);
