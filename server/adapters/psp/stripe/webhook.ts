import Stripe from 'stripe';
import type { PspWebhook } from '@/server/modules/payments/ports';
import { canonicalEvent } from './events';

/** Verified by the SDK over the raw bytes, with WebCrypto and our clock; any of the secrets may match while one is rolled. */
export async function parseWebhook(
  stripe: Stripe,
  secrets: readonly string[],
  now: Date,
  rawBody: Uint8Array,
  headers: Headers,
): Promise<PspWebhook> {
  const header = headers.get('stripe-signature') ?? '';
  const crypto = Stripe.createSubtleCryptoProvider();
  const body = new TextDecoder().decode(rawBody);
  let reason: 'signature' | 'too_old' | 'malformed' = 'signature';
  for (const secret of secrets) {
    try {
      const event = await stripe.webhooks.constructEventAsync(body, header, secret, undefined, crypto, now.getTime());
      return { verified: true, events: [canonicalEvent(event)] };
    } catch (error) {
      // Past the signature check only our reading of the body can fail.
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) reason = 'malformed';
      else if (/tolerance/.test(error.message)) reason = 'too_old';
    }
  }
  return { verified: false, reason };
}
