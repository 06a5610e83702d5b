import { holds } from '@/server/kernel/access';
import { Refusal } from '@/server/kernel/errors';
import type { Read } from '@/server/kernel/uow';
import { command, query } from '@/server/kernel/verb';
import { readCheckpoint } from './checkpoint';
import { ExportTrail, TrailExport, TrailPage, TrailPageInput } from './contract';
import { sealedForm } from './entry';
import { inclusionNodes } from './merkle';
import { sealedRange, sealedStory } from './repository/entries';
import { nodeReader } from './repository/log';
import { checkpointNow, logSigner } from './seal';
import { exportTrail, trailEntries } from './trail';

/** A story longer than this is exported with the whole log. */
const storyMax = 1_000;
const pageSize = 500;

/**
 * Three parts that a customer, auditor or court verifies without our software (public/verify-trail.mjs): of one object at
 * once, of the whole log with its entries left to `audit.trail.page`, so that no log is too long to be handed out.
 */
export const exportAuditTrail = command({
  name: 'audit.trail.export',
  actors: ['staff'],
  input: ExportTrail,
  output: TrailExport,
  run: async (uow, { objectId, reason }) => {
    const signer = await logSigner(uow.ctx.keys, uow.tenant.id);
    const signed = await checkpointNow(uow.db, uow.tenant.id, signer, uow.now);
    if (!signed) throw new Refusal('conflict', 'not_sealed_yet');
    const rows = objectId ? await sealedStory(uow, objectId, signed.size, storyMax + 1) : [];
    if (rows.length > storyMax) throw new Refusal('rejected', 'trail_too_long', { params: { max: String(storyMax) } });
    const trail = await exportTrail({
      checkpoint: readCheckpoint(signed.note),
      coverage: objectId ? 'selection' : 'whole',
      ...(await withNodes(uow, rows, signed.size)),
    });
    uow.audit({
      object: { type: 'audit_trail', id: objectId ?? 'whole' },
      reason,
      facts: { entries: objectId ? rows.length : signed.size, treeSize: signed.size },
    });
    return { trail, checkpoint: signed.note, verifierKey: signer.verifier.text };
  },
});

/** Entries of a whole export from one place on, each with its proof. Sealed rows never change, so pages fit together. */
export const readTrailPage = query({
  name: 'audit.trail.page',
  actors: ['staff'],
  input: TrailPageInput,
  output: TrailPage,
  run: async (read, { size, from }) => {
    // Who may only read the log sees it masked; these are the rows as sealed.
    const grant = exportAuditTrail.spec.name;
    if (!holds(read.actor, grant)) throw new Refusal('forbidden', 'grant_missing', { params: { grant } });
    const to = Math.min(size, from + pageSize);
    const { rows, nodeAt } = await withNodes(read, await sealedRange(read, from, to), size);
    if (rows.length < to - from) throw new Refusal('not_found', 'trail_not_that_long');
    return { entries: await trailEntries(rows, size, nodeAt), next: to < size ? to : null };
  },
});

async function withNodes(read: Read, found: Awaited<ReturnType<typeof sealedStory>>, size: number) {
  const rows = found.flatMap(({ entry, leafIndex }) =>
    leafIndex === null ? [] : [{ index: Number(leafIndex), entry: sealedForm(entry) }],
  );
  const refs = rows.flatMap(({ index }) => inclusionNodes(index, size));
  return { rows, nodeAt: await nodeReader(read.db, refs) };
}
