import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { type Id, idFromUuid } from '@/server/kernel/ids';
import { segmentsOf } from '@/server/kernel/segments';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { requireVisible } from '@/server/modules/clients';
import { namesOf } from '@/server/modules/identity';
import {
  InSegments,
  ListMembers,
  MemberPage,
  OfClient,
  Preview,
  Previewed,
  SegmentChoices,
  SegmentHistory,
  SegmentId,
  SegmentList,
  type SegmentRow,
  SegmentView,
} from './contract';
import { mayName, scopeOf } from './reach';
import { pageOfMembers, partAfter, sizeByDay, tryOut } from './repository/members';
import {
  allSegments,
  drafted,
  findSegment,
  memberCounts,
  type SegmentRecord,
  versionsOf,
  viewsWith,
} from './repository/segments';
import { conditionsOf } from './service';

const weekMs = 7 * 86_400_000;
const historyDays = 90;
/** Clients looked at in one go, well inside what a statement may take. */
export const partSize = 20_000;

const some = (ids: readonly (Id<'user'> | null)[]) => ids.flatMap((id) => id ?? []);

async function rowsOf(read: Read, verb: string, segments: readonly SegmentRecord[]): Promise<SegmentRow[]> {
  const one = segments.length === 1 ? segments[0]?.id : undefined;
  const [counts, drafts, names] = await Promise.all([
    memberCounts(read, scopeOf(read, verb), new Date(read.now.getTime() - weekMs), one),
    drafted(read),
    namesOf(read, some(segments.map(({ ownerId }) => ownerId))),
  ]);
  return segments.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    description: row.description,
    owner: row.ownerId && (names.get(row.ownerId) ?? null),
    version: row.version,
    hasDraft: drafts.has(row.id),
    members: counts.get(row.id)?.members ?? 0,
    joinedLately: counts.get(row.id)?.joined ?? 0,
    leftLately: counts.get(row.id)?.gone ?? 0,
    publishedAt: row.publishedAt,
  }));
}

export const listSegments = query({
  name: 'engagement.segment.list',
  actors: ['staff'],
  input: z.object({}),
  output: SegmentList,
  run: async (read) => ({
    rows: await rowsOf(read, 'engagement.segment.list', await allSegments(read)),
    isPartial: scopeOf(read, 'engagement.segment.list') !== undefined,
  }),
});

/** Names alone, for filters. */
export const segmentChoices = query({
  name: 'engagement.segment.choices',
  actors: ['staff'],
  input: z.object({}),
  output: SegmentChoices,
  run: async (read) => ({
    rows: (await allSegments(read)).filter(({ version }) => version !== null).map(({ id, name }) => ({ id, name })),
  }),
});

export const readSegment = query({
  name: 'engagement.segment.read',
  actors: ['staff'],
  input: SegmentId,
  output: SegmentView,
  run: async (read, { id }) => {
    const row = found(await findSegment(read, id), 'segment_not_found');
    const [[view], versions, uses] = await Promise.all([
      rowsOf(read, 'engagement.segment.read', [row]),
      versionsOf(read, id),
      viewsWith(read, id),
    ]);
    const names = await namesOf(
      read,
      uses.map(({ ownerId }) => ownerId),
    );
    return {
      ...found(view, 'segment_not_found'),
      ownerId: row.ownerId,
      createdAt: row.createdAt,
      isPartial: scopeOf(read, 'engagement.segment.read') !== undefined,
      versions: versions.map(({ conditions, tenantId: _tenant, segmentId: _segment, ...version }) => ({
        ...version,
        conditions: conditionsOf(conditions),
      })),
      usedBy: uses.map(({ name, isTeam, ownerId }) => ({
        what: 'view' as const,
        name: isTeam || ownerId === read.actor.userId ? name : '',
        by: names.get(ownerId) ?? '',
      })),
    };
  },
});

/** Before anybody publishes: how many of one part of the clients fit, and some of them by name. */
export const previewSegment = query({
  name: 'engagement.segment.preview',
  actors: ['staff'],
  input: Preview,
  output: Previewed,
  run: async (read, { conditions, after }) => {
    const next = await partAfter(read, after ?? null, partSize);
    if (!next) return { matched: 0, looked: 0, next: null, sample: [] };
    const answer = await tryOut(read, conditions, next.part, scopeOf(read, 'engagement.segment.preview'));
    return {
      matched: answer.matched,
      looked: next.n,
      next: next.isLast ? null : next.part.upTo,
      sample: mayName(read) ? answer.sample : [],
    };
  },
});

export const listMembers = query({
  name: 'engagement.segment.members',
  actors: ['staff'],
  input: ListMembers,
  output: MemberPage,
  run: async (read, input) => {
    found(await findSegment(read, input.id), 'segment_not_found');
    if (!mayName(read)) throw new Refusal('forbidden', 'grant_missing', { params: { grant: 'clients.client.list' } });
    const page = await pageOfMembers(read, input, scopeOf(read, 'engagement.segment.members'));
    const owners = page.rows.map(({ owner_id }) => (owner_id ? idFromUuid('user', owner_id) : null));
    const names = await namesOf(read, some(owners));
    return {
      ...page,
      rows: page.rows.map((row, i) => {
        const owner = owners[i] ?? null;
        return {
          clientId: idFromUuid('client', row.client_id),
          number: row.number,
          name: row.name,
          country: row.country,
          stage: row.stage,
          owner: owner && (names.get(owner) ?? null),
          joinedAt: new Date(row.joined),
          leftAt: row.gone === null ? null : new Date(row.gone),
        };
      }),
    };
  },
});

export const segmentHistory = query({
  name: 'engagement.segment.history',
  actors: ['staff'],
  input: SegmentId,
  output: SegmentHistory,
  run: async (read, { id }) => {
    found(await findSegment(read, id), 'segment_not_found');
    const days = await sizeByDay(read, id, historyDays, scopeOf(read, 'engagement.segment.history'));
    return { days: days.map(({ gone, ...day }) => ({ ...day, left: gone })) };
  },
});

export const clientSegments = query({
  name: 'engagement.segment.of_client',
  actors: ['staff', 'apiKey', 'job'],
  input: OfClient,
  output: InSegments,
  run: async (read, { clientId, at }) => {
    await requireVisible(read, clientId, 'engagement.segment.of_client');
    return { rows: await segmentsOf(read, clientId, at ?? read.now) };
  },
});
