import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import type { OperationsPort } from '@/server/modules/tenancy/ports';
import { FunctionsAnswer, RunsAnswer, readRun } from './answers';

type WorkerAddresses = {
  readonly workerUrl: string | null;
  readonly engineUrl: string | null;
  readonly signingKey: string;
};

const WorkerHealth = z.object({ jobs: z.enum(['embedded', 'inngest']), gateways: z.record(z.string(), z.number()) });
const count = z.number().int();
const WorkerFigures = z.object({
  outboxWaiting: count,
  outboxHeld: count,
  outboxOldestSeconds: z.number(),
  unsealed: count,
  oldestUnsealedSeconds: z.number(),
  lastSealWaitSeconds: z.number(),
  engineDue: count.nullable(),
  engineOldestDueSeconds: z.number().nullable(),
  runsRunning: count.nullable(),
  runsFailedDay: count.nullable(),
});
const timeoutMs = 4_000;

const refused = (reason: string) => new Refusal('unavailable', reason);

/** The worker answers on the deployment's own network; the engine wants the signing key besides. */
export function createWorkerOperations({ workerUrl, engineUrl, signingKey }: WorkerAddresses): OperationsPort {
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(url, { ...init, cache: 'no-store', signal: AbortSignal.timeout(timeoutMs) });
    } catch {
      throw refused('worker_unreachable');
    }
  };
  const fromWorker = async <S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | null> => {
    if (!workerUrl) return null;
    try {
      const response = await ask(`${workerUrl}${path}`);
      return response.ok ? schema.parse(await response.json()) : null;
    } catch {
      return null;
    }
  };
  const engineOf = async (): ReturnType<OperationsPort['engine']> => {
    // Without a worker of ours somebody else's engine calls the app.
    if (!workerUrl) return { kind: 'inngest', consoleUrl: engineUrl };
    const health = await fromWorker('/health', WorkerHealth);
    if (!health) return { kind: 'down', consoleUrl: null };
    return { kind: health.jobs, consoleUrl: health.jobs === 'inngest' ? engineUrl : null };
  };
  const onEngine = async (path: string, method = 'GET'): Promise<Response> => {
    const { kind } = await engineOf();
    if (kind === 'inngest') throw refused('jobs_run_elsewhere');
    if (kind === 'down' || !engineUrl) throw refused('worker_unreachable');
    return ask(`${engineUrl}${path}`, { method, headers: { authorization: `Bearer ${signingKey}` } });
  };
  const read = async (path: string): Promise<unknown> => {
    const response = await onEngine(path);
    if (!response.ok) throw refused('engine_refused');
    return response.json();
  };
  return {
    engine: engineOf,
    functions: async () => FunctionsAnswer.parse(await read('/v1/functions')).data,
    runs: async ({ state, functionId, cursor, limit }) => {
      const query = new URLSearchParams({ limit: String(limit) });
      if (state) query.set('status', state);
      if (functionId) query.set('function', functionId);
      if (cursor) query.set('cursor', cursor);
      const answer = RunsAnswer.parse(await read(`/v1/runs?${query}`));
      return { rows: answer.data, nextCursor: answer.cursor };
    },
    run: async (id) => {
      const response = await onEngine(`/v1/runs/${encodeURIComponent(id)}`);
      if (response.status === 404) return null;
      if (!response.ok) throw refused('engine_refused');
      return readRun(await response.json());
    },
    change: async (id, change) => {
      const path = `/v1/runs/${encodeURIComponent(id)}`;
      const response = await (change === 'retry' ? onEngine(`${path}/retry`, 'POST') : onEngine(path, 'DELETE'));
      if (response.status === 409) return 'refused';
      if (!response.ok) throw refused('engine_refused');
      return 'done';
    },
    worker: async () => {
      const [health, figures] = await Promise.all([
        fromWorker('/health', WorkerHealth),
        fromWorker('/figures', WorkerFigures),
      ]);
      const loops = health && Object.entries(health.gateways).map(([name, ms]) => ({ name, seconds: ms / 1_000 }));
      return { loops, figures };
    },
  };
}
