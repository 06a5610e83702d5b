import type { Db } from '@/db/client';
import { timingSafeEqual } from '@/server/kernel/encoding';
import { openCheckpoint, type VerifierKey } from './checkpoint';
import { sealedForm } from './entry';
import { append, emptyRange, rootOf } from './merkle';
import { allCheckpoints, sealedLog, unsealedBefore } from './repository/log';
import { entryLeaf } from './trail';

export type AuditFault = {
  readonly kind:
    | 'gap'
    | 'entry_missing'
    | 'entry_changed'
    | 'checkpoint_false'
    | 'checkpoint_beyond_log'
    | 'published_differs'
    | 'unsealed';
  readonly leafIndex: number | null;
  readonly auditId: string | null;
  readonly detail: string;
};
export type AuditVerdict = {
  readonly ok: boolean;
  readonly sealed: number;
  readonly checkpoints: number;
  readonly fault: AuditFault | null;
};

/** Longest an entry may wait for its seal before verification calls it a fault, unless the tenant says otherwise. */
export const sealWaitMaxSeconds = 60;

export type VerifyOptions = {
  readonly sealWaitSeconds?: number;
  /** Notes kept outside our reach. A history rewritten and signed anew with our own key differs from them. */
  readonly published?: readonly string[];
};

/**
 * Recomputes the whole log of the transaction's tenant: each leaf from its row, the tree from the leaves, every checkpoint
 * from the tree. Names the first fault, so a byte changed by a superuser is found and shown.
 */
export async function verifyLog(
  db: Db,
  key: VerifierKey,
  now: Date,
  options: VerifyOptions = {},
): Promise<AuditVerdict> {
  const checkpoints = await allCheckpoints(db);
  const published = await opened(options.published ?? [], key);
  if ('kind' in published) return { ok: false, sealed: 0, checkpoints: 0, fault: published };
  let due = 0;
  let range = emptyRange;
  const verdict = (fault: AuditFault | null): AuditVerdict => ({
    ok: fault === null,
    sealed: range.size,
    checkpoints: due,
    fault,
  });
  for await (const { index, leafHash, entry } of sealedLog(db)) {
    if (index !== range.size)
      return verdict({ kind: 'gap', leafIndex: range.size, auditId: null, detail: `next sealed index is ${index}` });
    if (!entry)
      return verdict({ kind: 'entry_missing', leafIndex: index, auditId: null, detail: 'sealed, but the row is gone' });
    const leaf = await entryLeaf(sealedForm(entry));
    if (!timingSafeEqual(leaf, leafHash)) {
      return verdict({
        kind: 'entry_changed',
        leafIndex: index,
        auditId: entry.id,
        detail: `${entry.action} on ${entry.objectType} ${entry.objectId}`,
      });
    }
    range = (await append(range, [leaf])).range;
    const outside = published.roots.get(range.size);
    if (outside && !timingSafeEqual(outside, await rootOf(range))) return verdict(differs(range.size));
    published.roots.delete(range.size);
    for (; checkpoints[due] && Number(checkpoints[due]?.treeSize) === range.size; due += 1) {
      const fault = await checkCheckpoint(checkpoints[due]?.note ?? '', range.size, await rootOf(range), key);
      if (fault) return verdict(fault);
    }
  }
  const [missing] = published.roots.keys();
  if (missing !== undefined) return verdict(differs(missing));
  if (due < checkpoints.length) {
    return verdict({
      kind: 'checkpoint_beyond_log',
      leafIndex: range.size,
      auditId: null,
      detail: `a checkpoint names ${checkpoints[due]?.treeSize} entries`,
    });
  }
  const [late] = await unsealedBefore(
    db,
    new Date(now.getTime() - (options.sealWaitSeconds ?? sealWaitMaxSeconds) * 1_000),
  );
  return verdict(
    late ? { kind: 'unsealed', leafIndex: null, auditId: late.id, detail: `written ${late.at.toISOString()}` } : null,
  );
}

const differs = (size: number): AuditFault => ({
  kind: 'published_differs',
  leafIndex: size,
  auditId: null,
  detail: `the checkpoint published at ${size} entries is not of this log: it was rewritten or cut since`,
});

async function opened(
  notes: readonly string[],
  key: VerifierKey,
): Promise<AuditFault | { readonly roots: Map<number, Uint8Array> }> {
  const roots = new Map<number, Uint8Array>();
  for (const note of notes) {
    try {
      const { size, root } = await openCheckpoint(note, [key]);
      const other = roots.get(size);
      if (other && !timingSafeEqual(other, root)) return differs(size);
      roots.set(size, root);
    } catch (error) {
      const detail = `a published note is unreadable: ${error instanceof Error ? error.message : 'broken'}`;
      return { kind: 'published_differs', leafIndex: null, auditId: null, detail };
    }
  }
  return { roots };
}

async function checkCheckpoint(
  note: string,
  size: number,
  root: Uint8Array,
  key: VerifierKey,
): Promise<AuditFault | null> {
  const fault = (detail: string): AuditFault => ({ kind: 'checkpoint_false', leafIndex: size, auditId: null, detail });
  try {
    const said = await openCheckpoint(note, [key]);
    return said.size === size && timingSafeEqual(said.root, root)
      ? null
      : fault('root differs from the recomputed tree');
  } catch (error) {
    return fault(error instanceof Error ? error.message : 'unreadable');
  }
}
