import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { ClientFilter, Reason } from './contract';

const Place = z.object({
  ownerId: idSchema('user').nullable(),
  teamId: idSchema('team').nullable(),
  desk: z.string().nullable(),
});
/** Who looks after a client: a person, his team, the desk the team sits at. */
export type Place = z.output<typeof Place>;

/** With an owner and no team named, the owner's own team; the desk follows the team unless one is named. */
export const AssignOwner = z.object({
  clientId: idSchema('client'),
  ownerId: idSchema('user').nullable(),
  teamId: idSchema('team').nullish(),
  desk: z.string().max(60).nullish(),
  reason: Reason,
});

/** `share` is the key of a role: its people in the team, the one with the fewest clients first. Without it the team's queue. */
export const ReassignTarget = z.discriminatedUnion('to', [
  z.object({ to: z.literal('owner'), ownerId: idSchema('user') }),
  z.object({ to: z.literal('team'), teamId: idSchema('team'), share: z.string().max(60).nullable() }),
  z.object({ to: z.literal('rules') }),
]);
export type ReassignTarget = z.output<typeof ReassignTarget>;

export const reassignMax = 50_000;
/** Clients picked one by one, or all that a list shows. */
export const ClientChoice = z.union([
  z.object({ ids: z.array(idSchema('client')).min(1).max(2_000) }),
  z.object({ filter: ClientFilter }),
]);
export type ClientChoice = z.output<typeof ClientChoice>;

export const PreviewReassign = z.object({ of: ClientChoice, target: ReassignTarget });
const Count = z.object({
  ownerId: idSchema('user').nullable(),
  name: z.string().nullable(),
  clients: z.number().int(),
});
export const ReassignPreview = z.object({
  total: z.number().int(),
  unchanged: z.number().int(),
  from: z.array(Count),
  to: z.array(Count),
});
export const ReassignClients = PreviewReassign.extend({ reason: Reason });
export const RunRef = z.object({ id: idSchema('reassignment') });

export const RunView = z.object({
  id: idSchema('reassignment'),
  target: ReassignTarget,
  reason: z.string(),
  startedBy: z.string(),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
  total: z.number().int(),
  moved: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
});
export type RunView = z.output<typeof RunView>;
export const ListRunItems = PageInput.pick({ cursor: true, limit: true }).extend({ id: idSchema('reassignment') });
export const RunItems = pageOf(
  z.object({
    clientId: idSchema('client'),
    number: z.string(),
    name: z.string(),
    from: z.string().nullable(),
    to: z.string().nullable(),
    state: z.enum(['waiting', 'moved', 'unchanged', 'refused']),
    why: z.string().nullable(),
  }),
);

export const OwnershipView = z.object({
  id: idSchema('ownership'),
  since: z.date(),
  until: z.date().nullable(),
  owner: z.string().nullable(),
  team: z.string().nullable(),
  desk: z.string().nullable(),
  how: z.enum(['by_hand', 'by_rule', 'in_bulk']),
  reason: z.string(),
  setBy: z.string(),
});

/** One who may be given clients, and how many he has. */
export const LoadView = z.object({
  ownerId: idSchema('user'),
  name: z.string(),
  teamId: idSchema('team').nullable(),
  team: z.string().nullable(),
  roles: z.array(z.string()),
  clients: z.number().int(),
});

export const TryRules = z.object({
  language: z.string().max(5),
  country: z.string().max(2),
  source: z.string().max(300),
  brand: z.string().max(60),
  introducer: z.string().max(60).default(''),
});
export const RuleAnswer = z.object({
  owner: z.string().nullable(),
  team: z.string().nullable(),
  desk: z.string().nullable(),
  row: z.string().nullable(),
  version: z.string(),
  /** Why a rule that hit gave nobody: its owner has left, its team is unknown, everybody is full. */
  problem: z.string().nullable(),
});
