import { requireGrant } from './access';
import { type ApprovalRow, closeRequest } from './approvals';
import type { Actor } from './context';
import { found, Refusal } from './errors';
import { isId } from './ids';
import { actorOfUser } from './on-behalf';
import { parseInput } from './parse';
import { type ApprovalNeed, type CommandSpec, verbs } from './registry';
import { fromStoredText } from './stored';
import type { Uow } from './uow';

type AnyCommand = CommandSpec<import('zod').ZodType, import('zod').ZodType>;

function specOf(verb: string): AnyCommand {
  const entry = found(verbs().get(verb), 'verb_unknown');
  if (entry.kind !== 'command') throw new Refusal('conflict', 'verb_is_not_a_command');
  return entry.spec as AnyCommand; // kind says so
}

/** The requester as he is now: a leaver's request can no longer be replayed. */
async function requesterActor(uow: Uow, request: ApprovalRow): Promise<Actor> {
  const by = request.requestedBy as { kind: Actor['kind']; name: string }; // written by actorRecord
  if (!isId('user', request.requesterId)) return { kind: by.kind, name: by.name, grants: [], memberships: [] };
  const actor = await actorOfUser(uow, request.requesterId);
  if (!actor) throw new Refusal('rejected', 'requester_no_longer_active');
  return actor;
}

/**
 * Runs a parked command as its requester, in the approver's transaction: grant, policy and state are checked again now.
 * A refusal undoes the last approval with it, so the request stays as it was and the approver sees why.
 */
export async function replayApproved(
  uow: Uow,
  request: ApprovalRow,
  approvers: NonNullable<Uow['approval']>['approvers'],
): Promise<unknown> {
  const spec = specOf(request.verb);
  const actor = await requesterActor(uow, request);
  requireGrant(actor, { name: spec.name, actors: spec.actors, isWrite: true, ownAccount: spec.ownAccount ?? false });
  const input = parseInput(spec.input, fromStoredText(request.input));
  const asRequester: Uow = { ...uow, actor, verb: spec.name, approval: { id: request.id, approvers } };
  const need = spec.approval ? await spec.approval(asRequester, input) : null;
  // Break-glass and solo mode are one person on purpose; they are reviewed or delayed instead.
  if (need && need.needed > approvers.length && request.mode === 'four_eyes') {
    throw new Refusal('conflict', 'more_approvals_needed_now', {
      params: { needed: need.needed, have: approvers.length },
    });
  }
  const result = await spec.run(asRequester, input);
  await closeRequest(uow, request, 'approved', null);
  return result;
}

/** What the checks say now, for the approver to compare with what the requester's run saw. null: no approval would be needed any more. */
export async function recheck(uow: Uow, request: ApprovalRow): Promise<ApprovalNeed | null> {
  const spec = specOf(request.verb);
  const actor = await requesterActor(uow, request);
  const input = parseInput(spec.input, fromStoredText(request.input));
  // As at the replay, but with nobody's approval: what only a parked request may ask is asked for one here.
  const asAtReplay: Uow = { ...uow, actor, verb: spec.name, approval: { id: request.id, approvers: [] } };
  return spec.approval ? spec.approval(asAtReplay, input) : null;
}

export async function refuseParked(
  uow: Uow,
  request: ApprovalRow,
  state: 'rejected' | 'expired' | 'cancelled',
  reason: string,
): Promise<void> {
  const spec = specOf(request.verb);
  await closeRequest(uow, request, state, reason);
  if (spec.rejected)
    await spec.rejected(uow, parseInput(spec.input, fromStoredText(request.input)), {
      reason,
      expired: state === 'expired',
    });
}
