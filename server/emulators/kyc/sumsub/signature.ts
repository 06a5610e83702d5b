import { createHmac, timingSafeEqual } from 'node:crypto';

export type DigestAlgorithm = 'HMAC_SHA1_HEX' | 'HMAC_SHA256_HEX' | 'HMAC_SHA512_HEX';

const hashes: Record<DigestAlgorithm, string> = {
  HMAC_SHA1_HEX: 'sha1',
  HMAC_SHA256_HEX: 'sha256',
  HMAC_SHA512_HEX: 'sha512',
};

export const payloadDigest = (algorithm: DigestAlgorithm, secret: string, body: string): string =>
  createHmac(hashes[algorithm], secret).update(body, 'utf8').digest('hex');

/** Lower-case hex of HMAC-SHA256 over timestamp, method, path with query, and the very bytes of the body. */
export function requestSignature(
  secret: string,
  timestamp: string,
  method: string,
  path: string,
  body: Uint8Array,
): string {
  return createHmac('sha256', secret)
    .update(timestamp + method + path, 'utf8')
    .update(body)
    .digest('hex');
}

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
