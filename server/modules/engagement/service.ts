import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { fromStoredText, toStoredText } from '@/server/kernel/stored';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { findUser } from '@/server/modules/identity';
import { Conditions } from './conditions-contract';
import { CreateSegment, DescribeSegment, DraftSegment, SegmentId } from './contract';
import { endAll } from './repository/members';
import {
  findSegment,
  insertSegment,
  insertVersion,
  isKeyTaken,
  type SegmentRecord,
  updateSegment,
  updateVersion,
  versionsOf,
  viewsWith,
} from './repository/segments';

const Done = z.object({ id: idSchema('segment') });

export const conditionsOf = (stored: string): Conditions => Conditions.parse(fromStoredText(stored));

const keyOf = (name: string): string =>
  `s_${name.toLowerCase().normalize('NFKD')}`
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/_+$/g, '')
    .replace(/^s_(?=[a-z])/, '')
    .slice(0, 60);

async function locked(uow: Uow, id: SegmentRecord['id']): Promise<SegmentRecord> {
  return found(await findSegment(uow, id, true), 'segment_not_found');
}

async function draft(uow: Uow, id: SegmentRecord['id'], conditions: Conditions, note: string): Promise<void> {
  const versions = await versionsOf(uow, id);
  const row = { conditions: toStoredText(conditions), note, by: uow.actor.name, at: uow.now };
  const open = versions.find(({ publishedAt }) => publishedAt === null);
  if (open) await updateVersion(uow, id, open.version, row);
  else await insertVersion(uow, { segmentId: id, version: (versions[0]?.version ?? 0) + 1, ...row });
  const before = open ?? versions[0];
  uow.audit({
    object: { type: 'segment', id },
    changes: { conditions: [before ? conditionsOf(before.conditions) : null, conditions] },
    reason: note,
  });
}

export const createSegment = command({
  name: 'engagement.segment.create',
  actors: ['staff'],
  input: CreateSegment,
  output: Done,
  run: async (uow, { name, key: wanted, description, conditions, note }) => {
    const id = uow.id('segment');
    const key = wanted ?? keyOf(name);
    if (await isKeyTaken(uow, key)) throw new Refusal('conflict', 'segment_key_taken', { field: 'name' });
    await insertSegment(uow, {
      id,
      key,
      name,
      description,
      ownerId: uow.actor.userId ?? null,
      createdAt: uow.now,
    });
    uow.audit({ object: { type: 'segment', id }, changes: { name: [null, name], key: [null, key] } });
    await draft(uow, id, conditions, note);
    return { id };
  },
});

export const draftSegment = command({
  name: 'engagement.segment.draft',
  actors: ['staff'],
  input: DraftSegment,
  output: Done,
  run: async (uow, { id, conditions, note }) => {
    await locked(uow, id);
    await draft(uow, id, conditions, note);
    return { id };
  },
});

export const describeSegment = command({
  name: 'engagement.segment.describe',
  actors: ['staff'],
  input: DescribeSegment,
  output: Done,
  run: async (uow, { id, name, description, ownerId }) => {
    const row = await locked(uow, id);
    if (ownerId && (await findUser(uow, ownerId))?.kind !== 'staff')
      throw new Refusal('not_found', 'staff_not_found', { field: 'ownerId' });
    await updateSegment(uow, id, { name, description, ownerId });
    uow.audit({
      object: { type: 'segment', id },
      changes: {
        ...(name === row.name ? {} : { name: [row.name, name] }),
        ...(description === row.description ? {} : { description: [row.description, description] }),
        ...(ownerId === row.ownerId ? {} : { ownerId: [row.ownerId, ownerId] }),
      },
    });
    return { id };
  },
});

/** From now on the draft says who is in it; a job counts. */
export const publishSegment = command({
  name: 'engagement.segment.publish',
  actors: ['staff'],
  input: SegmentId,
  output: Done,
  run: async (uow, { id }) => {
    const row = await locked(uow, id);
    const open = (await versionsOf(uow, id)).find(({ publishedAt }) => publishedAt === null);
    if (!open) throw new Refusal('conflict', 'no_draft_to_publish');
    await updateVersion(uow, id, open.version, { publishedAt: uow.now, publishedBy: uow.actor.name });
    await updateSegment(uow, id, { version: open.version, publishedAt: row.publishedAt ?? uow.now });
    uow.audit({
      object: { type: 'segment', id },
      changes: { version: [row.version, open.version] },
      reason: open.note,
    });
    uow.emit({ name: 'engagement/segment.published', data: { segmentId: id } });
    return { id };
  },
});

/** Its members leave it, and its history stays. What still asks for it keeps it. */
export const removeSegment = command({
  name: 'engagement.segment.remove',
  actors: ['staff'],
  input: SegmentId,
  output: Done,
  run: async (uow, { id }) => {
    const row = await locked(uow, id);
    const uses = await viewsWith(uow, id);
    if (uses.length > 0) throw new Refusal('conflict', 'segment_in_use', { params: { uses: uses.length } });
    await endAll(uow, id);
    await updateSegment(uow, id, { removedAt: uow.now });
    uow.audit({ object: { type: 'segment', id }, changes: { name: [row.name, null] } });
    uow.emit({ name: 'engagement/segment.removed', data: { segmentId: id } });
    return { id };
  },
});
