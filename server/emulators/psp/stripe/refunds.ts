import { move } from './balance';
import { cardByNumber } from './cards';
import { invalid, missing, refused } from './errors';
import type * as stripe from './objects';
import type { Params } from './params';
import { emit, newRow, own, type Scope, schedule, update } from './world';

export function createRefund(scope: Scope, params: Params): stripe.Refund {
  const charge = chargeToRefund(scope, params);
  if (charge.disputed) {
    throw refused(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' });
  }
  const left = charge.amount_captured - refundedOf(scope, charge.id);
  if (left <= 0) throw refused(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = typeof params.amount === 'number' ? params.amount : left;
  if (amount < 1) throw invalid('Invalid positive integer', { code: 'parameter_invalid_integer', param: 'amount' });
  if (amount > left) {
    throw refused(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  const later = laterOf(scope, charge);
  const refund = newRow(
    scope,
    scope.tables.refund,
    {
      id: scope.id('re'),
      object: 'refund',
      amount,
      balance_transaction: null,
      charge: charge.id,
      created: scope.now(),
      currency: charge.currency,
      metadata: (params.metadata ?? {}) as stripe.Metadata,
      payment_intent: charge.payment_intent,
      reason: typeof params.reason === 'string' ? params.reason : null,
      receipt_number: null,
      status: 'pending',
    } satisfies stripe.Refund,
    null,
  );
  emit(scope, 'refund.created', refund);
  const line = move(scope, {
    type: 'refund',
    category: 'refund',
    amount: -amount,
    // Stripe keeps the fee of the original charge.
    fee: 0,
    currency: charge.currency,
    source: refund.id,
    description: 'REFUND FOR CHARGE',
    against: 'cards',
  });
  const booked = update(scope, scope.tables.refund, refund.id, {
    balance_transaction: line.id,
    status: later === 'refund_pending' ? 'pending' : 'succeeded',
  });
  emit(scope, 'charge.refunded', noteOnCharge(scope, charge.id));
  if (later === 'refund_pending') schedule(scope, 'refund.succeed', refund.id, 3600);
  else emit(scope, 'refund.updated', booked);
  if (later === 'refund_fails') schedule(scope, 'refund.fail', refund.id, 3600);
  return booked;
}

function chargeToRefund(scope: Scope, params: Params): stripe.Charge {
  const { charge: chargeId, payment_intent: intentId } = params;
  if ((chargeId === undefined) === (intentId === undefined)) {
    throw invalid('One of the following params should be provided for this request: payment_intent or charge.', {
      code: 'parameter_missing',
    });
  }
  if (typeof intentId === 'string') {
    const intent = own(scope, scope.tables.payment_intent, intentId)?.object;
    if (!intent) throw missing('payment_intent', intentId);
    if (intent.status !== 'succeeded' || !intent.latest_charge) {
      throw refused(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
        code: 'payment_intent_unexpected_state',
      });
    }
    return chargeById(scope, intent.latest_charge);
  }
  const charge = chargeById(scope, String(chargeId));
  if (!charge.captured) throw refused(`Charge ${charge.id} is not captured and can not be refunded.`);
  return charge;
}

export function chargeById(scope: Scope, id: string): stripe.Charge {
  const row = own(scope, scope.tables.charge, id);
  if (!row) throw missing('charge', id);
  return row.object;
}

function laterOf(scope: Scope, charge: stripe.Charge) {
  const method = scope.tables.payment_method.get(charge.payment_method);
  return method ? cardByNumber(method.object.number)?.later : undefined;
}

function refundedOf(scope: Scope, chargeId: string): number {
  return scope.tables.refund
    .values()
    .filter(
      (row) => row.object.charge === chargeId && row.object.status !== 'failed' && row.object.status !== 'canceled',
    )
    .reduce((sum, row) => sum + row.object.amount, 0);
}

function noteOnCharge(scope: Scope, chargeId: string): stripe.Charge {
  const refunded = refundedOf(scope, chargeId);
  const charge = chargeById(scope, chargeId);
  const released = charge.amount - charge.amount_captured;
  return update(scope, scope.tables.charge, chargeId, {
    amount_refunded: refunded + released,
    refunded: refunded === charge.amount_captured,
  });
}

export function succeedRefund(scope: Scope, id: string): void {
  emit(scope, 'refund.updated', update(scope, scope.tables.refund, id, { status: 'succeeded' }));
}

/** The card's bank sent the money back: it returns to the merchant's balance. */
export function failRefund(scope: Scope, id: string, reason = 'expired_or_canceled_card'): stripe.Refund {
  const row = own(scope, scope.tables.refund, id);
  if (!row) throw missing('refund', id);
  if (row.object.status === 'failed') throw refused(`Refund ${id} has failed already.`);
  const line = move(scope, {
    type: 'refund_failure',
    category: 'refund_failure',
    amount: row.object.amount,
    fee: 0,
    currency: row.object.currency,
    source: id,
    description: 'REFUND FAILURE',
    against: 'cards',
  });
  const failed = update(scope, scope.tables.refund, id, {
    status: 'failed',
    failure_reason: reason,
    failure_balance_transaction: line.id,
  });
  noteOnCharge(scope, row.object.charge);
  emit(scope, 'refund.failed', failed);
  emit(scope, 'refund.updated', failed);
  return failed;
}
