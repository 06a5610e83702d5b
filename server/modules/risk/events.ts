import { z } from 'zod';

/** Published facts; ids only. */
export const riskEvents = {
  'risk/book.changed': z.object({ clientId: z.string() }),
  'risk/band.breached': z.object({ bandId: z.string() }),
} as const;
