import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';
import { clockEvents, workTeams } from '@/server/kernel/work';

export const itemStates = ['open', 'claimed', 'snoozed', 'paused', 'escalated', 'closed'] as const;
const Reason = z.string().trim().min(3).max(500);
export const ItemId = z.object({ itemId: idSchema('workItem') });

export const WorkFilter = PageInput.extend({
  view: z.enum(['mine', 'team', 'all']).default('team'),
  kinds: z.array(z.string().max(60)).max(20).optional(),
  states: z.array(z.enum(itemStates)).max(5).optional(),
  clientId: idSchema('client').optional(),
  inTeam: z.enum(workTeams).optional(),
  isOverdue: z.boolean().optional(),
  holderId: idSchema('user').optional(),
});
export const WorkRow = z.object({
  id: idSchema('workItem'),
  kind: z.string(),
  object: z.object({ type: z.string(), id: z.string() }),
  clientId: idSchema('client').nullable(),
  title: z.string(),
  team: z.string(),
  assignee: z.object({ id: idSchema('user'), name: z.string() }).nullable(),
  priority: z.number().int(),
  stake: MoneySchema.nullable(),
  waitingOn: z.string(),
  state: z.enum(itemStates),
  dueAt: z.date().nullable(),
  /** Of a promise that stands still: working minutes that are left of it. */
  minutesLeft: z.number().int().nullable(),
  isOverdue: z.boolean(),
  /** Somebody was told a time that has passed, whatever the time is now. */
  isBroken: z.boolean(),
  snoozedUntil: z.date().nullable(),
  snoozeReason: z.string().nullable(),
  handoverNote: z.string().nullable(),
  isNoteRead: z.boolean(),
  createdAt: z.date(),
  closedAt: z.date().nullable(),
  outcome: z.string().nullable(),
});
export const WorkPage = pageOf(WorkRow);
export const WorkCounts = z.object({
  mine: z.number().int(),
  team: z.number().int(),
  all: z.number().int(),
  overdue: z.number().int(),
  byKind: z.array(z.object({ kind: z.string(), open: z.number().int(), overdue: z.number().int() })),
});
export const AskColleagues = z.object({ withMe: z.boolean().default(false) });
export const Colleagues = z.object({ rows: z.array(z.object({ id: idSchema('user'), name: z.string() })) });
export const HandOver = ItemId.extend({
  toUserId: idSchema('user').optional(),
  toTeam: z.enum(workTeams).optional(),
  note: z.string().trim().min(3).max(2_000),
}).refine((input) => (input.toUserId === undefined) !== (input.toTeam === undefined), { path: ['toUserId'] });
export const Snooze = ItemId.extend({ until: z.date(), reason: Reason });
/** Whom the house cannot hurry. */
export const outsiders = ['client', 'provider', 'bank', 'authority'] as const;
export const Pause = ItemId.extend({ waitingFor: z.enum(outsiders), until: z.date(), reason: Reason });
export const ClockLine = z.object({
  event: z.enum(clockEvents),
  at: z.date(),
  dueAt: z.date().nullable(),
  minutesLeft: z.number().int().nullable(),
  team: z.string(),
  holder: z.string().nullable(),
  by: z.string(),
  note: z.string().nullable(),
});
export const PromiseDays = z.object({ days: z.number().int().min(1).max(366).default(30) });
export const PromiseRow = z.object({
  team: z.string(),
  kept: z.number().int(),
  late: z.number().int(),
  /** Broken and still open now. */
  broken: z.number().int(),
});
export const Escalate = ItemId.extend({ reason: Reason });
export const Close = ItemId.extend({ outcome: z.string().trim().min(2).max(300) });

export const approvalStates = ['waiting', 'approved', 'rejected', 'expired', 'voided', 'cancelled'] as const;
export const ApprovalFilter = PageInput.extend({
  states: z.array(z.enum(approvalStates)).max(6).optional(),
  /** Requests about one thing. */
  objectId: z.string().max(80).optional(),
});
export const ApprovalRow = z.object({
  id: idSchema('approval'),
  verb: z.string(),
  summary: z.string(),
  object: z.object({ type: z.string(), id: z.string() }),
  clientId: idSchema('client').nullable(),
  stake: MoneySchema.nullable(),
  requestedBy: z.string(),
  isMine: z.boolean(),
  /** The reader's own vote counts already. */
  hasVoted: z.boolean(),
  mayDecide: z.boolean(),
  needed: z.number().int(),
  approvals: z.number().int(),
  state: z.enum(approvalStates),
  stateReason: z.string().nullable(),
  /** The only person of a sandbox: his second pair of eyes is his own a day later. */
  mayDecideAlone: z.boolean(),
  mode: z.enum(['four_eyes', 'break_glass', 'solo']),
  notBefore: z.date().nullable(),
  expiresAt: z.date(),
  createdAt: z.date(),
  closedAt: z.date().nullable(),
});
export const ApprovalPage = pageOf(ApprovalRow);
const Check = z.object({ name: z.string(), value: z.string() });
export const ApprovalDetail = ApprovalRow.extend({
  decideGrant: z.string(),
  policyVersion: z.string(),
  digest: z.string(),
  checks: z.array(Check),
  votes: z.array(
    z.object({
      userId: idSchema('user'),
      name: z.string(),
      onBehalfOf: z.string().nullable(),
      decision: z.enum(['approve', 'reject']),
      comment: z.string().nullable(),
      at: z.date(),
    }),
  ),
});
export const ApprovalId = z.object({ approvalId: idSchema('approval') });
export const Rechecked = z.object({
  /** False: policy would no longer ask for a second person. */
  isStillNeeded: z.boolean(),
  needed: z.number().int(),
  /** Another policy version or stake: the request is not what was asked any more. */
  isDecisive: z.boolean(),
  changes: z.array(z.object({ name: z.string(), was: z.string().nullable(), now: z.string().nullable() })),
});
export const Decide = ApprovalId.extend({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().trim().max(1_000).nullish(),
}).refine((input) => input.decision === 'approve' || (input.comment ?? '').length >= 3, { path: ['comment'] });
export const Decided = z.object({
  state: z.enum(approvalStates),
  approvals: z.number().int(),
  needed: z.number().int(),
});
export const BreakGlass = ApprovalId.extend({ reason: z.string().trim().min(10).max(1_000) });

export const SavedViewRow = z.object({
  id: idSchema('savedView'),
  table: z.string(),
  name: z.string(),
  isTeam: z.boolean(),
  isMine: z.boolean(),
  state: z.record(z.string(), z.unknown()),
});
const Table = z.string().regex(/^[a-z][a-z_.-]{1,60}$/);
export const ListViews = z.object({ table: Table });
const isFlat = (value: unknown, levels = 6): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (levels > 0 && Object.values(value).every((one) => isFlat(one, levels - 1)));
/** Asked before the rest is read: what is nested without end would overflow the reader. */
const Flat = z.unknown().refine((value) => isFlat(value), { error: 'nested too deep', abort: true });
export const SaveView = z.object({
  id: idSchema('savedView').optional(),
  table: Table,
  name: z.string().trim().min(1).max(60),
  isTeam: z.boolean().default(false),
  state: z.record(z.string().max(60), Flat.pipe(z.json())).refine((state) => JSON.stringify(state).length < 20_000),
});
