import { z } from 'zod';

export const tenancyEvents = {
  'tenancy/organisation.signed_up': z.object({ organisationId: z.string() }),
  'tenancy/connection.changed': z.object({ connectionId: z.string() }),
  'tenancy/connection.test_requested': z.object({ connectionId: z.string(), port: z.string(), vendor: z.string() }),
  'tenancy/brand.changed': z.object({ brandId: z.string() }),
  'tenancy/domain.check_requested': z.object({ host: z.string() }),
  'tenancy/go_live.requested': z.object({ organisationId: z.string() }),
} as const;
