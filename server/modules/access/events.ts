import { z } from 'zod';

export const accessEvents = {
  /** Upper modules release what the leaver owned: clients, cases, accounts. */
  'access/staff.left': z.object({ userId: z.string() }),
  'access/staff.assigned': z.object({ userId: z.string() }),
  'access/api_key.created': z.object({ keyId: z.string() }),
  'access/api_key.revoked': z.object({ keyId: z.string() }),
} as const;
