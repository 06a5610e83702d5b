import { z } from 'zod';

export const disclosureEvents = {
  'disclosures/alert.raised': z.object({ itemId: z.string(), userId: z.string() }),
};
