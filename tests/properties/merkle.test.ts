import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Bytes, toHex } from '@/server/kernel/encoding';
import {
  append,
  consistencyProof,
  emptyRange,
  inclusionProof,
  leafHash,
  type NodeReader,
  nodeHash,
  rootAt,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '@/server/modules/audit/merkle';
import { type Trail, verifyTrail } from '@/server/modules/audit/trail';
import { auditRows, sealedLog } from '@/tests/support/audit-log';

const MAX = 70;

async function logOf(size: number) {
  const leaves = await Promise.all(Array.from({ length: size }, (_, i) => leafHash(Uint8Array.of(i >> 8, i & 255))));
  const { range, nodes } = await append(emptyRange, leaves);
  const stored = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
  const nodeAt: NodeReader = (level, index) => stored.get(`${level}/${index}`) ?? new Uint8Array(0);
  return { leaves, range, nodes, nodeAt };
}

/** RFC 6962 2.1 word for word, as an oracle. */
async function treeHash(leaves: readonly Bytes[]): Promise<Bytes> {
  const [only] = leaves;
  if (only && leaves.length === 1) return only;
  const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return nodeHash(await treeHash(leaves.slice(0, k)), await treeHash(leaves.slice(k)));
}

function flip(bytes: Uint8Array, bit: number): Bytes {
  const copy = new Uint8Array(bytes);
  const at = Math.floor(bit / 8) % copy.length;
  copy[at] = (copy[at] ?? 0) ^ (1 << (bit % 8));
  return copy;
}

test('stored nodes give the root of the specification at every size', async () => {
  const { leaves, nodeAt } = await logOf(MAX);
  for (let size = 1; size <= MAX; size += 1) {
    expect(toHex(await rootAt(size, nodeAt))).toBe(toHex(await treeHash(leaves.slice(0, size))));
  }
});

test('appending in batches is appending one by one', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }), async (batches) => {
      const total = batches.reduce((sum, n) => sum + n, 0);
      const whole = await logOf(total);
      let range = emptyRange;
      const nodes = [];
      for (const size of batches) {
        const step = await append(range, whole.leaves.slice(range.size, range.size + size));
        range = step.range;
        nodes.push(...step.nodes);
      }
      expect(nodes).toEqual(whole.nodes);
      expect(toHex(await rootOf(range))).toBe(toHex(await rootOf(whole.range)));
    }),
    { numRuns: 40 },
  );
});

test('every leaf is provable in every size, and any changed bit is found', async () => {
  const { leaves, nodeAt } = await logOf(MAX);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: MAX }), fc.nat(), fc.nat(), async (size, pick, bit) => {
      const index = pick % size;
      const leaf = leaves[index] ?? new Uint8Array(0);
      const input = {
        leaf,
        index,
        size,
        proof: await inclusionProof(index, size, nodeAt),
        root: await rootAt(size, nodeAt),
      };
      expect(await verifyInclusion(input)).toBe(true);
      expect(await verifyInclusion({ ...input, leaf: flip(leaf, bit) })).toBe(false);
      expect(await verifyInclusion({ ...input, root: flip(input.root, bit) })).toBe(false);
      expect(await verifyInclusion({ ...input, proof: [...input.proof, leaf] })).toBe(false);
      expect(await verifyInclusion({ ...input, size: 2 * size + 1 })).toBe(false);
      if (size > 1) {
        const at = bit % input.proof.length;
        const proof = input.proof.map((hash, i) => (i === at ? flip(hash, bit) : hash));
        expect(await verifyInclusion({ ...input, proof })).toBe(false);
        expect(await verifyInclusion({ ...input, proof: input.proof.slice(1) })).toBe(false);
        expect(await verifyInclusion({ ...input, index: (index + 1) % size })).toBe(false);
      }
    }),
    { numRuns: 150 },
  );
});

test('any two sizes are consistent, and no other history is', async () => {
  const { nodeAt } = await logOf(MAX);
  const size = fc.integer({ min: 1, max: MAX });
  await fc.assert(
    fc.asyncProperty(size, size, fc.nat(), async (a, b, bit) => {
      const [oldSize, newSize] = a <= b ? [a, b] : [b, a];
      const [oldRoot, newRoot] = [await rootAt(oldSize, nodeAt), await rootAt(newSize, nodeAt)];
      const input = { oldSize, newSize, oldRoot, newRoot, proof: await consistencyProof(oldSize, newSize, nodeAt) };
      expect(await verifyConsistency(input)).toBe(true);
      expect(await verifyConsistency({ ...input, oldRoot: flip(oldRoot, bit) })).toBe(false);
      expect(await verifyConsistency({ ...input, newRoot: flip(newRoot, bit) })).toBe(false);
      expect(await verifyConsistency({ ...input, proof: [...input.proof, oldRoot] })).toBe(false);
      if (input.proof.length > 0) {
        const at = bit % input.proof.length;
        const proof = input.proof.map((hash, i) => (i === at ? flip(hash, bit) : hash));
        expect(await verifyConsistency({ ...input, proof })).toBe(false);
      }
    }),
    { numRuns: 150 },
  );
});

/** Changes the JSON value found by walking `path`; leaves of the document are strings, numbers and null. */
function tamper(value: unknown, path: readonly number[]): unknown {
  const [step = 0, ...rest] = path;
  if (Array.isArray(value) && value.length > 0) {
    const at = step % value.length;
    return value.map((item, i) => (i === at ? tamper(item, rest) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const at = step % entries.length;
    return Object.fromEntries(entries.map(([key, item], i) => [key, i === at ? tamper(item, rest) : item]));
  }
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('x') ? 'y' : 'x'}`;
  return typeof value === 'number' ? value + 1 : 'x';
}

test('whatever value of an export is changed, it no longer verifies', async () => {
  const log = await sealedLog(auditRows(13));
  const checkpoint = await log.signed(13);
  const honest = await log.export([0, 4, 5, 12], 'selection');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 40 }), { minLength: 6, maxLength: 6 }), async (path) => {
      const trail = tamper(honest, path) as Trail;
      fc.pre(JSON.stringify(trail) !== JSON.stringify(honest));
      expect((await verifyTrail({ trail, checkpoint, key: log.key })).ok).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('whatever byte of a checkpoint is changed, it no longer verifies', async () => {
  const log = await sealedLog(auditRows(5));
  const checkpoint = await log.signed(5);
  const trail = await log.export([1]);
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.integer({ min: 33, max: 126 }), async (pick, code) => {
      const at = pick % checkpoint.length;
      const forged = checkpoint.slice(0, at) + String.fromCharCode(code) + checkpoint.slice(at + 1);
      fc.pre(forged !== checkpoint);
      expect((await verifyTrail({ trail, checkpoint: forged, key: log.key })).ok).toBe(false);
    }),
    { numRuns: 200 },
  );
});
