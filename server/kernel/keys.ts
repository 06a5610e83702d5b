import { fromBase64Url, toBase64Url, toBytes } from './encoding';

/** Wraps data keys. Local (a 32-byte secret) here; a KMS replaces it behind the same two calls. */
export type KeyRing = {
  wrap(dataKey: Uint8Array): Promise<string>;
  unwrap(wrapped: string): Promise<Uint8Array>;
  /** Keyed hash for look-ups and secrets at rest: API keys, one-time tokens, document numbers. */
  pepper(purpose: string, value: string): Promise<string>;
};

const aesName = 'AES-GCM';

async function hmac(key: Uint8Array, text: string): Promise<Uint8Array> {
  const imported = await crypto.subtle.importKey('raw', toBytes(key), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, toBytes(text)));
}

/** Key ring from one deployment secret of 32 bytes or more (KEY_ENCRYPTION_SECRET, or a 0600 file in embedded mode). */
export async function localKeyRing(secret: Uint8Array): Promise<KeyRing> {
  if (secret.length < 32) throw new RangeError('the key-encryption secret needs at least 32 bytes');
  const wrapping = await hmac(secret, 'brokerage-os/wrap/v1');
  const peppering = await hmac(secret, 'brokerage-os/pepper/v1');
  const key = await crypto.subtle.importKey('raw', toBytes(wrapping), aesName, false, ['encrypt', 'decrypt']);
  return {
    async wrap(dataKey) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: aesName, iv }, key, toBytes(dataKey));
      return `local1.${toBase64Url(iv)}.${toBase64Url(new Uint8Array(sealed))}`;
    },
    async unwrap(wrapped) {
      const [version, iv, sealed] = wrapped.split('.');
      if (version !== 'local1' || !iv || !sealed) throw new TypeError('unknown wrapping of a data key');
      const open = await crypto.subtle.decrypt(
        { name: aesName, iv: toBytes(fromBase64Url(iv)) },
        key,
        toBytes(fromBase64Url(sealed)),
      );
      return new Uint8Array(open);
    },
    async pepper(purpose, value) {
      return toBase64Url(await hmac(peppering, `${purpose}\n${value}`));
    },
  };
}
