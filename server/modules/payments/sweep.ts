import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { query } from '@/server/kernel/verb';
import { staleAttempts } from './repository/deposits';
import { legsOf, legsThatMayReturn, openLegs, stuckOnTheWay, withdrawalById } from './repository/withdrawals';

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1_000);

/** Attempts whose outcome has been open for a while: the sweeper looks each of them up. */
export const staleAttemptIds = query({
  name: 'payments.attempt.list_stale',
  actors: ['job'],
  input: z.object({ seconds: z.number().int().min(0).max(31_536_000).default(60) }),
  output: z.array(idSchema('attempt')),
  run: async (read, { seconds }) => (await staleAttempts(read, before(read.now, seconds))).map((row) => row.id),
});

/** Legs to be sent or looked up: those of one withdrawal, or all that have been under way for a while. */
export const openLegIds = query({
  name: 'payments.leg.list_open',
  actors: ['job'],
  input: z.object({
    withdrawalId: idSchema('withdrawal').nullish(),
    seconds: z.number().int().min(0).max(31_536_000).default(60),
  }),
  output: z.array(idSchema('leg')),
  run: async (read, { withdrawalId, seconds }) => {
    if (!withdrawalId) return (await openLegs(read, before(read.now, seconds))).map((row) => row.id);
    found(await withdrawalById(read, withdrawalId), 'withdrawal_not_found');
    return (await legsOf(read, withdrawalId))
      .filter((leg) => ['planned', 'sending', 'unknown'].includes(leg.state))
      .map((leg) => leg.id);
  },
});

/**
 * Paid legs to be asked about once more: a bank has no webhook for a transfer that comes back, and a card's bank may return a
 * refund for a month. Each is asked at ever longer distances, so seven times in all.
 */
export const settledLegIds = query({
  name: 'payments.leg.list_settled',
  actors: ['job'],
  input: z.object({ days: z.number().int().min(1).max(400).default(30) }),
  output: z.array(idSchema('leg')),
  run: async (read, { days }) => (await legsThatMayReturn(read, before(read.now, days * 86_400))).map((row) => row.id),
});

/** Withdrawals whose money is between platform and transit for longer than a run of the job takes: asked about again. */
export const stuckWithdrawalIds = query({
  name: 'payments.withdrawal.list_stuck',
  actors: ['job'],
  input: z.object({ seconds: z.number().int().min(0).max(31_536_000).default(300) }),
  output: z.array(z.object({ withdrawalId: idSchema('withdrawal'), state: z.enum(['collecting', 'rejecting']) })),
  run: async (read, { seconds }) =>
    (await stuckOnTheWay(read, before(read.now, seconds))).map((row) => ({
      withdrawalId: row.id,
      state: row.state === 'collecting' ? ('collecting' as const) : ('rejecting' as const),
    })),
});
