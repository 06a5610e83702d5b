import { fromHex, timingSafeEqual, toHex, utf8 } from '@/server/kernel/encoding';

async function hmac(hash: 'SHA-256' | 'SHA-512', secret: string, parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', utf8(secret), { name: 'HMAC', hash }, false, ['sign']);
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const message = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    message.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, message));
}

/** `X-App-Access-Sig`: over timestamp, method, path with query and the bytes that really leave. */
export async function signRequest(
  secret: string,
  timestamp: string,
  method: string,
  path: string,
  body: Uint8Array,
): Promise<string> {
  return toHex(await hmac('SHA-256', secret, [utf8(timestamp + method + path), body]));
}

// The vendor also offers SHA-1; what a header may choose is what an attacker may choose, so it is not on the list.
const algorithms: Readonly<Record<string, 'SHA-256' | 'SHA-512'>> = {
  HMAC_SHA256_HEX: 'SHA-256',
  HMAC_SHA512_HEX: 'SHA-512',
};

export async function verifyDigest(
  body: Uint8Array,
  digest: string,
  algorithm: string,
  secrets: readonly string[],
): Promise<'ok' | 'signature' | 'algorithm'> {
  const hash = Object.hasOwn(algorithms, algorithm) ? algorithms[algorithm] : undefined;
  if (!hash) return 'algorithm';
  if (!/^[0-9a-f]+$/i.test(digest) || digest.length % 2 !== 0) return 'signature';
  const given = fromHex(digest);
  let matched = false;
  for (const secret of secrets) matched = timingSafeEqual(await hmac(hash, secret, [body]), given) || matched;
  return matched ? 'ok' : 'signature';
}
