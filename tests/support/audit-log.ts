import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Bytes } from '@/server/kernel/encoding';
import { type Checkpoint, signCheckpoint, signerFromSeed } from '@/server/modules/audit/checkpoint';
import { append, consistencyProof, emptyRange, rootAt } from '@/server/modules/audit/merkle';
import { entryLeaf, exportTrail } from '@/server/modules/audit/trail';

export type AuditRow = Readonly<Record<string, unknown>>;

/** A sealed log in memory, for tests of proofs and exports. */
export async function sealedLog(rows: readonly AuditRow[], origin = 'desk.example/audit/acme') {
  const { nodes } = await append(emptyRange, await Promise.all(rows.map(entryLeaf)));
  const stored = new Map<string, Bytes>(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
  const nodeAt = (level: number, index: number): Bytes => {
    const hash = stored.get(`${level}/${index}`);
    if (!hash) throw new Error(`node ${level}/${index} is not stored`);
    return hash;
  };
  const signer = await signerFromSeed(origin, new Uint8Array(32).fill(9));
  const at = async (size: number): Promise<Checkpoint> => ({ origin, size, root: await rootAt(size, nodeAt) });
  return {
    nodeAt,
    key: signer.verifier.text,
    at,
    signed: async (size: number) => signCheckpoint(await at(size), signer),
    export: async (
      indices: readonly number[],
      coverage: 'selection' | 'whole' = 'selection',
      earlier: number[] = [],
    ) => {
      const consistency = await Promise.all(
        earlier.map(async (size) => ({
          size,
          proof: (await consistencyProof(size, rows.length, nodeAt)).map((hash) =>
            Buffer.from(hash).toString('base64'),
          ),
        })),
      );
      const chosen = indices.map((index) => ({ index, entry: rows[index] ?? {} }));
      return exportTrail({ checkpoint: await at(rows.length), coverage, rows: chosen, nodeAt, consistency });
    },
  };
}

/** Rows as the sealer sees them. */
export const auditRows = (count: number): AuditRow[] =>
  Array.from({ length: count }, (_, i) => ({
    seq: BigInt(i),
    at: new Date(Date.UTC(2026, 9, 5, 9, 0, i)),
    actor: { type: 'staff', id: `usr_${i % 3}` },
    action: i % 2 ? 'payments.withdrawal.approve' : 'payments.withdrawal.request',
    object: `wd_${i}`,
    change: { state: ['requested', 'approved'], amount: { minor: BigInt(i) * 10n ** 16n, asset: 'EUR' } },
    reason: i % 4 ? null : 'Größe geprüft',
  }));

/**
 * Waits until all entries of a tenant can be sealed: an entry stays open while any older transaction of the whole server
 * runs, and other tests run theirs on the same one.
 */
export async function entriesAtRest({ adminUrl, id }: { adminUrl: string; id: string }): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  for (;;) {
    const { rowCount } = await client.query(
      'select from audit_entry where tenant_id = $1 and xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1',
      [id],
    );
    if (rowCount === 0) break;
    await sleep(20);
  }
  await client.end();
}
