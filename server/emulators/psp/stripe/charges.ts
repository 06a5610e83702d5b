import { createHash } from 'node:crypto';
import { feeOf, move } from './balance';
import { type CardBehaviour, cardByNumber, declineMessage } from './cards';
import type * as stripe from './objects';
import { emit, newRow, own, type Scope, schedule, update } from './world';

type Verdict = {
  readonly code: string;
  readonly declineCode: string;
  readonly advice?: string | undefined;
  readonly network?: string | undefined;
};

/** One try at the card. The charge object exists either way, as at the real one. */
export function authorise(
  scope: Scope,
  intent: stripe.PaymentIntent,
  method: stripe.PaymentMethod,
  authenticated: boolean,
): { charge: stripe.Charge; error: stripe.ChargeError | null } {
  const behaviour = cardByNumber(method.number);
  const fault = scope.runtime.faults.take('charge', new Set(['decline', 'processing']));
  const verdict = verdictOn(
    behaviour,
    authenticated,
    fault?.kind === 'decline' ? (fault.code ?? 'generic_decline') : null,
  );
  const pending = !verdict && fault?.kind === 'processing';
  const charge = newRow(
    scope,
    scope.tables.charge,
    chargeOf(scope, intent, method, { behaviour, verdict, authenticated, pending }),
    null,
  );
  if (!verdict) return { charge, error: null };
  const error: stripe.ChargeError = {
    type: 'card_error',
    code: verdict.code,
    ...(verdict.code === 'card_declined' || verdict.code !== verdict.declineCode
      ? { decline_code: verdict.declineCode }
      : {}),
    ...(verdict.advice ? { advice_code: verdict.advice } : {}),
    ...(verdict.network ? { network_decline_code: verdict.network } : {}),
    message: declineMessage(verdict.code),
    charge: charge.id,
  };
  emit(scope, 'charge.failed', charge);
  return { charge, error };
}

function verdictOn(
  behaviour: CardBehaviour | undefined,
  authenticated: boolean,
  forced: string | null,
): Verdict | null {
  if (forced) {
    const own = new Set(['expired_card', 'incorrect_cvc', 'processing_error', 'authentication_required']);
    return { code: own.has(forced) ? forced : 'card_declined', declineCode: forced };
  }
  if (!behaviour) return { code: 'card_declined', declineCode: 'test_mode_live_card' };
  if (behaviour.blockedByRadar) return { code: 'card_declined', declineCode: 'fraudulent' };
  if (behaviour.decline?.code === 'authentication_required' && authenticated) return null;
  return behaviour.decline ?? null;
}

type Facts = {
  behaviour: CardBehaviour | undefined;
  verdict: Verdict | null;
  authenticated: boolean;
  pending: boolean;
};

function chargeOf(
  scope: Scope,
  intent: stripe.PaymentIntent,
  method: stripe.PaymentMethod,
  facts: Facts,
): stripe.Charge {
  const { behaviour, verdict, pending } = facts;
  const blocked = behaviour?.blockedByRadar === true;
  return {
    id: scope.id('ch'),
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: {
      name: method.name,
      email: method.email,
      phone: null,
      address: { country: behaviour?.country ?? null },
    },
    captured: false,
    created: scope.now(),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_code: verdict?.code ?? null,
    failure_message: verdict ? declineMessage(verdict.code) : null,
    livemode: false,
    metadata: { ...intent.metadata },
    outcome: {
      network_status: verdict ? (blocked ? 'not_sent_to_network' : 'declined_by_network') : 'approved_by_network',
      network_decline_code: verdict?.network ?? null,
      advice_code: verdict?.advice ?? null,
      reason: verdict ? (blocked ? 'highest_risk_level' : verdict.declineCode) : null,
      risk_level: blocked ? 'highest' : 'normal',
      seller_message: verdict ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
      type: verdict ? (blocked ? 'blocked' : 'issuer_declined') : 'authorized',
    },
    paid: !verdict && !pending,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: { type: 'card', card: cardOf(scope, intent, method, facts) },
    receipt_email: intent.receipt_email,
    refunded: false,
    status: verdict ? 'failed' : pending ? 'pending' : 'succeeded',
    transfer_group: intent.transfer_group,
  };
}

function cardOf(
  scope: Scope,
  intent: stripe.PaymentIntent,
  method: stripe.PaymentMethod,
  facts: Facts,
): stripe.CardDetails {
  const brand = facts.behaviour?.brand ?? 'unknown';
  return {
    amount_authorized: facts.verdict ? null : intent.amount,
    brand,
    country: facts.behaviour?.country ?? 'US',
    electronic_commerce_indicator: facts.authenticated ? '05' : null,
    exp_month: method.exp_month,
    exp_year: method.exp_year,
    // One card has one fingerprint within an account and another in the next.
    fingerprint: createHash('sha256').update(`${scope.account.id}:${method.number}`).digest('base64url').slice(0, 16),
    funding: facts.behaviour?.funding ?? 'credit',
    last4: method.number.slice(-4),
    network: brand,
    network_transaction_id: scope.id('ntx', 12).slice(4),
    three_d_secure: facts.authenticated
      ? {
          result: 'authenticated',
          electronic_commerce_indicator: '05',
          transaction_id: scope.id('ds', 20),
          version: '2.2.0',
          authentication_flow: 'challenge',
        }
      : null,
  };
}

/** Takes the authorised money: all of it or a part; the rest is released. */
export function capture(scope: Scope, chargeId: string, amount: number): stripe.Charge {
  const before = own(scope, scope.tables.charge, chargeId);
  if (!before) throw new Error(`no charge ${chargeId}`);
  const line = move(scope, {
    type: 'charge',
    category: 'charge',
    amount,
    fee: feeOf(scope, amount),
    currency: before.object.currency,
    source: chargeId,
    description: before.object.description,
    against: 'cards',
  });
  const charge = update(scope, scope.tables.charge, chargeId, {
    captured: true,
    paid: true,
    status: 'succeeded',
    amount_captured: amount,
    amount_refunded: before.object.amount - amount,
    balance_transaction: line.id,
  });
  const method = scope.tables.payment_method.get(charge.payment_method);
  const later = method ? cardByNumber(method.object.number)?.later : undefined;
  if (later?.startsWith('dispute') || later === 'inquiry') schedule(scope, `open.${later}`, charge.id, 5);
  return charge;
}
