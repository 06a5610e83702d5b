import { timingSafeEqual, utf8 } from '@/server/kernel/encoding';

/** https://www.twilio.com/docs/usage/security: address as it was called, then each parameter's name and value, by name. */
export async function verifySignature(
  authToken: string,
  url: string,
  parameters: ReadonlyArray<readonly [string, string]>,
  given: string,
): Promise<boolean> {
  const sorted = [...parameters].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = url + sorted.map(([name, value]) => name + value).join('');
  const key = await crypto.subtle.importKey('raw', utf8(authToken), { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text)));
  return timingSafeEqual(utf8(btoa(String.fromCharCode(...mac))), utf8(given));
}
