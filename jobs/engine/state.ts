import type { Tx } from './database';
import { runColumns } from './runs';
import type { EventRow, Memo, Run } from './types';

/** All that a call has to carry. */
export interface RunState {
  run: Run;
  events: EventRow[];
  /** In the order in which they finished. */
  steps: { id: string; memo: Memo }[];
  /** Something else of this run may finish or run at the same time. */
  isParallel: boolean;
}

export async function loadState(tx: Tx, runId: string, jobId: string): Promise<RunState | undefined> {
  const { rows } = await tx.query<Run & Omit<RunState, 'run'>>(
    `select ${runColumns},
       (select json_agg(json_build_object('id', e.id, 'body', e.body) order by place)
         from unnest(r.event_ids) with ordinality wanted(id, place) join engine.events e using (id)) as events,
       coalesce((select json_agg(json_build_object('id', id, 'memo', memo) order by done_order)
         from engine.steps where run_id = $1 and done_order is not null), '[]') as steps,
       exists (select from engine.steps where run_id = $1 and done_order is null)
         or exists (select from engine.jobs where run_id = $1 and kind = 'call' and id <> $2) as "isParallel"
     from engine.runs r where id = $1`,
    [runId, jobId],
  );
  if (!rows[0]) return undefined;
  const { events, steps, isParallel, ...run } = rows[0];
  return { run, events, steps, isParallel };
}
