import { z } from 'zod';

const ofClient = z.object({ clientId: z.string() });

/** Published facts; ids only. */
export const screeningEvents = {
  'screening/hits.found': ofClient,
  'screening/hit.decided': ofClient.extend({ hitId: z.string() }),
} as const;
