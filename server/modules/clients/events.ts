import { z } from 'zod';

const ofClient = z.object({ clientId: z.string() });

/** Facts others may follow. Ids only: a consumer loads the client and decides on what he is now. */
export const clientsEvents = {
  'clients/client.registered': ofClient,
  'clients/journey.advanced': ofClient.extend({ facet: z.string(), to: z.string() }),
  'clients/hold.placed': ofClient.extend({ holdId: z.string() }),
  'clients/hold.released': ofClient.extend({ holdId: z.string() }),
  'clients/tier.changed': ofClient,
  /** What the client may do is perhaps another now: whoever enforces it asks again. */
  'clients/capabilities.changed': ofClient,
  'clients/contact.changed': ofClient,
  'clients/owner.changed': ofClient,
  'clients/reassignment.started': z.object({ reassignmentId: z.string() }),
  'clients/person.merged': z.object({ personId: z.string(), mergeId: z.string() }),
  'clients/field.revealed': ofClient.extend({ userId: z.string(), field: z.string() }),
} as const;
