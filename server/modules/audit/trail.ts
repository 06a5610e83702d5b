import { canonicalJson } from '@/server/kernel/canonical';
import { type Bytes, fromBase64, toBase64, utf8 } from '@/server/kernel/encoding';
import { type Checkpoint, CheckpointError, openCheckpoint, parseVerifierKey } from './checkpoint';
import { inclusionProof, leafHash, type NodeReader, verifyConsistency, verifyInclusion } from './merkle';

/** Format in `docs/audit-trail-format.md`; `public/verify-trail.mjs` reads the same without any of our code. */
export const TRAIL_FORMAT = 'brokerage-os-trail/1';

export type TrailEntry = {
  readonly index: number;
  /** The audit row as sealed; its leaf is the RFC 8785 text of exactly this object. */
  readonly entry: Readonly<Record<string, unknown>>;
  readonly proof: readonly string[];
};

export type Trail = {
  readonly format: typeof TRAIL_FORMAT;
  readonly origin: string;
  readonly size: number;
  /** `whole` claims that nothing was left out, and is held to it; `selection` proves only what it shows. */
  readonly coverage: 'selection' | 'whole';
  readonly entries: readonly TrailEntry[];
  /** Proofs that checkpoints handed out earlier are beginnings of this log. */
  readonly consistency: readonly { readonly size: number; readonly proof: readonly string[] }[];
};

export type TrailProblem =
  | 'malformed'
  | 'unknown_key'
  | 'bad_signature'
  | 'other_log'
  | 'out_of_order'
  | 'missing_entry'
  | 'not_in_log'
  | 'earlier_unproven'
  | 'history_rewritten';

export type TrailVerdict =
  | { readonly ok: true; readonly checked: number; readonly size: number; readonly coverage: Trail['coverage'] }
  | { readonly ok: false; readonly index: number | null; readonly reason: TrailProblem };

const bad = (reason: TrailProblem, index: number | null = null): TrailVerdict => ({ ok: false, index, reason });

export async function entryLeaf(entry: Readonly<Record<string, unknown>>): Promise<Bytes> {
  return leafHash(utf8(canonicalJson(entry)));
}

type Row = { readonly index: number; readonly entry: Readonly<Record<string, unknown>> };

/** Adds the proofs to rows that a query found. Rows come sorted by index; bigint and Date become text here. */
export async function trailEntries(rows: readonly Row[], size: number, nodeAt: NodeReader): Promise<TrailEntry[]> {
  const entries: TrailEntry[] = [];
  for (const { index, entry } of rows) {
    const proof = await inclusionProof(index, size, nodeAt);
    entries.push({ index, entry: JSON.parse(canonicalJson(entry)), proof: proof.map(toBase64) });
  }
  return entries;
}

export async function exportTrail(input: {
  checkpoint: Checkpoint;
  coverage: Trail['coverage'];
  rows: readonly Row[];
  nodeAt: NodeReader;
  consistency?: Trail['consistency'];
}): Promise<Trail> {
  const { checkpoint, coverage, rows, nodeAt, consistency = [] } = input;
  const entries = await trailEntries(rows, checkpoint.size, nodeAt);
  return { format: TRAIL_FORMAT, origin: checkpoint.origin, size: checkpoint.size, coverage, entries, consistency };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const hasOnly = (value: Record<string, unknown>, ...names: string[]) =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));

function hashesOf(value: unknown): Bytes[] | null {
  if (!Array.isArray(value) || value.length > 128) return null;
  try {
    const hashes = value.map((text) => fromBase64(String(text)));
    return hashes.every((hash) => hash.length === 32) ? hashes : null;
  } catch {
    return null;
  }
}

/** Unknown members are refused: nothing in a verified file may be text that nobody checked. */
function isTrail(value: unknown): value is Trail {
  return (
    isRecord(value) &&
    hasOnly(value, 'format', 'origin', 'size', 'coverage', 'entries', 'consistency') &&
    value.format === TRAIL_FORMAT &&
    typeof value.origin === 'string' &&
    isCount(value.size) &&
    (value.coverage === 'selection' || value.coverage === 'whole') &&
    Array.isArray(value.entries) &&
    Array.isArray(value.consistency)
  );
}

async function checkEntries(trail: Trail, root: Uint8Array): Promise<TrailVerdict | null> {
  let previous = -1;
  for (const item of trail.entries) {
    const expected = previous + 1;
    const index = isRecord(item) && isCount(item.index) ? item.index : expected;
    if (!isRecord(item) || !hasOnly(item, 'index', 'entry', 'proof')) return bad('malformed', index);
    const proof = hashesOf(item.proof);
    if (!isCount(item.index) || !isRecord(item.entry) || proof === null) return bad('malformed', index);
    if (index <= previous) return bad('out_of_order', index);
    if (trail.coverage === 'whole' && index !== expected) return bad('missing_entry', expected);
    const leaf = await entryLeaf(item.entry);
    if (!(await verifyInclusion({ leaf, index, size: trail.size, proof, root }))) return bad('not_in_log', index);
    previous = index;
  }
  if (trail.coverage === 'whole' && previous !== trail.size - 1) return bad('missing_entry', previous + 1);
  return null;
}

async function checkEarlier(trail: Trail, now: Checkpoint, earlier: Checkpoint): Promise<TrailVerdict | null> {
  if (earlier.origin !== now.origin) return bad('other_log');
  if (earlier.size > now.size) return bad('history_rewritten');
  const given = trail.consistency.find((item) => isRecord(item) && item.size === earlier.size);
  const proof = earlier.size === now.size || earlier.size === 0 ? [] : hashesOf(given?.proof ?? null);
  if (proof === null) return bad('earlier_unproven');
  const sizes = { oldSize: earlier.size, newSize: now.size };
  const same = await verifyConsistency({ ...sizes, oldRoot: earlier.root, newRoot: now.root, proof });
  return same ? null : bad('history_rewritten');
}

/** Checks a parsed export with nothing but a checkpoint, a public key and, if kept, an earlier checkpoint. */
export async function verifyTrail(input: {
  trail: unknown;
  checkpoint: string;
  key: string;
  earlier?: string;
}): Promise<TrailVerdict> {
  try {
    const key = await parseVerifierKey(input.key);
    const checkpoint = await openCheckpoint(input.checkpoint, [key]);
    const { trail } = input;
    if (!isTrail(trail)) return bad('malformed');
    if (trail.origin !== checkpoint.origin || trail.size !== checkpoint.size) return bad('other_log');
    const problem =
      (await checkEntries(trail, checkpoint.root)) ??
      (input.earlier === undefined
        ? null
        : await checkEarlier(trail, checkpoint, await openCheckpoint(input.earlier, [key])));
    return problem ?? { ok: true, checked: trail.entries.length, size: trail.size, coverage: trail.coverage };
  } catch (error) {
    if (!(error instanceof CheckpointError)) throw error;
    return bad(error.reason === 'malformed_key' ? 'unknown_key' : error.reason);
  }
}
