import type { Tx } from './database';
import { loadEvents, storeEvents } from './events';
import type { Core, Ending, Run, StoredEvent } from './types';
import { ulid } from './ulid';

const lifecycle = /^inngest\/function\.(finished|failed|cancelled)$/;

/** `inngest/function.finished` and, beside it, `.failed` or `.cancelled`. */
export const lifecycleNames = ({ status }: Ending): string[] => [
  'inngest/function.finished',
  ...(status === 'completed' ? [] : [`inngest/function.${status}`]),
];

/** Only the events a trigger or a wait listens for are written: most runs end unheard. */
export async function emitLifecycle(core: Core, tx: Tx, run: Run, ending: Ending, wanted: string[]): Promise<void> {
  const events = await loadEvents(tx, run.eventIds);
  const trigger = events[0]?.body;
  // A failure handler that fails would otherwise call itself for ever.
  if (!trigger || lifecycle.test(trigger.name)) return;
  const now = core.clock.now();
  const data = {
    function_id: run.fn,
    run_id: run.id,
    event: trigger,
    events: events.map((event) => event.body),
    ...resultOf(run, ending),
  };
  await storeEvents(
    tx,
    wanted.map((name) => {
      const id = ulid(now.getTime(), core.rng.bytes(10));
      const body: StoredEvent = { id: name.endsWith('finished') ? id : run.id, name, data, ts: now.getTime() };
      return { id, body };
    }),
    now,
  );
}

function resultOf(run: Run, ending: Ending): Record<string, unknown> {
  const correlation = run.parentRun ? { correlation_id: `${run.parentRun}.${run.parentStep}` } : {};
  const internal = { _inngest: { status: internalStatus[ending.status], ...correlation } };
  if (ending.status === 'completed') return { ...internal, result: ending.output ?? null };
  if (ending.status === 'failed') return { ...internal, error: ending.error };
  return { ...internal, error: { name: 'Cancelled', message: `function cancelled: ${ending.reason}` } };
}

const internalStatus = { completed: 'Completed', failed: 'Failed', cancelled: 'Cancelled' } as const;
