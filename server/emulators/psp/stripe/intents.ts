import { checkAmount, checkCurrency } from './amounts';
import { cardByNumber, cardByToken } from './cards';
import { authorise, capture } from './charges';
import { invalid, missing, refused, StripeFault } from './errors';
import type * as stripe from './objects';
import { emit, newRow, own, type Scope, schedule, update } from './world';

const authorisationDays = 7;

export type NewIntent = {
  readonly amount: number;
  readonly currency: string;
  readonly captureMethod: 'automatic' | 'manual';
  readonly description: string | null;
  readonly metadata: stripe.Metadata;
  readonly receiptEmail: string | null;
  readonly transferGroup: string | null;
  readonly suffix: string | null;
};

export function createIntent(scope: Scope, input: NewIntent): stripe.PaymentIntent {
  checkCurrency(input.currency);
  checkAmount(input.amount, input.currency);
  const id = scope.id('pi');
  const intent = newRow(
    scope,
    scope.tables.payment_intent,
    {
      id,
      object: 'payment_intent',
      allowed_payment_method_types: ['card'],
      amount: input.amount,
      amount_capturable: 0,
      amount_received: 0,
      canceled_at: null,
      cancellation_reason: null,
      capture_method: input.captureMethod,
      client_secret: `${id}_secret_${scope.id('x', 25).slice(2)}`,
      confirmation_method: 'automatic',
      created: scope.now(),
      currency: input.currency,
      customer: null,
      description: input.description,
      last_payment_error: null,
      latest_charge: null,
      livemode: false,
      metadata: input.metadata,
      next_action: null,
      payment_method: null,
      payment_method_types: ['card'],
      processing: null,
      receipt_email: input.receiptEmail,
      setup_future_usage: null,
      statement_descriptor_suffix: input.suffix,
      status: 'requires_payment_method',
      transfer_group: input.transferGroup,
    } satisfies stripe.PaymentIntent,
    null,
  );
  emit(scope, 'payment_intent.created', intent);
  return intent;
}

export function intentById(scope: Scope, id: string): stripe.PaymentIntent {
  const row = own(scope, scope.tables.payment_intent, id);
  if (!row) throw missing('payment_intent', id);
  return row.object;
}

const patch = (scope: Scope, id: string, change: Partial<stripe.PaymentIntent>) =>
  update(scope, scope.tables.payment_intent, id, change);

export function methodFromToken(scope: Scope, token: string): stripe.PaymentMethod {
  const known = own(scope, scope.tables.payment_method, token);
  if (known) return known.object;
  const card = cardByToken(token);
  if (!card) throw missing('PaymentMethod', token);
  return storeMethod(scope, { number: card.number, name: null, email: null });
}

export function storeMethod(
  scope: Scope,
  card: { number: string; name: string | null; email: string | null },
): stripe.PaymentMethod {
  const number = card.number.replace(/\s+/g, '');
  const year = new Date(scope.now() * 1000).getUTCFullYear();
  return newRow(
    scope,
    scope.tables.payment_method,
    {
      id: scope.id('pm'),
      object: 'payment_method',
      created: scope.now(),
      ...card,
      number,
      exp_month: 12,
      exp_year: year + 3,
    } as const,
    null,
  );
}

export type Confirmation = {
  readonly method: stripe.PaymentMethod;
  readonly authenticated: boolean;
  /** The cardholder sits before a page; a stored card is tried without him. */
  readonly onSession: boolean;
  readonly returnUrl: string | null;
};

/** Tries the card: succeeded, requires_capture, requires_action, processing or back to requires_payment_method. */
export function confirmIntent(scope: Scope, id: string, confirmation: Confirmation): stripe.PaymentIntent {
  const intent = intentById(scope, id);
  const { method, authenticated, onSession, returnUrl } = confirmation;
  const card = cardByNumber(method.number);
  const wants = card?.threeDs === 'required' || (onSession && card?.decline?.code === 'authentication_required');
  if (wants && !authenticated && returnUrl) {
    const waiting = patch(scope, id, {
      status: 'requires_action',
      payment_method: method.id,
      last_payment_error: null,
      next_action: {
        type: 'redirect_to_url',
        redirect_to_url: { url: `${scope.site.url}/3ds/${id}`, return_url: returnUrl },
      },
    });
    emit(scope, 'payment_intent.requires_action', waiting);
    return waiting;
  }
  const { charge, error } = authorise(scope, intent, method, authenticated);
  const common = { latest_charge: charge.id, next_action: null };
  if (error) {
    const failed = patch(scope, id, {
      ...common,
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: error,
    });
    emit(scope, 'payment_intent.payment_failed', failed);
    return failed;
  }
  const tried = { ...common, payment_method: method.id, last_payment_error: null };
  if (charge.status === 'pending') {
    const processing = patch(scope, id, { ...tried, status: 'processing' });
    emit(scope, 'payment_intent.processing', processing);
    return processing;
  }
  if (intent.capture_method === 'manual') {
    const held = patch(scope, id, { ...tried, status: 'requires_capture', amount_capturable: intent.amount });
    schedule(scope, 'authorisation.expire', id, authorisationDays * 86_400);
    emit(scope, 'charge.succeeded', charge);
    emit(scope, 'payment_intent.amount_capturable_updated', held);
    return held;
  }
  patch(scope, id, tried);
  const done = settle(scope, id, intent.amount);
  if (scope.runtime.faults.take('charge', new Set(['charge_twice']))) chargeAgain(scope, intent, confirmation);
  return done;
}

function settle(scope: Scope, id: string, amount: number): stripe.PaymentIntent {
  const chargeId = intentById(scope, id).latest_charge;
  if (!chargeId) throw new Error(`${id} has no charge`);
  const manual = intentById(scope, id).status === 'requires_capture';
  const charge = capture(scope, chargeId, amount);
  const done = patch(scope, id, { status: 'succeeded', amount_received: amount, amount_capturable: 0 });
  emit(scope, manual ? 'charge.captured' : 'charge.succeeded', charge);
  emit(scope, 'payment_intent.succeeded', done);
  return done;
}

/** The fault of a double click inside the PSP: a second intent of the same words takes the money again. */
function chargeAgain(scope: Scope, first: stripe.PaymentIntent, confirmation: Confirmation): void {
  const twin = createIntent(scope, {
    amount: first.amount,
    currency: first.currency,
    captureMethod: 'automatic',
    description: first.description,
    metadata: { ...first.metadata },
    receiptEmail: first.receipt_email,
    transferGroup: first.transfer_group,
    suffix: first.statement_descriptor_suffix,
  });
  confirmIntent(scope, twin.id, { ...confirmation, authenticated: true });
}

/** What the API answers when a confirmation failed: 402 with the intent inside. */
export function declineReply(intent: stripe.PaymentIntent): StripeFault | null {
  const error = intent.last_payment_error;
  if (intent.status !== 'requires_payment_method' || !error) return null;
  return new StripeFault(402, { ...error, payment_intent: intent }, true);
}

const wrongState = (intent: stripe.PaymentIntent, deed: string, allowed: string): StripeFault =>
  refused(
    `This PaymentIntent could not be ${deed} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be ${deed}: ${allowed}.`,
    { code: 'payment_intent_unexpected_state', payment_intent: intent },
  );

export function captureIntent(scope: Scope, id: string, amount: number | undefined): stripe.PaymentIntent {
  const intent = intentById(scope, id);
  if (intent.status !== 'requires_capture') throw wrongState(intent, 'captured', 'requires_capture');
  const take = amount ?? intent.amount_capturable;
  if (take < 1) throw invalid('This value must be greater than or equal to 1.', { param: 'amount_to_capture' });
  if (take > intent.amount_capturable) {
    throw refused(`The captured amount must be less than or equal to the authorized amount.`, {
      code: 'amount_too_large',
      param: 'amount_to_capture',
    });
  }
  return settle(scope, id, take);
}

export function cancelIntent(scope: Scope, id: string, reason: string | null): stripe.PaymentIntent {
  const intent = intentById(scope, id);
  const open = [
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
    'processing',
  ];
  if (!open.includes(intent.status)) throw wrongState(intent, 'canceled', open.join(', '));
  if (intent.status === 'requires_capture' && intent.latest_charge) {
    update(scope, scope.tables.charge, intent.latest_charge, { refunded: true, amount_refunded: intent.amount });
  }
  const gone = patch(scope, id, {
    status: 'canceled',
    canceled_at: scope.now(),
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  });
  emit(scope, 'payment_intent.canceled', gone);
  return gone;
}

/** The bank's late word on a payment that was processing. */
export function resolveProcessing(scope: Scope, id: string, succeeded: boolean): stripe.PaymentIntent {
  const intent = intentById(scope, id);
  if (intent.status !== 'processing') throw wrongState(intent, 'resolved', 'processing');
  if (succeeded) return settle(scope, id, intent.amount);
  const error: stripe.ChargeError = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: 'generic_decline',
    message: 'Your card was declined.',
  };
  if (intent.latest_charge) {
    const failure = { status: 'failed', failure_code: error.code, failure_message: error.message } as const;
    emit(scope, 'charge.failed', update(scope, scope.tables.charge, intent.latest_charge, failure));
  }
  const failed = patch(scope, id, {
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: error,
  });
  emit(scope, 'payment_intent.payment_failed', failed);
  return failed;
}
