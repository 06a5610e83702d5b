import type Stripe from 'stripe';
import type { Money } from '@/server/kernel/money';
import type {
  AttemptOutcome,
  ChargeRef,
  Instrument,
  MoveState,
  PaymentState,
  PspProblem,
} from '@/server/modules/payments/ports';
import { fromStripe } from './amounts';
import { outcomeOfDecline, problemOf } from './declines';

export const metadataReference = 'reference';
export const metadataChannel = 'channel';

export type Seen = {
  readonly reference: string | null;
  readonly session: Stripe.Checkout.Session | null;
  readonly intent: Stripe.PaymentIntent | null;
  readonly charges: readonly Stripe.Charge[];
};

export const idOf = (value: string | { id: string } | null | undefined): string | null =>
  typeof value === 'string' ? value : (value?.id ?? null);

const isTaken = (charge: Stripe.Charge): boolean => charge.captured && charge.status === 'succeeded';

function chargeRef(charge: Stripe.Charge): ChargeRef {
  const released = charge.amount - charge.amount_captured;
  return {
    id: charge.id,
    received: fromStripe(charge.amount_captured, charge.currency),
    refunded: fromStripe(charge.amount_refunded - released, charge.currency),
  };
}

export function instrumentOf(charge: Stripe.Charge | null | undefined): Instrument | null {
  const card = charge?.payment_method_details?.card;
  if (!charge || !card) return null;
  const threeDs = card.three_d_secure;
  return {
    kind: 'card',
    fingerprint: card.fingerprint ?? null,
    brand: card.brand,
    last4: card.last4,
    funding: card.funding,
    country: card.country,
    holderName: charge.billing_details.name,
    threeDs: threeDs?.result
      ? { result: threeDs.result, eci: threeDs.electronic_commerce_indicator, transactionId: threeDs.transaction_id }
      : null,
  };
}

type Judgement = { readonly outcome: AttemptOutcome; readonly problem: PspProblem | null };
const plain = (outcome: AttemptOutcome): Judgement => ({ outcome, problem: null });

function judgeIntent(intent: Stripe.PaymentIntent): Judgement {
  switch (intent.status) {
    case 'succeeded':
      return plain('approved');
    case 'processing':
    case 'requires_capture':
      return plain('pending_psp');
    case 'requires_action':
    case 'requires_confirmation':
      return plain('pending_action');
    case 'canceled':
      // "automatic" and "expired" are Stripe's own clocks, "abandoned" an expired session.
      return plain(
        ['automatic', 'expired', 'abandoned'].includes(intent.cancellation_reason ?? '') ? 'expired' : 'cancelled',
      );
    case 'requires_payment_method': {
      if (!intent.last_payment_error) return plain('pending_action');
      const problem = problemOf(intent.last_payment_error);
      // On the hosted page the client may try another card; only the session's end is final.
      const hosted = intent.metadata[metadataChannel] === 'hosted';
      return { outcome: hosted ? 'pending_action' : outcomeOfDecline(problem), problem };
    }
    default:
      return {
        outcome: 'unknown',
        problem: { class: 'unknown', code: 'unmapped_status', detail: `payment intent is ${intent.status}` },
      };
  }
}

function judge({ session, intent, charges }: Seen): Judgement {
  // Money outranks every status: a session may expire while its charge succeeds.
  if (charges.some(isTaken)) return plain('approved');
  const byIntent = intent ? judgeIntent(intent) : null;
  if (!session)
    return (
      byIntent ?? { outcome: 'unknown', problem: { class: 'unknown', code: 'nothing_seen', detail: 'no object found' } }
    );
  if (byIntent && byIntent.outcome !== 'pending_action') return byIntent;
  switch (session.status) {
    case 'open':
      return { outcome: 'pending_action', problem: byIntent?.problem ?? null };
    case 'expired':
      return { outcome: 'expired', problem: byIntent?.problem ?? null };
    case 'complete':
      return plain(session.payment_status === 'paid' ? 'approved' : 'pending_psp');
    default:
      return {
        outcome: 'unknown',
        problem: { class: 'unknown', code: 'unmapped_status', detail: `session is ${session.status}` },
      };
  }
}

function total(charges: readonly ChargeRef[]): Money | null {
  const asset = charges[0]?.received.asset;
  return asset === undefined
    ? null
    : { minor: charges.reduce((sum, charge) => sum + charge.received.minor, 0n), asset };
}

export function paymentState(seen: Seen): PaymentState {
  const { session, intent } = seen;
  const taken = seen.charges.filter(isTaken);
  const charges = taken.map(chargeRef);
  const currency = intent?.currency ?? session?.currency ?? taken[0]?.currency;
  const requested = intent?.amount ?? session?.amount_total ?? taken[0]?.amount;
  const { outcome, problem } = judge(seen);
  const received =
    total(charges) ?? (intent?.status === 'succeeded' ? fromStripe(intent.amount_received, intent.currency) : null);
  return {
    outcome,
    reference: seen.reference,
    pspId: session?.id ?? intent?.id ?? idOf(taken[0]?.payment_intent),
    requested: currency && typeof requested === 'number' ? fromStripe(requested, currency) : null,
    authorised: intent?.status === 'requires_capture' ? fromStripe(intent.amount_capturable, intent.currency) : null,
    received,
    charges,
    redirectUrl:
      outcome === 'pending_action' ? (session?.url ?? intent?.next_action?.redirect_to_url?.url ?? null) : null,
    instrument: instrumentOf(taken[0] ?? seen.charges[0]),
    problem,
    expiresAt: session ? new Date(session.expires_at * 1000) : null,
  };
}

/** Nothing but an outcome and its reason. */
export const bareState = (outcome: AttemptOutcome, reference: string, problem: PspProblem): PaymentState => ({
  outcome,
  reference,
  pspId: null,
  requested: null,
  authorised: null,
  received: null,
  charges: [],
  redirectUrl: null,
  instrument: null,
  problem,
  expiresAt: null,
});

export function refundState(refund: Stripe.Refund): MoveState {
  const line = idOf(refund.balance_transaction);
  const state = (outcome: MoveState['outcome'], problem: PspProblem | null = null): MoveState => ({
    kind: 'refund',
    outcome,
    reference: refund.metadata?.[metadataReference] ?? null,
    pspId: refund.id,
    amount: fromStripe(refund.amount, refund.currency),
    proof: line ? { kind: 'balance_transaction', id: line, bookedAt: new Date(refund.created * 1000) } : null,
    problem,
  });
  const failure: PspProblem = {
    class: 'never',
    code: refund.failure_reason ?? 'refund_failed',
    detail: 'the card bank sent the refund back',
  };
  switch (refund.status) {
    case 'succeeded':
      return state('settled');
    case 'pending':
    case 'requires_action':
      return state('pending_psp');
    case 'canceled':
      return state('cancelled');
    case 'failed':
      return state(refund.failure_balance_transaction ? 'returned' : 'failed', failure);
    default:
      return state('unknown', { class: 'unknown', code: 'unmapped_status', detail: `refund is ${refund.status}` });
  }
}

export const bareMove = (
  kind: MoveState['kind'],
  outcome: MoveState['outcome'],
  reference: string,
  problem: PspProblem,
): MoveState => ({
  kind,
  outcome,
  reference,
  pspId: null,
  amount: null,
  proof: null,
  problem,
});
