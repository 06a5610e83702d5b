import type { Tx } from './database';
import { loadEvents } from './events';
import { holds, isRecord, matchesOf } from './expressions';
import { enqueue } from './queue';
import { createRun } from './runs';
import { offer } from './start';
import type { Core, EventRow, NewJob, StoredEvent } from './types';

export const invoked = 'inngest/function.invoked';

/** One event, one transaction: runs that wait for it go on, runs it cancels end, functions it triggers start. */
export async function routeEvent(core: Core, tx: Tx, id: string): Promise<void> {
  const [event] = await loadEvents(tx, [id]);
  if (!event) return;
  await resolvePauses(core, tx, event);
  if (event.body.name === invoked) return startInvoked(core, tx, event);
  for (const fn of core.registry.triggeredBy(event.body)) await offer(core, tx, fn, event);
}

interface Candidate {
  id: string;
  kind: 'wait' | 'cancel';
  expression: string | null;
  runId: string;
  stepId: string | null;
  trigger: StoredEvent;
}

async function resolvePauses(core: Core, tx: Tx, event: EventRow): Promise<void> {
  const now = core.clock.now();
  const { rows } = await tx.query<Candidate>(
    `select p.id, p.kind, p.expression, p.run_id as "runId", p.step_id as "stepId", e.body as trigger
     from engine.pauses p join engine.runs r on r.id = p.run_id join engine.events e on e.id = r.event_ids[1]
     where p.event = $1 and p.kind <> 'signal' and p.expires > $2 and (p.match is null or $3::text[] is null or p.match = any($3))`,
    [event.body.name, now, matchesOf(event.body) ?? null],
  );
  const met = rows.filter((pause) => holds(pause.expression, { event: pause.trigger, async: event.body }));
  if (met.length === 0) return;
  const gone = await tx.query<{ id: string }>('delete from engine.pauses where id = any($1) returning id', [
    met.map((pause) => pause.id),
  ]);
  const mine = new Set(gone.rows.map((row) => row.id));
  await enqueue(
    tx,
    met
      .filter((pause) => mine.has(pause.id))
      .map((pause): NewJob => {
        if (pause.kind === 'cancel')
          return { kind: 'cancel', runId: pause.runId, due: now, body: { reason: `event ${event.body.name}` } };
        return {
          kind: 'resume',
          runId: pause.runId,
          ...(pause.stepId ? { stepId: pause.stepId } : {}),
          due: now,
          body: { memo: { data: event.body } },
        };
      }),
  );
}

/** `step.invoke`: past every control that drops or buffers, as the caller waits for this very run. */
async function startInvoked(core: Core, tx: Tx, event: EventRow): Promise<void> {
  const call = event.body.data._inngest;
  if (!isRecord(call)) return;
  const fn = core.registry.get(String(call.fn_id));
  const [run, step] = String(call.correlation_id).split('.');
  if (fn && run && step) await createRun(core, tx, fn, [event], { parent: { run, step } });
}

/** Where a signal goes: the one run that waits for it, which then goes on, or nobody. */
export async function deliverSignal(core: Core, signal: string, data: unknown): Promise<string | undefined> {
  const now = core.clock.now();
  return core.db.tx(async (tx) => {
    const { rows } = await tx.query<{ runId: string; stepId: string }>(
      `delete from engine.pauses where kind = 'signal' and event = $1 and expires > $2 returning run_id as "runId", step_id as "stepId"`,
      [signal, now],
    );
    const waiter = rows[0];
    if (!waiter) return undefined;
    await enqueue(tx, [
      { kind: 'resume', ...waiter, due: now, body: { memo: { data: { signal, data: data ?? null } } } },
    ]);
    return waiter.runId;
  });
}
