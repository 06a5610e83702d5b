import { z } from 'zod';

const ofMember = z.object({ segmentId: z.string(), clientId: z.string() });

/** Published facts; ids only. Whoever was in a segment when it began to be counted did not enter it. */
export const engagementEvents = {
  'engagement/client.entered': ofMember,
  'engagement/client.left': ofMember,
  /** Another version is in force: it is to be counted. */
  'engagement/segment.published': z.object({ segmentId: z.string() }),
  'engagement/segment.removed': z.object({ segmentId: z.string() }),
} as const;
