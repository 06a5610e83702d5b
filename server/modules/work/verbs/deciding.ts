import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import { type ApprovalRow, lockWaiting, restricted, vote } from '@/server/kernel/approvals';
import { found, Refusal } from '@/server/kernel/errors';
import { recheck, refuseParked, replayApproved } from '@/server/kernel/replay';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { raiseWork } from '@/server/kernel/work';
import { ApprovalId, BreakGlass, Decide, Decided, Rechecked } from '../contract';
import { insertVote, lockApproval, setMode } from '../repository';
import { checkLines, isAlone } from './approvals';

const hourMs = 3_600_000;
const soloHours = 24;
const approvedWord = { state: 'approved' as const };

function voted(uow: Uow, request: ApprovalRow, decision: string, comment: string | null): void {
  uow.audit({
    action: 'approvals.request.voted',
    object: { type: 'approval', id: request.id },
    thread: request.objectId,
    ...(request.clientId ? { client: request.clientId } : {}),
    facts: { decision, verb: request.verb, digest: request.digest },
    ...(comment ? { reason: comment } : {}),
    ...restricted(request),
  });
}

/** What the checks say now beside what they said when it was asked: read before deciding, and run again by the decision itself. */
export const recheckApproval = command({
  name: 'work.approval.recheck',
  actors: ['staff'],
  input: ApprovalId,
  output: Rechecked,
  run: async (uow, { approvalId }) => {
    const request = await lockWaiting(uow, approvalId);
    const need = await recheck(uow, request);
    const was = new Map(checkLines(request.checks).map((line) => [line.name, line.value]));
    const now = new Map(checkLines(need?.checks ?? {}).map((line) => [line.name, line.value]));
    const changes = [...new Set([...was.keys(), ...now.keys()])]
      .filter((name) => was.get(name) !== now.get(name))
      .map((name) => ({ name, was: was.get(name) ?? null, now: now.get(name) ?? null }));
    const isDecisive =
      need !== null &&
      (need.policyVersion !== request.policyVersion || (need.stake?.minor ?? null) !== request.stakeMinor);
    uow.audit({
      object: { type: 'approval', id: approvalId },
      thread: request.objectId,
      facts: { changed: changes.map((one) => one.name) },
    });
    return { isStillNeeded: need !== null, needed: need?.needed ?? 0, isDecisive, changes };
  },
});

export const decideApproval = command({
  name: 'work.approval.decide',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: Decide,
  output: Decided,
  run: async (uow, { approvalId, decision, comment }) => {
    const request = await lockWaiting(uow, approvalId);
    const approvers = await vote(uow, request, decision, comment ?? null);
    voted(uow, request, decision, comment ?? null);
    const counts = { approvals: approvers.length, needed: request.needed };
    if (decision === 'reject') {
      await refuseParked(uow, request, 'rejected', comment ?? '');
      return { state: 'rejected' as const, ...counts };
    }
    if (approvers.length < request.needed) return { state: 'waiting' as const, ...counts };
    await replayApproved(uow, request, approvers);
    return { ...approvedWord, ...counts };
  },
});

export const cancelApproval = command({
  name: 'work.approval.cancel',
  actors: ['staff', 'client', 'partner'],
  ownAccount: true,
  input: ApprovalId.extend({ reason: z.string().trim().min(3).max(500) }),
  output: z.object({}),
  run: async (uow, { approvalId, reason }) => {
    const request = found(await lockApproval(uow, approvalId), 'approval_not_found');
    // To anybody but the requester it does not exist here: others decide, they do not cancel.
    if (request.requesterId !== uow.actor.userId) throw new Refusal('not_found', 'approval_not_found');
    if (request.state !== 'waiting') throw new Refusal('conflict', 'approval_already_decided');
    await refuseParked(uow, request, 'cancelled', reason);
    return {};
  },
});

export const expireApproval = command({
  name: 'work.approval.expire',
  actors: ['job'],
  input: ApprovalId,
  output: z.object({ expired: z.boolean() }),
  run: async (uow, { approvalId }) => {
    const request = found(await lockApproval(uow, approvalId), 'approval_not_found');
    const expired = request.state === 'waiting' && request.expiresAt <= uow.now;
    if (expired) await refuseParked(uow, request, 'expired', 'nobody_decided_in_time');
    else uow.audit({ object: { type: 'approval', id: approvalId }, facts: { expired } });
    return { expired };
  },
});

/** Stopping is one person, restarting is two; when two cannot be had, one may, with a reason, an alarm and a review within a day. */
export const breakGlass = command({
  name: 'work.approval.break_glass',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: BreakGlass,
  output: Decided,
  run: async (uow, { approvalId, reason }) => {
    const request = await lockWaiting(uow, approvalId);
    const approvers = await vote(uow, request, 'approve', reason);
    voted(uow, request, 'break_glass', reason);
    await setMode(uow, approvalId, 'break_glass', null);
    await replayApproved(uow, { ...request, mode: 'break_glass' }, approvers);
    await raiseWork(uow, {
      kind: 'break_glass_review',
      object: { type: 'approval', id: approvalId },
      title: request.summary,
      team: 'compliance',
      priority: 0,
      dueAt: new Date(uow.now.getTime() + 24 * hourMs),
      ...(request.clientId ? { client: request.clientId } : {}),
    });
    uow.emit({ name: 'approvals/glass.broken', data: { approvalId, objectId: request.objectId } });
    return { ...approvedWord, approvals: approvers.length, needed: request.needed };
  },
});

/** A tenant with one member of staff, in the sandbox: the second pair of eyes is the same one a day later, and is shown as such. */
export const decideAlone = command({
  name: 'work.approval.decide_alone',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ApprovalId,
  output: Decided.extend({ notBefore: z.date().nullable() }),
  run: async (uow, { approvalId }) => {
    const request = await lockWaiting(uow, approvalId);
    const userId = found(uow.actor.userId, 'needs_a_person');
    if (!(await isAlone(uow))) throw new Refusal('forbidden', 'not_alone');
    if (!holds(uow.actor, request.decideGrant))
      throw new Refusal('forbidden', 'grant_missing', { params: { grant: request.decideGrant } });
    const counts = { approvals: 0, needed: request.needed };
    if (request.mode !== 'solo' || !request.notBefore) {
      const notBefore = new Date(uow.now.getTime() + soloHours * hourMs);
      await setMode(uow, approvalId, 'solo', notBefore);
      voted(uow, request, 'solo_announced', null);
      return { state: 'waiting' as const, ...counts, notBefore };
    }
    if (request.notBefore > uow.now)
      throw new Refusal('rejected', 'not_before', { params: { at: request.notBefore.toISOString() } });
    const name = uow.actor.name;
    await insertVote(uow, { approvalId, userId, name, decision: 'approve', comment: null, at: uow.now });
    voted(uow, request, 'solo', null);
    await replayApproved(uow, request, [{ userId, name }]);
    return { ...approvedWord, approvals: 1, needed: request.needed, notBefore: request.notBefore };
  },
});
