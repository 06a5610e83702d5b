import { sha256 } from '@/server/kernel/canonical';
import { type Bytes, concatBytes, timingSafeEqual } from '@/server/kernel/encoding';

/** RFC 6962 / 9162 tree. Sizes and indices are exact up to 2^53, so no bitwise operators (they cut to 32 bits). */
export type NodeRef = { readonly level: number; readonly index: number };
/** Level 0 holds leaf hashes; (level, index) is the root of the full subtree over leaves [index·2^level, (index+1)·2^level). */
export type StoredNode = NodeRef & { readonly hash: Bytes };
export type NodeReader = (level: number, index: number) => Uint8Array | Promise<Uint8Array>;
/** Leaves [from, to). */
type Range = { readonly from: number; readonly to: number };

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Promise<Bytes> => sha256(concatBytes(LEAF, data));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Promise<Bytes> => sha256(concatBytes(NODE, left, right));
export const emptyRoot = (): Promise<Bytes> => sha256('');

/** The roots of the full subtrees of a log, largest first: all that appending needs to know of the past. */
export type CompactRange = { readonly size: number; readonly hashes: readonly Uint8Array[] };
export const emptyRange: CompactRange = { size: 0, hashes: [] };

/** Largest power of two below n (RFC 6962 2.1), for n > 1. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

function checkSize(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${name} must be a natural number`);
}

/** Full subtrees that cover a range whose start is aligned, as all ranges of the proofs are, left to right. */
function subtrees({ from, to }: Range): NodeRef[] {
  const refs: NodeRef[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    while (at % 2 ** (level + 1) === 0 && at + 2 ** (level + 1) <= to) level += 1;
    refs.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return refs;
}

/** The nodes of a compact range of `size` leaves: what a sealer loads before it appends. */
export const rangeNodes = (size: number): NodeRef[] => subtrees({ from: 0, to: size });

async function foldRight(hashes: readonly Uint8Array[]): Promise<Bytes> {
  let root = hashes.at(-1);
  if (root === undefined) return emptyRoot();
  for (let i = hashes.length - 2; i >= 0; i -= 1) root = await nodeHash(hashes[i] ?? NODE, root);
  return new Uint8Array(root);
}

export const rootOf = (range: CompactRange): Promise<Bytes> => foldRight(range.hashes);

/** The range after the leaves, and every node that became complete (leaves included): the rows to store. */
export async function append(
  range: CompactRange,
  leafHashes: readonly Bytes[],
): Promise<{ range: CompactRange; nodes: StoredNode[] }> {
  const hashes = [...range.hashes];
  const nodes: StoredNode[] = [];
  let size = range.size;
  for (const leaf of leafHashes) {
    let hash = leaf;
    let index = size;
    nodes.push({ level: 0, index, hash });
    for (let level = 0; index % 2 === 1; level += 1) {
      const left = hashes.pop();
      if (left === undefined) throw new RangeError(`compact range of ${range.size} leaves lacks a node`);
      hash = await nodeHash(left, hash);
      index = (index - 1) / 2;
      nodes.push({ level: level + 1, index, hash });
    }
    hashes.push(hash);
    size += 1;
  }
  return { range: { size, hashes }, nodes };
}

function inclusionRanges(index: number, size: number): Range[] {
  checkSize(size, 'size');
  checkSize(index, 'index');
  if (index >= size) throw new RangeError(`no leaf ${index} in a log of ${size}`);
  const path: Range[] = [];
  for (let from = 0, to = size; to - from > 1; ) {
    const middle = from + split(to - from);
    path.push(index < middle ? { from: middle, to } : { from, to: middle });
    if (index < middle) to = middle;
    else from = middle;
  }
  return path.reverse();
}

function consistencyRanges(oldSize: number, newSize: number): Range[] {
  checkSize(oldSize, 'old size');
  checkSize(newSize, 'new size');
  if (oldSize > newSize) throw new RangeError(`a log of ${newSize} is no later than one of ${oldSize}`);
  if (oldSize === 0 || oldSize === newSize) return [];
  const path: Range[] = [];
  let [from, to, wasRoot] = [0, newSize, true];
  while (oldSize < to) {
    const middle = from + split(to - from);
    path.push(oldSize <= middle ? { from: middle, to } : { from, to: middle });
    if (oldSize <= middle) to = middle;
    else [from, wasRoot] = [middle, false];
  }
  if (!wasRoot) path.push({ from, to });
  return path.reverse();
}

async function hashRanges(ranges: readonly Range[], nodeAt: NodeReader): Promise<Bytes[]> {
  const hashRange = async (range: Range) =>
    foldRight(await Promise.all(subtrees(range).map(({ level, index }) => nodeAt(level, index))));
  return Promise.all(ranges.map(hashRange));
}

/** Nodes a proof reads, so that a store can fetch them in one statement. */
export const inclusionNodes = (index: number, size: number): NodeRef[] =>
  inclusionRanges(index, size).flatMap(subtrees);
export const consistencyNodes = (oldSize: number, newSize: number): NodeRef[] =>
  consistencyRanges(oldSize, newSize).flatMap(subtrees);

export const inclusionProof = (index: number, size: number, nodeAt: NodeReader): Promise<Bytes[]> =>
  hashRanges(inclusionRanges(index, size), nodeAt);

export const consistencyProof = (oldSize: number, newSize: number, nodeAt: NodeReader): Promise<Bytes[]> =>
  hashRanges(consistencyRanges(oldSize, newSize), nodeAt);

export const rootAt = async (size: number, nodeAt: NodeReader): Promise<Bytes> =>
  foldRight(await Promise.all(rangeNodes(size).map(({ level, index }) => nodeAt(level, index))));

/** RFC 9162 2.1.3.2. */
export async function verifyInclusion(input: {
  leaf: Uint8Array;
  index: number;
  size: number;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}): Promise<boolean> {
  if (!(input.index >= 0 && input.index < input.size)) return false;
  let fn = input.index;
  let sn = input.size - 1;
  let hash = input.leaf;
  for (const sibling of input.proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = await nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      hash = await nodeHash(hash, sibling);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && timingSafeEqual(hash, input.root);
}

/** RFC 9162 2.1.4.2: the first `oldSize` leaves of the new log are the old log. */
export async function verifyConsistency(input: {
  oldSize: number;
  newSize: number;
  oldRoot: Uint8Array;
  newRoot: Uint8Array;
  proof: readonly Uint8Array[];
}): Promise<boolean> {
  const { oldSize, newSize, oldRoot, newRoot } = input;
  if (oldSize < 0 || oldSize > newSize) return false;
  if (oldSize === newSize) return input.proof.length === 0 && timingSafeEqual(oldRoot, newRoot);
  if (oldSize === 0) return input.proof.length === 0 && timingSafeEqual(oldRoot, await emptyRoot());
  let fn = oldSize - 1;
  let sn = newSize - 1;
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  // A full old tree is itself the first node, so the proof leaves it out.
  const path = fn === 0 ? [oldRoot, ...input.proof] : input.proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [fr, sr] = [first, first];
  for (const node of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = await Promise.all([nodeHash(node, fr), nodeHash(node, sr)]);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn / 2, Math.floor(sn / 2)];
    } else {
      sr = await nodeHash(sr, node);
    }
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && timingSafeEqual(fr, oldRoot) && timingSafeEqual(sr, newRoot);
}
