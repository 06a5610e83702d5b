import { z } from 'zod';
import { found, isRefusal, Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import { type Id, idSchema, isId, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { namesOf } from '@/server/modules/identity';
import { Dealer, type Dealt } from '../assignment';
import { type Handover, isSamePlace, placeOf, setOwnership } from '../ownership';
import {
  type ClientChoice,
  ListRunItems,
  PreviewReassign,
  ReassignClients,
  ReassignPreview,
  ReassignTarget,
  RunItems,
  RunRef,
  RunView,
  reassignMax,
} from '../ownership-contract';
import { visibleClients } from '../queries/scope';
import {
  chosenIds,
  findRun,
  insertRun,
  itemsOf,
  newestRuns,
  type PlacedClient,
  placesOf,
  type Settled,
  settleItems,
  updateRun,
  waitingItems,
} from '../repository/ownership';

const verb = 'clients.owner.reassign';
const atOnce = 200;

async function choose(read: Read, of: ClientChoice): Promise<Id<'client'>[]> {
  const ids = await chosenIds(read, of, visibleClients(read, verb), reassignMax + 1);
  if (ids.length > reassignMax) throw new Refusal('rejected', 'too_many_clients', { params: { max: reassignMax } });
  if (ids.length === 0) throw new Refusal('not_found', 'client_not_found');
  return ids;
}

/** What a run would do, in numbers, before anybody starts it. */
export const previewReassign = query({
  name: 'clients.owner.preview',
  actors: ['staff'],
  input: PreviewReassign,
  output: ReassignPreview,
  run: async (read, { of, target }) => {
    const rows = await placesOf(read, await choose(read, of));
    const dealer = await Dealer.of(read);
    const [from, to] = [new Map<Id<'user'> | null, number>(), new Map<Id<'user'> | null, number>()];
    const count = (side: typeof from, owner: Id<'user'> | null) => side.set(owner, (side.get(owner) ?? 0) + 1);
    let unchanged = 0;
    for (const row of rows) {
      const { place } = await dealer.to(target, row);
      if (!place || isSamePlace(place, row)) unchanged += 1;
      else {
        count(from, row.ownerId);
        count(to, place.ownerId);
      }
    }
    const names = await namesOf(
      read,
      [...from.keys(), ...to.keys()].flatMap((id) => id ?? []),
    );
    const view = (side: typeof from) =>
      [...side]
        .map(([ownerId, clients]) => ({ ownerId, name: ownerId ? (names.get(ownerId) ?? null) : null, clients }))
        .sort((a, b) => b.clients - a.clients);
    return { total: rows.length, unchanged, from: view(from), to: view(to) };
  },
});

/** The first two hundred at once; a job carries on with the rest, and the run says how far it is. */
export const reassignClients = command({
  name: verb,
  actors: ['staff', 'job'],
  auditRefusal: true,
  input: ReassignClients,
  output: RunView,
  run: async (uow, { of, target, reason }) => {
    const ids = await choose(uow, of);
    return start(uow, ids, target, reason);
  },
});

async function start(uow: Uow, ids: readonly Id<'client'>[], target: ReassignTarget, reason: string) {
  const [first] = await placesOf(uow, ids.slice(0, 1));
  // A target that is not there refuses the whole run, not each client of it.
  if (first) await (await Dealer.of(uow)).to(target, first);
  const id = uow.id('reassignment');
  const run = { id, target, reason, startedBy: actorRecord(uow.actor), startedAt: uow.now, total: ids.length };
  await insertRun(uow, run, ids);
  uow.audit({ object: { type: 'reassignment', id }, thread: id, facts: { target, total: ids.length }, reason });
  const after = await carryOn(uow, id);
  if (!after.finishedAt) uow.emit({ name: 'clients/reassignment.started', data: { reassignmentId: id } });
  return runView(after);
}

export const continueReassignment = command({
  name: 'clients.owner.continue',
  actors: ['job'],
  input: RunRef,
  output: z.object({ isFinished: z.boolean() }),
  run: async (uow, { id }) => {
    const { moved, unchanged, refused, finishedAt } = await carryOn(uow, id);
    uow.audit({ object: { type: 'reassignment', id }, thread: id, facts: { moved, unchanged, refused } });
    return { isFinished: finishedAt !== null };
  },
});

async function carryOn(uow: Uow, id: Id<'reassignment'>) {
  const run = found(await findRun(uow, id, { lock: true }), 'reassignment_not_found');
  const waiting = await waitingItems(uow, id, atOnce);
  const owners = new Map(waiting.map((item) => [item.clientId, item.fromOwnerId]));
  const rows = await placesOf(uow, [...owners.keys()], { lock: true });
  const dealer = await Dealer.of(uow);
  const target = ReassignTarget.parse(run.target);
  const settled: Settled[] = [];
  const handovers: Handover[] = [];
  for (const row of rows) {
    const hasMoved = row.ownerId !== owners.get(row.id);
    const dealt = hasMoved ? 'changed_meanwhile' : await answerOf(dealer, target, row);
    if (typeof dealt === 'string') settled.push({ clientId: row.id, state: 'refused', toOwnerId: null, why: dealt });
    else if (!dealt.place || isSamePlace(dealt.place, row))
      settled.push({ clientId: row.id, state: 'unchanged', toOwnerId: row.ownerId, why: dealt.problem });
    else {
      handovers.push({ row: placeOf(row), next: dealt.place, rule: dealt });
      settled.push({ clientId: row.id, state: 'moved', toOwnerId: dealt.place.ownerId, why: dealt.problem });
    }
  }
  await setOwnership(uow, handovers, { how: 'in_bulk', reason: run.reason, run });
  if (settled.length > 0) await settleItems(uow, id, settled);
  const sum = (state: Settled['state']) => run[state] + settled.filter((one) => one.state === state).length;
  const counts = { moved: sum('moved'), unchanged: sum('unchanged'), refused: sum('refused') };
  const isFinished = counts.moved + counts.unchanged + counts.refused >= run.total;
  const after = { ...run, ...counts, finishedAt: isFinished ? uow.now : null };
  await updateRun(uow, id, { ...counts, finishedAt: after.finishedAt });
  return after;
}

/** What the target says of one client, or why it refuses him. */
async function answerOf(dealer: Dealer, target: ReassignTarget, row: PlacedClient): Promise<Dealt | string> {
  try {
    return await dealer.to(target, row);
  } catch (error) {
    if (isRefusal(error)) return error.reason;
    throw error;
  }
}

/** Somebody has left: his clients go where the rules send them, else back into the queue of their team. */
export const passOnClients = command({
  name: 'clients.owner.pass_on',
  actors: ['job'],
  input: z.object({ userId: idSchema('user') }),
  output: z.object({ total: z.number().int() }),
  run: async (uow, { userId }) => {
    const ids = await chosenIds(uow, { filter: { ownerId: userId } }, undefined, reassignMax);
    if (ids.length === 0) uow.audit({ object: { type: 'user', id: userId }, facts: { clients: 0 } });
    else await start(uow, ids, { to: 'rules' }, 'their owner has left');
    return { total: ids.length };
  },
});

type Run = NonNullable<Awaited<ReturnType<typeof findRun>>>;
const runView = ({ tenantId: _tenant, target, startedBy, ...run }: Run): RunView => ({
  ...run,
  target: ReassignTarget.parse(target),
  startedBy: String((startedBy as { name?: string }).name ?? ''), // written by actorRecord
});

export const listReassignments = query({
  name: 'clients.owner.list_runs',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(RunView) }),
  run: async (read) => ({ rows: (await newestRuns(read)).map(runView) }),
});

export const readReassignment = query({
  name: 'clients.owner.read_run',
  actors: ['staff'],
  input: RunRef,
  output: RunView,
  run: async (read, { id }) => runView(found(await findRun(read, id), 'reassignment_not_found')),
});

function placeOfCursor(cursor: string): string {
  if (!isId('client', cursor)) throw new Refusal('invalid', 'cursor_unreadable', { field: 'cursor' });
  return uuidFromId('client', cursor);
}

export const reassignmentItems = query({
  name: 'clients.owner.list_items',
  actors: ['staff'],
  input: ListRunItems,
  output: RunItems,
  run: async (read, { id, cursor, limit }) => {
    const run = found(await findRun(read, id), 'reassignment_not_found');
    const after = cursor ? placeOfCursor(cursor) : null;
    const scope = visibleClients(read, 'clients.owner.list_items');
    const rows = await itemsOf(read, id, { after, limit }, scope);
    const page = rows.slice(0, limit);
    const names = await namesOf(
      read,
      page.flatMap(({ item }) => [item.fromOwnerId ?? [], item.toOwnerId ?? []].flat()),
    );
    const nameOf = (owner: Id<'user'> | null) => (owner ? (names.get(owner) ?? null) : null);
    return {
      rows: page.map(({ item, number, name }) => ({
        clientId: item.clientId,
        number,
        name,
        from: nameOf(item.fromOwnerId),
        to: nameOf(item.toOwnerId),
        state: RunItems.shape.rows.element.shape.state.parse(item.state),
        why: item.why,
      })),
      nextCursor: rows.length > limit ? (page.at(-1)?.item.clientId ?? null) : null,
      total: run.total,
    };
  },
});
