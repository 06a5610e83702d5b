import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import { isId } from '@/server/kernel/ids';
import { command, isParked } from '@/server/kernel/verb';
import { assignRoles, leaveStaff } from '@/server/modules/access';
import { me } from '@/server/modules/identity';
import {
  breakGlass,
  cancelApproval,
  decideAlone,
  decideApproval,
  expireApproval,
  getApproval,
  listApprovals,
  listWork,
  recheckApproval,
} from '@/server/modules/work';
import { asOwner, type Broker, colleague, type Home, home, newBroker, roleId } from '../../support/people';

/** Two people for anything above the limit; `limit` and `isOpen` stand for policy and state that may move in the meantime. */
const world = { limit: 100, isOpen: true, done: [] as string[], refused: [] as string[] };
const pay = command({
  name: 'payments.tests.pay',
  actors: ['staff'],
  input: z.object({ to: z.string(), amount: z.number().int() }),
  output: z.object({ to: z.string() }),
  approval: async (_uow, { to, amount }) =>
    amount <= world.limit
      ? null
      : {
          needed: amount > 10_000 ? 2 : 1,
          decideGrant: 'payments.withdrawal.approve',
          summary: `Pay ${amount} to ${to}`,
          object: { type: 'test', id: to },
          policyVersion: 'v1',
          checks: { limit: world.limit, isOpen: world.isOpen },
        },
  rejected: async (_uow, { to }, why) => {
    world.refused.push(`${to}:${why.expired ? 'expired' : why.reason}`);
  },
  run: async (uow, { to }) => {
    if (!world.isOpen) throw new Refusal('rejected', 'closed_meanwhile');
    world.done.push(`${to}:${uow.actor.name}:${uow.approval?.approvers.map((one) => one.name).join('+') ?? 'alone'}`);
    uow.audit({ object: { type: 'test', id: to } });
    return { to };
  },
});

async function parked(ctx: Ctx, to: string, amount = 500) {
  const result = await pay.orPark(ctx, { to, amount });
  if (!isParked(result) || !isId('approval', result.parked)) throw new Error('it waits for approval');
  return result.parked;
}

describe('approvals', () => {
  let house: Home;
  let broker: Broker;
  let cashier: Awaited<ReturnType<typeof colleague>>;
  let head: Awaited<ReturnType<typeof colleague>>;
  let second: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    const names = { finance_head: 'Fay Finance', cashier: 'Cas Cashier' };
    cashier = await colleague(house, broker, 'finance_head', { name: names.cashier });
    head = await colleague(house, broker, 'finance_head', { name: names.finance_head });
    second = await colleague(house, broker, 'finance_head', { name: 'Finn Finance' });
  });

  it('run as the requester when another person agrees, never by the requester himself', async () => {
    const approvalId = await parked(cashier.ctx, 'one');
    await expect(pay(cashier.ctx, { to: 'one', amount: 500 })).rejects.toMatchObject({
      reason: 'waiting_for_approval',
      detail: { params: { approval: approvalId } },
    });
    await expect(decideApproval(cashier.ctx, { approvalId, decision: 'approve' })).rejects.toMatchObject({
      reason: 'cannot_approve_own_request',
    });
    expect((await listApprovals(cashier.ctx, {})).rows.find((row) => row.id === approvalId)).toMatchObject({
      isMine: true,
      mayDecide: false,
    });
    expect((await listApprovals(head.ctx, {})).rows.find((row) => row.id === approvalId)).toMatchObject({
      mayDecide: true,
      requestedBy: 'Cas Cashier',
    });
    expect(await decideApproval(head.ctx, { approvalId, decision: 'approve' })).toMatchObject({ state: 'approved' });
    expect(world.done).toContain('one:Cas Cashier:Fay Finance');
    await expect(decideApproval(second.ctx, { approvalId, decision: 'approve' })).rejects.toMatchObject({
      reason: 'approval_already_decided',
    });
    const trail = await asOwner<{ action: string }>(
      house,
      `select action from audit_entry where tenant_id = $1 and thread_id = 'one'`,
      [broker.tenantId],
    );
    expect(trail.map((row) => row.action)).toEqual(
      expect.arrayContaining(['approvals.request.opened', 'approvals.request.voted', 'approvals.request.approved']),
    );
  });

  it('need as many people as policy says, and each counts once', async () => {
    const approvalId = await parked(cashier.ctx, 'two', 20_000);
    expect(await decideApproval(head.ctx, { approvalId, decision: 'approve' })).toMatchObject({
      state: 'waiting',
      approvals: 1,
      needed: 2,
    });
    const seenBy = async (ctx: Ctx) => (await listApprovals(ctx, {})).rows.find((row) => row.id === approvalId);
    expect(await seenBy(head.ctx)).toMatchObject({ hasVoted: true, mayDecide: false });
    expect(await getApproval(head.ctx, { approvalId })).toMatchObject({ hasVoted: true, mayDecide: false });
    expect(await seenBy(second.ctx)).toMatchObject({ hasVoted: false, mayDecide: true });
    await expect(decideApproval(head.ctx, { approvalId, decision: 'approve' })).rejects.toMatchObject({
      reason: 'already_voted',
    });
    const both = await Promise.allSettled([
      decideApproval(second.ctx, { approvalId, decision: 'approve' }),
      decideApproval(second.ctx, { approvalId, decision: 'approve' }),
    ]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(world.done.filter((line) => line.startsWith('two:'))).toEqual(['two:Cas Cashier:Fay Finance+Finn Finance']);
  });

  it('show what changed since, and a check that fails now keeps the vote from counting', async () => {
    const approvalId = await parked(cashier.ctx, 'three');
    world.isOpen = false;
    try {
      expect(await recheckApproval(head.ctx, { approvalId })).toMatchObject({
        isStillNeeded: true,
        changes: [{ name: 'isOpen', was: 'true', now: 'false' }],
      });
      await expect(decideApproval(head.ctx, { approvalId, decision: 'approve' })).rejects.toMatchObject({
        reason: 'closed_meanwhile',
      });
      expect(await getApproval(head.ctx, { approvalId })).toMatchObject({ state: 'waiting', votes: [] });
    } finally {
      world.isOpen = true;
    }
  });

  it('a no needs a word and undoes what was prepared; a requester may take it back; time may run out', async () => {
    const refused = await parked(cashier.ctx, 'four');
    await expect(decideApproval(head.ctx, { approvalId: refused, decision: 'reject' })).rejects.toMatchObject({
      kind: 'invalid',
    });
    await decideApproval(head.ctx, { approvalId: refused, decision: 'reject', comment: 'wrong account' });
    const taken = await parked(cashier.ctx, 'five');
    await expect(cancelApproval(head.ctx, { approvalId: taken, reason: 'not mine' })).rejects.toMatchObject({
      kind: 'not_found',
    });
    await cancelApproval(cashier.ctx, { approvalId: taken, reason: 'typed wrongly' });
    const late = await parked(cashier.ctx, 'six');
    const job = house.ctx(broker.slug, { credential: { kind: 'job', name: 'sweeper' } });
    expect(await expireApproval(job, { approvalId: late })).toEqual({ expired: false });
    const later = { ...job, clock: manualClock(new Date(Date.now() + 73 * 3_600_000)) };
    expect(await expireApproval(later, { approvalId: late })).toEqual({ expired: true });
    expect(world.refused).toEqual(['four:wrong account', 'five:typed wrongly', 'six:expired']);
  });

  it('break-glass acts at once and leaves a review behind', async () => {
    const approvalId = await parked(cashier.ctx, 'seven', 20_000);
    await expect(breakGlass(cashier.ctx, { approvalId, reason: 'nobody else is awake' })).rejects.toMatchObject({
      reason: 'cannot_approve_own_request',
    });
    expect(await breakGlass(head.ctx, { approvalId, reason: 'platform halt, clients wait' })).toMatchObject({
      state: 'approved',
    });
    const { rows } = await listWork(broker.admin, { view: 'all', kinds: ['break_glass_review'] });
    expect(rows).toMatchObject([{ priority: 0, team: 'compliance', state: 'open' }]);
    expect(await getApproval(head.ctx, { approvalId })).toMatchObject({ mode: 'break_glass' });
  });

  it("a leaver's request can no longer be approved", async () => {
    const gone = await colleague(house, broker, 'finance_head', { name: 'Gus Gone' });
    const approvalId = await parked(gone.ctx, 'eight');
    await leaveStaff(broker.admin, { userId: gone.userId, reason: 'left the company' });
    await expect(decideApproval(head.ctx, { approvalId, decision: 'approve' })).rejects.toMatchObject({
      reason: 'requester_no_longer_active',
    });
  });

  it('does not exist for another company', async () => {
    const approvalId = await parked(cashier.ctx, 'nine');
    const other = await newBroker(house);
    await expect(getApproval(other.admin, { approvalId })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(decideApproval(other.admin, { approvalId, decision: 'approve' })).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect(await getApproval(head.ctx, { approvalId })).toMatchObject({ state: 'waiting', approvals: 0 });
  });

  it('alone in a sandbox: announced, a day later done, and never with a colleague in the house', async () => {
    const alone = await newBroker(house);
    const own = (await me(alone.admin, {})).userId;
    if (!own) throw new Error('signed in');
    const roles = await Promise.all(
      ['administrator', 'finance_head'].map(async (key) => ({
        roleId: await roleId(alone.admin, key),
        rowScope: 'all' as const,
      })),
    );
    await assignRoles(alone.admin, { userId: own, roles });
    const approvalId = await parked(alone.admin, 'ten');
    expect(await getApproval(alone.admin, { approvalId })).toMatchObject({ isMine: true, mayDecideAlone: true });
    const announced = await decideAlone(alone.admin, { approvalId });
    expect(announced.state).toBe('waiting');
    await expect(decideAlone(alone.admin, { approvalId })).rejects.toMatchObject({ reason: 'not_before' });
    await asOwner(house, `update approval_request set not_before = now() - interval '1 minute' where tenant_id = $1`, [
      alone.tenantId,
    ]);
    expect(await decideAlone(alone.admin, { approvalId })).toMatchObject({ state: 'approved' });
    expect(await getApproval(alone.admin, { approvalId })).toMatchObject({ mode: 'solo' });
    const again = await parked(alone.admin, 'eleven');
    await colleague(house, alone, 'support');
    expect(await getApproval(alone.admin, { approvalId: again })).toMatchObject({ mayDecideAlone: false });
    await expect(decideAlone(alone.admin, { approvalId: again })).rejects.toMatchObject({ reason: 'not_alone' });
  });
});
