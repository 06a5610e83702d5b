import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import {
  createApiKey,
  decideReview,
  escalateReviews,
  handReview,
  listReviews,
  openQuarter,
  openReview,
  readReview,
} from '@/server/modules/access';
import { me } from '@/server/modules/identity';
import { asOwner, type Broker, colleague, type Home, home, newBroker, roleId } from '../../support/people';

describe('access is reviewed', () => {
  let house: Home;
  let broker: Broker;
  let second: Awaited<ReturnType<typeof colleague>>;
  let agent: Awaited<ReturnType<typeof colleague>>;
  let cashier: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    second = await colleague(house, broker, 'administrator');
    agent = await colleague(house, broker, 'support');
    cashier = await colleague(house, broker, 'cashier');
  });
  const job = (over: Partial<Ctx> = {}) =>
    house.ctx(broker.slug, { credential: { kind: 'job', name: 'access-reviews' }, ...over });
  const at = (text: string) => job({ clock: manualClock(new Date(text)) });

  it('one colleague answers for each, never for himself; rights only shrink; the record is sealed', async () => {
    await createApiKey(broker.admin, { name: 'reports', scopes: ['read:clients.*'] }).catch(() => null);
    const { id } = await openReview(broker.admin, { title: 'Before the audit', days: 5 });
    const read = () => readReview(broker.admin, { id });
    const { items, review } = await read();
    expect(review).toMatchObject({ people: 4, answered: 0, closedAt: null });
    for (const item of items) expect(item.reviewerId).not.toBe(item.userId);
    const of = (userId: string) => {
      const found = items.find((item) => item.userId === userId);
      if (!found) throw new Error('everybody is asked about');
      return found;
    };
    expect(of(agent.userId).held).toMatchObject({ roles: [{ name: 'Support' }], hasSecondFactor: false, exports: 0 });

    const { userId: adminId } = await me(broker.admin, {});
    const own = of(adminId ?? '');
    const answer = { decision: 'keep' as const, reason: 'still his work' };
    await expect(decideReview(broker.admin, { id: own.id, ...answer })).rejects.toMatchObject({
      reason: 'cannot_review_own_access',
    });
    const toOwn = handReview(broker.admin, { id: of(second.userId).id, reviewerId: second.userId });
    await expect(toOwn).rejects.toMatchObject({ reason: 'cannot_review_own_access' });
    const toAgent = handReview(broker.admin, { id: of(second.userId).id, reviewerId: agent.userId });
    await expect(toAgent).rejects.toMatchObject({ reason: 'reviewer_may_not' });
    await expect(decideReview(agent.ctx, { id: of(cashier.userId).id, ...answer })).rejects.toMatchObject({
      kind: 'forbidden',
    });

    const nothing = { id: of(agent.userId).id, decision: 'change' as const, reason: 'less' };
    const support = await roleId(broker.admin, 'support');
    for (const keptRoles of [[], [support]])
      await expect(decideReview(broker.admin, { ...nothing, keptRoles })).rejects.toMatchObject({
        reason: 'review_changes_nothing',
      });
    await decideReview(broker.admin, { id: of(agent.userId).id, ...answer });
    await expect(decideReview(broker.admin, { id: of(agent.userId).id, ...answer })).rejects.toMatchObject({
      reason: 'already_done',
    });
    await decideReview(broker.admin, { id: of(cashier.userId).id, decision: 'withdraw', reason: 'moved on' });
    await expect(me(cashier.ctx, {})).rejects.toMatchObject({ reason: 'session_ended' });
    await decideReview(broker.admin, { id: of(second.userId).id, ...answer });
    expect(await decideReview(second.ctx, { id: own.id, ...answer })).toEqual({ isClosed: true });

    const closed = await read();
    expect(closed.review.closedAt).toBeInstanceOf(Date);
    expect(closed.items.find(({ userId }) => userId === cashier.userId)).toMatchObject({
      decision: 'withdraw',
      reason: 'moved on',
      // As the reviewer saw it, not as it is since.
      held: { roles: [{ name: 'Cashier' }] },
    });
    const [entry] = await asOwner<{ facts: { digest: string } }>(
      house,
      `select facts from audit_entry where tenant_id = $1 and action = 'access.review.closed'`,
      [broker.tenantId],
    );
    expect(entry?.facts.digest).toBe(closed.digest);
  });

  it('each quarter asks once, by the calendar, and what nobody answered becomes work', async () => {
    const { id } = await openQuarter(at('2027-01-04T06:00:00Z'), {});
    expect(id).not.toBeNull();
    expect(await openQuarter(at('2027-01-05T06:00:00Z'), {})).toEqual({ id: null });
    // Long past its beginning a quarter is not asked about any more.
    expect(await openQuarter(at('2027-05-20T06:00:00Z'), {})).toEqual({ id: null });
    const row = (await listReviews(broker.admin, {})).rows.find((one) => one.id === id);
    expect(row).toMatchObject({ title: 'Access review 2027 Q1', openedBy: 'access-reviews' });
    // Fifteen business days from Monday the fourth, at five in the company's town.
    expect(row?.dueAt.toISOString()).toBe('2027-01-25T15:00:00.000Z');
    expect(await escalateReviews(at('2027-01-20T06:00:00Z'), {})).toEqual({ raised: 0 });
    expect(await escalateReviews(at('2027-01-26T06:00:00Z'), {})).toEqual({ raised: row?.people });
    expect(await escalateReviews(at('2027-01-27T06:00:00Z'), {})).toEqual({ raised: 0 });
    const waiting = await asOwner<{ n: number }>(
      house,
      `select count(*)::int as n from work_item where tenant_id = $1 and kind = 'access_review_late' and state <> 'closed'`,
      [broker.tenantId],
    );
    expect(waiting[0]?.n).toBe(row?.people);
  });
});
