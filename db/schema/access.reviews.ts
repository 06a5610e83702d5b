import { index, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, tenantKey, tenantRef, tenantRow } from './_columns';
import { user } from './identity';

/** Once a quarter somebody looks at what everybody may do. */
export const accessReview = pgTable(
  'access_review',
  {
    ...tenantRow('accessReview'),
    title: text().notNull(),
    /** `2026-Q4` when the calendar asked for it. */
    quarter: text(),
    openedBy: text().notNull(),
    openedAt: instant().notNull(),
    dueAt: instant().notNull(),
    escalatedAt: instant(),
    closedAt: instant(),
    /** Of the whole record, when it was closed; the same stands in the sealed log. */
    digest: text(),
  },
  (t) => [tenantKey(t), uniqueIndex('access_review_quarter').on(t.tenantId, t.quarter)],
);

/** One person in it: who is to answer for him, what was seen and what was decided. */
export const accessReviewItem = pgTable(
  'access_review_item',
  {
    ...tenantRow('accessReviewItem'),
    reviewId: idColumn('accessReview').notNull(),
    userId: idColumn('user').notNull(),
    reviewerId: idColumn('user'),
    decision: text(),
    reason: text(),
    decidedBy: idColumn('user'),
    decidedAt: instant(),
    /** What the reviewer was shown when he decided. */
    seen: jsonb(),
  },
  (t) => [
    tenantKey(t),
    index('access_review_item_review').on(t.tenantId, t.reviewId),
    tenantRef(t.tenantId, t.reviewId, accessReview),
    tenantRef(t.tenantId, t.userId, user),
  ],
);
