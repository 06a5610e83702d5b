import { describe, expect, test } from 'vitest';
import { fromHex, toHex, utf8 } from '@/server/kernel/encoding';
import {
  append,
  consistencyNodes,
  consistencyProof,
  emptyRange,
  emptyRoot,
  inclusionNodes,
  inclusionProof,
  leafHash,
  nodeHash,
  rangeNodes,
  rootAt,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from '@/server/modules/audit/merkle';

// Leaves and roots of the Certificate Transparency reference tests.
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

async function referenceLog() {
  const hashes = await Promise.all(leaves.map((leaf) => leafHash(fromHex(leaf))));
  const { range, nodes } = await append(emptyRange, hashes);
  const stored = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]));
  const nodeAt = (level: number, index: number) => {
    const hash = stored.get(`${level}/${index}`);
    if (!hash) throw new Error(`node ${level}/${index} is not stored`);
    return hash;
  };
  return { hashes, range, nodes, nodeAt };
}

describe('RFC 6962', () => {
  test('hashes of the reference implementation', async () => {
    expect(toHex(await emptyRoot())).toBe(roots[0]);
    expect(toHex(await leafHash(utf8('')))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
    expect(toHex(await leafHash(utf8('L123456')))).toBe(
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    );
    expect(toHex(await nodeHash(utf8('N123'), utf8('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    );
  });

  test('roots of the reference log at every size', async () => {
    const { hashes, nodeAt } = await referenceLog();
    for (const [size, root] of roots.entries()) {
      const { range } = await append(emptyRange, hashes.slice(0, size));
      expect(toHex(await rootOf(range))).toBe(root);
      expect(toHex(await rootAt(size, nodeAt))).toBe(root);
    }
  });

  test('inclusion proofs of the reference log', async () => {
    const { nodeAt, hashes } = await referenceLog();
    const proof = async (index: number, size: number) => (await inclusionProof(index, size, nodeAt)).map(toHex);
    expect(await proof(0, 1)).toEqual([]);
    expect(await proof(0, 8)).toEqual([
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ]);
    expect(await proof(5, 8)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    for (let size = 1; size <= 8; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const input = {
          leaf: hashes[index] ?? utf8(''),
          index,
          size,
          proof: await inclusionProof(index, size, nodeAt),
          root: fromHex(roots[size] ?? ''),
        };
        expect(await verifyInclusion(input)).toBe(true);
        expect(await verifyInclusion({ ...input, index: index + 1 })).toBe(false);
        expect(await verifyInclusion({ ...input, proof: [...input.proof, input.root] })).toBe(false);
      }
    }
  });

  test('consistency proofs of the reference log', async () => {
    const { nodeAt } = await referenceLog();
    const proof = async (from: number, to: number) => (await consistencyProof(from, to, nodeAt)).map(toHex);
    expect(await proof(1, 1)).toEqual([]);
    expect(await proof(6, 8)).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
    expect(await proof(2, 5)).toEqual([
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ]);
    for (let newSize = 0; newSize <= 8; newSize += 1) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
        const input = {
          oldSize,
          newSize,
          oldRoot: fromHex(roots[oldSize] ?? ''),
          newRoot: fromHex(roots[newSize] ?? ''),
          proof: await consistencyProof(oldSize, newSize, nodeAt),
        };
        expect(await verifyConsistency(input)).toBe(true);
        const other = fromHex(roots[(newSize + 1) % 9] ?? '');
        // Every log begins with the empty one, so size 0 vouches for nothing.
        expect(await verifyConsistency({ ...input, newRoot: other })).toBe(oldSize === 0 && newSize > 0);
      }
    }
  });
});

test('each full subtree is stored once, and the planned reads are the reads made', async () => {
  const { nodes, nodeAt } = await referenceLog();
  expect(nodes.map(({ level, index }) => `${level}/${index}`)).toHaveLength(15);
  expect(rangeNodes(7)).toEqual([
    { level: 2, index: 0 },
    { level: 1, index: 2 },
    { level: 0, index: 6 },
  ]);
  const reads: string[] = [];
  const spy = (level: number, index: number) => {
    reads.push(`${level}/${index}`);
    return nodeAt(level, index);
  };
  await inclusionProof(2, 7, spy);
  expect(reads).toEqual(inclusionNodes(2, 7).map(({ level, index }) => `${level}/${index}`));
  reads.length = 0;
  await consistencyProof(3, 7, spy);
  expect(reads).toEqual(consistencyNodes(3, 7).map(({ level, index }) => `${level}/${index}`));
});

test('a proof over a log of a billion entries is planned without loading it', () => {
  expect(inclusionNodes(123_456_789_012, 2 ** 40)).toHaveLength(40);
  expect(inclusionNodes(0, 1_000_000_007).length).toBeLessThan(64);
  expect(() => inclusionNodes(8, 8)).toThrow('no leaf 8');
  expect(() => consistencyNodes(9, 8)).toThrow(RangeError);
});
