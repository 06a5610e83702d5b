import { z } from 'zod';
import type { Applicant, CheckOutcome, KycDecision, KycDocument } from '@/server/modules/onboarding/ports';

const words = z.array(z.string()).optional();
const Review = z.object({
  reviewStatus: z.string(),
  levelName: z.string().optional(),
  attemptCnt: z.number().int().optional(),
  reviewDate: z.string().optional(),
  createDate: z.string().optional(),
  reviewResult: z
    .object({
      reviewAnswer: z.string().optional(),
      reviewRejectType: z.string().optional(),
      rejectLabels: words,
      moderationComment: z.string().optional(),
      clientComment: z.string().optional(),
    })
    .optional(),
});
export const Profile = z.object({ id: z.string(), externalUserId: z.string().optional(), review: Review });

export const WebhookBody = z.object({
  applicantId: z.string().min(1),
  type: z.string().min(1),
  externalUserId: z.string().optional(),
  createdAt: z.string().optional(),
  createdAtMs: z.string().optional(),
});

/** `2020-02-21 13:23:19+0000` and `2020-02-21 13:23:19.321`, both UTC. */
export function vendorTime(text: string | undefined): Date | null {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?)(?:Z|\+00:?00)?$/.exec(text ?? '');
  if (!match) return null;
  const time = Date.parse(`${match[1]}T${match[2]}Z`);
  return Number.isNaN(time) ? null : new Date(time);
}

export function outcomeOf(review: z.output<typeof Review>): CheckOutcome | null {
  switch (review.reviewStatus) {
    case 'init':
    case 'awaitingUser':
      return { status: 'created' };
    case 'pending':
    case 'prechecked':
    case 'queued':
    case 'awaitingService':
      return { status: 'pending' };
    case 'onHold':
      return { status: 'on_hold' };
    case 'completed':
      return resultOf(review.reviewResult);
    default:
      return null;
  }
}

/** The result counts only while the status is `completed`; a running re-check still shows the old one. */
function resultOf(result: z.output<typeof Review>['reviewResult']): CheckOutcome | null {
  if (result?.reviewAnswer === 'GREEN') return { status: 'approved' };
  if (result?.reviewAnswer !== 'RED') return null;
  const one = (text: string | undefined): string[] => (text ? [text] : []);
  return {
    status: 'rejected',
    // Only a word we know may invite the client to try again.
    kind: result.reviewRejectType === 'RETRY' ? 'retry' : 'final',
    reasons: {
      labels: result.rejectLabels ?? [],
      shown: one(result.moderationComment),
      internal: one(result.clientComment),
    },
  };
}

export function decisionOf(profile: z.output<typeof Profile>): KycDecision | null {
  const outcome = outcomeOf(profile.review);
  if (!outcome) return null;
  return {
    applicantId: profile.id,
    reference: profile.externalUserId ?? null,
    level: profile.review.levelName ?? null,
    outcome,
    attempt: profile.review.attemptCnt ?? 1,
    decidedAt: profile.review.reviewStatus === 'completed' ? vendorTime(profile.review.reviewDate) : null,
  };
}

const docTypes: Record<KycDocument['kind'], string> = {
  passport: 'PASSPORT',
  id_card: 'ID_CARD',
  driving_licence: 'DRIVERS',
  residence_permit: 'RESIDENCE_PERMIT',
  proof_of_address: 'UTILITY_BILL',
  selfie: 'SELFIE',
};

export const documentMetadata = (document: KycDocument) => ({
  idDocType: docTypes[document.kind],
  country: document.country,
  ...(document.side ? { idDocSubType: document.side === 'front' ? 'FRONT_SIDE' : 'BACK_SIDE' } : {}),
});

export function applicantBody(applicant: Applicant) {
  const { person } = applicant;
  const info = person && {
    firstName: person.firstName,
    lastName: person.lastName,
    middleName: person.middleName,
    dob: person.bornOn,
    country: person.country,
    nationality: person.nationality,
  };
  return {
    externalUserId: applicant.reference,
    type: 'individual',
    email: applicant.email,
    phone: applicant.phone,
    lang: applicant.language,
    fixedInfo: info,
  };
}
