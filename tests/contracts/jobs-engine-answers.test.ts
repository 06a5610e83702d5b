import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '@/jobs/engine';
import { manualClock } from '@/server/kernel/clock';
import { callApi, emptyDatabase, eventKey, isExternal, quiet, signingKey } from './jobs-engine/harness';

interface Scripted {
  status: number;
  headers?: Record<string, string>;
  body: string;
}
interface Received {
  path: string;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
}
const contextOf = (call: Received) =>
  call.body.ctx as { attempt?: number; disable_immediate_execution?: boolean } | undefined;
const sdk = { 'x-inngest-sdk': 'inngest-js:v4.24.0' };

/** An app that answers what the test says, as proxies, streams and other SDKs do. */
describe.skipIf(isExternal)('answers of an app', () => {
  const clock = manualClock(new Date('2026-03-01T12:00:00Z'));
  let engine: Engine;
  let app: Server;
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let script: Scripted[] = [];
  let calls: Received[] = [];

  beforeAll(async () => {
    database = await emptyDatabase();
    engine = createEngine({
      databaseUrl: database.url,
      eventKey,
      signingKey,
      clock,
      rng: { next: () => 0, bytes: (n) => crypto.getRandomValues(new Uint8Array(n)) },
    });
    const base = await engine.listen();
    app = createServer(async (request, response) => {
      let text = '';
      for await (const chunk of request) text += chunk;
      calls.push({ path: request.url ?? '', body: JSON.parse(text), headers: request.headers });
      const next = script.shift() ?? { status: 200, headers: sdk, body: '"end of script"' };
      response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers }).end(next.body);
    });
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const address = app.address();
    const url = `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}/x`;
    const registered = await fetch(new URL('/fn/register', base), {
      method: 'POST',
      headers: { authorization: `Bearer ${signingKey}` },
      body: JSON.stringify({
        url,
        appName: 'scripted',
        framework: null,
        functions: [
          {
            id: 'scripted-f',
            name: 'f',
            triggers: [{ event: 'a/go', expression: null }],
            concurrency: 5,
            steps: {
              step: {
                id: 'step',
                name: 'step',
                runtime: { type: 'http', url: `${url}?fnId=scripted-f&stepId=step` },
                retries: { attempts: 2 },
              },
            },
          },
        ],
      }),
    });
    expect(registered.status).toBe(200);
  });
  afterEach(() => {
    script = [];
    calls = [];
  });
  afterAll(async () => {
    app.closeAllConnections();
    app.close();
    await engine.close();
    await database.drop();
  });

  async function play(answers: Scripted[]): Promise<Record<string, unknown>> {
    script = answers;
    const base = engine.address ?? '';
    const sent = await fetch(new URL(`/e/${eventKey}`, base), {
      method: 'POST',
      body: JSON.stringify({ name: 'a/go', data: {} }),
    });
    const { ids } = await sent.json();
    for (;;) {
      await engine.drain();
      const next = await engine.nextDue();
      if (!next) break;
      clock.set(next);
    }
    const { body } = await callApi(base, 'GET', `/v1/events/${ids[0]}/runs`);
    return (body.data as Record<string, unknown>[])[0] ?? {};
  }

  test('a call carries the state in the shape the SDK reads', async () => {
    const run = await play([
      {
        status: 206,
        headers: sdk,
        body: JSON.stringify([{ id: 'aa', op: 'StepRun', displayName: 'a', data: { v: 1 } }]),
      },
    ]);
    expect(run).toMatchObject({ status: 'completed', output: 'end of script' });
    expect(calls).toHaveLength(2);
    expect(calls[1]?.path).toBe('/x?fnId=scripted-f&stepId=step');
    expect(calls[1]?.headers).toMatchObject({
      'x-run-id': run.run_id,
      'x-inngest-req-version': '-1',
      'x-inngest-server-kind': 'cloud',
    });
    expect(calls[1]?.headers['x-inngest-signature']).toMatch(/^t=\d+&s=[0-9a-f]{64}$/);
    expect(calls[1]?.body).toMatchObject({
      version: -1,
      use_api: false,
      event: { name: 'a/go', data: {}, ts: clock.now().getTime() },
      steps: { aa: { data: { v: 1 } } },
      ctx: {
        run_id: run.run_id,
        attempt: 0,
        max_attempts: 3,
        disable_immediate_execution: false,
        stack: { stack: ['aa'], current: 1 },
      },
    });
  });

  test('a page of a proxy is a failed attempt, not a result', async () => {
    const run = await play([
      { status: 200, body: '<html>' },
      { status: 502, body: 'Bad Gateway' },
    ]);
    expect(run).toMatchObject({ status: 'completed', output: 'end of script' });
    expect(calls.map((call) => contextOf(call)?.attempt)).toEqual([0, 1, 2]);
  });

  test('attempts end: 401 and broken JSON are tried again, then the run fails', async () => {
    const unauthorized = { status: 401, headers: sdk, body: '{"message":"Unauthorized"}' };
    const run = await play([unauthorized, { status: 200, headers: sdk, body: '{"cut' }, unauthorized]);
    expect(run).toMatchObject({ status: 'failed', error: { message: 'Unauthorized' } });
  });

  test('a streamed answer is unwrapped', async () => {
    const inner = { status: 206, headers: {}, body: JSON.stringify([{ id: 'aa', op: 'StepRun', data: 1 }]) };
    const run = await play([
      { status: 201, headers: sdk, body: `   \n${JSON.stringify(inner)}` },
      {
        status: 201,
        headers: sdk,
        body: JSON.stringify({
          status: 500,
          headers: { 'X-Inngest-No-Retry': 'true' },
          body: '{"name":"E","message":"streamed"}',
        }),
      },
    ]);
    expect(run).toMatchObject({ status: 'failed', error: { name: 'E', message: 'streamed' } });
    expect(calls).toHaveLength(2);
  });

  test('no-retry ends at once, retry-after names the time, the table rules otherwise', async () => {
    const started = clock.now().getTime();
    const failed = {
      status: 500,
      headers: { ...sdk, 'x-inngest-no-retry': 'false' },
      body: '{"name":"E","message":"m"}',
    };
    await play([failed, { ...failed, headers: { ...failed.headers, 'retry-after': '4' } }]);
    expect(clock.now().getTime() - started).toBe(15_000 + 4_000);
    const run = await play([
      { status: 400, headers: { ...sdk, 'x-inngest-no-retry': 'true' }, body: '{"name":"E","message":"m"}' },
    ]);
    expect(run).toMatchObject({ status: 'failed', error: { message: 'm' } });
  });

  test('an operation nobody knows fails the run and says so', async () => {
    const run = await play([
      { status: 206, headers: sdk, body: JSON.stringify([{ id: 'aa', op: 'Teleport', displayName: 'beam' }]) },
    ]);
    expect(run).toMatchObject({
      status: 'failed',
      error: { name: 'unsupported_operation', message: expect.stringContaining('Teleport') },
    });
  });

  const stepIds = () => calls.map((call) => new URL(call.path, 'http://x').searchParams.get('stepId'));
  const ops = (...list: object[]): Scripted => ({ status: 206, headers: sdk, body: JSON.stringify(list) });
  const planned = (id: string) => ({ id, op: 'StepPlanned', name: id });
  const ran = (id: string, data: unknown) => ({ id, op: 'StepRun', data });

  test('after parallel steps the function is asked once, when the last of them is there', async () => {
    await play([ops(planned('aa'), planned('bb')), ops(ran('aa', 1)), ops(ran('bb', 2))]);
    expect(stepIds()).toEqual(['step', 'aa', 'bb', 'step']);
    expect(calls.at(-1)?.body.ctx).toMatchObject({
      disable_immediate_execution: false,
      stack: { stack: ['aa', 'bb'] },
    });
  });

  test('an operation that is named again while it is open is done once', async () => {
    const nap = (id: string, name: string) => ({ id, op: 'Sleep', name });
    const started = clock.now().getTime();
    const run = await play([
      ops(nap('zz', '10s'), nap('ee', '1s'), nap('ff', '1s')),
      ops(nap('zz', '10s'), planned('aa')),
      ops({ id: 'aa', op: 'StepError', error: { name: 'E', message: 'again in 15 s' } }),
      ops(nap('zz', '10s'), planned('aa')),
      ops(planned('aa')),
      ops(ran('aa', 1)),
    ]);
    expect(run).toMatchObject({ status: 'completed' });
    expect(clock.now().getTime() - started).toBe(1_000 + 15_000);
    expect(stepIds()).toEqual(['step', 'step', 'aa', 'step', 'step', 'aa', 'step']);
  });

  test('while anything else of the run is open, the function may plan but not run at once', async () => {
    await play([ops({ id: 'zz', op: 'Sleep', name: '10s' }, { id: 'ee', op: 'Sleep', name: '1s' }), ops()]);
    const flags = calls.map((call) => contextOf(call)?.disable_immediate_execution);
    expect(flags).toEqual([false, true, false]);
  });

  test('a step keeps its first result', async () => {
    await play([ops(ran('aa', 'first')), ops(ran('aa', 'second'), ran('bb', 1))]);
    expect(calls.at(-1)?.body.steps).toEqual({ aa: { data: 'first' }, bb: { data: 1 } });
  });

  test('an app that is not there is an error that says so, attempt after attempt', async () => {
    const own = createEngine({
      databaseUrl: database.url,
      eventKey,
      signingKey,
      clock,
      fetch: () => Promise.reject(new Error('connect ECONNREFUSED')),
    });
    const request = new Request(`http://engine/e/${eventKey}`, { method: 'POST', body: '{"name":"a/go","data":{}}' });
    const { ids } = await (await own.handle(request)).json();
    for (let i = 0; i < 3; i++) {
      await own.drain();
      clock.advance(120_000);
    }
    const asked = await own.handle(
      new Request(`http://engine/v1/events/${ids[0]}/runs`, { headers: { authorization: `Bearer ${signingKey}` } }),
    );
    expect((await asked.json()).data[0]).toMatchObject({
      status: 'failed',
      error: { name: 'unreachable', message: expect.stringContaining('ECONNREFUSED') },
    });
    await own.close();
  });
});

test.skipIf(isExternal)('engine and app talk without a socket', async () => {
  const database = await emptyDatabase();
  let app: (request: Request) => Promise<Response> = () => Promise.reject(new Error('not there yet'));
  const engine = createEngine({
    databaseUrl: database.url,
    eventKey,
    signingKey,
    fetch: (url, init) => app(new Request(url, { ...init, headers: { ...init.headers, host: new URL(url).host } })),
  });
  const client = new Inngest({
    id: 'socketless',
    baseUrl: 'http://engine',
    eventKey,
    signingKey,
    isDev: false,
    logger: quiet,
    fetch: (input, init) => engine.handle(new Request(input, init)),
  });
  const seen: number[] = [];
  const fn = client.createFunction({ id: 'f', triggers: { event: 'no/socket' } }, async ({ event, step }) => {
    const n = Number(await step.run('one', () => event.data.n + 1));
    seen.push(await step.run('two', () => n * 10));
  });
  app = serve({ client, functions: [fn] });
  await engine.sync('http://app.local/api/inngest');
  await client.send({ name: 'no/socket', data: { n: 3 } });
  await engine.drain();
  expect(seen).toEqual([40]);
  await engine.close();
  await database.drop();
});
