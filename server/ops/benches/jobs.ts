import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inngest } from 'inngest';
import { serve as serveFetch } from 'inngest/edge';
import { serve } from 'inngest/node';
import pg from 'pg';
import { createEngine } from '@/jobs/engine';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { type Bench, median, percentile, round } from './bench';
import { threeSteps } from './jobs-functions';
import { startNextApp } from './jobs-next-app';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const eventKey = randomBytes(16).toString('hex');
const signingKey = `signkey-prod-${randomBytes(32).toString('hex')}`;
const eventsAtOnce = 100;

/** What the SDK alone can do: its handler called in this process, step after step, with no engine, socket or database. */
async function sdkOnly(seconds: number): Promise<number> {
  const client = new Inngest({ id: 'bench-sdk', isDev: true, logger: quiet });
  const handler = serveFetch({ client, functions: threeSteps(client) });
  const url = 'http://localhost/api/inngest?fnId=bench-sdk-three-steps&stepId=step';
  let runs = 0;
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    const steps: Record<string, { data: unknown }> = {};
    for (;;) {
      const stack = Object.keys(steps);
      const event = { id: `e${runs}`, name: 'bench/run.wanted', data: {} };
      const ctx = {
        run_id: `r${runs}`,
        attempt: 0,
        stack: { stack, current: stack.length },
        disable_immediate_execution: false,
        use_api: false,
      };
      const body = JSON.stringify({ version: -1, event, events: [event], steps, ctx, use_api: false });
      const response = await handler(
        new Request(url, { method: 'POST', headers: { 'content-type': 'application/json', host: 'localhost' }, body }),
      );
      if (response.status !== 206) {
        if (response.status !== 200) throw new Error(`the SDK answered ${response.status}: ${await response.text()}`);
        break;
      }
      for (const step of (await response.json()) as { id: string; data: unknown }[])
        steps[step.id] = { data: step.data };
    }
    runs += 1;
  }
  return runs / seconds;
}

const nothingLeft = async (db: pg.Client): Promise<boolean> => {
  const { rows } = await db.query<{ open: string }>(
    `select (select count(*) from engine.runs where ended_at is null) + (select count(*) from engine.jobs where kind = 'event') as open`,
  );
  return rows[0]?.open === '0';
};

/** Sends `count` events and waits until all their runs have ended; runs per second from first send to last end. */
async function throughput(client: Inngest, db: pg.Client, count: number): Promise<number> {
  const startedAt = performance.now();
  for (let sent = 0; sent < count; sent += eventsAtOnce)
    await client.send(
      Array.from({ length: Math.min(eventsAtOnce, count - sent) }, () => ({ name: 'bench/run.wanted', data: {} })),
    );
  while (!(await nothingLeft(db))) await sleep(25);
  const perSecond = (count * 1_000) / (performance.now() - startedAt);
  const { rows } = await db.query<{ n: string }>(`select count(*) as n from engine.runs where status <> 'completed'`);
  if (rows[0]?.n !== '0') throw new Error(`${rows[0]?.n} runs did not complete`);
  return perSecond;
}

export const bench: Bench = async ({ quick, say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data') });
  const db = new pg.Client({ connectionString: server.url });
  await db.connect();
  const engine = createEngine({
    databaseUrl: server.url,
    eventKey,
    signingKey,
    log: (level, message) => level === 'error' && say(message),
  });
  const baseUrl = await engine.listen();
  const connect = (id: string) => new Inngest({ id, baseUrl, eventKey, signingKey, isDev: false, logger: quiet });
  const client = connect('bench-worker');
  let startedAt = 0;
  const latencies: number[] = [];
  const ping = client.createFunction({ id: 'ping', triggers: [{ event: 'bench/ping' }] }, ({ step }) =>
    step.run('seen', () => void latencies.push(performance.now() - startedAt)),
  );
  const app = createServer(serve({ client, functions: [...threeSteps(client), ping] }));
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const address = app.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  await engine.start();
  const appUrl = `http://127.0.0.1:${address.port}/api/inngest`;
  await engine.sync(appUrl);
  try {
    await throughput(client, db, 20);
    const [size, rounds] = quick ? [150, 1] : [600, 3];
    const measured = { worker: [] as number[], sdk: [] as number[], next: [] as number[] };
    for (let n = 0; n < rounds; n += 1) {
      measured.sdk.push(await sdkOnly(quick ? 2 : 4));
      measured.worker.push(await throughput(client, db, size));
      say(
        `round ${n + 1}: ${Math.round(measured.worker.at(-1) ?? 0)} runs/s in the worker, the SDK alone ${Math.round(measured.sdk.at(-1) ?? 0)}`,
      );
    }
    for (let n = 0; n < (quick ? 30 : 100); n += 1) {
      const had = latencies.length;
      startedAt = performance.now();
      await client.send({ name: 'bench/ping', data: {} });
      while (latencies.length === had) await sleep(2);
      await sleep(40);
    }
    latencies.sort((a, b) => a - b);
    const next = await startNextApp(
      { INNGEST_BASE_URL: baseUrl, INNGEST_EVENT_KEY: eventKey, INNGEST_SIGNING_KEY: signingKey, INNGEST_DEV: '0' },
      say,
    );
    try {
      await withRetry(() => engine.sync(next.url));
      // The worker's app no longer answers for this event: else both would run.
      await db.query(`update engine.functions set active = false where app = 'bench-worker'`);
      await db.query(`update engine.meta set value = value + 1 where key = 'registry'`);
      await sleep(1_500);
      const other = connect('bench-next');
      await throughput(other, db, 20);
      for (let n = 0; n < rounds; n += 1) measured.next.push(await throughput(other, db, Math.round(size / 2)));
    } finally {
      await next.stop();
    }
    const [worker, sdk] = [median(measured.worker), median(measured.sdk)];
    return {
      runsPerSecond: round(worker, 1),
      runsPerSecondNext: round(median(measured.next), 1),
      sdkOnlyRunsPerSecond: round(sdk, 1),
      ratio: round(worker / sdk, 3),
      sendToStepP50Ms: round(percentile(latencies, 0.5), 1),
      sendToStepP95Ms: round(percentile(latencies, 0.95), 1),
      goal: { ratio: 0.5, runsPerSecond: 40, runsPerSecondNext: 25, sendToStepP50Ms: 25 },
    };
  } finally {
    await engine.close();
    app.closeAllConnections();
    app.close();
    await db.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

async function withRetry(run: () => Promise<unknown>): Promise<void> {
  for (let left = 40; ; left -= 1) {
    try {
      await run();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(250);
    }
  }
}
