import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { fromBase64Url, toBytes } from '@/server/kernel/encoding';
import type { KeyRing } from '@/server/kernel/keys';
import { type SignerKey, signCheckpoint, signerFromSeed } from './checkpoint';
import { type AuditRow, sealedForm } from './entry';
import { append, rangeNodes, rootOf } from './merkle';
import {
  insertCheckpoint,
  insertLeaves,
  insertNodes,
  lastLeaf,
  newestCheckpoint,
  nodeReader,
  sealable,
} from './repository/log';
import { entryLeaf } from './trail';

export const sealBatch = 1_000;
/** A checkpoint is signed when this many leaves or seconds have passed since the last one. */
const checkpointEvery = { leaves: 5_000, seconds: 60 };

/** The log's name and key follow from the deployment secret; the public half is shown on the audit page and in exports. */
export async function logSigner(keys: KeyRing, tenantId: string): Promise<SignerKey> {
  const seed = fromBase64Url(await keys.pepper('audit-checkpoint', 'v1'));
  return signerFromSeed(originOf(tenantId), toBytes(seed));
}

export const originOf = (tenantId: string): string => `brokerage-os/audit/${tenantId}`;

export type Sealed = {
  readonly sealed: number;
  readonly size: number;
  readonly checkpoint: string | null;
  /** What was sealed, for those who tell screens that something changed. */
  readonly entries: readonly AuditRow[];
};

/**
 * Seals what can be sealed for the transaction's tenant. One sealer per tenant at a time: the advisory lock is held until
 * commit, so that two processes cannot give one index twice.
 */
export async function sealTenant(db: Db, tenantId: string, signer: SignerKey, now: Date): Promise<Sealed> {
  const lock = await db.execute<{ got: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`seal/${tenantId}`}, 0)) as got`,
  );
  const last = await lastLeaf(db);
  const size = last?.size ?? 0;
  if (!lock.rows[0]?.got) return { sealed: 0, size, checkpoint: null, entries: [] };
  const rows = await sealable(db, last, sealBatch);
  const leaves = await Promise.all(rows.map((row) => entryLeaf(sealedForm(row))));
  const refs = rangeNodes(size);
  const nodeAt = await nodeReader(db, refs);
  const range = { size, hashes: await Promise.all(refs.map(({ level, index }) => nodeAt(level, index))) };
  const grown = await append(range, leaves);
  await insertLeaves(
    db,
    rows.map((row, i) => ({
      leafIndex: BigInt(size + i),
      auditId: row.id,
      leafHash: leaves[i] ?? new Uint8Array(),
      sealedAt: now,
    })),
  );
  await insertNodes(db, grown.nodes);
  const root = await rootOf(grown.range);
  const checkpoint = await checkpointIfDue(db, { tenantId, size: grown.range.size, root }, signer, now);
  return { sealed: rows.length, size: grown.range.size, checkpoint, entries: rows };
}

async function checkpointIfDue(
  db: Db,
  log: { tenantId: string; size: number; root: Uint8Array },
  signer: SignerKey,
  now: Date,
): Promise<string | null> {
  const previous = await newestCheckpoint(db);
  const previousSize = previous ? Number(previous.treeSize) : 0;
  if (log.size === 0 || log.size === previousSize) return null;
  const age = previous ? (now.getTime() - previous.signedAt.getTime()) / 1_000 : Number.POSITIVE_INFINITY;
  if (log.size - previousSize < checkpointEvery.leaves && age < checkpointEvery.seconds) return null;
  const note = await signCheckpoint({ origin: originOf(log.tenantId), size: log.size, root: log.root }, signer);
  await insertCheckpoint(db, { treeSize: BigInt(log.size), rootHash: toBytes(log.root), note, signedAt: now });
  return note;
}

/** Signs the present size whatever its age: before an export, so that everything sealed is covered. */
export async function checkpointNow(
  db: Db,
  tenantId: string,
  signer: SignerKey,
  now: Date,
): Promise<{ note: string; size: number } | null> {
  const size = (await lastLeaf(db))?.size ?? 0;
  if (size === 0) return null;
  const previous = await newestCheckpoint(db);
  if (previous && Number(previous.treeSize) === size) return { note: previous.note, size };
  const refs = rangeNodes(size);
  const nodeAt = await nodeReader(db, refs);
  const root = await rootOf({ size, hashes: await Promise.all(refs.map(({ level, index }) => nodeAt(level, index))) });
  const note = await signCheckpoint({ origin: originOf(tenantId), size, root }, signer);
  await insertCheckpoint(db, { treeSize: BigInt(size), rootHash: toBytes(root), note, signedAt: now });
  return { note, size };
}
