import type { Id } from '@/server/kernel/ids';
import {
  closeCollected,
  lookUpAttempt,
  lookUpDispute,
  openLegIds,
  quietDisputeIds,
  sendBackDeposit,
  sendLeg,
  settledLegIds,
  staleAttemptIds,
} from '@/server/modules/payments';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'payments';

/** Every leg of an approved withdrawal, one after the other; a leg that was sent before is looked up instead. */
export const payOut = inngest.createFunction(
  {
    id: 'payments-pay-out',
    triggers: [{ event: 'payments/withdrawal.approved' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.withdrawalId' },
  },
  async ({ event, step }) => {
    const legs = await step.run('plan', () =>
      openLegIds(jobCtx(event, job), { withdrawalId: idOf<Id<'withdrawal'>>(event, 'withdrawalId') }),
    );
    for (const legId of legs) await step.run(`send ${legId}`, () => sendLeg(jobCtx(event, job), { legId }));
  },
);

export const sendBack = inngest.createFunction(
  { id: 'payments-send-back', triggers: [{ event: 'payments/deposit.sending_back' }], retries: 8 },
  async ({ event, step }) => {
    await step.run('refund', async () => {
      const said = await sendBackDeposit(jobCtx(event, job), { depositId: idOf<Id<'deposit'>>(event, 'depositId') });
      // Asked again under the same reference, which moves money once however often it is said.
      if (said?.outcome === 'unknown') throw new Error('the PSP has not said whether it refunded');
    });
  },
);

/** A deposit, or money that came back, has paid a chargeback's debt in its own command; the claim hears of it here. */
export const closeDebts = inngest.createFunction(
  {
    id: 'payments-close-debts',
    triggers: [{ event: 'ledger/debt.collected' }],
    retries: 8,
    concurrency: { limit: 1, key: 'event.data.clientId' },
  },
  async ({ event, step }) => {
    await step.run('close', () =>
      closeCollected(jobCtx(event, job), { clientId: idOf<Id<'client'>>(event, 'clientId') }),
    );
  },
);

/** Unknown and late outcomes are asked for until they are known; nothing is sent twice here. */
export const sweep = inngest.createFunction(
  { id: 'payments-sweep', triggers: [{ cron: '* * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'payments/sweep.due', data: { tenantId: id } })),
    );
  },
);

export const sweepTenant = inngest.createFunction(
  {
    id: 'payments-sweep-tenant',
    triggers: [{ event: 'payments/sweep.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    await step.run('look up', async () => {
      const [attempts, legs, disputes] = await Promise.all([
        staleAttemptIds(jobCtx(event, job), {}),
        openLegIds(jobCtx(event, job), {}),
        quietDisputeIds(jobCtx(event, job), {}),
      ]);
      for (const attemptId of attempts) await lookUpAttempt(jobCtx(event, job), { attemptId });
      for (const legId of legs) await sendLeg(jobCtx(event, job), { legId });
      for (const named of disputes) await lookUpDispute(jobCtx(event, job), named);
      return { attempts: attempts.length, legs: legs.length, disputes: disputes.length };
    });
  },
);

/** What has been paid can still come back: banks have no webhook for it, and a webhook may be lost. */
export const watchSettled = inngest.createFunction(
  { id: 'payments-watch-settled', triggers: [{ cron: '23 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'payments/watch.due', data: { tenantId: id } })),
    );
  },
);

export const watchTenant = inngest.createFunction(
  {
    id: 'payments-watch-tenant',
    triggers: [{ event: 'payments/watch.due' }],
    concurrency: { limit: 1, key: 'event.data.tenantId' },
    retries: 1,
  },
  async ({ event, step }) => {
    await step.run('look up', async () => {
      const legs = await settledLegIds(jobCtx(event, job), {});
      for (const legId of legs) await sendLeg(jobCtx(event, job), { legId, isDoubted: true });
      return { legs: legs.length };
    });
  },
);

export const paymentsJobs = [payOut, sendBack, closeDebts, sweep, sweepTenant, watchSettled, watchTenant];
