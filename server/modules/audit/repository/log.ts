import { and, asc, desc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { auditCheckpoint, auditEntry, auditLeaf, auditNode } from '@/db/schema/_kernel';
import { type Bytes, toBytes } from '@/server/kernel/encoding';
import type { AuditRow } from '../entry';
import type { NodeReader, NodeRef, StoredNode } from '../merkle';

/** Statements on the sealed log of the transaction's tenant. */
export async function lastLeaf(db: Db): Promise<{ size: number; xid: string; id: AuditRow['id'] } | null> {
  const [row] = await db
    .select({ index: auditLeaf.leafIndex, xid: auditEntry.xid, id: auditEntry.id })
    .from(auditLeaf)
    .innerJoin(auditEntry, and(eq(auditEntry.tenantId, auditLeaf.tenantId), eq(auditEntry.id, auditLeaf.auditId)))
    .where(eq(auditLeaf.tenantId, sql`current_setting('app.tenant_id')::uuid`))
    .orderBy(desc(auditLeaf.leafIndex))
    .limit(1);
  return row ? { size: Number(row.index) + 1, xid: row.xid, id: row.id } : null;
}

/** Entries that can no longer get a predecessor: every transaction below the horizon has ended. */
export async function sealable(
  db: Db,
  after: { xid: string; id: AuditRow['id'] } | null,
  limit: number,
): Promise<AuditRow[]> {
  const beyond = after
    ? or(gt(auditEntry.xid, after.xid), and(eq(auditEntry.xid, after.xid), gt(auditEntry.id, after.id)))
    : undefined;
  return db
    .select()
    .from(auditEntry)
    .where(
      and(
        eq(auditEntry.tenantId, sql`current_setting('app.tenant_id')::uuid`),
        sql`${auditEntry.xid} < pg_snapshot_xmin(pg_current_snapshot())`,
        beyond,
      ),
    )
    .orderBy(asc(auditEntry.xid), asc(auditEntry.id))
    .limit(limit);
}

export async function insertLeaves(
  db: Db,
  leaves: { leafIndex: bigint; auditId: AuditRow['id']; leafHash: Bytes; sealedAt: Date }[],
) {
  if (leaves.length > 0) await db.insert(auditLeaf).values(leaves);
}

export async function insertNodes(db: Db, nodes: readonly StoredNode[]): Promise<void> {
  const inner = nodes.filter((node) => node.level > 0); // leaves have their own table
  if (inner.length === 0) return;
  await db
    .insert(auditNode)
    .values(inner.map((node) => ({ level: node.level, nodeIndex: BigInt(node.index), hash: node.hash })));
}

/** Reads many nodes in two statements and serves them from memory. */
export async function nodeReader(db: Db, refs: readonly NodeRef[]): Promise<NodeReader> {
  const found = new Map<string, Uint8Array>();
  const leaves = refs.filter((ref) => ref.level === 0).map((ref) => ref.index);
  const inner = refs.filter((ref) => ref.level > 0);
  if (leaves.length > 0) {
    const rows = await db
      .select({ index: auditLeaf.leafIndex, hash: auditLeaf.leafHash })
      .from(auditLeaf)
      .where(
        and(
          eq(auditLeaf.tenantId, sql`current_setting('app.tenant_id')::uuid`),
          sql`${auditLeaf.leafIndex} = any(${sql.param(leaves)}::bigint[])`,
        ),
      );
    for (const row of rows) found.set(`0/${row.index}`, toBytes(row.hash));
  }
  if (inner.length > 0) {
    const rows = await db
      .select({ level: auditNode.level, index: auditNode.nodeIndex, hash: auditNode.hash })
      .from(auditNode)
      .where(
        and(
          eq(auditNode.tenantId, sql`current_setting('app.tenant_id')::uuid`),
          sql`(${auditNode.level}, ${auditNode.nodeIndex}) in (select * from unnest(${sql.param(inner.map((n) => n.level))}::int[], ${sql.param(inner.map((n) => n.index))}::bigint[]))`,
        ),
      );
    for (const row of rows) found.set(`${row.level}/${row.index}`, toBytes(row.hash));
  }
  return (level, index) => {
    const hash = found.get(`${level}/${index}`);
    if (!hash) throw new RangeError(`node ${level}/${index} is missing from the log`);
    return hash;
  };
}

export async function newestCheckpoint(db: Db) {
  const [row] = await db
    .select()
    .from(auditCheckpoint)
    .where(eq(auditCheckpoint.tenantId, sql`current_setting('app.tenant_id')::uuid`))
    .orderBy(desc(auditCheckpoint.treeSize))
    .limit(1);
  return row ?? null;
}

export async function insertCheckpoint(
  db: Db,
  row: { treeSize: bigint; rootHash: Bytes; note: string; signedAt: Date },
) {
  await db.insert(auditCheckpoint).values(row).onConflictDoNothing();
}

const ofTenant = eq(auditCheckpoint.tenantId, sql`current_setting('app.tenant_id')::uuid`);

export async function checkpointOfSize(db: Db, treeSize: bigint, options: { lock?: boolean } = {}) {
  const query = db
    .select()
    .from(auditCheckpoint)
    .where(and(ofTenant, eq(auditCheckpoint.treeSize, treeSize)));
  const [row] = await (options.lock ? query.for('update') : query);
  return row ?? null;
}

/** The newest checkpoint, when `where` does not have it and more than the publishing itself was sealed since its last one. */
export async function unpublishedCheckpoint(db: Db, where: string) {
  const newest = await newestCheckpoint(db);
  if (!newest || newest.publishedTo.includes(where)) return null;
  const { rows } = await db.execute<{ found: boolean }>(sql`
    select exists (
      select from audit_leaf l join audit_entry e on e.tenant_id = l.tenant_id and e.id = l.audit_id
      where l.tenant_id = current_setting('app.tenant_id')::uuid and e.action not like 'audit.checkpoint.%'
        and l.leaf_index >= coalesce((select max(c.tree_size) from audit_checkpoint c
          where c.tenant_id = l.tenant_id and ${where} = any(c.published_to)), 0)
        and l.leaf_index < ${newest.treeSize}) as found`);
  return rows[0]?.found ? newest : null;
}

export async function markPublished(db: Db, treeSize: bigint, where: string): Promise<void> {
  await db
    .update(auditCheckpoint)
    .set({ publishedTo: sql`array_append(${auditCheckpoint.publishedTo}, ${where})` })
    .where(
      and(
        eq(auditCheckpoint.tenantId, sql`current_setting('app.tenant_id')::uuid`),
        eq(auditCheckpoint.treeSize, treeSize),
      ),
    );
}

/** Walks the sealed log in order, `batch` leaves at a time; a missing entry comes as null. */
export async function* sealedLog(
  db: Db,
  batch = 1_000,
): AsyncGenerator<{ index: number; leafHash: Uint8Array; entry: AuditRow | null }> {
  for (let from = 0n; ; ) {
    const rows = await db
      .select({ leaf: auditLeaf, entry: auditEntry })
      .from(auditLeaf)
      .leftJoin(auditEntry, and(eq(auditEntry.tenantId, auditLeaf.tenantId), eq(auditEntry.id, auditLeaf.auditId)))
      .where(
        and(
          eq(auditLeaf.tenantId, sql`current_setting('app.tenant_id')::uuid`),
          sql`${auditLeaf.leafIndex} >= ${from}`,
        ),
      )
      .orderBy(asc(auditLeaf.leafIndex))
      .limit(batch);
    for (const { leaf, entry } of rows)
      yield { index: Number(leaf.leafIndex), leafHash: toBytes(leaf.leafHash), entry };
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    from = last.leaf.leafIndex + 1n;
  }
}

/** Entries that were never sealed although they are older than the horizon. */
export async function unsealedBefore(db: Db, before: Date): Promise<{ id: AuditRow['id']; at: Date }[]> {
  return db
    .select({ id: auditEntry.id, at: auditEntry.recordedAt })
    .from(auditEntry)
    .leftJoin(auditLeaf, and(eq(auditLeaf.tenantId, auditEntry.tenantId), eq(auditLeaf.auditId, auditEntry.id)))
    .where(
      and(
        eq(auditEntry.tenantId, sql`current_setting('app.tenant_id')::uuid`),
        isNull(auditLeaf.auditId),
        sql`${auditEntry.recordedAt} < ${before.toISOString()}`,
      ),
    )
    .orderBy(asc(auditEntry.recordedAt))
    .limit(5);
}

export async function allCheckpoints(db: Db): Promise<{ treeSize: bigint; note: string }[]> {
  return db
    .select({ treeSize: auditCheckpoint.treeSize, note: auditCheckpoint.note })
    .from(auditCheckpoint)
    .where(eq(auditCheckpoint.tenantId, sql`current_setting('app.tenant_id')::uuid`))
    .orderBy(asc(auditCheckpoint.treeSize));
}
