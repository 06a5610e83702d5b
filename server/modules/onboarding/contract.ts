import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';
import { DocumentKind } from '@/server/modules/documents/contract';
import { askCodes, rejectionCodes } from './picklists';

const Reason = z.string().trim().min(4, 'at least four characters').max(500);
const Note = z.string().trim().max(1_000).nullish();
/** A file of the client as part of his application; the bytes lie with documents. */
export const AttachedDocument = z.object({
  documentId: idSchema('document'),
  kind: DocumentKind,
  side: z.enum(['front', 'back']).nullable(),
  country: z.string().nullable(),
});
export const KeptDocument = AttachedDocument.extend({
  attachedAt: z.coerce.date(),
  /** When the provider had it. */
  sentAt: z.coerce.date().nullable(),
});
export type KeptDocument = z.output<typeof KeptDocument>;

/** A file as a reviewer looks at it. */
const ReviewedDocument = KeptDocument.extend({
  fileName: sensitive('document', z.string()),
  contentType: z.string(),
  fileState: z.string(),
  expiresOn: z.string().nullable(),
  isNew: z.boolean(),
});

export const StartApplication = z.object({ clientId: idSchema('client').nullish() });
export const ApplicationRef = z.object({ id: idSchema('application'), state: z.string() });
export const SaveStep = z.object({
  id: idSchema('application'),
  step: z.string().max(40),
  answers: z.record(z.string().max(40), z.unknown()),
});
export const AttachDocument = z.object({ id: idSchema('application'), documentId: idSchema('document') });
export const DetachDocument = z.object({ id: idSchema('application'), documentId: idSchema('document') });
export const OneApplication = z.object({ id: idSchema('application') });

export const evidenceKinds = [
  'phone',
  'document',
  'liveness',
  'proof_of_address',
  'source_of_funds',
  'source_of_wealth',
  'enhanced_due_diligence',
] as const;

export const ApproveApplication = OneApplication.extend({
  reason: Reason,
  /** What the reviewer has seen with his own eyes; it counts for the tier. */
  evidence: z.array(z.enum(evidenceKinds)).max(evidenceKinds.length).default([]),
});
export const RejectApplication = OneApplication.extend({
  code: z.enum(rejectionCodes),
  mayTryAgain: z.boolean(),
  reason: Reason,
  noteToClient: Note,
});
export const AskForMore = OneApplication.extend({
  asks: z.array(z.enum(askCodes)).min(1).max(6),
  reason: Reason,
  noteToClient: Note,
});
export const OverrideApplication = OneApplication.extend({
  outcome: z.enum(['approved', 'rejected', 'in_review']),
  reason: z.string().trim().min(20, 'say in a sentence or two why').max(1_000),
});
export const SetRisk = z.object({
  clientId: idSchema('client'),
  risk: z.enum(['low', 'medium', 'high']).nullable(),
  reason: Reason,
});

const Personal = z.record(z.string(), z.unknown());
const Field = z.object({
  key: z.string(),
  label: z.string(),
  kind: z.string(),
  value: sensitive('identity', z.string().nullable()),
  /** As it was in the submission before, when it differs. */
  before: sensitive('identity', z.string().nullable()),
  isChanged: z.boolean(),
});
export const CheckView = z.object({
  id: idSchema('check'),
  vendor: z.string(),
  level: z.string().nullable(),
  attempt: z.number().int(),
  outcome: z.string(),
  rejection: z.string().nullable(),
  labels: z.array(z.string()),
  shown: z.array(z.string()),
  internal: sensitive('restricted_reason', z.string().nullable()),
  decidedAt: z.date().nullable(),
  recordedAt: z.date(),
});
export const RiskView = z.object({
  id: idSchema('riskAssessment'),
  score: z.number().int(),
  risk: z.string(),
  factors: z.array(
    z.object({
      factor: z.string(),
      group: z.string(),
      points: z.number(),
      contribution: z.number(),
      value: z.string(),
    }),
  ),
  overrides: z.array(
    z.object({ kind: z.string(), cause: z.string().nullable(), effect: z.string(), reason: z.string().nullable() }),
  ),
  weightsVersion: z.string(),
  tier: z.string().nullable(),
  earned: z.string().nullable(),
  restrictedBy: z.array(z.string()),
  missing: z.array(z.string()),
  reviewMonths: z.number().int(),
  cause: sensitive('restricted_reason', z.string()),
  at: z.date(),
});
export const ScreeningView = z.object({
  result: sensitive('restricted_reason', z.string()),
  openHits: z.number().int().nullable(),
  trueHits: z.number().int().nullable(),
});

export const ListQueue = PageInput.extend({
  states: z.array(z.string().max(20)).max(8).nullish(),
  isOverdue: z.boolean().nullish(),
  clientId: idSchema('client').nullish(),
  purpose: z.enum(['initial', 'renewal']).nullish(),
  tiers: z.array(z.string().max(20)).max(5).nullish(),
  /** Only for those who may see it: a list match weighs in the score. */
  risks: z.array(z.string().max(20)).max(4).nullish(),
});
export const QueueRow = z.object({
  id: idSchema('application'),
  clientId: idSchema('client'),
  clientName: z.string(),
  clientNumber: z.string(),
  country: z.string().nullable(),
  /** Of the client now; a restriction by a list match reads as any other. */
  tier: z.string(),
  entity: z.string(),
  /** The open work about it, and who has taken it. */
  work: z.object({ id: idSchema('workItem'), assignee: z.string().nullable(), isMine: z.boolean() }).nullable(),
  purpose: z.string(),
  state: z.string(),
  /** Reasons of compliance read alike for whoever is outside (view.ts). */
  reviewReason: z.string().nullable(),
  riskScore: z.number().int().nullable(),
  riskTier: z.string().nullable(),
  submissions: z.number().int(),
  stateSince: z.date(),
  submittedAt: z.date().nullable(),
  dueAt: z.date().nullable(),
  isOverdue: z.boolean(),
  waitingMinutes: z.number().int(),
});
export type QueueRow = z.output<typeof QueueRow>;
export const QueuePage = pageOf(QueueRow);

export const ApplicationDetail = QueueRow.extend({
  personId: idSchema('person'),
  steps: z.array(z.object({ key: z.string(), title: z.string(), fields: z.array(Field) })),
  documents: z.array(ReviewedDocument),
  /** Files of the submission before, by kind and side: what stands beside a new one. */
  earlierDocuments: z.array(ReviewedDocument),
  checks: z.array(CheckView),
  screening: ScreeningView,
  risk: RiskView.nullable(),
  evidence: z.array(z.string()),
  asks: z.array(z.string()),
  noteToClient: z.string().nullable(),
  outcome: z.string().nullable(),
  outcomeReason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
  renewsAt: z.date().nullable(),
  provider: z
    .object({ vendor: z.string(), applicantId: z.string().nullable(), problem: z.string().nullable() })
    .nullable(),
  history: z.array(
    z.object({ id: idSchema('application'), purpose: z.string(), state: z.string(), createdAt: z.date() }),
  ),
});
export type ApplicationDetail = z.output<typeof ApplicationDetail>;

const Capability = z.object({ state: z.string(), reasons: z.array(z.string()) });
const Stand = z.object({ tier: z.string(), capabilities: z.record(z.string(), Capability) });
export const OutlookInput = OneApplication.extend({ evidence: z.array(z.enum(evidenceKinds)).max(7).default([]) });
/** What the client may do now and after either decision, by the rules that will apply then. */
export const Outlook = z.object({
  now: Stand,
  approve: Stand.extend({ missing: z.array(z.string()) }),
  reject: Stand,
});

/** What the client reads: what comes next, whose turn it is, since when. Words are keys of the messages. */
export const MyApplication = z.object({
  id: idSchema('application').nullable(),
  purpose: z.string(),
  state: z.enum(['none', 'draft', 'sent', 'in_review', 'needs_more', 'approved', 'rejected']),
  turn: z.enum(['you', 'us', 'nobody']),
  next: z.string(),
  since: z.date().nullable(),
  /** What others have waited lately; only while it is the house's turn. */
  usualMinutes: z.number().int().nullable(),
  asks: z.array(z.object({ code: z.string(), text: z.string() })),
  note: z.string().nullable(),
  reason: z.string().nullable(),
  mayTryAgain: z.boolean(),
  stepsDone: z.array(z.string()),
  answers: Personal,
  documents: z.array(KeptDocument),
  renewsAt: z.date().nullable(),
});
export type MyApplication = z.output<typeof MyApplication>;

const Words = z.record(z.string(), z.string());
export const FlowView = z.object({
  version: z.number().int(),
  steps: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      intro: z.string().nullable(),
      fields: z.array(
        z.object({
          key: z.string(),
          kind: z.string(),
          label: z.string(),
          help: z.string().nullable(),
          required: z.boolean(),
          max: z.number().nullable(),
          options: z.array(z.object({ value: z.string(), label: z.string() })),
          when: z.object({ field: z.string(), in: z.array(z.union([z.string(), z.boolean()])) }).nullable(),
        }),
      ),
    }),
  ),
  documents: z.array(
    z.object({
      key: z.string(),
      label: z.string(),
      help: z.string().nullable(),
      anyOf: z.array(z.string()),
      required: z.boolean(),
    }),
  ),
});
export const Picklists = z.object({ asks: Words, rejections: Words, evidence: z.array(z.string()) });
