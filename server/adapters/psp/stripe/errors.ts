import Stripe from 'stripe';
import type { Found, PspProblem } from '@/server/modules/payments/ports';
import { outboundErrorIn } from '../../http/outbound';
import { DustError } from './amounts';
import { problemOf } from './declines';

export type Trouble =
  /** Proven: Stripe did nothing. */
  | { readonly kind: 'not_sent'; readonly problem: PspProblem }
  | { readonly kind: 'unknown'; readonly problem: PspProblem }
  /** Stripe refused because of the state of the money (refunded already, disputed, too much). */
  | { readonly kind: 'refused'; readonly problem: PspProblem }
  | { readonly kind: 'missing'; readonly problem: PspProblem }
  | { readonly kind: 'declined'; readonly error: Stripe.errors.StripeCardError };

const problem = (cls: PspProblem['class'], code: string, detail: string, retryAfterMs?: number): PspProblem => ({
  class: cls,
  code,
  detail,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

const stateCodes = new Set([
  'charge_already_refunded',
  'charge_disputed',
  'payment_intent_unexpected_state',
  'refund_disputed_payment',
  'amount_too_large',
  'balance_insufficient',
]);

function retryAfter(error: Stripe.errors.StripeError): number {
  const seconds = Number(error.headers?.['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 1000;
}

/** What an error of the SDK says about the money (canonical mapping: MAPPINGS.md). */
export function troubleOf(error: unknown): Trouble {
  const outbound = outboundErrorIn(error);
  if (outbound) {
    if (outbound.sent) return { kind: 'unknown', problem: problem('unknown', outbound.kind, outbound.message) };
    const cls = outbound.kind === 'refused' ? 'config' : 'technical_not_sent';
    return { kind: 'not_sent', problem: problem(cls, outbound.kind, outbound.message) };
  }
  if (error instanceof DustError)
    return { kind: 'unknown', problem: problem('unknown', 'amount_too_fine', error.message) };
  if (!(error instanceof Stripe.errors.StripeError)) {
    return {
      kind: 'unknown',
      problem: problem('unknown', 'unexpected', error instanceof Error ? error.message : String(error)),
    };
  }
  if (error instanceof Stripe.errors.StripeCardError) return { kind: 'declined', error };
  const code = error.code ?? error.rawType ?? error.type;
  if (error instanceof Stripe.errors.StripeRateLimitError) {
    return { kind: 'not_sent', problem: problem('technical_not_sent', 'rate_limit', error.message, retryAfter(error)) };
  }
  // Somebody used this key before us with other words: what it did then is not known here.
  if (error instanceof Stripe.errors.StripeIdempotencyError) {
    return { kind: 'unknown', problem: problem('unknown', 'idempotency_key_reused', error.message) };
  }
  if (error instanceof Stripe.errors.StripeInvalidRequestError) {
    if (code === 'resource_missing') return { kind: 'missing', problem: problem('config', code, error.message) };
    const aboutState =
      stateCodes.has(code) || /greater than unrefunded amount|already been refunded/.test(error.message);
    if (aboutState) return { kind: 'refused', problem: problem('never', code, error.message) };
    return { kind: 'not_sent', problem: problem('config', code, error.message) };
  }
  if (
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError
  ) {
    return { kind: 'not_sent', problem: problem('config', code, error.message) };
  }
  // 409 (another request with the key is running), 5xx, unreadable 2xx.
  return { kind: 'unknown', problem: problem('unknown', code, error.message) };
}

/** A question moves nothing: whatever went wrong, it can be asked again. */
export async function asked<T>(question: () => Promise<T | null>): Promise<Found<T>> {
  try {
    const value = await question();
    return value === null ? { found: 'no' } : { found: 'yes', value };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'missing') return { found: 'no' };
    return { found: 'unknown', problem: trouble.kind === 'declined' ? problemOf(trouble.error) : trouble.problem };
  }
}
