import { z } from 'zod';

/** Published facts; ids only. */
export const ledgerEvents = {
  /** Something that reached a wallet paid, in the same command, what its owner owed. */
  'ledger/debt.collected': z.object({ clientId: z.string(), asset: z.string() }),
} as const;
