import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flowApp } from './jobs-engine/flow-app';
import { type Harness, isExternal, startHarness } from './jobs-engine/harness';
import { Journal } from './jobs-engine/journal';
import { Overlap } from './jobs-engine/overlap';

const journal = new Journal();
const overlap = new Overlap();

describe('triggers and flow control', () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness((client) => flowApp(client, journal, overlap, () => harness.now()));
  });
  afterAll(() => harness?.close());

  const send = (name: string, data: Record<string, unknown>, id?: string) =>
    harness.client.send({ name, data, ...(id ? { id } : {}) });

  test('an expression on the trigger decides', async () => {
    const key = journal.unique();
    await send('f/large', { key, amount: 5 });
    await send('f/large', { key, amount: 50 });
    expect(await harness.until(() => journal.count(`large/${key}`) > 0, 10)).toBe(true);
    await harness.pass(1);
    expect(journal.values(`large/${key}`)).toEqual([50]);
  });

  test('a trigger may be a prefix', async () => {
    const key = journal.unique();
    await send('f/wild/one', { key });
    await send('f/wild/two', { key });
    expect(await harness.until(() => journal.count(`wild/${key}`) === 2, 10)).toBe(true);
  });

  test('a cron fires on the minute, again and again', async () => {
    const before = journal.count('cron');
    expect(await harness.until(() => journal.count('cron') >= before + 2, 130)).toBe(true);
    for (const value of journal.values('cron')) expect(Number(value) % 60_000).toBe(0);
  });

  test('an event id starts a function once', async () => {
    const key = journal.unique();
    await send('f/plain', { key }, `id-${key}`);
    await send('f/plain', { key }, `id-${key}`);
    await harness.pass(2);
    expect(journal.count(`plain/${key}`)).toBe(1);
    await send('f/plain', { key });
    await send('f/plain', { key });
    await harness.pass(2);
    expect(journal.count(`plain/${key}`)).toBe(3);
  });

  test('idempotency starts a function once per value', async () => {
    const key = journal.unique();
    await send('f/idempotent', { key });
    await send('f/idempotent', { key });
    await harness.pass(2);
    expect(journal.count(`idempotent/${key}`)).toBe(1);
  });

  test('throttle delays what is over the limit, and loses nothing', async () => {
    const key = journal.unique();
    for (let i = 0; i < 3; i++) await send('f/throttled', { key });
    expect(await harness.until(() => journal.count(`throttled/${key}`) === 3, 15)).toBe(true);
    const [first = 0, second = 0, third = 0] = journal.values(`throttled/${key}`).map(Number);
    expect(second - first).toBeGreaterThanOrEqual(1_900);
    expect(third - second).toBeGreaterThanOrEqual(1_900);
  });

  test('rateLimit drops what is over the limit', async () => {
    const key = journal.unique();
    for (let i = 0; i < 4; i++) await send('f/limited', { key });
    await harness.pass(3);
    expect(journal.count(`limited/${key}`)).toBe(2);
    const other = journal.unique();
    await send('f/limited', { key: other });
    expect(await harness.until(() => journal.count(`limited/${other}`) === 1, 5)).toBe(true);
  });

  test('debounce runs once, with the last event, when it is quiet', async () => {
    const key = journal.unique();
    for (let n = 1; n <= 3; n++) {
      await send('f/debounced', { key, n });
      await harness.pass(1);
    }
    expect(journal.count(`debounced/${key}`)).toBe(0);
    expect(await harness.until(() => journal.count(`debounced/${key}`) > 0, 10)).toBe(true);
    await harness.pass(4);
    expect(journal.values(`debounced/${key}`)).toEqual([3]);
  });

  test('a batch is handed over when it is full, and when its time is up', async () => {
    const key = journal.unique();
    for (let n = 1; n <= 4; n++) await send('f/batched', { key, n });
    expect(await harness.until(() => journal.count(`batched/${key}`) === 2, 20)).toBe(true);
    const batches = journal.values(`batched/${key}`);
    expect(batches.map((batch) => (Array.isArray(batch) ? batch.length : 0))).toEqual([3, 1]);
    expect(batches.flat().sort()).toEqual([1, 2, 3, 4]);
  });

  test('cancelOn ends the run it matches, and inngest/function.cancelled is heard', async () => {
    const key = journal.unique();
    const other = journal.unique();
    await send('f/cancellable', { key });
    await send('f/cancellable', { key: other });
    await harness.pass(1);
    await send('f/stop', { key });
    expect(await harness.until(() => journal.count(`cancelled/${key}`) > 0, 10)).toBe(true);
    expect(await harness.until(() => journal.count(`cancellable/end/${other}`) > 0, 60)).toBe(true);
    expect(journal.count(`cancellable/end/${key}`)).toBe(0);
    expect(journal.count(`cancelled/${other}`)).toBe(0);
  });

  test('a singleton in skip mode drops the second run while the first lives', async () => {
    const key = journal.unique();
    await send('f/single-skip', { key, n: 1 });
    await harness.pass(1);
    await send('f/single-skip', { key, n: 2 });
    await harness.pass(8);
    await send('f/single-skip', { key, n: 3 });
    await harness.pass(8);
    expect(journal.values(`single-skip/${key}`)).toEqual([1, 3]);
  });

  test('a singleton in cancel mode ends the first run for the second', async () => {
    const key = journal.unique();
    await send('f/single-cancel', { key, n: 1 });
    await harness.pass(1);
    await send('f/single-cancel', { key, n: 2 });
    await harness.pass(8);
    expect(journal.values(`single-cancel/${key}`)).toEqual([2]);
  });

  test('timeouts.finish cancels a run that takes too long', async () => {
    const key = journal.unique();
    await send('f/slow', { key });
    await harness.pass(12);
    expect(journal.count(`slow/begin/${key}`)).toBe(1);
    expect(journal.count(`slow/end/${key}`)).toBe(0);
    expect(journal.count(`cancelled/${key}`)).toBe(1);
  });

  // The embedded engine of this suite runs one call at a time: jobs-engine-live.test.ts holds it to the same with many.
  test('concurrency limits the calls under way per key, and every run gets its turn', async () => {
    const key = journal.unique();
    await harness.client.send(Array.from({ length: 5 }, () => ({ name: 'f/narrow', data: { key } })));
    expect(await harness.until(() => journal.count(`narrow/${key}`) === 5, 30)).toBe(true);
    expect(overlap.most(key)).toBeLessThanOrEqual(2);
  });

  // Real engines run both at once, as nothing else of the account is busy.
  test.skipIf(isExternal)('priority lets a later run go first', async () => {
    const key = journal.unique();
    await harness.client.send([
      { name: 'f/ordered', data: { key, rank: 'low' } },
      { name: 'f/ordered', data: { key, rank: 'high' } },
    ]);
    await harness.pass(2);
    expect(journal.values(`ordered/${key}`)).toEqual(['high', 'low']);
  });
});
