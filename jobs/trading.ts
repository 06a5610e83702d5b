import type { Id } from '@/server/kernel/ids';
import { depositOrder } from '@/server/modules/payments';
import {
  bookDeals,
  convergeAccount,
  createAccount,
  decideTermsOfAccount,
  decideTermsOfClient,
  listDue,
  listUnbooked,
  moveMoney,
  putToSleep,
  transferToAccount,
  walkAccounts,
} from '@/server/modules/trading';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'trading';

type Event = Parameters<typeof jobCtx>[0];
type Step = { run(id: string, work: () => Promise<Said>): Promise<Said>; sleep(id: string, ms: number): Promise<void> };
type Said = { readonly waitMs: number | null; readonly state: string } | null;

/** Until a minute the run itself waits; longer waits are the sweep's, which reads them from our own rows. */
const restMaxMs = 60_000;
const stepsMax = 24;

/** One step after the other until the story is over, or the next step is far away. */
async function follow(step: Step, name: string, work: () => Promise<Said>): Promise<string | null> {
  for (let n = 1; n <= stepsMax; n += 1) {
    const said = await step.run(`${name} ${n}`, work);
    if (!said || said.waitMs === null) return said?.state ?? null;
    if (said.waitMs > restMaxMs) return said.state;
    if (said.waitMs > 0) await step.sleep(`rest ${name} ${n}`, said.waitMs);
  }
  return null;
}

export const openOnPlatform = inngest.createFunction(
  {
    id: 'trading-open-on-platform',
    triggers: [{ event: 'trading/account.requested' }, { event: 'trading/account.due' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.accountId' },
  },
  async ({ event, step }) => {
    const accountId = idOf<Id<'tradingAccount'>>(event, 'accountId');
    await follow(step, 'create', async () => {
      const said = await createAccount(jobCtx(event, job), { accountId });
      return said && { waitMs: said.waitMs, state: said.creation };
    });
  },
);

export const converge = inngest.createFunction(
  {
    id: 'trading-converge',
    triggers: [{ event: 'trading/terms.decided' }, { event: 'trading/account.look_due' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.accountId' },
  },
  async ({ event, step }) => {
    await step.run('converge', async () => {
      const accountId = idOf<Id<'tradingAccount'>>(event, 'accountId');
      const seen = await convergeAccount(jobCtx(event, job), { accountId });
      if (seen?.unreachable) throw new Error(`the platform did not answer: ${seen.unreachable}`);
      return seen;
    });
  },
);

/** Whatever is decided about a client, his accounts follow: capabilities, tier and holds are read anew, not from the event. */
export const decideTerms = inngest.createFunction(
  {
    id: 'trading-decide-terms',
    triggers: [{ event: 'clients/capabilities.changed' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.clientId' },
  },
  async ({ event, step }) => {
    await step.run('decide', () =>
      decideTermsOfClient(jobCtx(event, job), { clientId: idOf<Id<'client'>>(event, 'clientId') }),
    );
  },
);

export const move = inngest.createFunction(
  {
    id: 'trading-move-money',
    triggers: [{ event: 'trading/operation.requested' }, { event: 'trading/operation.due' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.operationId' },
  },
  async ({ event, step }) => {
    const operationId = idOf<Id<'balanceOperation'>>(event, 'operationId');
    await follow(step, 'move', () => moveMoney(jobCtx(event, job), { operationId }));
  },
);

/** A deposit that was meant for a trading account goes on to it. */
export const fundAccount = inngest.createFunction(
  { id: 'trading-fund-account', triggers: [{ event: 'payments/deposit.credited' }], retries: 12 },
  async ({ event, step }) => {
    await step.run('transfer', async () => {
      const ctx = jobCtx(event, job);
      const depositId = idOf<Id<'deposit'>>(event, 'depositId');
      const { accountId, amount, clientId, state } = await depositOrder(ctx, { depositId });
      if (!accountId || !amount || state !== 'credited') return null;
      return transferToAccount(ctx, { clientId, accountId, amount, depositId });
    });
  },
);

/** Results of new deals into the books: one set per account and batch, behind the stream. */
export const book = inngest.createFunction(
  {
    id: 'trading-book-deals',
    triggers: [{ event: 'trading/deals.recorded' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.connectionId' },
  },
  async ({ event, step }) => {
    const connectionId = idOf<Id<'connection'>>(event, 'connectionId');
    await step.run('book', () => bookAll(event, connectionId));
  },
);

async function bookAll(event: Event, connectionId: Id<'connection'> | null) {
  const accounts = await listUnbooked(jobCtx(event, job), { connectionId });
  let booked = 0;
  for (const accountId of accounts) {
    for (let isMore = true; isMore; ) {
      const said = await bookDeals(jobCtx(event, job), { accountId });
      booked += said.booked;
      isMore = said.isMore;
    }
  }
  return { accounts: accounts.length, booked };
}

/** Once a minute per tenant: what a dead run left behind, and terms whose time has come. */
export const sweep = inngest.createFunction(
  { id: 'trading-sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'trading/sweep.due', data: { tenantId: id } })),
    );
  },
);

export const sweepTenant = inngest.createFunction(
  {
    id: 'trading-sweep-tenant',
    triggers: [{ event: 'trading/sweep.due' }],
    retries: 1,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const tenantId = idOf(event, 'tenantId');
    const due = await step.run('due', async () => {
      const found = await listDue(jobCtx(event, job), {});
      for (const id of found.terms) await decideTermsOfAccount(jobCtx(event, job), { id });
      await bookAll(event, null);
      return found;
    });
    const events = [
      ...due.operations.map((operationId) => ({ name: 'trading/operation.due', data: { tenantId, operationId } })),
      ...due.creations.map((accountId) => ({ name: 'trading/account.due', data: { tenantId, accountId } })),
    ];
    if (events.length > 0) await step.sendEvent('wake', events);
  },
);

/** Every night each account is looked at, whether anybody changed it on the platform; who has not traded for long falls asleep. */
export const nightly = inngest.createFunction(
  { id: 'trading-nightly', triggers: [{ cron: '15 1 * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'trading/night.due', data: { tenantId: id } })),
    );
  },
);

type Page = Awaited<ReturnType<typeof walkAccounts>>;

export const lookAtAll = inngest.createFunction(
  {
    id: 'trading-look-at-all',
    triggers: [{ event: 'trading/night.due' }],
    retries: 2,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const tenantId = idOf(event, 'tenantId');
    await step.run('asleep', () => putToSleep(jobCtx(event, job), {}));
    let after: Id<'tradingAccount'> | null = null;
    for (let page = 1; page === 1 || after; page += 1) {
      const from: Id<'tradingAccount'> | null = after;
      const found: Page = await step.run(`accounts ${page}`, () => walkAccounts(jobCtx(event, job), { after: from }));
      await step.run(`closed ${page}`, async () => {
        // A suspended right to close ends by the clock, which raises no event.
        for (const row of found.rows.filter(({ state }) => state === 'disabled'))
          await decideTermsOfAccount(jobCtx(event, job), { id: row.id });
      });
      const events = found.rows.map(({ id }) => ({
        name: 'trading/account.look_due',
        data: { tenantId, accountId: id },
      }));
      if (events.length > 0) await step.sendEvent(`look ${page}`, events);
      after = found.next;
    }
  },
);

export const tradingJobs = [
  openOnPlatform,
  converge,
  decideTerms,
  move,
  fundAccount,
  book,
  sweep,
  sweepTenant,
  nightly,
  lookAtAll,
];
