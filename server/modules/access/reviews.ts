import { bankCalendar } from '@/server/kernel/bank-calendar';
import { canonicalHash } from '@/server/kernel/canonical';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { addBusinessDays, instantOf, localDate, mondayToFriday } from '@/server/kernel/time';
import type { Read, Uow } from '@/server/kernel/uow';
import { usersOfKind } from '@/server/modules/identity';
import { companyCalendar, exportsSince, insertReview, itemsOf, keysOf, updateReview } from './queries/reviews';
import { memberships } from './repository';
import type { HeldNow } from './review-contract';
import { staffHolding } from './rights';

export const decideVerb = 'access.review.decide';
const quarterMs = 92 * 86_400_000;

export const quarterOf = (at: Date): string => `${at.getUTCFullYear()}-Q${Math.floor(at.getUTCMonth() / 3) + 1}`;

/** Everybody who works here, with what he holds and what of it he used in the last quarter. */
export async function everybody(read: Read) {
  const [users, held, exported] = await Promise.all([
    usersOfKind(read, 'staff'),
    memberships(read),
    exportsSince(read, new Date(read.now.getTime() - quarterMs)),
  ]);
  const keys = await keysOf(
    read,
    users.map(({ id }) => id),
  );
  return users.map((user) => {
    const files = exported.get(uuidFromId('user', user.id));
    const now: HeldNow = {
      roles: held
        .filter(({ userId }) => userId === user.id)
        .map(({ roleId, name, rowScope }) => ({ roleId, name, rowScope })),
      hasSecondFactor: user.totpEnabledAt !== null || user.passkeys > 0,
      lastSeenAt: user.lastSeenAt,
      endsAt: user.endsAt,
      keys: keys.get(user.id)?.keys ?? 0,
      keysUsedAt: keys.get(user.id)?.usedAt ?? null,
      exports: files?.exports ?? 0,
      exportedRows: files?.rows ?? 0,
    };
    return { id: user.id, name: user.name, email: user.email, status: user.status, held: now };
  });
}

async function dueAfter(read: Read, days: number): Promise<Date> {
  const company = await companyCalendar(read);
  const zone = company?.zone ?? 'UTC';
  const calendar = company ? bankCalendar(company.calendar, read.now.getUTCFullYear()) : mondayToFriday;
  return instantOf(addBusinessDays(localDate(read.now, zone), days, calendar), '17:00', zone);
}

type Campaign = {
  readonly title: string;
  readonly days: number;
  readonly quarter: string | null;
  readonly reviewerId?: Id<'user'> | null;
};

/** One question a person. Nobody answers for himself; where there is nobody else, it waits for whoever may be asked. */
export async function openCampaign(uow: Uow, campaign: Campaign): Promise<Id<'accessReview'>> {
  const people = (await everybody(uow)).filter(({ status, held }) => status === 'active' && held.roles.length > 0);
  const able = await staffHolding(uow, decideVerb);
  const chosen = campaign.reviewerId ?? null;
  const id = uow.id('accessReview');
  const reviewerOf = (userId: Id<'user'>, i: number): Id<'user'> | null => {
    const others = able.filter((one) => one !== userId);
    if (chosen && chosen !== userId) return chosen;
    return others[i % Math.max(1, others.length)] ?? null;
  };
  const { title, quarter } = campaign;
  const dueAt = await dueAfter(uow, campaign.days);
  await insertReview(
    uow,
    { id, title, quarter, openedBy: uow.actor.name, openedAt: uow.now, dueAt },
    people.map((person, i) => ({
      id: uow.id('accessReviewItem'),
      reviewId: id,
      userId: person.id,
      reviewerId: reviewerOf(person.id, i),
    })),
  );
  uow.audit({
    action: 'access.review.opened',
    object: { type: 'accessReview', id },
    facts: { title, quarter, people: people.length, dueAt },
  });
  return id;
}

/** When the last question is answered the record is complete: its digest goes into the log that is sealed. */
export async function closeWhenAnswered(uow: Uow, id: Id<'accessReview'>): Promise<boolean> {
  const items = await itemsOf(uow, id);
  if (items.some(({ decidedAt }) => decidedAt === null)) return false;
  const digest = await canonicalHash(
    items.map(({ tenantId: _tenant, ...item }) => JSON.parse(JSON.stringify(item)) as unknown),
  );
  await updateReview(uow, id, { closedAt: uow.now, digest });
  const counted = (decision: string) => items.filter((item) => item.decision === decision).length;
  uow.audit({
    action: 'access.review.closed',
    object: { type: 'accessReview', id },
    facts: { digest, keep: counted('keep'), change: counted('change'), withdraw: counted('withdraw') },
  });
  return true;
}
