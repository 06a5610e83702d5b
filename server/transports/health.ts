import { house } from './composition';

export type Health = {
  status: 'ok' | 'down';
  version: string;
  database: 'ok' | 'down';
  jobs: string;
  gateways: Record<string, number> | 'none' | 'down';
};

const version = process.env.APP_VERSION ?? '0.1.0';

async function databaseState(): Promise<Health['database']> {
  try {
    const connection = await (await house()).database.acquire();
    await connection.query({ text: 'select 1' }).finally(() => connection.release());
    return 'ok';
  } catch {
    return 'down';
  }
}

type WorkerAnswer = { jobs: string; gateways: Record<string, number> };

/** The worker is another process; without an address for it, jobs are Inngest's and there are no gateways here. */
async function workerState(): Promise<Pick<Health, 'jobs' | 'gateways'>> {
  const url = process.env.WORKER_URL;
  if (!url) return { jobs: 'inngest', gateways: 'none' };
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) });
    const { jobs, gateways } = (await response.json()) as WorkerAnswer; // our own worker's answer
    return response.ok ? { jobs, gateways } : { jobs: 'down', gateways: 'down' };
  } catch {
    return { jobs: 'down', gateways: 'down' };
  }
}

/** 503 until everything the house needs answers. Says nothing a stranger could use. */
export async function healthResponse(): Promise<Response> {
  const [database, worker] = await Promise.all([databaseState(), workerState()]);
  const isUp = database === 'ok' && worker.jobs !== 'down';
  const body: Health = { status: isUp ? 'ok' : 'down', version, database, ...worker };
  return Response.json(body, { status: isUp ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
