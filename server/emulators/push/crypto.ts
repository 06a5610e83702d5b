import { createDecipheriv, createPublicKey, type ECDH, hkdfSync, verify } from 'node:crypto';

const b64 = (text: string) => Buffer.from(text, 'base64url');
const derive = (salt: Buffer, key: Buffer, info: Buffer | string, length: number) =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));

/** RFC 8291: what a browser does with a pushed body. Throws when it was not written for this browser. */
export function openPush(body: Buffer, browser: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const recordSize = body.readUInt32BE(16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  if (keyLength !== 65 || recordSize < 18 || sealed.length > recordSize) throw new Error('not one aes128gcm record');
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const input = derive(auth, browser.computeSecret(sender), info, 32);
  const key = derive(salt, input, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(salt, input, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  const end = padded.lastIndexOf(2); // the last record's delimiter (RFC 8188)
  if (end < 0) throw new Error('no delimiter');
  return padded.subarray(0, end).toString('utf8');
}

export type Vapid = { readonly key: string; readonly claims: { aud?: unknown; exp?: unknown; sub?: unknown } };

/** RFC 8292: `vapid t=<JWT>, k=<key>`; null when the signature is not the key's. */
export function readVapid(header: string): Vapid | null {
  const match = /^vapid\s+t=([\w.-]+),\s*k=([\w-]+)$/i.exec(header.trim());
  const [head, claims, signature] = (match?.[1] ?? '').split('.');
  const point = b64(match?.[2] ?? '');
  if (!head || !claims || !signature || point.length !== 65) return null;
  if ((JSON.parse(b64(head).toString()) as { alg?: string }).alg !== 'ES256') return null;
  const [x, y] = [point.subarray(1, 33).toString('base64url'), point.subarray(33).toString('base64url')];
  const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key, dsaEncoding: 'ieee-p1363' },
    b64(signature),
  );
  return isSigned ? { key: match?.[2] ?? '', claims: JSON.parse(b64(claims).toString()) as Vapid['claims'] } : null;
}
