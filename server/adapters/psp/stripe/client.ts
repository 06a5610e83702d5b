import Stripe from 'stripe';
import type { OutboundFetch } from '../../http/outbound';
import type { StripeConfig } from './config';

/**
 * The official SDK over our guarded fetch. It never retries for us: a repeat is a decision, made with our own key.
 * (The SDK repeats once on ECONNRESET and EPIPE even so; our fetch carries other codes, so that can not happen.)
 */
export function createStripeClient(config: StripeConfig, http: OutboundFetch): Stripe {
  return new Stripe(config.secretKey, {
    httpClient: Stripe.createFetchHttpClient(http),
    maxNetworkRetries: 0,
    telemetry: false,
    timeout: config.timeoutMs,
    ...(config.endpoint ?? {}),
  });
}
