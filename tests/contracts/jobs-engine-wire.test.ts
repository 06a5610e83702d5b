import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, eventKey, type Harness, isExternal, serveApp, signingKey, startHarness } from './jobs-engine/harness';
import { Journal } from './jobs-engine/journal';

const journal = new Journal();
const jsonHeaders = { 'content-type': 'application/json' };

// These look at the engine itself, not through the SDK: another engine has other words for the same.
describe.skipIf(isExternal)('the wire', () => {
  let harness: Harness;
  let base: string;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(new URL(path, base), {
      method: 'POST',
      headers: { ...jsonHeaders, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  beforeAll(async () => {
    harness = await startHarness((client) => [
      client.createFunction({ id: 'echo', triggers: { event: 'w/echo' } }, async ({ event, step }) => {
        const said = await step.run('say', () => journal.note(`echo/${event.data.key}`, event.data) && event.data.text);
        return { said };
      }),
      client.createFunction({ id: 'mends', retries: 0, triggers: { event: 'w/mends' } }, async ({ event, step }) => {
        const key = event.data.key;
        await step.run('first', () => journal.note(`mends/first/${key}`));
        await step.run('second', () => {
          journal.note(`mends/second/${key}`);
          if (journal.count(`mends/second/${key}`) === 1) throw new Error('not yet');
        });
        return 'mended';
      }),
      client.createFunction({ id: 'idle', triggers: { event: 'w/idle' } }, async ({ event, step }) => {
        await step.sleep('long', '1h');
        journal.note(`idle/${event.data.key}`);
      }),
      client.createFunction(
        { id: 'fetches', retries: 1, triggers: { event: 'w/fetches' } },
        async ({ event, step }) => {
          const response = await step.fetch(event.data.url);
          journal.note(`fetches/${event.data.key}`, { status: response.status, text: await response.text() });
        },
      ),
      client.createFunction({ id: 'huge', triggers: { event: 'w/huge' } }, () => 'x'.repeat(5 * 1024 * 1024)),
    ]);
    base = harness.engine?.address ?? '';
  });
  afterAll(() => harness?.close());

  const runOf = async (eventId: string) => {
    const { body } = await harness.api('GET', `/v1/events/${eventId}/runs`);
    const [run] = body.data as Record<string, unknown>[];
    return run ?? {};
  };
  const detailOf = async (runId: unknown) =>
    (await harness.api('GET', `/v1/runs/${runId}`)).body.data as Record<string, never>;

  test('the app refuses a call that is not signed, or signed with another key, or long ago', async () => {
    const body = JSON.stringify({
      event: { name: 'w/echo', data: {} },
      events: [],
      steps: {},
      ctx: { run_id: 'x', attempt: 0 },
    });
    const url = `${harness.appUrl}?fnId=${harness.client.id}-echo&stepId=step`;
    const { sign } = await import('@/jobs/engine/signature');
    const now = Math.floor(Date.now() / 1000);
    const call = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers: { ...jsonHeaders, ...headers }, body });
    expect((await call({})).status).toBe(401);
    expect((await call({ 'x-inngest-signature': sign(body, 'signkey-prod-00', now) })).status).toBe(401);
    expect((await call({ 'x-inngest-signature': sign(body, signingKey, now - 3600) })).status).toBe(401);
    expect((await fetch(harness.appUrl)).status).toBe(401);
  });

  test('the engine refuses events without the event key, and everything else without the signing key', async () => {
    const events = await post('/e/wrong', [{ name: 'w/echo', data: {} }]);
    expect([events.status, await events.json()]).toEqual([401, { ids: [], status: 401, error: 'Event key not found' }]);
    for (const [method, path] of [
      ['POST', '/fn/register'],
      ['POST', '/v1/signals'],
      ['GET', '/v1/runs'],
      ['GET', '/v1/runs/x'],
      ['DELETE', '/v1/runs/x'],
      ['POST', '/v1/runs/x/retry'],
      ['GET', '/v1/events/x/runs'],
      ['POST', '/v1/checkpoint/x/async'],
    ] as const) {
      expect((await fetch(new URL(path, base), { method })).status, path).toBe(401);
      const wrong = await fetch(new URL(path, base), { method, headers: { authorization: 'Bearer signkey-prod-00' } });
      expect(wrong.status, path).toBe(401);
    }
    expect((await fetch(new URL('/health', base))).status).toBe(200);
  });

  test('events that cannot be are refused with a reason, and nothing of the batch is stored', async () => {
    const good = { name: 'w/echo', data: { key: journal.unique() } };
    const bad = [{}, { name: '' }, { name: 'x', data: 5 }, { name: 'inngest/function.invoked', data: {} }, 7, null];
    for (const event of bad) {
      const answer = await post(`/e/${eventKey}`, [good, event]);
      expect(answer.status, JSON.stringify(event)).toBe(400);
      expect(await answer.json()).toMatchObject({ ids: [], status: 400, error: expect.any(String) });
    }
    expect((await post(`/e/${eventKey}`, '{')).status).toBe(400);
    await harness.pass(1);
    expect(journal.count(`echo/${good.data.key}`)).toBe(0);
  });

  test('a send that is repeated with its seed is the same send', async () => {
    const key = journal.unique();
    const seed = { 'x-inngest-event-id-seed': `${Date.now()},${Buffer.from('0123456789').toString('base64')}` };
    const events = [
      { name: 'w/echo', data: { key } },
      { name: 'w/echo', data: { key } },
    ];
    const first = await (await post(`/e/${eventKey}`, events, seed)).json();
    const second = await (await post(`/e/${eventKey}`, events, seed)).json();
    expect(second).toEqual(first);
    expect(new Set(first.ids).size).toBe(2);
    await harness.pass(1);
    expect(journal.count(`echo/${key}`)).toBe(2);
  });

  test('a run can be looked at: events, steps, result', async () => {
    const { ids } = await harness.client.send({
      name: 'w/echo',
      data: { key: journal.unique(), text: 'nul \u0000 ü 𝄞' },
    });
    await harness.pass(1);
    const run = await runOf(ids[0] ?? '');
    expect(run).toMatchObject({ status: 'completed', function_id: `${harness.client.id}-echo`, event_name: 'w/echo' });
    expect(await detailOf(run.run_id)).toMatchObject({
      output: { said: 'nul \u0000 ü 𝄞' },
      steps: [{ name: 'say', status: 'completed', result: { data: 'nul \u0000 ü 𝄞' } }],
      events: [{ name: 'w/echo' }],
      queue: [],
    });
  });

  test('a failed run shows why, and a retry goes on where it stood', async () => {
    const key = journal.unique();
    const { ids } = await harness.client.send({ name: 'w/mends', data: { key } });
    await harness.pass(1);
    const run = await runOf(ids[0] ?? '');
    expect(run).toMatchObject({ status: 'failed', error: { message: 'not yet' } });
    expect((await detailOf(run.run_id)).failures).toMatchObject([{ attempt: 0, error: { message: 'not yet' } }, {}]);
    expect((await harness.api('POST', `/v1/runs/${run.run_id}/retry`)).status).toBe(202);
    await harness.pass(1);
    expect(await runOf(ids[0] ?? '')).toMatchObject({ status: 'completed', output: 'mended' });
    expect([journal.count(`mends/first/${key}`), journal.count(`mends/second/${key}`)]).toEqual([1, 2]);
    expect((await harness.api('POST', `/v1/runs/${run.run_id}/retry`)).status).toBe(409);
  });

  test('an operator cancels a run; it never wakes again', async () => {
    const key = journal.unique();
    const { ids } = await harness.client.send({ name: 'w/idle', data: { key } });
    await harness.pass(1);
    const run = await runOf(ids[0] ?? '');
    expect((await detailOf(run.run_id)).queue).toMatchObject([{ kind: 'resume' }]);
    expect((await harness.api('DELETE', `/v1/runs/${run.run_id}`)).status).toBe(202);
    await harness.engine?.drain();
    expect(await detailOf(run.run_id)).toMatchObject({ status: 'cancelled', queue: [] });
    await harness.pass(2 * 3600);
    expect(await runOf(ids[0] ?? '')).toMatchObject({ status: 'cancelled', cancel_reason: 'operator' });
    expect(journal.count(`idle/${key}`)).toBe(0);
    expect((await harness.api('DELETE', `/v1/runs/${run.run_id}`)).status).toBe(409);
    expect((await harness.api('GET', '/v1/runs/nothing')).status).toBe(404);
  });

  test('the run list filters and pages without gaps', async () => {
    await harness.client.send(Array.from({ length: 5 }, () => ({ name: 'w/echo', data: { key: journal.unique() } })));
    await harness.pass(1);
    const seen: string[] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const page = await harness.api(
        'GET',
        `/v1/runs?status=completed&function=${harness.client.id}-echo&limit=2&cursor=${cursor}`,
      );
      const data = page.body.data as { run_id: string; status: string }[];
      expect(data.length).toBeLessThanOrEqual(2);
      seen.push(...data.map((run) => run.run_id));
      cursor = page.body.cursor;
    }
    expect(seen.length).toBeGreaterThanOrEqual(5);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
  });

  test('the engine makes the requests of step.fetch', async () => {
    const key = journal.unique();
    const target = createServer((_request, response) => response.writeHead(418).end('teapot'));
    await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
    const address = target.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await harness.client.send({ name: 'w/fetches', data: { key, url: `http://127.0.0.1:${port}/` } });
    await harness.pass(1);
    target.close();
    expect(journal.values(`fetches/${key}`)).toEqual([{ status: 418, text: 'teapot' }]);
  });

  test('a result that is too large fails the run with that reason', async () => {
    const { ids } = await harness.client.send({ name: 'w/huge', data: {} });
    await harness.pass(1);
    expect(await runOf(ids[0] ?? '')).toMatchObject({ status: 'failed', error: { name: 'output_too_large' } });
  });

  test('functions an app no longer has get no new runs; a wrong cron or expression is refused by name', async () => {
    const key = journal.unique();
    const client = connect(base);
    const echo = (id: string) =>
      client.createFunction({ id, triggers: { event: 'w/generations' } }, ({ event }) => {
        journal.note(`${id}/${event.data.key}`);
      });
    const before = await serveApp(client, [echo('old'), echo('kept')]);
    expect((await fetch(before.url, { method: 'PUT' })).status).toBe(200);
    await before.close();
    const after = await serveApp(client, [echo('kept')]);
    await harness.engine?.sync(after.url);
    await harness.client.send({ name: 'w/generations', data: { key } });
    await harness.pass(1);
    expect(journal.count(`kept/${key}`)).toBe(1);
    expect((await harness.api('GET', `/v1/runs?function=${client.id}-old`)).body.data).toEqual([]);
    await after.close();

    const broken = await serveApp(client, [
      client.createFunction({ id: 'b', triggers: { cron: 'every day' } }, () => 1),
    ]);
    await expect(harness.engine?.sync(broken.url)).rejects.toThrow('not a cron expression: every day');
    await broken.close();
  });

  test('what has ended is forgotten after its time, what lives is kept', async () => {
    const { ids } = await harness.client.send([
      { name: 'w/echo', data: { key: 'old' } },
      { name: 'w/idle', data: { key: 'alive' } },
    ]);
    await harness.engine?.drain();
    const idle = await runOf(ids[1] ?? '');
    const { Client } = await import('pg');
    const db = new Client({ connectionString: harness.databaseUrl });
    await db.connect();
    await db.query(`update engine.events set received_at = received_at - interval '40 days' where id = any($1)`, [ids]);
    await db.query(`update engine.runs set ended_at = ended_at - interval '40 days' where event_ids && $1`, [ids]);
    await db.end();
    await harness.engine?.sweep();
    expect((await harness.api('GET', `/v1/events/${ids[0]}/runs`)).body.data).toEqual([]);
    expect(await detailOf(idle.run_id)).toMatchObject({ status: 'running', events: [{ name: 'w/idle' }] });
  });
});
