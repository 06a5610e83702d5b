import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { query } from '@/server/kernel/verb';
import { beneficiaryOf } from './instruments';
import type { Beneficiary, PspProblem } from './ports';
import { attemptById, chargesOfClient } from './repository/deposits';
import { instrumentById, legById, withdrawalById } from './repository/withdrawals';

/** What the PSP said of an attempt it does not know, yet: its books may lag. */
export const notThere: PspProblem = {
  class: 'unknown',
  code: 'not_there',
  detail: 'the PSP does not know this attempt',
};

const readLookup = query({
  name: 'payments.attempt.read_for_lookup',
  actors: ['job', 'webhook'],
  input: z.object({ attemptId: idSchema('attempt') }),
  output: z.object({
    attemptId: idSchema('attempt'),
    tenantId: z.string(),
    connectionId: idSchema('connection'),
    pspId: z.string().nullable(),
    createdAt: z.date(),
    /** Since the PSP first said that it does not know the attempt; null when it did not say so last. */
    absentForMs: z.number().nullable(),
  }),
  run: async (read, { attemptId }) => {
    const row = found(await attemptById(read, attemptId), 'attempt_not_found');
    const isAbsent = (row.problem as PspProblem | null)?.code === notThere.code && row.lookedUpAt !== null;
    return {
      attemptId,
      tenantId: read.tenant.id,
      connectionId: row.connectionId,
      pspId: row.pspId,
      createdAt: row.createdAt,
      absentForMs: isAbsent && row.lookedUpAt ? read.now.getTime() - row.lookedUpAt.getTime() : null,
    };
  },
});

const readTenant = query({
  name: 'payments.tenant.read_id',
  actors: ['job'],
  input: z.object({}),
  output: z.string(),
  run: async (read) => read.tenant.id,
});

/** What a look-up asks for. */
export const lookupOfAttempt = Object.assign(
  (ctx: Ctx, input: z.input<typeof readLookup.spec.input>) => readLookup(ctx, input),
  {
    tenantId: (ctx: Ctx) => readTenant(ctx, {}),
  },
);

const BeneficiaryShape = z.custom<Beneficiary>(
  (value) => typeof value === 'object' && value !== null && 'holderName' in value,
);

/** Everything the adapter needs to send or look up one leg; the beneficiary is opened here and lives no longer than the call. */
export const legForSending = query({
  name: 'payments.leg.read_for_sending',
  actors: ['job'],
  input: z.object({ id: idSchema('leg'), move: z.enum(['send', 'lookup']) }),
  output: z.object({
    id: idSchema('leg'),
    move: z.enum(['send', 'lookup']),
    tenantId: z.string(),
    kind: z.enum(['refund', 'bank']),
    connectionId: idSchema('connection'),
    amount: MoneySchema,
    pspId: z.string().nullable(),
    sentAt: z.date(),
    chargeId: z.string().nullable(),
    attemptId: idSchema('attempt').nullable(),
    paymentPspId: z.string().nullable(),
    paidAt: z.date(),
    beneficiary: BeneficiaryShape.nullable(),
    remittance: z.string(),
  }),
  run: async (read, { id, move }) => {
    const leg = found(await legById(read, id), 'leg_not_found');
    const withdrawal = found(await withdrawalById(read, leg.withdrawalId), 'withdrawal_not_found');
    const attempt = leg.chargeAttemptId ? await attemptById(read, leg.chargeAttemptId) : null;
    const instrument = leg.kind === 'bank' && leg.instrumentId ? await instrumentById(read, leg.instrumentId) : null;
    const charges = leg.kind === 'refund' ? await chargesOfClient(read, withdrawal.clientId) : [];
    const paid = charges.find(({ charge }) => charge.pspChargeId === leg.pspChargeId);
    return {
      id,
      move,
      tenantId: read.tenant.id,
      kind: leg.kind === 'refund' ? ('refund' as const) : ('bank' as const),
      connectionId: leg.connectionId,
      amount: { minor: leg.amountMinor, asset: leg.asset },
      pspId: leg.pspId,
      sentAt: leg.sentAt ?? read.now,
      chargeId: leg.pspChargeId,
      attemptId: leg.chargeAttemptId,
      paymentPspId: attempt?.pspId ?? null,
      paidAt: attempt?.createdAt ?? paid?.depositedAt ?? leg.createdAt,
      beneficiary: instrument ? await beneficiaryOf(read, instrument) : null,
      remittance: withdrawal.number,
    };
  },
});
