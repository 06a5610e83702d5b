import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';

const Reason = z.string().trim().min(3).max(500);
export const reviewDecisions = ['keep', 'change', 'withdraw'] as const;

/** What a person may do, and what of it he used: all a reviewer has to go by. */
export const HeldNow = z.object({
  roles: z.array(z.object({ roleId: idSchema('role'), name: z.string(), rowScope: z.string() })),
  hasSecondFactor: z.boolean(),
  lastSeenAt: z.date().nullable(),
  endsAt: z.date().nullable(),
  keys: z.number().int(),
  keysUsedAt: z.date().nullable(),
  exports: z.number().int(),
  exportedRows: z.number().int(),
});
export type HeldNow = z.output<typeof HeldNow>;

export const OpenReview = z.object({
  title: z.string().trim().min(3).max(120),
  /** Business days of the company's calendar. */
  days: z.number().int().min(1).max(60),
  reviewerId: idSchema('user').nullish(),
});
export const ReviewId = z.object({ id: idSchema('accessReview') });
export const ReviewRow = z.object({
  id: idSchema('accessReview'),
  title: z.string(),
  openedBy: z.string(),
  openedAt: z.date(),
  dueAt: z.date(),
  closedAt: z.date().nullable(),
  people: z.number().int(),
  answered: z.number().int(),
});
export const ReviewItem = z.object({
  id: idSchema('accessReviewItem'),
  userId: idSchema('user'),
  name: z.string(),
  email: sensitive('contact', z.string()),
  reviewerId: idSchema('user').nullable(),
  reviewer: z.string().nullable(),
  /** As it is now while the question is open, as the reviewer saw it once he has answered. */
  held: HeldNow,
  decision: z.enum(reviewDecisions).nullable(),
  reason: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.date().nullable(),
});
export const ReviewRecord = z.object({
  review: ReviewRow,
  digest: z.string().nullable(),
  items: z.array(ReviewItem),
  /** Who may answer for others. */
  reviewers: z.array(z.object({ id: idSchema('user'), name: z.string() })),
});
export const DecideItem = z.object({
  id: idSchema('accessReviewItem'),
  decision: z.enum(reviewDecisions),
  /** Of `change`: the roles that stay. */
  keptRoles: z.array(idSchema('role')).max(10).default([]),
  reason: Reason,
});
export const HandItem = z.object({ id: idSchema('accessReviewItem'), reviewerId: idSchema('user') });
