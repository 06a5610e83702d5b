import { z } from 'zod';

export const policyEvents = {
  'policy/table.published': z.object({ policyTableId: z.string(), point: z.string() }),
} as const;
