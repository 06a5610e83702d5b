import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';
import { Attribution, Reason } from './contract';

export const ClientRecords = z.object({
  personId: idSchema('person'),
  touches: z.array(
    Attribution.extend({ moment: z.string(), campaign: z.string().nullable(), at: z.date() }).required(),
  ),
  consents: z.array(z.object({ purpose: z.string(), channel: z.string(), isGiven: z.boolean(), at: z.date() })),
  acceptances: z.array(
    z.object({
      document: z.string(),
      version: z.string(),
      language: z.string(),
      textHash: z.string(),
      ip: sensitive('address_of_access', z.string().nullable()),
      at: z.date(),
    }),
  ),
  devices: z.array(
    z.object({
      moment: z.string(),
      deviceId: z.string().nullable(),
      ip: sensitive('address_of_access', z.string().nullable()),
      userAgent: z.string().nullable(),
      at: z.date(),
    }),
  ),
  references: z.array(
    z.object({ objectType: z.string(), objectId: z.string(), system: z.string(), externalId: z.string() }),
  ),
  duplicates: z.array(
    z.object({
      id: idSchema('duplicate'),
      otherPersonId: idSchema('person'),
      signals: z.array(z.string()),
      raisedAt: z.date(),
    }),
  ),
  merges: z.array(
    z.object({
      id: idSchema('merge'),
      survivorId: idSchema('person'),
      absorbedId: idSchema('person'),
      reason: z.string(),
      mergedAt: z.date(),
      undoneAt: z.date().nullable(),
    }),
  ),
});

export const RecordConsent = z.object({
  clientId: idSchema('client'),
  purpose: z.enum(['service', 'marketing', 'profiling', 'third_party']),
  channel: z.enum(['email', 'sms', 'phone', 'push', 'post']),
  isGiven: z.boolean(),
  wording: z.string().trim().min(1).max(200),
});
export const ConsentView = z.object({
  purpose: z.string(),
  channel: z.string(),
  isGiven: z.boolean(),
  at: z.date(),
});

export const MergePersons = z.object({
  survivorId: idSchema('person'),
  absorbedId: idSchema('person'),
  reason: Reason,
});
export const UnmergePersons = z.object({ id: idSchema('merge'), reason: Reason });
export const DismissDuplicate = z.object({ id: idSchema('duplicate'), reason: Reason });
const MergeSide = z.object({
  id: idSchema('person'),
  name: z.string(),
  clients: z.array(z.object({ id: idSchema('client'), number: z.string() })),
});
export const MergePreview = z.object({
  survivor: MergeSide,
  absorbed: MergeSide,
  holds: z.number().int(),
  /** Fields both have and that differ: reasons to look twice. */
  differences: z.array(z.string()),
});
