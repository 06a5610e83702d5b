import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from 'inngest';
import type { Journal } from './journal';

/** Steps that work. */
export const stepsApp = (client: Inngest, journal: Journal): InngestFunction.Any[] => [
  client.createFunction({ id: 'three', triggers: { event: 's/three' } }, async ({ event, step }) => {
    const key = event.data.key;
    const a = await step.run('a', () => journal.note(`three/a/${key}`) && { n: event.data.n + 1 });
    const b = await step.run('b', () => journal.note(`three/b/${key}`) && a.n * 2);
    const c = await step.run('c', () => journal.note(`three/c/${key}`) && `got ${b}`);
    journal.note(`three/end/${key}`, c);
    return c;
  }),
  client.createFunction({ id: 'sleepy', triggers: { event: 's/sleepy' } }, async ({ event, step }) => {
    await step.run('before', () => journal.note(`sleepy/before/${event.data.key}`));
    await step.sleep('nap', '2s');
    await step.sleepUntil('until', new Date(event.data.until));
    await step.run('after', () => journal.note(`sleepy/after/${event.data.key}`));
  }),
  client.createFunction({ id: 'parallel', triggers: { event: 's/parallel' } }, async ({ event, step }) => {
    const key = event.data.key;
    const [a, b, nap] = await Promise.all([
      step.run('a', () => journal.note(`parallel/a/${key}`) && 1),
      step.run('b', () => journal.note(`parallel/b/${key}`) && 2),
      step.sleep('nap', '1s'),
    ]);
    const sum = await step.run('sum', () => journal.note(`parallel/sum/${key}`) && a + b);
    journal.note(`parallel/end/${key}`, { sum, nap: nap ?? null });
  }),
  client.createFunction({ id: 'waits', triggers: { event: 's/waits' } }, async ({ event, step }) => {
    const got = await step.waitForEvent('answer', { event: 's/answer', timeout: '20s', match: 'data.key' });
    journal.note(`waits/${event.data.key}`, got === null ? null : got.data.answer);
  }),
  client.createFunction({ id: 'waits-if', triggers: { event: 's/waits-if' } }, async ({ event, step }) => {
    const got = await step.waitForEvent('answer', {
      event: 's/answer',
      timeout: '20s',
      if: 'event.data.key == async.data.key && async.data.answer > 10',
    });
    journal.note(`waits-if/${event.data.key}`, got === null ? null : got.data.answer);
  }),
  client.createFunction({ id: 'sender', triggers: { event: 's/sender' } }, async ({ event, step }) => {
    const sent = await step.sendEvent('chain', { name: 's/chained', data: { key: event.data.key } });
    journal.note(`sender/${event.data.key}`, sent.ids.length);
  }),
  client.createFunction({ id: 'chained', triggers: { event: 's/chained' } }, ({ event }) => {
    journal.note(`chained/${event.data.key}`);
  }),
  client.createFunction({ id: 'signalled', triggers: { event: 's/signalled' } }, async ({ event, step }) => {
    const got = await step.waitForSignal('go', {
      signal: `go-${event.data.key}`,
      timeout: '30s',
      onConflict: 'fail',
    });
    journal.note(`signalled/${event.data.key}`, got === null ? null : got.data);
  }),
  client.createFunction({ id: 'race', triggers: { event: 's/race' } }, async ({ event, step }) => {
    const first = await Promise.race([
      step.waitForEvent('left', { event: 's/left', timeout: '30s', match: 'data.key' }).then(() => 'left'),
      step.waitForEvent('right', { event: 's/right', timeout: '40s', match: 'data.key' }).then(() => 'right'),
    ]);
    await step.run('after', () => journal.note(`race/${event.data.key}`, first));
  }),
];

/** Steps and functions that fail, and those that call others. */
export function failuresApp(client: Inngest, journal: Journal, now: () => Date): InngestFunction.Any[] {
  const child = client.createFunction(
    { id: 'child-fn', retries: 0, triggers: { event: 's/child-fn' } },
    async ({ event, step }) => {
      if (event.data.isBad) throw new NonRetriableError('the child is bad');
      return step.run('double', () => event.data.n * 2);
    },
  );
  return [
    child,
    client.createFunction({ id: 'parent', triggers: { event: 's/parent' } }, async ({ event, step }) => {
      const four = await step.invoke('call', { function: child, data: { n: 2 } });
      const caught = await step
        .invoke('call-bad', { function: child, data: { isBad: true } })
        .catch((error: Error) => error.message);
      journal.note(`parent/${event.data.key}`, { four, caught });
    }),
    client.createFunction(
      { id: 'flaky', retries: 3, triggers: { event: 's/flaky' } },
      async ({ event, step, attempt }) => {
        const key = event.data.key;
        await step.run('before', () => journal.note(`flaky/before/${key}`));
        const value = await step.run('fails-once', () => {
          journal.note(`flaky/try/${key}`, undefined, attempt);
          if (journal.count(`flaky/try/${key}`) === 1) throw new Error('once');
          return 'fine';
        });
        journal.note(`flaky/end/${key}`, value);
      },
    ),
    client.createFunction({ id: 'later', retries: 2, triggers: { event: 's/later' } }, async ({ event, step }) => {
      await step.run('asks-for-time', () => {
        journal.note(`later/${event.data.key}`, now().getTime());
        if (journal.count(`later/${event.data.key}`) === 1) throw new RetryAfterError('busy', '4s');
      });
    }),
    client.createFunction(
      {
        id: 'hopeless',
        retries: 5,
        triggers: { event: 's/hopeless' },
        onFailure: ({ event, error }) => {
          journal.note(`hopeless/failed/${event.data.event.data.key}`, {
            message: error.message,
            fn: event.data.function_id,
          });
        },
      },
      async ({ event, step }) => {
        await step.run('never', () => {
          journal.note(`hopeless/try/${event.data.key}`);
          throw new NonRetriableError('no use');
        });
      },
    ),
    client.createFunction({ id: 'catches', retries: 1, triggers: { event: 's/catches' } }, async ({ event, step }) => {
      const key = event.data.key;
      const saved = await step
        .run('breaks', () => {
          journal.note(`catches/try/${key}`);
          throw new TypeError('broken');
        })
        .catch((error: Error) => `caught ${error.message}`);
      const next = await step.run('rollback', () => `${saved}, rolled back`);
      journal.note(`catches/end/${key}`, next);
    }),
    client.createFunction(
      {
        id: 'throws',
        retries: 1,
        triggers: { event: 's/throws' },
        onFailure: ({ event }) => {
          journal.note(`throws/failed/${event.data.event.data.key}`);
        },
      },
      ({ event, attempt }) => {
        journal.note(`throws/try/${event.data.key}`, undefined, attempt);
        throw new Error('outside of a step');
      },
    ),
  ];
}
