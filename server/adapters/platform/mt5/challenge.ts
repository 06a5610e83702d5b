import { createHash } from 'node:crypto';

const md5 = (...parts: readonly Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('md5')).digest();

/** K of the vendor's text: everything later is hashed with it. MD5 is the protocol's choice; TLS carries the weight. */
export function passwordKey(apiPassword: string): Uint8Array {
  return md5(md5(Buffer.from(apiPassword, 'utf16le')), Buffer.from('WebAPI', 'ascii'));
}

export const proof = (key: Uint8Array, randHex: string): string =>
  md5(key, Buffer.from(randHex, 'hex')).toString('hex');
