import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import { type Id, idSchema } from '@/server/kernel/ids';
import { reachOf } from '@/server/kernel/reach';
import type { Read, Uow } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { legalName } from '../names';
import { DismissDuplicate, MergePersons, MergePreview, UnmergePersons } from '../record-shapes';
import {
  clientsOfPerson,
  findPerson,
  holdsOfPerson,
  type PersonRow,
  repointClients,
  repointHolds,
  updatePersonRow,
} from '../repository/clients';
import {
  closeDuplicates,
  findDuplicate,
  findMerge,
  insertMerge,
  openDuplicatesOf,
  undoMerge,
} from '../repository/records';

const MergeRef = z.object({ id: idSchema('merge') });
const Moved = z.object({ clients: z.array(idSchema('client')), holds: z.array(idSchema('hold')) });

type Pair = { readonly survivorId: Id<'person'>; readonly absorbedId: Id<'person'> };

/** Identities are the whole house's: who reaches only some of the clients does not join persons. */
function requireWholeHouse(read: Read, verb: string): void {
  if (reachOf(read, verb) !== 'all') throw new Refusal('forbidden', 'whole_house_needed');
}

async function pairOf(read: Read, { survivorId, absorbedId }: Pair): Promise<[PersonRow, PersonRow]> {
  if (survivorId === absorbedId) throw new Refusal('invalid', 'same_person', { field: 'absorbedId' });
  // Locked in one order, so that two merges of one pair cannot wait for each other.
  const rows = new Map<string, PersonRow>();
  for (const id of [survivorId, absorbedId].sort())
    rows.set(id, found(await findPerson(read, id, { lock: 'audit' in read }), 'person_not_found'));
  const survivor = found(rows.get(survivorId), 'person_not_found');
  const absorbed = found(rows.get(absorbedId), 'person_not_found');
  if (survivor.mergedInto || absorbed.mergedInto) throw new Refusal('conflict', 'already_merged');
  return [survivor, absorbed];
}

async function previewOf(read: Read, pair: Pair): Promise<z.output<typeof MergePreview>> {
  const [survivor, absorbed] = await pairOf(read, pair);
  const [kept, moving, holds] = await Promise.all([
    clientsOfPerson(read, survivor.id),
    clientsOfPerson(read, absorbed.id),
    holdsOfPerson(read, absorbed.id),
  ]);
  const differences = (['bornOn', 'nationality', 'country', 'documentNumberHash', 'taxNumberHash'] as const).filter(
    (field) => survivor[field] !== null && absorbed[field] !== null && survivor[field] !== absorbed[field],
  );
  return {
    survivor: { id: survivor.id, name: legalName(survivor), clients: kept.map(({ id, number }) => ({ id, number })) },
    absorbed: { id: absorbed.id, name: legalName(absorbed), clients: moving.map(({ id, number }) => ({ id, number })) },
    holds: holds.length,
    differences: [...differences],
  };
}

/** What a merge would do. Clients and their money stay apart; holds on either person act on all of them. */
export const previewMerge = query({
  name: 'clients.person.preview_merge',
  actors: ['staff'],
  input: MergePersons.omit({ reason: true }),
  output: MergePreview,
  run: async (read, pair) => {
    requireWholeHouse(read, 'clients.person.preview_merge');
    return previewOf(read, pair);
  },
});

export const mergePersons = command({
  name: 'clients.person.merge',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: MergePersons,
  output: MergeRef,
  approval: async (uow, { reason, ...pair }) => {
    requireWholeHouse(uow, 'clients.person.merge');
    const preview = await previewOf(uow, pair);
    const numbers = (side: typeof preview.survivor) => side.clients.map(({ number }) => number).join(', ');
    return {
      needed: 1,
      decideGrant: 'clients.person.merge',
      summary: `Join ${numbers(preview.absorbed)} to the person of ${numbers(preview.survivor)}: ${reason}`,
      object: { type: 'person', id: pair.survivorId },
      policyVersion: 'clients.merge/1',
      checks: { absorbed: pair.absorbedId, holds: preview.holds, differences: preview.differences },
    };
  },
  run: async (uow, { reason, ...pair }) => {
    const [survivor, absorbed] = await pairOf(uow, pair);
    const [clients, holds] = [await clientsOfPerson(uow, absorbed.id), await holdsOfPerson(uow, absorbed.id)];
    const moved = { clients: clients.map(({ id }) => id), holds: holds.map(({ id }) => id) };
    await repointClients(uow, moved.clients, survivor.id);
    await repointHolds(uow, moved.holds, survivor.id);
    await updatePersonRow(uow, absorbed.id, { mergedInto: survivor.id });
    const id = uow.id('merge');
    const mergedBy = actorRecord(uow.actor);
    await insertMerge(uow, {
      id,
      survivorId: survivor.id,
      absorbedId: absorbed.id,
      moved,
      reason,
      mergedAt: uow.now,
      mergedBy,
    });
    const suspicions = (await openDuplicatesOf(uow, absorbed.id)).filter(
      (one) => one.personId === survivor.id || one.otherId === survivor.id,
    );
    await closeDuplicates(
      uow,
      suspicions.map((one) => one.id),
      'merged',
      reason,
    );
    for (const client of clients) await closeWork(uow, client.id, 'merged', 'possible_duplicate');
    uow.audit({
      object: { type: 'person', id: survivor.id },
      thread: id,
      changes: { absorbed: [null, absorbed.id] },
      facts: moved,
      reason,
    });
    await tellMerged(uow, survivor.id, id);
    return { id };
  },
});

async function tellMerged(uow: Uow, person: Id<'person'>, mergeId: Id<'merge'>): Promise<void> {
  uow.emit({ name: 'clients/person.merged', data: { personId: person, mergeId } });
  for (const { id } of await clientsOfPerson(uow, person))
    uow.emit({ name: 'clients/capabilities.changed', data: { clientId: id } });
}

/** Takes back what one merge moved; what came later stays where it came to. */
export const unmergePersons = command({
  name: 'clients.person.unmerge',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: UnmergePersons,
  output: MergeRef,
  approval: async (uow, { id, reason }) => {
    requireWholeHouse(uow, 'clients.person.unmerge');
    const merge = found(await findMerge(uow, id), 'merge_not_found');
    return {
      needed: 1,
      decideGrant: 'clients.person.unmerge',
      summary: `Take two persons apart again: ${reason}`,
      object: { type: 'person', id: merge.survivorId },
      policyVersion: 'clients.merge/1',
      checks: { mergedAt: merge.mergedAt.toISOString(), absorbed: merge.absorbedId },
    };
  },
  run: async (uow, { id, reason }) => {
    const merge = found(await findMerge(uow, id), 'merge_not_found');
    if (merge.undoneAt) throw new Refusal('conflict', 'already_unmerged');
    const moved = Moved.parse(merge.moved);
    const still = new Set((await clientsOfPerson(uow, merge.survivorId)).map((client) => client.id));
    await repointClients(
      uow,
      moved.clients.filter((client) => still.has(client)),
      merge.absorbedId,
    );
    await repointHolds(uow, moved.holds, merge.absorbedId);
    await updatePersonRow(uow, merge.absorbedId, { mergedInto: null });
    await undoMerge(uow, id, actorRecord(uow.actor), reason);
    uow.audit({
      object: { type: 'person', id: merge.survivorId },
      thread: id,
      changes: { absorbed: [merge.absorbedId, null] },
      facts: moved,
      reason,
    });
    await tellMerged(uow, merge.survivorId, id);
    await tellMerged(uow, merge.absorbedId, id);
    return { id };
  },
});

/** They are two people after all; the pair is not raised again. */
export const dismissDuplicate = command({
  name: 'clients.duplicate.dismiss',
  actors: ['staff'],
  input: DismissDuplicate,
  output: z.object({ id: idSchema('duplicate') }),
  run: async (uow, { id, reason }) => {
    requireWholeHouse(uow, 'clients.duplicate.dismiss');
    const pair = found(await findDuplicate(uow, id), 'duplicate_not_found');
    if (pair.state !== 'open') throw new Refusal('conflict', 'already_decided');
    await closeDuplicates(uow, [id], 'dismissed', reason);
    const clients = [...(await clientsOfPerson(uow, pair.personId)), ...(await clientsOfPerson(uow, pair.otherId))];
    for (const client of clients) {
      const left = await openDuplicatesOf(uow, client.personId);
      if (left.length === 0) await closeWork(uow, client.id, 'dismissed', 'possible_duplicate');
    }
    uow.audit({ object: { type: 'duplicate', id }, changes: { state: ['open', 'dismissed'] }, reason });
    return { id };
  },
});
