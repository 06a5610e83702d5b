import { z } from 'zod';
import { holds, scopeFor } from '@/server/kernel/access';
import { found, Refusal } from '@/server/kernel/errors';
import { money } from '@/server/kernel/money';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { namesOf, usersOfKind } from '@/server/modules/identity';
import { AskColleagues, Colleagues, ItemId, itemStates, WorkCounts, WorkFilter, WorkPage, WorkRow } from '../contract';
import { findItem, type ItemWhere, itemCounts, listItems, type WorkRecord } from '../repository';
import { teamsOf } from '../teams';

const listVerb = 'work.item.list';
const mayKnow = (read: Read) => holds(read.actor, 'sensitive.restricted_reason');
const openStates = ['open', 'claimed', 'escalated'] as const;

export async function toRows(read: Read, rows: readonly WorkRecord[]): Promise<z.output<typeof WorkRow>[]> {
  const names = await namesOf(
    read,
    rows.flatMap((row) => (row.assigneeId ? [row.assigneeId] : [])),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    object: { type: row.objectType, id: row.objectId },
    clientId: row.clientId,
    title: row.title,
    team: row.team,
    assignee: row.assigneeId && { id: row.assigneeId, name: names.get(row.assigneeId) ?? '' },
    priority: row.priority,
    stake: row.stakeMinor !== null && row.stakeAsset ? money(row.stakeMinor, row.stakeAsset) : null,
    waitingOn: row.waitingOn,
    state: z.enum(itemStates).parse(row.state),
    dueAt: row.dueAt,
    minutesLeft: row.minutesLeft,
    isBroken: row.brokenAt !== null,
    isOverdue: row.state !== 'closed' && row.dueAt !== null && row.dueAt < read.now,
    snoozedUntil: row.snoozedUntil,
    snoozeReason: row.snoozeReason,
    handoverNote: row.handoverNote,
    isNoteRead: row.handoverReadAt !== null,
    createdAt: row.createdAt,
    closedAt: row.closedAt,
    outcome: row.outcome,
  }));
}

/** Whose items a view shows. Somebody with a narrow row scope sees no further than the own team, whatever is asked. */
function reachOf(read: Read, view: 'mine' | 'team' | 'all'): Pick<ItemWhere, 'assignee' | 'teams'> {
  const userId = found(read.actor.userId, 'needs_a_person');
  if (view === 'mine') return { assignee: userId };
  if (view === 'all' && scopeFor(read.actor, listVerb) === 'all') return {};
  return { assignee: userId, teams: teamsOf(read.actor) };
}

export const listWork = query({
  name: listVerb,
  actors: ['staff'],
  input: WorkFilter,
  output: WorkPage,
  run: async (read, { view, kinds, states, clientId, inTeam, isOverdue, holderId, ...page }) => {
    const where = {
      ...reachOf(read, view),
      ...{ kinds, clientId, inTeam, holderId },
      ...(isOverdue ? { overdueAt: read.now } : {}),
      states: states ?? openStates,
      restricted: mayKnow(read),
    };
    // What is due first comes first, unless the caller sorts otherwise.
    const order = page.sort ? page : { ...page, sort: 'dueAt', direction: 'asc' as const };
    const { rows, nextCursor, total } = await listItems(read, order, where);
    return { rows: await toRows(read, rows), nextCursor, total };
  },
});

export const countWork = query({
  name: 'work.item.counts',
  actors: ['staff'],
  input: z.object({}),
  output: WorkCounts,
  run: async (read) => {
    const rows = await itemCounts(read, mayKnow(read));
    const teams = new Set<string>(teamsOf(read.actor));
    const sum = (some: typeof rows, field: 'open' | 'overdue') => some.reduce((total, row) => total + row[field], 0);
    const mine = rows.filter((row) => row.assigneeId === read.actor.userId);
    const team = rows.filter((row) => teams.has(row.team) || row.assigneeId === read.actor.userId);
    const seen = scopeFor(read.actor, listVerb) === 'all' ? rows : team;
    const kinds = [...new Set(seen.map((row) => row.kind))].sort();
    return {
      mine: sum(mine, 'open'),
      team: sum(team, 'open'),
      all: sum(seen, 'open'),
      overdue: sum(seen, 'overdue'),
      byKind: kinds.map((kind) => {
        const some = seen.filter((row) => row.kind === kind);
        return { kind, open: sum(some, 'open'), overdue: sum(some, 'overdue') };
      }),
    };
  },
});

export const getWork = query({
  name: 'work.item.get',
  actors: ['staff'],
  input: ItemId,
  output: WorkRow,
  run: async (read, { itemId }) => {
    const row = found(await findItem(read, itemId), 'work_item_not_found');
    if (row.restrictedTo && !mayKnow(read)) throw new Refusal('not_found', 'work_item_not_found');
    return found((await toRows(read, [row]))[0], 'work_item_not_found');
  },
});

/** To whom work can be handed over. */
export const listColleagues = query({
  name: 'work.item.colleagues',
  actors: ['staff'],
  input: AskColleagues,
  output: Colleagues,
  run: async (read, { withMe }) => ({
    rows: (await usersOfKind(read, 'staff'))
      .filter(({ id, status }) => status === 'active' && (withMe || id !== read.actor.userId))
      .map(({ id, name }) => ({ id, name })),
  }),
});
