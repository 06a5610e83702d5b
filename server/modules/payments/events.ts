import { z } from 'zod';

const ofDeposit = z.object({ depositId: z.string(), clientId: z.string() });
const ofDispute = z.object({ disputeId: z.string(), depositId: z.string(), clientId: z.string() });
const ofWithdrawal = z.object({ withdrawalId: z.string(), clientId: z.string() });

/** Published facts; ids only. */
export const paymentsEvents = {
  'payments/deposit.credited': ofDeposit,
  'payments/deposit.failed': ofDeposit,
  'payments/deposit.in_review': ofDeposit,
  'payments/deposit.disputed': ofDeposit,
  /** The card bank is to be told what was decided: our evidence, or that the claim is given up. */
  'payments/dispute.answering': ofDispute,
  'payments/dispute.opened': ofDispute,
  'payments/dispute.won': ofDispute,
  'payments/dispute.lost': ofDispute,
  'payments/attempt.unknown': z.object({ attemptId: z.string() }),
  'payments/withdrawal.requested': ofWithdrawal,
  /** The platform is to be debited into transit. */
  'payments/withdrawal.collecting': ofWithdrawal.extend({ tradingAccountId: z.string() }),
  'payments/withdrawal.approved': ofWithdrawal,
  /** Money held in transit is to go back to the platform account. */
  'payments/withdrawal.returning': ofWithdrawal.extend({ tradingAccountId: z.string() }),
  'payments/withdrawal.rejected': ofWithdrawal,
  'payments/withdrawal.cancelled': ofWithdrawal,
  'payments/withdrawal.failed': ofWithdrawal,
  'payments/withdrawal.paid': ofWithdrawal,
  /** A part that had been paid came back and is to go on to the platform it came from. */
  'payments/leg.returning': z.object({ legId: z.string(), withdrawalId: z.string(), tradingAccountId: z.string() }),
  'payments/leg.unknown': z.object({ legId: z.string() }),
} as const;
