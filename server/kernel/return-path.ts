import { fromBase64Url, fromHex, timingSafeEqual, toHex, utf8 } from './encoding';
import type { KeyRing } from './keys';

// Mail servers may fold the case of a local part, so it is written in one; 62 of the 64 letters RFC 5321 allows.
const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const bodyLength = 52;
const sealLength = 10;
export const returnLocalPattern = /[a-z2-7]{62}(?=@)/gi;

function write(bytes: Uint8Array): string {
  let value = BigInt(`0x1${toHex(bytes)}`) << BigInt((5 - ((bytes.length * 8) % 5)) % 5);
  let text = '';
  for (let i = 0; i < Math.ceil((bytes.length * 8) / 5); i += 1) {
    text = letters.charAt(Number(value & 31n)) + text;
    value >>= 5n;
  }
  return text;
}

function read(text: string, length: number): Uint8Array {
  let value = 0n;
  for (const letter of text) value = (value << 5n) | BigInt(letters.indexOf(letter));
  return fromHex((value >> BigInt(text.length * 5 - length * 8)).toString(16).padStart(length * 2, '0'));
}

const plain = (uuid: string) => uuid.replaceAll('-', '');
const dashed = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

async function sealOf(keys: KeyRing, body: string): Promise<string> {
  const bytes = fromBase64Url(await keys.pepper('mail/return-path', body));
  return write(bytes.subarray(0, 7)).slice(0, sealLength);
}

/** An address of its own for each mail (VERP): what comes back to it names tenant and message, and nobody can make one up. */
export async function returnLocal(keys: KeyRing, tenantId: string, messageId: string): Promise<string> {
  const body = write(fromHex(plain(tenantId) + plain(messageId)));
  return body + (await sealOf(keys, body));
}

export async function readReturnLocal(
  keys: KeyRing,
  local: string,
): Promise<{ readonly tenantId: string; readonly messageId: string } | null> {
  const text = local.toLowerCase();
  if (!/^[a-z2-7]{62}$/.test(text)) return null;
  const body = text.slice(0, bodyLength);
  if (!timingSafeEqual(utf8(text.slice(bodyLength)), utf8(await sealOf(keys, body)))) return null;
  const hex = toHex(read(body, 32));
  return { tenantId: dashed(hex.slice(0, 32)), messageId: dashed(hex.slice(32)) };
}
