import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import {
  legOrder,
  recordCollected,
  recordReturned,
  stuckWithdrawalIds,
  withdrawalOrder,
} from '@/server/modules/payments';
import { collectFromAccount, readOperation, returnToAccount } from '@/server/modules/trading';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'withdrawals';

/** The platform's part of a withdrawal: asked for once per withdrawal, so asking again looks up what became of it. */
export async function collectFor(ctx: Ctx, withdrawalId: Id<'withdrawal'>): Promise<string | null> {
  const { accountId, amount, clientId, state } = await withdrawalOrder(ctx, { withdrawalId });
  if (!accountId || state !== 'collecting') return null;
  try {
    const operation = await collectFromAccount(ctx, { clientId, accountId, amount, withdrawalId });
    return (await reportFor(ctx, operation.id)) ?? operation.state;
  } catch (error) {
    // What cannot change by waiting ends the withdrawal; another movement in flight only delays it.
    if (!isRefusal(error) || error.kind === 'unavailable' || error.reason === 'operation_in_flight') throw error;
    const ended = await recordCollected(ctx, { withdrawalId, login: '', outcome: 'refused', reason: error.reason });
    return 'state' in ended ? ended.state : null;
  }
}

export async function sendHomeFor(ctx: Ctx, withdrawalId: Id<'withdrawal'>): Promise<string | null> {
  const { accountId, amount, clientId, state } = await withdrawalOrder(ctx, { withdrawalId });
  if (!accountId || state !== 'rejecting') return null;
  const started = await returnToAccount(ctx, { clientId, accountId, amount, withdrawalId });
  if (started) return (await reportFor(ctx, started.id)) ?? started.state;
  await recordReturned(ctx, { withdrawalId, outcome: 'to_wallet' });
  return 'to_wallet';
}

/** Tells the withdrawal how its movement ended; null while it has not. */
export async function reportFor(ctx: Ctx, id: Id<'balanceOperation'>): Promise<string | null> {
  const operation = await readOperation(ctx, { id });
  const isApplied = operation.state === 'applied' || operation.state === 'compensated';
  if (!isApplied && operation.state !== 'failed') return null;
  const withdrawalId = operation.cause.split('/')[0] as Id<'withdrawal'>; // the verb's schema checks the kind
  const outcome = isApplied ? ('applied' as const) : null;
  if (operation.purpose === 'to_transit')
    await recordCollected(ctx, {
      withdrawalId,
      login: operation.login ?? '',
      outcome: outcome ?? 'refused',
      reason: operation.problem,
    });
  else if (operation.purpose === 'back_to_trading')
    await recordReturned(ctx, { withdrawalId, outcome: outcome ?? 'to_wallet' });
  return operation.state;
}

export const collect = inngest.createFunction(
  {
    id: 'trading-collect',
    triggers: [{ event: 'payments/withdrawal.collecting' }, { event: 'payments/withdrawal.collect_due' }],
    retries: 12,
  },
  async ({ event, step }) => {
    const withdrawalId = idOf<Id<'withdrawal'>>(event, 'withdrawalId');
    await step.run('collect', () => collectFor(jobCtx(event, job), withdrawalId));
  },
);

export const sendHome = inngest.createFunction(
  {
    id: 'trading-send-home',
    triggers: [{ event: 'payments/withdrawal.returning' }, { event: 'payments/withdrawal.return_due' }],
    retries: 12,
  },
  async ({ event, step }) => {
    const withdrawalId = idOf<Id<'withdrawal'>>(event, 'withdrawalId');
    await step.run('return', () => sendHomeFor(jobCtx(event, job), withdrawalId));
  },
);

/** A part that had been paid and came back goes on to the platform it was taken from. */
export const sendPartHome = inngest.createFunction(
  { id: 'trading-send-part-home', triggers: [{ event: 'payments/leg.returning' }], retries: 12 },
  async ({ event, step }) => {
    const legId = idOf<Id<'leg'>>(event, 'legId');
    await step.run('return', async () => {
      const ctx = jobCtx(event, job);
      const { accountId, amount, clientId, state, withdrawalId } = await legOrder(ctx, { legId });
      if (!accountId || state !== 'returned') return null;
      return returnToAccount(ctx, { clientId, accountId, amount, withdrawalId, part: legId });
    });
  },
);

/** What became of a movement that a withdrawal asked for. */
export const report = inngest.createFunction(
  {
    id: 'trading-report-to-payments',
    triggers: [{ event: 'trading/operation.applied' }, { event: 'trading/operation.failed' }],
    retries: 12,
  },
  async ({ event, step }) => {
    const id = idOf<Id<'balanceOperation'>>(event, 'operationId');
    await step.run('report', () => reportFor(jobCtx(event, job), id));
  },
);

/** A run that gave up, or an event that was lost, leaves a withdrawal between platform and books: it is asked about again. */
export const sweep = inngest.createFunction(
  { id: 'withdrawals-sweep', triggers: [{ cron: '*/5 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'withdrawals/sweep.due', data: { tenantId: id } })),
    );
  },
);

export const sweepTenant = inngest.createFunction(
  {
    id: 'withdrawals-sweep-tenant',
    triggers: [{ event: 'withdrawals/sweep.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    const tenantId = idOf(event, 'tenantId');
    const stuck = await step.run('stuck', () => stuckWithdrawalIds(jobCtx(event, job), {}));
    const events = stuck.map(({ withdrawalId, state }) => ({
      name: state === 'collecting' ? 'payments/withdrawal.collect_due' : 'payments/withdrawal.return_due',
      data: { tenantId, withdrawalId },
    }));
    if (events.length > 0) await step.sendEvent('wake', events);
  },
);

export const withdrawalsJobs = [collect, sendHome, sendPartHome, report, sweep, sweepTenant];
