import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';

export const AuditActor = z.object({
  kind: z.string(),
  name: z.string(),
  userId: z.string().optional(),
  clientId: z.string().optional(),
  impersonator: z.object({ userId: z.string(), name: z.string() }).optional(),
  approvedBy: z.array(z.object({ userId: z.string(), name: z.string() })).optional(),
});

/** One field of one change. `isSealed` values are personal data the reader may not see, or that was erased. */
export const AuditChange = z.object({
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  isSealed: z.boolean(),
});

export const AuditEntryView = z.object({
  id: idSchema('audit'),
  at: z.date(),
  recordedAt: z.date(),
  actor: AuditActor,
  action: z.string(),
  objectType: z.string(),
  objectId: z.string(),
  threadId: z.string().nullable(),
  clientId: idSchema('client').nullable(),
  changes: z.array(AuditChange),
  facts: z.record(z.string(), z.unknown()).nullable(),
  reason: z.string().nullable(),
  isRestricted: z.boolean(),
  requestId: z.string(),
  /** Position in the sealed log; null until the next seal. */
  leafIndex: z.number().int().nullable(),
});
export type AuditEntryView = z.output<typeof AuditEntryView>;

export const ListAudit = PageInput.extend({
  action: z.string().max(80).nullish(),
  objectId: z.string().max(120).nullish(),
  clientId: idSchema('client').nullish(),
  actorId: z.string().max(120).nullish(),
  from: z.date().nullish(),
  to: z.date().nullish(),
  /** false leaves out the steps of the machinery, which only repeat or prepare what another entry tells. */
  technical: z.boolean().default(true),
});
export const AuditPage = pageOf(AuditEntryView);

/** The story of one object: entries about it or filed under it as a thread, newest first. */
export const Timeline = z.object({
  objectId: z.string().min(3).max(120),
  limit: z.number().int().min(1).max(200).default(100),
  technical: z.boolean().default(true),
});

export const ProofView = z.object({
  leafIndex: z.number().int(),
  treeSize: z.number().int(),
  leafHash: z.string(),
  rootHash: z.string(),
  proof: z.array(z.string()),
  checkpoint: z.string(),
  verifierKey: z.string(),
  isValid: z.boolean(),
});

export const ExportTrail = z.object({
  objectId: z.string().min(3).max(120).nullish(),
  reason: z.string().trim().min(4).max(500),
});
/** Of the whole log the trail comes without entries: `audit.trail.page` gives them, from 0 on. */
export const TrailExport = z.object({
  trail: z.looseObject({ size: z.number().int(), entries: z.array(z.unknown()).readonly() }),
  checkpoint: z.string(),
  verifierKey: z.string(),
});
export const TrailPageInput = z.object({ size: z.number().int().min(1), from: z.number().int().min(0).default(0) });
export const TrailPage = z.object({ entries: z.array(z.unknown()), next: z.number().int().nullable() });

export const SealStatus = z.object({
  entries: z.number().int(),
  sealed: z.number().int(),
  oldestUnsealedSeconds: z.number().int(),
  lastCheckpointAt: z.date().nullable(),
  lastCheckpointSize: z.number().int().nullable(),
  publishedTo: z.array(z.string()),
  auditorEmail: sensitive('contact', z.string().nullable()),
});
