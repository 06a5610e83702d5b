import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

const prefix = /^signkey-\w+-/;

/** `t=<unix seconds>&s=<hex>`. The key's hex is used as text, not as bytes: so does the SDK. */
export function sign(canonicalBody: string, signingKey: string, unixSeconds: number): string {
  const hmac = createHmac('sha256', signingKey.replace(prefix, ''));
  return `t=${unixSeconds}&s=${hmac.update(canonicalBody + unixSeconds).digest('hex')}`;
}

/** What the SDK shows us instead of the key itself. */
export function hashSigningKey(signingKey: string): string {
  const kind = prefix.exec(signingKey)?.[0] ?? '';
  return (
    kind +
    createHash('sha256')
      .update(Buffer.from(signingKey.replace(prefix, ''), 'hex'))
      .digest('hex')
  );
}

export function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
