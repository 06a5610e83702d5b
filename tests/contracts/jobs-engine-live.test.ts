import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '@/jobs/engine';
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

const journal = new Journal();

/** Runs that overlap, and the most that did. */
class Overlap {
  private readonly now = new Map<string, number>();
  readonly most = new Map<string, number>();

  async during(key: string, ms: number): Promise<void> {
    const count = (this.now.get(key) ?? 0) + 1;
    this.now.set(key, count);
    this.most.set(key, Math.max(count, this.most.get(key) ?? 0));
    await sleep(ms);
    this.now.set(key, count - 1 < 0 ? 0 : (this.now.get(key) ?? 1) - 1);
  }
}
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
    expect(overlap.most.get('k0')).toBe(2);
    expect(overlap.most.get('k1')).toBe(2);
    expect(overlap.most.get('all')).toBe(3);
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
});
