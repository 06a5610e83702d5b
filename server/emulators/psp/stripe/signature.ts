import { createHmac } from 'node:crypto';

/** `t=<unix>,v1=<hex HMAC-SHA256 of "t.body">`; v0 is Stripe's scheme of test mode and must be ignored by receivers. */
export function signPayload(payload: string, secret: string, timestamp: number): string {
  const v1 = createHmac('sha256', secret).update(`${timestamp}.${payload}`, 'utf8').digest('hex');
  return `t=${timestamp},v1=${v1},v0=${'0'.repeat(64)}`;
}
