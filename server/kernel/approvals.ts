import { and, eq, gt } from 'drizzle-orm';
import { approvalDecision, approvalRequest } from '@/db/schema/_kernel';
import { delegation } from '@/db/schema/access';
import { holds } from './access';
import { canonicalHash } from './canonical';
import { found, Refusal } from './errors';
import { actorRecord } from './funnel';
import type { Id } from './ids';
import type { ApprovalNeed } from './registry';
import { toStoredText } from './stored';
import type { AuditInput, Uow } from './uow';
import { closeWork, raiseWork } from './work';

export const approvalHours = 72;
const hourMs = 3_600_000;

export type ApprovalRow = typeof approvalRequest.$inferSelect;

/** Who asked, as one comparable word: four eyes means that no approver equals it. */
function requesterOf(uow: Uow): string {
  const { actor } = uow;
  return actor.userId ?? actor.keyId ?? `${actor.kind}:${actor.name}`;
}

/** What an approval is bound to: any edit of input, policy or stake makes another digest. */
const digestOf = (verb: string, raw: unknown, need: ApprovalNeed) =>
  canonicalHash({
    verb,
    raw: raw ?? null,
    policyVersion: need.policyVersion,
    object: need.object,
    stake: need.stake ?? null,
  });

/** Parks a command until enough other people agree. Returns the request that waits (an equal one is joined). */
export async function parkForApproval(
  uow: Uow,
  verb: string,
  raw: unknown,
  need: ApprovalNeed,
): Promise<Id<'approval'>> {
  const digest = await digestOf(verb, raw, need);
  const [waiting] = await uow.db
    .select({ id: approvalRequest.id })
    .from(approvalRequest)
    .where(
      and(
        eq(approvalRequest.objectId, need.object.id),
        eq(approvalRequest.digest, digest),
        eq(approvalRequest.state, 'waiting'),
      ),
    );
  const id = waiting?.id ?? uow.id('approval');
  const client = need.client as Id<'client'> | undefined; // modules pass their own client id
  if (!waiting) {
    await uow.db.insert(approvalRequest).values({
      id,
      verb,
      input: toStoredText(raw),
      digest,
      objectType: need.object.type,
      objectId: need.object.id,
      clientId: client ?? null,
      summary: need.summary,
      stakeMinor: need.stake?.minor ?? null,
      stakeAsset: need.stake?.asset ?? null,
      requestedBy: actorRecord(uow.actor),
      requesterId: requesterOf(uow),
      needed: need.needed,
      decideGrant: need.decideGrant,
      policyVersion: need.policyVersion,
      checks: need.checks,
      restrictedTo: need.restrictedTo ?? null,
      expiresAt: new Date(uow.now.getTime() + approvalHours * hourMs),
      createdAt: uow.now,
    });
    await raiseWork(uow, {
      ...(need.workedAs
        ? { kind: need.workedAs, object: need.object }
        : { kind: 'approval', object: { type: 'approval', id } }),
      title: need.summary,
      team: need.decideGrant.startsWith('payments') ? 'finance' : 'compliance',
      priority: 1,
      ...(client ? { client } : {}),
      ...(need.stake ? { stake: need.stake } : {}),
      ...(need.restrictedTo ? { restrictedTo: need.restrictedTo } : {}),
      dueAt: new Date(uow.now.getTime() + 24 * hourMs),
    });
  }
  uow.audit({
    action: 'approvals.request.opened',
    object: { type: 'approval', id },
    thread: need.object.id,
    ...(client ? { client } : {}),
    ...(need.restrictedTo ? { restrictedTo: need.restrictedTo } : {}),
    facts: {
      verb,
      needed: need.needed,
      summary: need.summary,
      policyVersion: need.policyVersion,
      checks: need.checks,
      digest,
    },
  });
  uow.emit({ name: 'approvals/request.opened', data: { approvalId: id } });
  return id;
}

/** What is kept from others about a request is kept from them about its end too. */
export const restricted = ({ restrictedTo }: ApprovalRow): Pick<AuditInput, 'restrictedTo'> =>
  restrictedTo === 'compliance' || restrictedTo === 'legal' ? { restrictedTo } : {};

/** Reads a waiting request and locks it, so that two decisions cannot race. */
export async function lockWaiting(uow: Uow, id: Id<'approval'>): Promise<ApprovalRow> {
  const [row] = await uow.db.select().from(approvalRequest).where(eq(approvalRequest.id, id)).for('update');
  const request = found(row, 'approval_not_found');
  if (request.state !== 'waiting')
    throw new Refusal('conflict', 'approval_already_decided', { params: { state: request.state } });
  if (request.expiresAt <= uow.now) throw new Refusal('conflict', 'approval_expired');
  return request;
}

/** The grant, or a delegation of it that still runs; returns in whose name the actor decides. */
async function mayDecide(uow: Uow, request: ApprovalRow): Promise<Id<'user'> | null> {
  if (holds(uow.actor, request.decideGrant)) return null;
  const userId = uow.actor.userId;
  if (userId) {
    const rows = await uow.db
      .select({ from: delegation.fromUserId })
      .from(delegation)
      .where(
        and(eq(delegation.toUserId, userId), eq(delegation.grant, request.decideGrant), gt(delegation.until, uow.now)),
      );
    const by = rows[0]?.from;
    if (by && by !== request.requesterId) return by;
  }
  throw new Refusal('forbidden', 'grant_missing', { params: { grant: request.decideGrant } });
}

/** Records one person's vote; the requester and a second vote of the same person are refused. Returns all approvals so far. */
export async function vote(uow: Uow, request: ApprovalRow, decision: 'approve' | 'reject', comment: string | null) {
  const userId = found(uow.actor.userId, 'approver_must_be_a_person');
  if (userId === request.requesterId) throw new Refusal('forbidden', 'cannot_approve_own_request');
  const onBehalfOf = await mayDecide(uow, request);
  const inserted = await uow.db
    .insert(approvalDecision)
    .values({ approvalId: request.id, userId, onBehalfOf, name: uow.actor.name, decision, comment, at: uow.now })
    .onConflictDoNothing()
    .returning({ userId: approvalDecision.userId });
  if (inserted.length === 0) throw new Refusal('conflict', 'already_voted');
  const all = await uow.db.select().from(approvalDecision).where(eq(approvalDecision.approvalId, request.id));
  return all.filter((row) => row.decision === 'approve').map((row) => ({ userId: row.userId, name: row.name }));
}

/** What was asked for is gone: nobody should be asked to agree to it any more. */
export async function cancelWaiting(uow: Uow, object: { type: string; id: string }, reason: string): Promise<number> {
  const waiting = await uow.db
    .select()
    .from(approvalRequest)
    .where(
      and(
        eq(approvalRequest.objectId, object.id),
        eq(approvalRequest.objectType, object.type),
        eq(approvalRequest.state, 'waiting'),
      ),
    )
    .for('update');
  for (const request of waiting) await closeRequest(uow, request, 'cancelled', reason);
  return waiting.length;
}

export async function closeRequest(
  uow: Uow,
  request: ApprovalRow,
  state: 'approved' | 'rejected' | 'expired' | 'voided' | 'cancelled',
  reason: string | null,
) {
  await uow.db
    .update(approvalRequest)
    .set({ state, stateReason: reason, closedAt: uow.now })
    .where(eq(approvalRequest.id, request.id));
  await closeWork(uow, request.id, state, 'approval');
  uow.audit({
    action: `approvals.request.${state}`,
    object: { type: 'approval', id: request.id },
    thread: request.objectId,
    ...(request.clientId ? { client: request.clientId } : {}),
    changes: { state: ['waiting', state] },
    ...(reason ? { reason } : {}),
    ...restricted(request),
  });
  uow.emit({
    name: `approvals/request.${state}`,
    data: { approvalId: request.id, objectId: request.objectId, verb: request.verb },
  });
}
