import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { Email, Password } from '@/server/modules/identity/contract';
import { Slug } from './contract';

export const TenantRow = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  kind: z.string(),
  environment: z.enum(['sandbox', 'live']),
  status: z.string(),
  features: z.array(z.string()),
  createdAt: z.date(),
  organisationId: idSchema('organisation'),
  organisation: z.string(),
  country: z.string().nullable(),
  goLiveRequestedAt: z.date().nullable(),
  vettedAt: z.date().nullable(),
  staff: z.number().int(),
  clients: z.number().int(),
  lastActivity: z.date().nullable(),
});
export const TenantFilter = z.object({
  search: z.string().max(80).optional(),
  environment: z.enum(['sandbox', 'live']).optional(),
  waitingForVetting: z.boolean().optional(),
});
export const TenantDetailOut = TenantRow.extend({
  entities: z.array(z.object({ name: z.string(), jurisdiction: z.string(), licence: z.string().nullable() })),
  brands: z.array(z.object({ name: z.string(), slug: z.string() })),
  administrators: z.array(z.object({ name: z.string(), email: z.string() })),
});
const reason = z.string().trim().min(5).max(500);
export const Vet = z.object({ tenantId: z.uuid(), liveSlug: Slug, note: reason });
export const SetStatus = z.object({ tenantId: z.uuid(), status: z.enum(['active', 'suspended']), reason });
export const OpenBreakGlass = z.object({
  tenantId: z.uuid(),
  reason,
  minutes: z.number().int().min(5).max(120).default(30),
});
export const BreakGlassRow = z.object({
  id: idSchema('breakGlass'),
  tenantId: z.uuid(),
  staffName: z.string(),
  reason: z.string(),
  openedAt: z.date(),
  expiresAt: z.date(),
  closedAt: z.date().nullable(),
});
export const Bootstrap = z.object({ email: Email, name: z.string().min(1).max(120), password: Password });
