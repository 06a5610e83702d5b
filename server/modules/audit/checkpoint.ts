import { sha256 } from '@/server/kernel/canonical';
import {
  type Bytes,
  concatBytes,
  fromBase64,
  fromBase64Url,
  timingSafeEqual,
  toBase64,
  toHex,
  utf8,
} from '@/server/kernel/encoding';

/** C2SP tlog-checkpoint: what a log says of itself at one moment, as text that anyone can keep. */
export type Checkpoint = {
  /** Names the log; unique per tenant and environment, without scheme, as `desk.example/audit/acme`. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions?: readonly string[];
};

/** C2SP signed-note Ed25519 keys. `text` is the shareable form `name+id+base64`. */
export type VerifierKey = {
  readonly name: string;
  readonly id: Bytes;
  readonly publicKey: Bytes;
  readonly text: string;
};
export type SignerKey = { readonly verifier: VerifierKey; readonly sign: (message: Uint8Array) => Promise<Bytes> };

export class CheckpointError extends Error {
  override readonly name = 'CheckpointError';
  constructor(readonly reason: 'malformed' | 'unknown_key' | 'bad_signature' | 'malformed_key') {
    super(reason);
  }
}

const ED25519 = 1;
// RFC 8410: PKCS#8 wrapper of a 32-byte Ed25519 seed, the only private form WebCrypto imports besides JWK.
const PKCS8_PREFIX = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const keyName = /^[^\s+]+$/u;

async function verifierOf(name: string, publicKey: Bytes): Promise<VerifierKey> {
  if (!keyName.test(name) || publicKey.length !== 32) throw new CheckpointError('malformed_key');
  const typed = concatBytes(Uint8Array.of(ED25519), publicKey);
  const id = (await sha256(concatBytes(utf8(`${name}\n`), typed))).slice(0, 4);
  return { name, id, publicKey, text: `${name}+${toHex(id)}+${toBase64(typed)}` };
}

export async function parseVerifierKey(text: string): Promise<VerifierKey> {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/u.exec(text.trim());
  if (!match) throw new CheckpointError('malformed_key');
  const [, name = '', id = '', encoded = ''] = match;
  const typed = bytesOf(encoded, 'malformed_key');
  if (typed[0] !== ED25519) throw new CheckpointError('malformed_key');
  const key = await verifierOf(name, typed.slice(1));
  if (toHex(key.id) !== id) throw new CheckpointError('malformed_key');
  return key;
}

/** The signer of a 32-byte seed; where the seed lives is the caller's business. */
export async function signerFromSeed(name: string, seed: Uint8Array): Promise<SignerKey> {
  if (seed.length !== 32) throw new CheckpointError('malformed_key');
  const key = await crypto.subtle.importKey('pkcs8', concatBytes(PKCS8_PREFIX, seed), 'Ed25519', true, ['sign']);
  const { x = '' } = await crypto.subtle.exportKey('jwk', key);
  return {
    verifier: await verifierOf(name, fromBase64Url(x)),
    sign: async (message) => new Uint8Array(await crypto.subtle.sign('Ed25519', key, new Uint8Array(message))),
  };
}

const bytesOf = (text: string, reason: CheckpointError['reason']): Bytes => {
  try {
    return fromBase64(text);
  } catch {
    throw new CheckpointError(reason);
  }
};

export function formatBody(checkpoint: Checkpoint): string {
  const lines = [
    checkpoint.origin,
    String(checkpoint.size),
    toBase64(checkpoint.root),
    ...(checkpoint.extensions ?? []),
  ];
  const body = `${lines.join('\n')}\n`;
  parseBody(body);
  return body;
}

// Control characters could make one line look like two on a terminal.
const bodyLine = /^[^\p{Cc}]+$/u;

function parseBody(body: string): Checkpoint {
  if (!body.endsWith('\n')) throw new CheckpointError('malformed');
  const [origin = '', sizeText = '', rootText = '', ...extensions] = body.slice(0, -1).split('\n');
  const root = bytesOf(rootText, 'malformed');
  const size = Number(sizeText);
  const wellFormed =
    [origin, ...extensions].every((line) => bodyLine.test(line)) &&
    /^(?:0|[1-9]\d*)$/.test(sizeText) &&
    Number.isSafeInteger(size) &&
    root.length === 32;
  if (!wellFormed) throw new CheckpointError('malformed');
  return { origin, size, root, extensions };
}

export async function signCheckpoint(checkpoint: Checkpoint, ...signers: SignerKey[]): Promise<string> {
  const body = formatBody(checkpoint);
  const lines = await Promise.all(
    signers.map(async ({ verifier, sign }) => {
      const signature = toBase64(concatBytes(verifier.id, await sign(utf8(body))));
      return `\u2014 ${verifier.name} ${signature}\n`;
    }),
  );
  return `${body}\n${lines.join('')}`;
}

type Signature = { readonly name: string; readonly id: Bytes; readonly signature: Bytes };

function parseNote(text: string): { body: string; checkpoint: Checkpoint; signatures: Signature[] } {
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new CheckpointError('malformed');
  const body = text.slice(0, end + 1);
  const signatures = text
    .slice(end + 2, -1)
    .split('\n')
    .map((line) => {
      const match = /^\u2014 ([^\s+]+) ([A-Za-z0-9+/]+=*)$/u.exec(line);
      const bytes = match ? bytesOf(match[2] ?? '', 'malformed') : new Uint8Array();
      if (!match || bytes.length < 5) throw new CheckpointError('malformed');
      return { name: match[1] ?? '', id: bytes.slice(0, 4), signature: bytes.slice(4) };
    });
  return { body, checkpoint: parseBody(body), signatures };
}

/** Reads without trust: for showing. Decisions use `openCheckpoint`. */
export const readCheckpoint = (text: string): Checkpoint => parseNote(text).checkpoint;

/**
 * The checkpoint, once at least one known key vouches for it. Signatures by unknown keys (witnesses) are skipped,
 * a false one under a known key spoils the note, as C2SP signed-note demands.
 */
export async function openCheckpoint(text: string, keys: readonly VerifierKey[]): Promise<Checkpoint> {
  const { body, checkpoint, signatures } = parseNote(text);
  let vouched = false;
  for (const { name, id, signature } of signatures) {
    const key = keys.find((candidate) => candidate.name === name && timingSafeEqual(candidate.id, id));
    if (!key) continue;
    const imported = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify']);
    if (!(await crypto.subtle.verify('Ed25519', imported, signature, utf8(body)))) {
      throw new CheckpointError('bad_signature');
    }
    vouched = true;
  }
  if (!vouched) throw new CheckpointError('unknown_key');
  return checkpoint;
}
