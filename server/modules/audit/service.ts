import { z } from 'zod';
import { toBase64 } from '@/server/kernel/encoding';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { readCheckpoint } from './checkpoint';
import { AuditEntryView, AuditPage, ListAudit, ProofView, SealStatus, Timeline } from './contract';
import { sealedForm } from './entry';
import { inclusionNodes, inclusionProof, verifyInclusion } from './merkle';
import { leafOf, pageOfEntries, sealStatus, story } from './repository/entries';
import { newestCheckpoint, nodeReader } from './repository/log';
import { logSigner } from './seal';
import { entryLeaf } from './trail';
import { viewEntries } from './view';

export const listAudit = query({
  name: 'audit.entry.list',
  actors: ['staff', 'apiKey'],
  input: ListAudit,
  output: AuditPage,
  run: async (read, { cursor, limit, sort, direction, ...filter }) => {
    const page = await pageOfEntries(read, { cursor, limit, sort, direction }, filter);
    return { ...page, rows: await viewEntries(read, page.rows) };
  },
});

/** For other modules' pages: the story of an object as this reader may see it. The caller has checked that he may see the object. */
export async function timelineOf(
  read: Read,
  objectId: string,
  { limit = 100, technical = true } = {},
): Promise<AuditEntryView[]> {
  return viewEntries(read, await story(read, objectId, { limit, technical }));
}

export const auditTimeline = query({
  name: 'audit.entry.timeline',
  actors: ['staff'],
  input: Timeline,
  output: z.array(AuditEntryView),
  run: (read, { objectId, ...shown }) => timelineOf(read, objectId, shown),
});

export const proveEntry = query({
  name: 'audit.entry.prove',
  actors: ['staff', 'client'],
  input: z.object({ id: idSchema('audit') }),
  output: ProofView,
  run: async (read, { id }) => {
    const row = found(await leafOf(read, id), 'audit_entry_not_found');
    if (read.actor.kind === 'client' && row.entry.clientId !== read.actor.clientId)
      throw new Refusal('not_found', 'audit_entry_not_found');
    const checkpoint = await newestCheckpoint(read.db);
    if (row.leafIndex === null || !checkpoint || row.leafIndex >= checkpoint.treeSize)
      throw new Refusal('conflict', 'not_sealed_yet');
    const said = readCheckpoint(checkpoint.note);
    const index = Number(row.leafIndex);
    const proof = await inclusionProof(index, said.size, await nodeReader(read.db, inclusionNodes(index, said.size)));
    const leaf = await entryLeaf(sealedForm(row.entry));
    const signer = await logSigner(read.ctx.keys, read.tenant.id);
    return {
      leafIndex: index,
      treeSize: said.size,
      leafHash: toBase64(leaf),
      rootHash: toBase64(said.root),
      proof: proof.map(toBase64),
      checkpoint: checkpoint.note,
      verifierKey: signer.verifier.text,
      isValid: await verifyInclusion({ leaf, index, size: said.size, proof, root: said.root }),
    };
  },
});

export const auditSealStatus = query({
  name: 'audit.log.status',
  actors: ['staff'],
  input: z.object({}),
  output: SealStatus,
  run: async (read) => {
    const { counts, checkpoint, auditorEmail } = await sealStatus(read);
    return {
      entries: counts?.entries ?? 0,
      sealed: counts?.sealed ?? 0,
      oldestUnsealedSeconds: counts?.oldest ?? 0,
      lastCheckpointAt: checkpoint?.signedAt ?? null,
      lastCheckpointSize: checkpoint ? Number(checkpoint.treeSize) : null,
      publishedTo: checkpoint?.publishedTo ?? [],
      auditorEmail,
    };
  },
});
