import { z } from 'zod';
import { covers } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { activeStaffIds, endSessions, namesOf } from '@/server/modules/identity';
import { Assignment } from '../contract';
import {
  findReview,
  itemsOf,
  lateReviews,
  lockItem,
  type ReviewItemRow,
  type ReviewRecordRow,
  reviewOfQuarter,
  reviewsWithCounts,
  updateItem,
  updateReview,
} from '../queries/reviews';
import { bumpGrants, memberships, replaceMemberships } from '../repository';
import {
  DecideItem,
  HandItem,
  HeldNow,
  OpenReview,
  ReviewId,
  ReviewItem,
  ReviewRecord,
  ReviewRow,
} from '../review-contract';
import { closeWhenAnswered, decideVerb, everybody, openCampaign, quarterOf } from '../reviews';
import { assignVerb, requireAnotherAdministrator, staffHolding } from '../rights';

const Nothing = z.object({});
const workKind = 'access_review_late';

const shownReview = (row: ReviewRecordRow, people: number, answered: number): z.output<typeof ReviewRow> => {
  const { id, title, openedBy, openedAt, dueAt, closedAt } = row;
  return { id, title, openedBy, openedAt, dueAt, closedAt, people, answered };
};

export const openReview = command({
  name: 'access.review.open',
  actors: ['staff'],
  input: OpenReview,
  output: ReviewId,
  run: async (uow, { title, days, reviewerId }) => {
    if (reviewerId) await requireReviewer(uow, reviewerId);
    return { id: await openCampaign(uow, { title, days, reviewerId: reviewerId ?? null, quarter: null }) };
  },
});

async function requireReviewer(read: Read, id: string): Promise<void> {
  const able = await staffHolding(read, decideVerb);
  if (!able.some((one) => one === id)) throw new Refusal('rejected', 'reviewer_may_not', { field: 'reviewerId' });
}

const quarterDays = 15;
const firstWeeks = 21;

/** By the calendar: in the first weeks of each quarter, where more than one person works. */
export const openQuarter = command({
  name: 'access.review.open_quarter',
  actors: ['job'],
  input: Nothing,
  output: z.object({ id: idSchema('accessReview').nullable() }),
  run: async (uow) => {
    const quarter = quarterOf(uow.now);
    const began = Date.UTC(uow.now.getUTCFullYear(), Math.floor(uow.now.getUTCMonth() / 3) * 3, 1);
    const isEarly = uow.now.getTime() - began < firstWeeks * 86_400_000;
    const isDue = isEarly && !(await reviewOfQuarter(uow, quarter)) && (await activeStaffIds(uow)).length > 1;
    const title = `Access review ${quarter.replace('-', ' ')}`;
    const id = isDue ? await openCampaign(uow, { title, quarter, days: quarterDays }) : null;
    if (!id) uow.audit({ object: { type: 'accessReview', id: quarter }, facts: { isDue } });
    return { id };
  },
});

export const listReviews = query({
  name: 'access.review.list',
  actors: ['staff'],
  input: Nothing,
  output: z.object({ rows: z.array(ReviewRow) }),
  run: async (read) => ({
    rows: (await reviewsWithCounts(read)).map(({ row, people, answered }) => shownReview(row, people, answered)),
  }),
});

/** The whole record: also what an auditor takes with him, with the digest that stands in the sealed log. */
export const readReview = query({
  name: 'access.review.read',
  actors: ['staff'],
  input: ReviewId,
  output: ReviewRecord,
  run: async (read, { id }) => {
    const row = found(await findReview(read, id), 'access_review_not_found');
    const [items, people, able] = await Promise.all([
      itemsOf(read, id),
      everybody(read),
      staffHolding(read, decideVerb),
    ]);
    const names = await namesOf(read, [
      ...able,
      ...items.flatMap((item) => [item.reviewerId, item.decidedBy].flatMap((one) => one ?? [])),
    ]);
    const nameOf = (userId: ReviewItemRow['reviewerId']) => (userId ? (names.get(userId) ?? null) : null);
    const answered = items.filter(({ decidedAt }) => decidedAt !== null).length;
    return {
      review: shownReview(row, items.length, answered),
      digest: row.digest,
      reviewers: able.map((one) => ({ id: one, name: names.get(one) ?? '' })),
      items: items.flatMap((item) => {
        const person = people.find((one) => one.id === item.userId);
        if (!person) return [];
        return {
          id: item.id,
          userId: item.userId,
          name: person.name,
          email: person.email,
          reviewerId: item.reviewerId,
          reviewer: nameOf(item.reviewerId),
          held: item.seen ? seenOf(item.seen) : person.held,
          decision: ReviewItem.shape.decision.parse(item.decision),
          reason: item.reason,
          decidedBy: nameOf(item.decidedBy),
          decidedAt: item.decidedAt,
        };
      }),
    };
  },
});

const Stored = HeldNow.extend({
  lastSeenAt: z.coerce.date().nullable(),
  endsAt: z.coerce.date().nullable(),
  keysUsedAt: z.coerce.date().nullable(),
});
const seenOf = (seen: unknown): HeldNow => Stored.parse(seen);

async function openItem(uow: Uow, id: ReviewItemRow['id']): Promise<ReviewItemRow> {
  const item = found(await lockItem(uow, id), 'access_review_not_found');
  if (item.decidedAt) throw new Refusal('conflict', 'already_done');
  // Nobody judges his own rights, nor chooses who does.
  if (item.userId === uow.actor.userId) throw new Refusal('forbidden', 'cannot_review_own_access');
  return item;
}

export const handReview = command({
  name: 'access.review.hand',
  actors: ['staff'],
  auditRefusal: true,
  input: HandItem,
  output: Nothing,
  run: async (uow, { id, reviewerId }) => {
    const item = await openItem(uow, id);
    await requireReviewer(uow, reviewerId);
    if (reviewerId === item.userId) throw new Refusal('rejected', 'cannot_review_own_access', { field: 'reviewerId' });
    await updateItem(uow, id, { reviewerId });
    uow.audit({ object: { type: 'user', id: item.userId }, changes: { reviewerId: [item.reviewerId, reviewerId] } });
    return {};
  },
});

type Decided = z.output<typeof DecideItem>;

/** What stays of somebody's roles by this answer. Rights only ever shrink here: to give more is a deed of its own. */
async function applied(uow: Uow, item: ReviewItemRow, { decision, keptRoles, reason }: Decided): Promise<void> {
  if (decision === 'keep') return;
  const held = await memberships(uow, item.userId);
  const left = decision === 'withdraw' ? [] : held.filter(({ roleId }) => keptRoles.includes(roleId));
  if (decision === 'change' && (left.length === 0 || left.length === held.length))
    throw new Refusal('invalid', 'review_changes_nothing', { field: 'keptRoles' });
  if (!left.some(({ grants }) => grants.some((grant) => covers(grant, assignVerb))))
    await requireAnotherAdministrator(uow, item.userId);
  await replaceMemberships(
    uow,
    item.userId,
    left.map((one) => Assignment.parse(one)),
  );
  if (decision === 'withdraw') await endSessions(uow, item.userId, 'access_withdrawn');
  uow.audit({
    action: 'access.staff.reviewed',
    object: { type: 'user', id: item.userId },
    changes: { roles: [held.map(({ key }) => key), left.map(({ key }) => key)] },
    reason,
  });
  uow.emit({ name: 'access/staff.assigned', data: { userId: item.userId } });
}

export const decideReview = command({
  name: decideVerb,
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: DecideItem,
  output: z.object({ isClosed: z.boolean() }),
  run: async (uow, input) => {
    await bumpGrants(uow);
    const item = await openItem(uow, input.id);
    const seen = found(
      (await everybody(uow)).find(({ id }) => id === item.userId),
      'staff_not_found',
    ).held;
    await applied(uow, item, input);
    const decidedBy = found(uow.actor.userId, 'needs_a_person');
    const { decision, reason } = input;
    await updateItem(uow, item.id, { decision, reason, decidedBy, decidedAt: uow.now, seen });
    await closeWork(uow, item.id, 'answered', workKind);
    uow.audit({ object: { type: 'user', id: item.userId }, facts: { review: item.reviewId, decision, seen }, reason });
    return { isClosed: await closeWhenAnswered(uow, item.reviewId) };
  },
});

/** Past the day: each unanswered question becomes work of the one who owes the answer. */
export const escalateReviews = command({
  name: 'access.review.escalate',
  actors: ['job'],
  input: Nothing,
  output: z.object({ raised: z.number().int() }),
  run: async (uow) => {
    let raised = 0;
    for (const review of await lateReviews(uow)) {
      const open = (await itemsOf(uow, review.id)).filter(({ decidedAt }) => decidedAt === null);
      const names = await namesOf(
        uow,
        open.map(({ userId }) => userId),
      );
      for (const item of open)
        await raiseWork(uow, {
          kind: workKind,
          object: { type: 'accessReviewItem', id: item.id },
          title: `${review.title}: ${names.get(item.userId) ?? 'a person'} waits for an answer`,
          team: 'administration',
          priority: 1,
          ...(item.reviewerId ? { assignee: item.reviewerId } : {}),
        });
      await updateReview(uow, review.id, { escalatedAt: uow.now });
      uow.audit({
        object: { type: 'accessReview', id: review.id },
        facts: { unanswered: open.length },
      });
      raised += open.length;
    }
    if (raised === 0) uow.audit({ object: { type: 'accessReview', id: 'none' }, facts: { raised } });
    return { raised };
  },
});
