import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { command, query } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { BreakPage, ExplainBreak, ListBreaks, ListRuns, RunPage, RunRef } from './contract';
import {
  insertRun,
  lockBreak,
  lockRun,
  pageOfBreaks,
  pageOfRuns,
  runningRun,
  updateBreak,
  updateRun,
} from './repository';

/** A run that has not ended by then died, and stands in nobody's way. */
const runTakesMs = 3_600_000;

/** Asks for a comparison of all accounts now. A job makes it. */
export const startRun = command({
  name: 'reconciliation.run.start',
  actors: ['staff', 'job'],
  input: z.object({}),
  output: RunRef,
  run: async (uow) => {
    const running = await runningRun(uow);
    if (running && uow.now.getTime() - running.startedAt.getTime() < runTakesMs)
      throw new Refusal('conflict', 'run_in_progress', { params: { run: running.id } });
    if (running) await updateRun(uow, running.id, { state: 'abandoned', finishedAt: uow.now });
    const id = uow.id('reconciliationRun');
    const none = { accounts: 0, matched: 0, waiting: 0, unreachable: 0, breaks: 0, totals: [] };
    const trigger = uow.actor.kind === 'staff' ? 'person' : 'clock';
    await insertRun(uow, { id, kind: 'platform_balances', trigger, state: 'running', startedAt: uow.now, ...none });
    uow.audit({ object: { type: 'reconciliationRun', id }, changes: { state: [null, 'running'] }, facts: { trigger } });
    uow.emit({ name: 'reconciliation/run.requested', data: { runId: id } });
    return { id };
  },
});

const count = z.number().int().min(0);

export const finishRun = command({
  name: 'reconciliation.run.finish',
  actors: ['job'],
  input: RunRef.extend({
    accounts: count,
    matched: count,
    waiting: count,
    unreachable: count,
    breaks: count,
    totals: z.array(
      z.object({
        asset: z.string(),
        ledger: z.string().regex(/^-?\d{1,25}$/),
        platform: z.string().regex(/^-?\d{1,25}$/),
      }),
    ),
  }),
  output: RunRef,
  run: async (uow, { id, ...result }) => {
    const run = found(await lockRun(uow, id), 'run_not_found');
    await updateRun(uow, id, { ...result, state: 'finished', finishedAt: uow.now });
    uow.audit({
      object: { type: 'reconciliationRun', id },
      changes: { state: [run.state, 'finished'] },
      facts: result,
    });
    uow.emit({ name: 'reconciliation/run.finished', data: { runId: id } });
    return { id };
  },
});

export const listRuns = query({
  name: 'reconciliation.run.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ListRuns,
  output: RunPage,
  run: (read, input) => pageOfRuns(read, input),
});

export const listBreaks = query({
  name: 'reconciliation.break.list',
  actors: ['staff', 'apiKey', 'job'],
  input: ListBreaks,
  output: BreakPage,
  run: (read, input) => pageOfBreaks(read, 'reconciliation.break.list', input),
});

/** Known and accepted as it is. A difference that grows or shrinks is open again. */
export const explainBreak = command({
  name: 'reconciliation.break.explain',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ExplainBreak,
  output: z.object({ id: idSchema('breakItem') }),
  run: async (uow, { id, reason }) => {
    const row = found(await lockBreak(uow, id), 'break_not_found');
    await requireReach(uow, 'reconciliation.break.explain', row.clientId);
    if (row.state !== 'open') throw new Refusal('conflict', 'break_not_open');
    await updateBreak(uow, id, { state: 'explained', explanation: reason, explainedBy: uow.actor.name });
    await closeWork(uow, id, 'explained', 'reconciliation_break');
    uow.audit({
      object: { type: 'breakItem', id },
      client: row.clientId,
      changes: { state: ['open', 'explained'] },
      facts: { kind: row.kind, differenceMinor: row.differenceMinor, asset: row.asset },
      reason,
    });
    return { id };
  },
});
