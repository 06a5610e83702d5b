import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { toJson } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { requireOrigin } from '@/server/modules/identity';
import { decide } from '@/server/modules/policy';
import { type Payee, payeeFor } from './client-facts';
import { StartDeposit } from './contract';
import { depositGate } from './policy';
import { activeConnection, depositTotals, insertAttempt, insertDeposit } from './repository/deposits';
import { nextNumber } from './repository/numbers';
import { depositStates } from './state';

/** How long a hosted page may wait for the client. */
const hostedPageMinutes = 60;

export const DepositIntent = z.object({
  depositId: idSchema('deposit'),
  attemptId: idSchema('attempt'),
  connectionId: idSchema('connection'),
  amount: StartDeposit.shape.amount,
  payer: z.object({ reference: z.string(), name: z.string(), email: z.string().nullable() }),
  description: z.string(),
  /** The host the client is on, proven to be the tenant's: where the PSP sends him back to. */
  returnOrigin: z.string(),
  createdAt: z.date(),
  expiresAt: z.date(),
});
export type DepositIntent = z.output<typeof DepositIntent>;

/** First half of a deposit: what policy refuses here never takes money. The effect then asks the PSP. */
export const beginDeposit = command({
  name: 'payments.deposit.start',
  actors: ['client', 'staff'],
  auditRefusal: true,
  input: StartDeposit.extend({ clientId: idSchema('client').nullish() }),
  output: DepositIntent,
  run: async (uow, input) => {
    const payee = await payeeFor(uow, input.clientId ?? undefined);
    const { origin } = uow.request;
    const returnOrigin = origin ? (await requireOrigin(uow, origin)).origin : uow.ctx.ports.site.origin;
    await requireGate(uow, payee, input.amount);
    const via = await activeConnection(uow, 'psp', input.connectionId ?? null, payee.entityId);
    if (!via) throw new Refusal('unavailable', 'no_payment_method', { field: 'connectionId' });
    const depositId = uow.id('deposit');
    const attemptId = uow.id('attempt');
    const number = await nextNumber(uow, 'D');
    const { deviceId, ip } = uow.request;
    const expiresAt = new Date(uow.now.getTime() + hostedPageMinutes * 60_000);
    await insertDeposit(uow, {
      id: depositId,
      number,
      clientId: payee.id,
      entityId: payee.entityId,
      asset: input.amount.asset,
      requestedMinor: input.amount.minor,
      state: depositStates.initial,
      targetAccountId: input.targetAccountId ?? null,
      deviceId: deviceId ?? null,
      ip: ip ?? null,
      createdAt: uow.now,
    });
    await insertAttempt(uow, {
      id: attemptId,
      depositId,
      connectionId: via.id,
      outcome: 'created',
      createdAt: uow.now,
      sentAt: uow.now,
      expiresAt,
    });
    uow.audit({
      object: { type: 'deposit', id: depositId },
      client: payee.id,
      thread: depositId,
      changes: { state: [null, 'created'] },
      facts: { number, amount: toJson(input.amount), connection: via.id, vendor: via.vendor, attempt: attemptId },
    });
    return {
      depositId,
      attemptId,
      connectionId: via.id,
      amount: input.amount,
      payer: { reference: payee.number, name: payee.legalName, email: payee.email },
      description: `${number} ${payee.number}`,
      returnOrigin,
      createdAt: uow.now,
      expiresAt,
    };
  },
});

async function requireGate(uow: Uow, payee: Payee, amount: { minor: bigint; asset: string }): Promise<void> {
  const totals = await depositTotals(uow, payee.id, amount.asset);
  const { outcome } = await decide(
    uow,
    depositGate,
    {
      amountMinor: amount.minor,
      depositedMinor: totals.creditedMinor,
      tier: payee.tier,
      capability: payee.deposit.state,
      attemptsLastHour: BigInt(totals.lastHour),
      capMinor: payee.deposit.limit?.asset === amount.asset ? payee.deposit.limit.minor : -1n,
    },
    { objectId: payee.id, client: payee.id },
  );
  if (outcome.kind === 'accept') return;
  const cap = payee.deposit.limit;
  throw new Refusal('rejected', outcome.reason, {
    field: 'amount',
    params: { capability: payee.deposit.state, ...(cap ? { cap: cap.minor.toString(), asset: cap.asset } : {}) },
  });
}
