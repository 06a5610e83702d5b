import { sha256 as sha256Now } from '@noble/hashes/sha2.js';
import canonicalize from 'canonicalize';
import { type Bytes, toBase64Url, toBytes, toHex } from './encoding';

export { timingSafeEqual } from './encoding';

// With the u flag a surrogate matches only where its partner is missing.
const LONE_SURROGATE = /\p{Surrogate}/u;

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export class CanonicalError extends TypeError {
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(`no canonical JSON: ${reason} at ${path}`);
    this.name = 'CanonicalError';
  }
}

/**
 * RFC 8785 text of a value. Beyond JSON: bigint becomes a decimal string, Date its ISO text, bytes base64url, `undefined`
 * members vanish. What would lose information silently (Map, NaN, lone surrogates) is refused.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(plain(value, '$', new Set()));
  if (text === undefined) throw new CanonicalError('$', 'nothing to serialise');
  return text;
}

function plain(value: unknown, path: string, ancestors: Set<object>): Json {
  switch (typeof value) {
    case 'string':
      // RFC 8785 3.2.2.2: a lone surrogate must end the serialisation with an error.
      if (LONE_SURROGATE.test(value)) throw new CanonicalError(path, 'lone surrogate');
      return value;
    case 'boolean':
      return value;
    case 'bigint':
      return value.toString();
    case 'number':
      if (!Number.isFinite(value)) throw new CanonicalError(path, String(value));
      return value;
    case 'object':
      return value === null ? null : plainObject(value, path, ancestors);
    default:
      throw new CanonicalError(path, typeof value);
  }
}

function plainObject(value: object, path: string, ancestors: Set<object>): Json {
  if (ancestors.has(value)) throw new CanonicalError(path, 'cycle');
  ancestors.add(value);
  const json = structure(value, path, ancestors);
  ancestors.delete(value);
  return json;
}

function structure(value: object, path: string, ancestors: Set<object>): Json {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new CanonicalError(path, 'invalid date');
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return toBase64Url(value);
  if (Array.isArray(value)) {
    return Array.from(value, (item, i) => (item === undefined ? null : plain(item, `${path}[${i}]`, ancestors)));
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON(), path, ancestors);
  // Edge runtimes parse a request's JSON in another realm: its Object.prototype is not ours, but it is a root as well.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new CanonicalError(path, value.constructor?.name ?? 'unknown object');
  }
  // A null prototype keeps a member named "__proto__" a member.
  const out: { [key: string]: Json } = Object.create(null);
  for (const [key, member] of Object.entries(value)) {
    if (LONE_SURROGATE.test(key)) throw new CanonicalError(path, 'lone surrogate in a name');
    if (member !== undefined) out[key] = plain(member, `${path}.${key}`, ancestors);
  }
  return out;
}

/** Below this, handing bytes to WebCrypto's threads costs more than the hash; every command hashes two such texts. */
const smallBytesMax = 4_096;

export async function sha256(data: string | Uint8Array): Promise<Bytes> {
  const bytes = toBytes(data);
  if (bytes.length <= smallBytesMax) return new Uint8Array(sha256Now(bytes));
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export const sha256Hex = async (data: string | Uint8Array): Promise<string> => toHex(await sha256(data));

/** Digest of a value's canonical text: input hashes, approval digests, audit leaves. */
export const canonicalHash = async (value: unknown): Promise<string> => sha256Hex(canonicalJson(value));

export type HmacHash = 'SHA-1' | 'SHA-256' | 'SHA-512';

export async function hmac(hash: HmacHash, key: string | Uint8Array, data: string | Uint8Array): Promise<Bytes> {
  const imported = await crypto.subtle.importKey('raw', toBytes(key), { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, toBytes(data)));
}

export const hmacSha256 = (key: string | Uint8Array, data: string | Uint8Array): Promise<Bytes> =>
  hmac('SHA-256', key, data);

export const hmacSha256Hex = async (key: string | Uint8Array, data: string | Uint8Array): Promise<string> =>
  toHex(await hmacSha256(key, data));
