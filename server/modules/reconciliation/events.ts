import { z } from 'zod';

/** Published facts; ids only. */
export const reconciliationEvents = {
  'reconciliation/run.requested': z.object({ runId: z.string() }),
  'reconciliation/run.finished': z.object({ runId: z.string() }),
  'reconciliation/break.opened': z.object({ breakId: z.string(), clientId: z.string() }),
} as const;
