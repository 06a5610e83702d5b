import { z } from 'zod';

const runStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;

/** Where the jobs run: our own engine, or an Inngest server that has a console of its own. */
export const EngineState = z.object({
  kind: z.enum(['embedded', 'inngest', 'down']),
  /** Where the console of an Inngest server is. */
  consoleUrl: z.string().nullable(),
});
const JobFunction = z.object({
  id: z.string(),
  name: z.string(),
  isActive: z.boolean(),
  triggers: z.array(z.string()),
});
const RunRow = z.object({
  id: z.string(),
  functionId: z.string(),
  state: z.enum(runStates),
  eventName: z.string().nullable(),
  queuedAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
  error: z.string().nullable(),
});
export const RunFilter = z.object({
  state: z.enum(runStates).nullish(),
  functionId: z.string().max(200).nullish(),
  cursor: z.string().max(60).nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const RunPage = z.object({ rows: z.array(RunRow), nextCursor: z.string().nullable() });
export const RunId = z.object({ runId: z.string().regex(/^[0-9A-Za-z_-]{10,60}$/) });
export const RunDetail = RunRow.extend({
  cancelReason: z.string().nullable(),
  /** JSON as the engine keeps it: events hold ids only, so nothing personal is in it. */
  events: z.array(z.object({ name: z.string(), json: z.string() })),
  steps: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      kind: z.string(),
      state: z.enum(['open', 'failed', 'completed']),
      result: z.string().nullable(),
      createdAt: z.date(),
      endedAt: z.date().nullable(),
    }),
  ),
  failures: z.array(z.object({ stepId: z.string(), attempt: z.number().int(), at: z.date(), error: z.string() })),
  waiting: z.array(z.object({ kind: z.string(), due: z.date(), attempt: z.number().int(), isRunning: z.boolean() })),
});
export const JobsOverview = z.object({ engine: EngineState, functions: z.array(JobFunction) });
export const ChangeRun = RunId.extend({
  change: z.enum(['retry', 'cancel']),
  reason: z.string().trim().min(5).max(500),
});
export const RunChanged = z.object({ outcome: z.enum(['done', 'refused', 'unknown']) });

/** What the worker counts over all tenants; null where a figure does not apply to this deployment. */
const HouseFigures = z.object({
  outboxWaiting: z.number().int(),
  outboxHeld: z.number().int(),
  outboxOldestSeconds: z.number(),
  unsealed: z.number().int(),
  oldestUnsealedSeconds: z.number(),
  lastSealWaitSeconds: z.number(),
  engineDue: z.number().int().nullable(),
  engineOldestDueSeconds: z.number().nullable(),
  runsRunning: z.number().int().nullable(),
  runsFailedDay: z.number().int().nullable(),
});
export const HouseHealth = z.object({
  version: z.string(),
  databaseMs: z.number().nullable(),
  engine: EngineState,
  /** Seconds since each loop of the worker last came round; null when the worker does not answer. */
  loops: z.array(z.object({ name: z.string(), seconds: z.number() })).nullable(),
  figures: HouseFigures.nullable(),
});
