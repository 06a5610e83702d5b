import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idSchema } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { SegmentId } from './contract';
import { countMoves, hasOwed, moveMembers, partAfter, takeOwed } from './repository/members';
import { findSegment, inForce, type SegmentRecord, updateSegment } from './repository/segments';
import { conditionsOf } from './service';
import { partSize } from './views';

/** Told in one transaction; the rest of a large move follows in the next. */
const toldAtOnce = 500;
const clientId = idSchema('client');
const After = SegmentId.extend({ after: clientId.nullable() });

/** Job: the segments that are to be kept. */
export const listCounted = query({
  name: 'engagement.segment.list_counted',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ ids: z.array(idSchema('segment')) }),
  run: async (read) => ({ ids: (await inForce(read)).map(({ segment }) => segment.id) }),
});

/** Asked before each part, because a count that moves nobody leaves no trace in the log. */
export const surveyPart = query({
  name: 'engagement.segment.survey',
  actors: ['job'],
  input: After,
  output: z.object({ moves: z.number().int(), next: clientId.nullable(), isUnsettled: z.boolean() }),
  run: async (read, { id, after }) => {
    const [row] = await inForce(read, id);
    const part = row && (await partAfter(read, after, partSize));
    const isUnsettled = row !== undefined && row.segment.countedVersion !== row.segment.version;
    if (!row || !part) return { moves: 0, next: null, isUnsettled };
    const moves = await countMoves(read, id, conditionsOf(row.version.conditions), part.part);
    return { moves, next: part.isLast ? null : part.part.upTo, isUnsettled };
  },
});

async function tell(uow: Uow, id: Id<'segment'>): Promise<number> {
  const owed = await takeOwed(uow, id, toldAtOnce);
  for (const { clientId, owed: what } of owed)
    uow.emit({ name: `engagement/client.${what}`, data: { segmentId: id, clientId } });
  return owed.length;
}

function note(uow: Uow, { id, version }: SegmentRecord, moves: { entered: number; gone: number }): void {
  uow.audit({ object: { type: 'segment', id }, facts: { version, entered: moves.entered, left: moves.gone } });
}

/** Job: one part of the clients against the version in force. */
export const countPart = command({
  name: 'engagement.segment.count',
  actors: ['job'],
  input: After,
  output: z.object({ entered: z.number().int(), left: z.number().int() }),
  run: async (uow, { id, after }) => {
    await findSegment(uow, id, true);
    const row = found((await inForce(uow, id))[0], 'segment_not_found');
    const part = found(await partAfter(uow, after, partSize), 'client_not_found');
    const moves = await moveMembers(uow, row.segment, conditionsOf(row.version.conditions), part.part);
    if (moves.entered + moves.gone === 0) throw new Refusal('conflict', 'nothing_to_count');
    await tell(uow, id);
    note(uow, row.segment, moves);
    return { entered: moves.entered, left: moves.gone };
  },
});

/** Job: everybody has been looked at by the version in force; who comes from now on enters. */
export const settleVersion = command({
  name: 'engagement.segment.settle',
  actors: ['job'],
  input: SegmentId,
  output: z.object({}),
  run: async (uow, { id }) => {
    const row = found(await findSegment(uow, id, true), 'segment_not_found');
    if (row.countedVersion === row.version) throw new Refusal('conflict', 'nothing_to_count');
    await updateSegment(uow, id, { countedVersion: row.version });
    uow.audit({
      object: { type: 'segment', id },
      changes: { countedVersion: [row.countedVersion, row.version] },
    });
    return {};
  },
});

/** Job: the rest of those nobody has been told of. */
export const tellMoves = command({
  name: 'engagement.segment.tell',
  actors: ['job'],
  input: SegmentId,
  output: z.object({ told: z.number().int() }),
  run: async (uow, { id }) => {
    const told = await tell(uow, id);
    if (told === 0) throw new Refusal('conflict', 'nothing_to_tell');
    uow.audit({ object: { type: 'segment', id }, facts: { told } });
    return { told };
  },
});

export const isTellingOwed = query({
  name: 'engagement.segment.owes',
  actors: ['job'],
  input: SegmentId,
  output: z.object({ owes: z.boolean() }),
  run: async (read, { id }) => ({ owes: await hasOwed(read, id) }),
});

const Client = z.object({ clientId });

/** Asked when something happened to a client: which segments he should come into or leave now. */
export const surveyClient = query({
  name: 'engagement.client.survey',
  actors: ['job'],
  input: Client,
  output: z.object({ ids: z.array(idSchema('segment')) }),
  run: async (read, { clientId }) => {
    const ids: Id<'segment'>[] = [];
    for (const { segment, version } of await inForce(read))
      if ((await countMoves(read, segment.id, conditionsOf(version.conditions), clientId)) > 0) ids.push(segment.id);
    return { ids };
  },
});

export const countClient = command({
  name: 'engagement.client.count',
  actors: ['job'],
  input: Client.extend({ ids: z.array(idSchema('segment')).min(1).max(500) }),
  output: z.object({ moves: z.number().int() }),
  run: async (uow, { clientId, ids }) => {
    let moves = 0;
    for (const { segment, version } of await inForce(uow)) {
      if (!ids.includes(segment.id)) continue;
      const moved = await moveMembers(uow, segment, conditionsOf(version.conditions), clientId);
      if (moved.entered + moved.gone === 0) continue;
      moves += 1;
      await tell(uow, segment.id);
      uow.audit({
        object: { type: 'segment', id: segment.id },
        client: clientId,
        facts: { version: segment.version, isIn: moved.entered > 0 },
      });
    }
    if (moves === 0) throw new Refusal('conflict', 'nothing_to_count');
    return { moves };
  },
});
