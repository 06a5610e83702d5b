#!/usr/bin/env node
// Checks an exported audit trail without the software that wrote it, the network, or any package. Node 18 or later.
// Usage: node verify-trail.mjs trail.json checkpoint.txt pubkey [earlier-checkpoint.txt]
// `pubkey` is the verifier key (name+id+base64) or a file that holds it. The format is described in
// docs/audit-trail-format.md; the tree is RFC 9162, entries are RFC 8785 JSON, checkpoints are C2SP signed notes.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const FORMAT = 'brokerage-os-trail/1';
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);
const nodeHash = (left, right) => sha256(NODE, left, right);

class Problem extends Error {
  constructor(reason, index = null) {
    super(reason);
    this.reason = reason;
    this.index = index;
  }
}

function decode(text, reason, index) {
  const bytes = Buffer.from(String(text), 'base64');
  if (typeof text !== 'string' || bytes.toString('base64') !== text) throw new Problem(reason, index);
  return bytes;
}

function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
}

function parseKey(text) {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text.trim());
  if (!match) throw new Problem('unknown_key');
  const [, name, id, encoded] = match;
  const typed = decode(encoded, 'unknown_key');
  const keyId = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4);
  if (typed.length !== 33 || typed[0] !== 1 || keyId.toString('hex') !== id) throw new Problem('unknown_key');
  // RFC 8410: SubjectPublicKeyInfo of an Ed25519 key.
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)]);
  return { name, keyId, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function openCheckpoint(text, { name, keyId, key }) {
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new Problem('malformed');
  const body = text.slice(0, end + 1);
  let vouched = false;
  for (const line of text.slice(end + 2, -1).split('\n')) {
    const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line);
    if (!match) throw new Problem('malformed');
    const signature = decode(match[2], 'malformed');
    if (match[1] !== name || !signature.subarray(0, 4).equals(keyId)) continue;
    if (!verify(null, Buffer.from(body), key, signature.subarray(4))) throw new Problem('bad_signature');
    vouched = true;
  }
  if (!vouched) throw new Problem('unknown_key');
  const [origin, sizeText, rootText] = body.split('\n');
  const root = decode(rootText, 'malformed');
  const size = Number(sizeText);
  if (!/^(?:0|[1-9]\d*)$/.test(sizeText) || !Number.isSafeInteger(size) || root.length !== 32) {
    throw new Problem('malformed');
  }
  return { origin, size, root };
}

function decodeProof(proof, index) {
  if (!Array.isArray(proof) || proof.length > 128) throw new Problem('malformed', index);
  return proof.map((text) => decode(text, 'malformed', index));
}

const half = (n) => Math.floor(n / 2);

function rootFromInclusion(leaf, index, size, proof) {
  let [fn, sn, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (sn === 0) return null;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 ? hash : null;
}

function isConsistent(earlier, now, proof) {
  if (earlier.size === now.size) return proof.length === 0 && earlier.root.equals(now.root);
  if (earlier.size === 0) return proof.length === 0 && earlier.root.equals(sha256(''));
  let [fn, sn] = [earlier.size - 1, now.size - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const [first, ...rest] = fn === 0 ? [earlier.root, ...proof] : proof;
  if (!first) return false;
  let [fr, sr] = [first, first];
  for (const node of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(node, fr), nodeHash(node, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else sr = nodeHash(sr, node);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && fr.equals(earlier.root) && sr.equals(now.root);
}

const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const hasOnly = (value, ...names) => isRecord(value) && Object.keys(value).sort().join() === names.sort().join();
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;

function checkEntries(trail, root) {
  let previous = -1;
  for (const item of trail.entries) {
    const expected = previous + 1;
    const index = isCount(item?.index) ? item.index : expected;
    if (!hasOnly(item, 'index', 'entry', 'proof')) throw new Problem('malformed', index);
    const { entry } = item;
    if (!isCount(item.index) || !isRecord(entry)) throw new Problem('malformed', index);
    const proof = decodeProof(item.proof, index);
    if (index <= previous) throw new Problem('out_of_order', index);
    if (trail.coverage === 'whole' && index !== expected) throw new Problem('missing_entry', expected);
    const leaf = sha256(LEAF, Buffer.from(canonical(entry)));
    const found = index < trail.size && rootFromInclusion(leaf, index, trail.size, proof)?.equals(root);
    if (!found) throw new Problem('not_in_log', index);
    previous = index;
  }
  if (trail.coverage === 'whole' && previous !== trail.size - 1) throw new Problem('missing_entry', previous + 1);
}

function checkEarlier(trail, now, earlier) {
  if (earlier.origin !== now.origin) throw new Problem('other_log');
  if (earlier.size > now.size) throw new Problem('history_rewritten');
  const given = trail.consistency.find((item) => isRecord(item) && item.size === earlier.size);
  const needsProof = earlier.size !== now.size && earlier.size !== 0;
  if (needsProof && !given) throw new Problem('earlier_unproven');
  if (!isConsistent(earlier, now, needsProof ? decodeProof(given.proof) : [])) throw new Problem('history_rewritten');
}

function check(trailText, checkpointText, keyText, earlierText) {
  const key = parseKey(keyText);
  const checkpoint = openCheckpoint(checkpointText, key);
  let trail;
  try {
    trail = JSON.parse(trailText);
  } catch {
    throw new Problem('malformed');
  }
  const wellFormed =
    hasOnly(trail, 'format', 'origin', 'size', 'coverage', 'entries', 'consistency') &&
    trail.format === FORMAT &&
    ['selection', 'whole'].includes(trail.coverage) &&
    isCount(trail.size) &&
    Array.isArray(trail.entries) &&
    Array.isArray(trail.consistency);
  if (!wellFormed) throw new Problem('malformed');
  if (trail.origin !== checkpoint.origin || trail.size !== checkpoint.size) throw new Problem('other_log');
  checkEntries(trail, checkpoint.root);
  if (earlierText !== undefined) checkEarlier(trail, checkpoint, openCheckpoint(earlierText, key));
  return trail;
}

const EXPLAIN = {
  malformed: 'a file is not in the described format',
  unknown_key: 'the checkpoint is not signed by this key, or this is not a key',
  bad_signature: 'the signature on the checkpoint is false',
  other_log: 'the files belong to different logs or different moments',
  out_of_order: 'entries are not in the order of the log',
  missing_entry: 'the export claims to be whole, but this entry is missing',
  not_in_log: 'this entry was changed, or was never in the log',
  earlier_unproven: 'the export carries no proof for the earlier checkpoint',
  history_rewritten: 'the log no longer begins as it did at the earlier checkpoint',
};

const [trailFile, checkpointFile, key, earlierFile, ...extra] = process.argv.slice(2);
if (!key || extra.length > 0) {
  console.error('usage: node verify-trail.mjs trail.json checkpoint.txt pubkey [earlier-checkpoint.txt]');
  process.exit(2);
}
try {
  const read = (file) => readFileSync(file, 'utf8');
  const trail = check(
    read(trailFile),
    read(checkpointFile),
    existsSync(key) ? read(key) : key,
    earlierFile === undefined ? undefined : read(earlierFile),
  );
  const claim = trail.coverage === 'whole' ? 'nothing is missing' : 'a selection: entries not shown are not covered';
  console.log(`OK: ${trail.entries.length} entries proven in a log of ${trail.size} (${trail.origin}); ${claim}`);
} catch (error) {
  if (!(error instanceof Problem)) {
    console.error(error.message);
    process.exit(2);
  }
  const where = error.index === null ? '' : ` at entry ${error.index}`;
  console.error(`BAD${where}: ${error.reason}: ${EXPLAIN[error.reason]}`);
  process.exit(1);
}
