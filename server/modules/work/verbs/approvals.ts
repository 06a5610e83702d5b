import { z } from 'zod';
import { covers, holds } from '@/server/kernel/access';
import { canonicalJson } from '@/server/kernel/canonical';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { activeStaffIds, namesOf } from '@/server/modules/identity';
import { ApprovalDetail, ApprovalFilter, ApprovalId, ApprovalPage, ApprovalRow, approvalStates } from '../contract';
import {
  type ApprovalRecord,
  delegatedGrants,
  expiredApprovals,
  findApproval,
  listApprovalRows,
  votesOf,
} from '../repository';

const Mode = ApprovalRow.shape.mode;

/** A sandbox with one member of staff that has switched the solo mode on. */
export async function isAlone(read: Read): Promise<boolean> {
  const { environment, settings } = read.tenant;
  if (environment === 'live' || settings.soloMode !== true) return false;
  return (await activeStaffIds(read)).every((id) => id === read.actor.userId);
}

type Standing = { readonly delegated: readonly string[]; readonly alone: boolean };

function rowOf(
  read: Read,
  row: ApprovalRecord,
  { approvals, hasVoted }: { approvals: number; hasVoted: boolean },
  { delegated, alone }: Standing,
): z.output<typeof ApprovalRow> {
  const by = z.object({ name: z.string() }).catch({ name: '' }).parse(row.requestedBy);
  const isMine = row.requesterId === read.actor.userId;
  const mayDecide = holds(read.actor, row.decideGrant) || delegated.some((grant) => covers(grant, row.decideGrant));
  return {
    id: row.id,
    verb: row.verb,
    summary: row.summary,
    object: { type: row.objectType, id: row.objectId },
    clientId: row.clientId,
    stake: row.stakeMinor !== null && row.stakeAsset ? money(row.stakeMinor, row.stakeAsset) : null,
    requestedBy: by.name,
    isMine,
    hasVoted,
    mayDecide: mayDecide && !isMine && !hasVoted && row.state === 'waiting' && row.expiresAt > read.now,
    mayDecideAlone: alone && row.state === 'waiting' && holds(read.actor, row.decideGrant),
    needed: row.needed,
    approvals,
    state: z.enum(approvalStates).parse(row.state),
    stateReason: row.stateReason,
    mode: Mode.parse(row.mode),
    notBefore: row.notBefore,
    expiresAt: row.expiresAt,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
  };
}

async function standingOf(read: Read): Promise<Standing> {
  const [delegated, alone] = await Promise.all([
    read.actor.userId ? delegatedGrants(read, read.actor.userId) : [],
    isAlone(read),
  ]);
  return { delegated, alone };
}

export const listApprovals = query({
  name: 'work.approval.list',
  actors: ['staff'],
  input: ApprovalFilter,
  output: ApprovalPage,
  run: async (read, { states, objectId, ...page }) => {
    const [{ rows, nextCursor, total }, standing] = await Promise.all([
      listApprovalRows(read, page, states ?? ['waiting'], objectId),
      standingOf(read),
    ]);
    return { rows: rows.map(({ row, ...votes }) => rowOf(read, row, votes, standing)), nextCursor, total };
  },
});

/** Checks as lines a person reads; nested facts stay JSON. */
export function checkLines(checks: unknown): { name: string; value: string }[] {
  if (typeof checks !== 'object' || checks === null) return [];
  return Object.entries(checks).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : canonicalJson(value ?? null),
  }));
}

export const getApproval = query({
  name: 'work.approval.get',
  actors: ['staff'],
  input: ApprovalId,
  output: ApprovalDetail,
  run: async (read, { approvalId }) => {
    const [row, votes, standing] = await Promise.all([
      findApproval(read, approvalId),
      votesOf(read, approvalId),
      standingOf(read),
    ]);
    const request = found(row, 'approval_not_found');
    const names = await namesOf(
      read,
      votes.flatMap((vote) => (vote.onBehalfOf ? [vote.onBehalfOf] : [])),
    );
    const approvals = votes.filter((vote) => vote.decision === 'approve').length;
    const hasVoted = votes.some((vote) => vote.userId === read.actor.userId);
    return {
      ...rowOf(read, request, { approvals, hasVoted }, standing),
      decideGrant: request.decideGrant,
      policyVersion: request.policyVersion,
      digest: request.digest,
      checks: checkLines(request.checks),
      votes: votes.map((vote) => ({
        userId: vote.userId,
        name: vote.name,
        onBehalfOf: vote.onBehalfOf && (names.get(vote.onBehalfOf) ?? ''),
        decision: z.enum(['approve', 'reject']).parse(vote.decision),
        comment: vote.comment,
        at: vote.at,
      })),
    };
  },
});

/** Job: requests nobody decided in time; each is closed by `work.approval.expire`. */
export const listExpiredApprovals = query({
  name: 'work.approval.list_expired',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ ids: z.array(idSchema('approval')) }),
  run: async (read) => ({ ids: await expiredApprovals(read) }),
});
