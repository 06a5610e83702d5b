import { cron, type Inngest, type InngestFunction } from 'inngest';
import type { Journal } from './journal';
import type { Overlap } from './overlap';

/** One function for each trigger and each kind of flow control. */
export const flowApp = (
  client: Inngest,
  journal: Journal,
  overlap: Overlap,
  now: () => Date,
): InngestFunction.Any[] => [
  client.createFunction({ id: 'large', triggers: { event: 'f/large', if: 'event.data.amount > 10' } }, ({ event }) => {
    journal.note(`large/${event.data.key}`, event.data.amount);
  }),
  client.createFunction({ id: 'wild', triggers: { event: 'f/wild/*' } }, ({ event }) => {
    journal.note(`wild/${event.data.key}`);
  }),
  client.createFunction({ id: 'cron', triggers: cron('TZ=Europe/Zurich * * * * *') }, ({ event }) => {
    journal.note('cron', event.ts);
  }),
  client.createFunction({ id: 'plain', triggers: { event: 'f/plain' } }, ({ event }) => {
    journal.note(`plain/${event.data.key}`);
  }),
  client.createFunction(
    { id: 'idempotent', idempotency: 'event.data.key', triggers: { event: 'f/idempotent' } },
    ({ event }) => {
      journal.note(`idempotent/${event.data.key}`);
    },
  ),
  client.createFunction(
    {
      id: 'throttled',
      throttle: { limit: 1, period: '2s', key: 'event.data.key' },
      triggers: { event: 'f/throttled' },
    },
    ({ event }) => {
      journal.note(`throttled/${event.data.key}`, now().getTime());
    },
  ),
  client.createFunction(
    { id: 'limited', rateLimit: { limit: 2, period: '1m', key: 'event.data.key' }, triggers: { event: 'f/limited' } },
    ({ event }) => {
      journal.note(`limited/${event.data.key}`);
    },
  ),
  client.createFunction(
    { id: 'debounced', debounce: { period: '2s', key: 'event.data.key' }, triggers: { event: 'f/debounced' } },
    ({ event }) => {
      journal.note(`debounced/${event.data.key}`, event.data.n);
    },
  ),
  client.createFunction(
    {
      id: 'batched',
      batchEvents: { maxSize: 3, timeout: '5s', key: 'event.data.key' },
      triggers: { event: 'f/batched' },
    },
    ({ events }) => {
      journal.note(
        `batched/${events[0].data.key}`,
        events.map((event: { data: { n: number } }) => event.data.n),
      );
    },
  ),
  client.createFunction(
    { id: 'cancellable', cancelOn: [{ event: 'f/stop', match: 'data.key' }], triggers: { event: 'f/cancellable' } },
    async ({ event, step }) => {
      await step.sleep('long', '20s');
      await step.run('end', () => journal.note(`cancellable/end/${event.data.key}`));
    },
  ),
  client.createFunction({ id: 'hears', triggers: { event: 'inngest/function.cancelled' } }, ({ event }) => {
    journal.note(`cancelled/${event.data.event.data.key}`);
  }),
  client.createFunction(
    { id: 'single-skip', singleton: { key: 'event.data.key', mode: 'skip' }, triggers: { event: 'f/single-skip' } },
    async ({ event, step }) => {
      await step.sleep('work', '5s');
      await step.run('end', () => journal.note(`single-skip/${event.data.key}`, event.data.n));
    },
  ),
  client.createFunction(
    {
      id: 'single-cancel',
      singleton: { key: 'event.data.key', mode: 'cancel' },
      triggers: { event: 'f/single-cancel' },
    },
    async ({ event, step }) => {
      await step.sleep('work', '5s');
      await step.run('end', () => journal.note(`single-cancel/${event.data.key}`, event.data.n));
    },
  ),
  client.createFunction(
    { id: 'slow', timeouts: { finish: '5s' }, triggers: { event: 'f/slow' } },
    async ({ event, step }) => {
      await step.run('begin', () => journal.note(`slow/begin/${event.data.key}`));
      await step.sleep('too-long', '10s');
      await step.run('end', () => journal.note(`slow/end/${event.data.key}`));
    },
  ),
  client.createFunction(
    { id: 'narrow', concurrency: { limit: 2, key: 'event.data.key' }, triggers: { event: 'f/narrow' } },
    async ({ event, step }) => {
      await step.run('work', () => overlap.during(event.data.key, 300));
      journal.note(`narrow/${event.data.key}`);
    },
  ),
  client.createFunction(
    {
      id: 'ordered',
      priority: { run: "event.data.rank == 'high' ? 120 : 0" },
      triggers: { event: 'f/ordered' },
    },
    ({ event }) => {
      journal.note(`ordered/${event.data.key}`, event.data.rank);
    },
  ),
];
