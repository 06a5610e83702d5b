const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 48 bits of time, 80 of entropy, in Crockford's base 32: sorts by time. */
export function ulid(timeMs: number, entropy: Uint8Array): string {
  let value = BigInt(Math.trunc(timeMs));
  for (let i = 0; i < 10; i++) value = (value << 8n) | BigInt(entropy[i] ?? 0);
  let text = '';
  for (let i = 0; i < 26; i++) {
    text = (alphabet[Number(value & 31n)] ?? '') + text;
    value >>= 5n;
  }
  return text;
}

/** The SDK sends the same seed again when it repeats a lost call, so that the ids, and with them the events, are the same. */
export function seededEventIds(seed: string | undefined, count: number): string[] | undefined {
  const [time, entropy] = (seed ?? '').split(',');
  const bytes = Buffer.from(entropy ?? '', 'base64');
  if (!time || bytes.length !== 10 || !Number.isSafeInteger(Number(time)) || Number(time) < 0) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const own = Buffer.from(bytes);
    own.writeUInt32BE((own.readUInt32BE(6) + index) >>> 0, 6);
    return ulid(Number(time), own);
  });
}
