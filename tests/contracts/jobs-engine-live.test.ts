import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '@/jobs/engine';
import { startEmbeddedPostgres } from '@/server/ops/embedded-postgres';
import { spawnEngine } from './jobs-engine/engine-process';
import {
  type App,
  complain,
  connect,
  emptyDatabase,
  eventKey,
  isExternal,
  poll,
  serveApp,
  signingKey,
} from './jobs-engine/harness';
import { Journal } from './jobs-engine/journal';
import { Overlap } from './jobs-engine/overlap';

const journal = new Journal();

const overlap = new Overlap();

/** Real time, background loops, several engines and processes on one database. */
describe.skipIf(isExternal)('engines that run', () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let engines: Engine[];
  let app: App;
  let client: ReturnType<typeof connect>;
  let first: Engine;

  beforeAll(async () => {
    database = await emptyDatabase();
    const options = { databaseUrl: database.url, eventKey, signingKey, log: complain };
    engines = [createEngine(options), createEngine(options)];
    const [a, b] = engines;
    if (!a || !b) throw new Error('two engines');
    first = a;
    client = connect(await a.listen());
    app = await serveApp(client, [
      client.createFunction({ id: 'three', triggers: { event: 'l/three' } }, async ({ event, step }) => {
        for (const name of ['a', 'b', 'c']) await step.run(name, () => journal.note(`${name}/${event.data.key}`));
        await step.run('end', () => journal.note('end'));
      }),
      client.createFunction(
        {
          id: 'narrow',
          concurrency: [{ limit: 2, key: 'event.data.key' }, { limit: 3 }],
          triggers: { event: 'l/narrow' },
        },
        async ({ event, step }) => {
          await step.run('work', async () => {
            await Promise.all([overlap.during(event.data.key, 60), overlap.during('all', 60)]);
          });
          await step.run('more', () => overlap.during(event.data.key, 10));
          journal.note(`narrow/${event.data.batch}`);
        },
      ),
      client.createFunction({ id: 'long', triggers: { event: 'l/long' } }, async ({ event, step }) => {
        await step.run('long', async () => {
          journal.note(`long/begin/${event.data.key}`);
          await sleep(event.data.ms);
        });
        journal.note(`long/end/${event.data.key}`);
      }),
      client.createFunction({ id: 'nap', triggers: { event: 'l/nap' } }, async ({ event, step }) => {
        await step.sleep('nap', '2s');
        await step.run('awake', () => journal.note(`nap/${event.data.key}`, Date.now()));
      }),
    ]);
    await a.sync(app.url);
    await Promise.all([a.start(), b.start()]);
  });
  afterAll(async () => {
    await app?.close();
    await Promise.all((engines ?? []).map((engine) => engine.close({ graceMs: 100 })));
    await database?.drop();
  });

  test('two engines on one database run every step of every run exactly once', async () => {
    const keys = Array.from({ length: 100 }, () => journal.unique());
    for (let i = 0; i < keys.length; i += 20)
      await client.send(keys.slice(i, i + 20).map((key) => ({ name: 'l/three', data: { key } })));
    expect(await poll(() => journal.count('end') >= keys.length, 90_000)).toBe(true);
    await sleep(300);
    expect(keys.flatMap((key) => ['a', 'b', 'c'].map((step) => journal.count(`${step}/${key}`)))).toEqual(
      Array(300).fill(1),
    );
  });

  test('no more calls overlap than concurrency allows, per key and in all, and every run gets its turn', async () => {
    const batch = journal.unique();
    const events = Array.from({ length: 24 }, (_, i) => ({ name: 'l/narrow', data: { batch, key: `k${i % 2}` } }));
    await client.send(events);
    expect(await poll(() => journal.count(`narrow/${batch}`) === 24, 60_000)).toBe(true);
    expect(overlap.most('k0')).toBe(2);
    expect(overlap.most('k1')).toBe(2);
    expect(overlap.most('all')).toBe(3);
  });

  test('a timer wakes the run on time though nothing pokes the engine', async () => {
    const key = journal.unique();
    const sent = Date.now();
    await client.send({ name: 'l/nap', data: { key } });
    expect(await poll(() => journal.count(`nap/${key}`) === 1, 20_000)).toBe(true);
    expect(Number(journal.values(`nap/${key}`)[0]) - sent).toBeGreaterThanOrEqual(1_990);
  });

  test('a step that outlives its lease keeps it, and runs once', async () => {
    const key = journal.unique();
    await client.send({ name: 'l/long', data: { key, ms: 12_000 } });
    expect(await poll(() => journal.count(`long/end/${key}`) === 1, 60_000)).toBe(true);
    expect(journal.count(`long/begin/${key}`)).toBe(1);
  });

  test('close waits for the step in hand, or gives it to the next engine at once', async () => {
    const own = createEngine({ databaseUrl: database.url, eventKey, signingKey, log: complain });
    const [patient, hasty] = [journal.unique(), journal.unique()];
    for (const engine of engines) await engine.close();
    await own.start();
    const base = await own.listen();
    const sender = connect(base, client.id);
    await sender.send({ name: 'l/long', data: { key: patient, ms: 500 } });
    expect(await poll(() => journal.count(`long/begin/${patient}`) === 1, 20_000)).toBe(true);
    await own.close({ graceMs: 10_000 });
    expect(journal.count(`long/begin/${patient}`)).toBe(1);

    const next = createEngine({ databaseUrl: database.url, eventKey, signingKey, log: complain });
    const nextClient = connect(await next.listen(), client.id);
    await next.start();
    await nextClient.send({ name: 'l/long', data: { key: hasty, ms: 1_500 } });
    expect(await poll(() => journal.count(`long/begin/${hasty}`) === 1, 20_000)).toBe(true);
    await next.close({ graceMs: 0 });
    const last = createEngine({ databaseUrl: database.url, eventKey, signingKey, log: complain });
    await last.start();
    expect(await poll(() => journal.count(`long/begin/${hasty}`) === 2, 8_000)).toBe(true);
    expect(
      await poll(() => journal.count(`long/end/${hasty}`) >= 1 && journal.count(`long/end/${patient}`) >= 1, 20_000),
    ).toBe(true);
    engines = [last];
  });

  test('the first engine has an address as long as it listens', () => {
    expect(first.address).toBeUndefined();
  });
});

describe.skipIf(isExternal)('engines that die', () => {
  test('kill -9 in a step: another engine takes the run over, finished steps are not run again', async () => {
    const database = await emptyDatabase();
    const engine = await spawnEngine({ database: database.url });
    const client = connect(engine.address);
    const app = await serveApp(client, [
      client.createFunction(
        { id: 'survives', retries: 0, triggers: { event: 'd/survives' } },
        async ({ event, step }) => {
          await step.run('before', () => journal.note(`before/${event.data.key}`));
          await step.run('interrupted', async () => {
            journal.note(`interrupted/${event.data.key}`);
            await sleep(1_500);
          });
          await step.run('after', () => journal.note(`after/${event.data.key}`));
        },
      ),
      client.createFunction({ id: 'sleeps', triggers: { event: 'd/sleeps' } }, async ({ event, step }) => {
        await step.sleep('nap', '3s');
        await step.run('awake', () => journal.note(`awake/${event.data.key}`));
      }),
    ]);
    expect((await fetch(app.url, { method: 'PUT' })).status).toBe(200);
    const keys = Array.from({ length: 5 }, () => journal.unique());
    await client.send(
      keys.flatMap((key) => [
        { name: 'd/survives', data: { key } },
        { name: 'd/sleeps', data: { key } },
      ]),
    );
    expect(await poll(() => keys.every((key) => journal.count(`interrupted/${key}`) === 1), 30_000)).toBe(true);
    await engine.kill();

    // At another address: the call under way cannot tell the heir how it ended.
    const heir = await spawnEngine({ database: database.url, app: app.url });
    expect(await poll(() => keys.every((key) => journal.count(`after/${key}`) === 1), 60_000)).toBe(true);
    expect(await poll(() => keys.every((key) => journal.count(`awake/${key}`) === 1), 60_000)).toBe(true);
    expect(keys.map((key) => journal.count(`before/${key}`))).toEqual(keys.map(() => 1));
    expect(keys.map((key) => journal.count(`interrupted/${key}`))).toEqual(keys.map(() => 2));
    expect(keys.map((key) => journal.count(`awake/${key}`))).toEqual(keys.map(() => 1));
    expect(await heir.end()).toBe(0);
    await app.close();
    await database.drop();
  });

  test('kill -9 of Postgres: what was accepted is run when it is back, by the same engine', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-engine-'));
    const dataDir = join(folder, 'data');
    let server = await startEmbeddedPostgres({ dataDir });
    const engine = createEngine({ databaseUrl: server.url, eventKey, signingKey });
    const client = connect(await engine.listen());
    const app = await serveApp(client, [
      client.createFunction({ id: 'three', triggers: { event: 'd/three' } }, async ({ event, step }) => {
        for (const name of ['a', 'b']) {
          await step.run(name, async () => {
            journal.note(`${name}/${event.data.key}`);
            await sleep(30);
          });
        }
        await step.run('end', () => journal.note(`end/${event.data.key}`));
      }),
    ]);
    await engine.sync(app.url);
    await engine.start();
    const keys = Array.from({ length: 60 }, () => journal.unique());
    await client.send(keys.map((key) => ({ name: 'd/three', data: { key } })));
    const ended = () => keys.filter((key) => journal.count(`end/${key}`) > 0).length;
    expect(await poll(() => ended() >= 5, 30_000)).toBe(true);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    expect(ended()).toBeLessThan(keys.length);

    server = await startEmbeddedPostgres({ dataDir, port: server.port });
    expect(await poll(() => ended() === keys.length, 90_000)).toBe(true);
    await app.close();
    await engine.close({ graceMs: 1_000 });
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });
});
