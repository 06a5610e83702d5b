import { z } from 'zod';

const ofAccount = z.object({ accountId: z.string(), clientId: z.string() });
const ofOperation = z.object({ operationId: z.string(), accountId: z.string(), clientId: z.string() });

/** Published facts; ids only. */
export const tradingEvents = {
  'trading/account.requested': ofAccount,
  'trading/account.opened': ofAccount,
  'trading/account.failed': ofAccount,
  /** Decided terms differ from what the platform was last known to have. */
  'trading/terms.decided': ofAccount,
  /** Less leverage is coming; the client is to be told now. */
  'trading/terms.noticed': ofAccount,
  'trading/terms.applied': ofAccount,
  'trading/account.drifted': ofAccount,
  'trading/operation.requested': ofOperation,
  'trading/operation.applied': ofOperation,
  'trading/operation.failed': ofOperation,
  'trading/deals.recorded': z.object({ connectionId: z.string() }),
  /** The books have new results of this account. */
  'trading/deals.booked': ofAccount,
  /** A negative balance was the house's to pay. */
  'trading/balance.covered': ofAccount,
} as const;
