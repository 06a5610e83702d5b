import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, isExternal, startHarness } from './jobs-engine/harness';
import { Journal } from './jobs-engine/journal';
import { failuresApp, stepsApp } from './jobs-engine/steps-app';

const journal = new Journal();

// Both ways the SDK can hand over step results: many steps in one call, or one call per step.
const modes = isExternal ? [{ checkpointing: true }] : [{ checkpointing: true }, { checkpointing: false }];

describe.each(modes)('steps, with %o', (options) => {
  let harness: Harness;

  beforeAll(async () => {
    harness = await startHarness(
      (client) => [...stepsApp(client, journal), ...failuresApp(client, journal, () => harness.now())],
      options,
    );
  });
  afterAll(() => harness?.close());

  test('three steps run once each, in order, and hand their results on', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/three', data: { key, n: 1 } });
    expect(await harness.until(() => journal.count(`three/end/${key}`) > 0)).toBe(true);
    expect(journal.values(`three/end/${key}`).at(-1)).toBe('got 4');
    expect(['a', 'b', 'c'].map((step) => journal.count(`three/${step}/${key}`))).toEqual([1, 1, 1]);
  });

  test('a run sleeps for a time and until a date', async () => {
    const key = journal.unique();
    const started = harness.now().getTime();
    await harness.client.send({ name: 's/sleepy', data: { key, until: new Date(started + 4_000) } });
    expect(await harness.until(() => journal.count(`sleepy/after/${key}`) > 0)).toBe(true);
    expect(journal.count(`sleepy/before/${key}`)).toBe(1);
    expect(harness.now().getTime() - started).toBeGreaterThanOrEqual(4_000);
  });

  test('parallel steps run once each and are awaited together', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/parallel', data: { key } });
    expect(await harness.until(() => journal.count(`parallel/end/${key}`) > 0)).toBe(true);
    expect(journal.values(`parallel/end/${key}`).at(-1)).toEqual({ sum: 3, nap: null });
    expect(['a', 'b', 'sum'].map((step) => journal.count(`parallel/${step}/${key}`))).toEqual([1, 1, 1]);
  });

  test('of two waits that race, the first decides and the step after it runs once', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/race', data: { key } });
    await harness.pass(1);
    await harness.client.send({ name: 's/right', data: { key } });
    expect(await harness.until(() => journal.count(`race/${key}`) > 0, 20)).toBe(true);
    await harness.client.send({ name: 's/left', data: { key } });
    await harness.pass(2);
    expect(journal.noted(`race/${key}`).map((entry) => entry.value)).toEqual(['right']);
  });

  test('waitForEvent goes on with the event that matches, and with no other', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/waits', data: { key } });
    await harness.pass(1);
    await harness.client.send({ name: 's/answer', data: { key: 'of somebody else', answer: 1 } });
    await harness.pass(1);
    expect(journal.count(`waits/${key}`)).toBe(0);
    await harness.client.send({ name: 's/answer', data: { key, answer: 42 } });
    expect(await harness.until(() => journal.count(`waits/${key}`) > 0, 10)).toBe(true);
    expect(journal.values(`waits/${key}`).at(-1)).toBe(42);
  });

  test('waitForEvent decides by its expression', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/waits-if', data: { key } });
    await harness.pass(1);
    await harness.client.send({ name: 's/answer', data: { key, answer: 5 } });
    await harness.pass(1);
    expect(journal.count(`waits-if/${key}`)).toBe(0);
    await harness.client.send({ name: 's/answer', data: { key, answer: 11 } });
    expect(await harness.until(() => journal.count(`waits-if/${key}`) > 0, 10)).toBe(true);
    expect(journal.values(`waits-if/${key}`).at(-1)).toBe(11);
  });

  test('waitForEvent gives null when its time is up', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/waits', data: { key } });
    await harness.pass(15);
    expect(journal.count(`waits/${key}`)).toBe(0);
    expect(await harness.until(() => journal.count(`waits/${key}`) > 0, 20)).toBe(true);
    expect(journal.values(`waits/${key}`).at(-1)).toBe(null);
  });

  test('sendEvent starts the next function', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/sender', data: { key } });
    expect(await harness.until(() => journal.count(`chained/${key}`) > 0 && journal.count(`sender/${key}`) > 0)).toBe(
      true,
    );
    expect(journal.values(`sender/${key}`).at(-1)).toBe(1);
    expect(journal.count(`chained/${key}`)).toBe(1);
  });

  test('invoke returns the result of the function, or its error', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/parent', data: { key } });
    expect(await harness.until(() => journal.count(`parent/${key}`) > 0)).toBe(true);
    expect(journal.values(`parent/${key}`).at(-1)).toEqual({
      four: 4,
      caught: expect.stringContaining('the child is bad'),
    });
  });

  test('waitForSignal goes on with the signal of its name', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/signalled', data: { key } });
    await harness.pass(1);
    await harness.client.sendSignal({ signal: `go-${key}`, data: { ok: true } });
    expect(await harness.until(() => journal.count(`signalled/${key}`) > 0, 10)).toBe(true);
    expect(journal.values(`signalled/${key}`).at(-1)).toEqual({ ok: true });
  });

  test('a step that fails is tried again; the steps before it are not', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/flaky', data: { key } });
    expect(await harness.until(() => journal.count(`flaky/end/${key}`) > 0)).toBe(true);
    expect(journal.values(`flaky/end/${key}`).at(-1)).toBe('fine');
    expect(journal.count(`flaky/before/${key}`)).toBe(1);
    expect(journal.noted(`flaky/try/${key}`).map((entry) => entry.attempt)).toEqual([0, 1]);
  });

  test('RetryAfterError names the time of the next attempt', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/later', data: { key } });
    expect(await harness.until(() => journal.count(`later/${key}`) === 2, 12)).toBe(true);
    const [first, second] = journal.noted(`later/${key}`).map((entry) => Number(entry.value));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(3_900);
  });

  test('NonRetriableError ends the run at once, and onFailure hears of it', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/hopeless', data: { key } });
    expect(await harness.until(() => journal.count(`hopeless/failed/${key}`) > 0, 10)).toBe(true);
    expect(journal.count(`hopeless/try/${key}`)).toBe(1);
    expect(journal.values(`hopeless/failed/${key}`).at(-1)).toEqual({
      message: expect.stringContaining('no use'),
      fn: expect.stringMatching(/-hopeless$/),
    });
  });

  test('a step that failed for good can be caught, and the function goes on', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/catches', data: { key } });
    expect(await harness.until(() => journal.count(`catches/end/${key}`) > 0)).toBe(true);
    expect(journal.values(`catches/end/${key}`).at(-1)).toBe('caught broken, rolled back');
    expect(journal.count(`catches/try/${key}`)).toBe(2);
  });

  test('onFailure runs once, after the last attempt of a function', async () => {
    const key = journal.unique();
    await harness.client.send({ name: 's/throws', data: { key } });
    expect(await harness.until(() => journal.count(`throws/failed/${key}`) > 0)).toBe(true);
    expect(journal.noted(`throws/try/${key}`).map((entry) => entry.attempt)).toEqual([0, 1]);
    await harness.pass(2);
    expect(journal.count(`throws/failed/${key}`)).toBe(1);
  });
});
