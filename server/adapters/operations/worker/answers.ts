import { z } from 'zod';
import type { OperationsPort } from '@/server/modules/tenancy/ports';

/** The engine's answers as `jobs/engine/console.ts` gives them, read as strictly as a stranger's. */
const runStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
const instant = z.coerce.date();
const json = (value: unknown): string => JSON.stringify(value, null, 2) ?? 'null';

const Failure = z.looseObject({ message: z.string().optional(), name: z.string().optional() }).nullable();
const words = (error: z.output<typeof Failure>): string | null =>
  error === null ? null : (error.message ?? error.name ?? json(error));

const Run = z
  .object({
    run_id: z.string(),
    function_id: z.string(),
    status: z.enum(runStates),
    event_name: z.string().nullable(),
    queued_at: instant,
    run_started_at: instant.nullable(),
    ended_at: instant.nullable(),
    error: Failure,
    cancel_reason: z.string().nullable(),
  })
  .transform((run) => ({
    id: run.run_id,
    functionId: run.function_id,
    state: run.status,
    eventName: run.event_name,
    queuedAt: run.queued_at,
    startedAt: run.run_started_at,
    endedAt: run.ended_at,
    error: words(run.error),
    cancelReason: run.cancel_reason,
  }));

export const RunsAnswer = z.object({ data: z.array(Run), cursor: z.string().nullable() });

const Parts = z.object({
  events: z.array(z.looseObject({ name: z.string() })),
  steps: z.array(
    z.object({
      id: z.string(),
      name: z.string().nullable(),
      op: z.string(),
      status: z.enum(['open', 'failed', 'completed']),
      result: z.unknown(),
      created_at: instant,
      ended_at: instant.nullable(),
    }),
  ),
  failures: z.array(z.object({ step_id: z.string(), attempt: z.number().int(), at: instant, error: Failure })),
  queue: z.array(z.object({ kind: z.string(), due: instant, attempt: z.number().int(), is_running: z.boolean() })),
});

const Envelope = z.object({ data: z.unknown() });

export function readRun(answer: unknown): NonNullable<Awaited<ReturnType<OperationsPort['run']>>> {
  const { data } = Envelope.parse(answer);
  const parts = Parts.parse(data);
  return {
    ...Run.parse(data),
    events: parts.events.map((event) => ({ name: event.name, json: json(event) })),
    steps: parts.steps.map((step) => ({
      id: step.id,
      name: step.name ?? step.id,
      kind: step.op,
      state: step.status,
      result: step.result === null || step.result === undefined ? null : json(step.result),
      createdAt: step.created_at,
      endedAt: step.ended_at,
    })),
    failures: parts.failures.map((failure) => ({
      stepId: failure.step_id,
      attempt: failure.attempt,
      at: failure.at,
      error: words(failure.error) ?? '',
    })),
    waiting: parts.queue.map((job) => ({
      kind: job.kind,
      due: job.due,
      attempt: job.attempt,
      isRunning: job.is_running,
    })),
  };
}

export const FunctionsAnswer = z.object({
  data: z.array(
    z
      .object({
        id: z.string(),
        is_active: z.boolean(),
        name: z.string(),
        triggers: z.array(z.looseObject({ event: z.string().optional(), cron: z.string().optional() })),
      })
      .transform((fn) => ({
        id: fn.id,
        name: fn.name,
        isActive: fn.is_active,
        triggers: fn.triggers.map(({ event, cron }) => event ?? cron ?? '').filter((text) => text !== ''),
      })),
  ),
});
