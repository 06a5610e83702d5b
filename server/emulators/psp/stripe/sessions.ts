import { checkAmount, checkCurrency } from './amounts';
import { invalid, missing, refused } from './errors';
import { confirmIntent, createIntent, intentById, resolveProcessing, storeMethod } from './intents';
import type * as stripe from './objects';
import type { Params } from './params';
import { emit, newRow, own, type Row, type Scope, type SessionHidden, schedule, update } from './world';

const day = 86_400;

type LineItem = {
  readonly quantity?: number;
  readonly price_data?: {
    readonly currency: string;
    readonly unit_amount?: number;
    readonly product_data?: { readonly name: string };
  };
};
type IntentData = {
  readonly capture_method?: 'automatic' | 'manual';
  readonly description?: string;
  readonly metadata?: stripe.Metadata;
  readonly transfer_group?: string;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function createSession(scope: Scope, params: Params): stripe.CheckoutSession {
  if (params.mode !== 'payment') throw invalid('This emulator offers mode=payment only.', { param: 'mode' });
  const successUrl = text(params.success_url);
  if (!successUrl)
    throw invalid('Missing required param: success_url.', { code: 'parameter_missing', param: 'success_url' });
  const items = (params.line_items ?? []) as readonly LineItem[];
  const { total, currency, name } = totalOf(items);
  const data = (params.payment_intent_data ?? {}) as IntentData;
  const expiresAt = typeof params.expires_at === 'number' ? params.expires_at : scope.now() + day;
  if (expiresAt < scope.now() + scope.minExpirySeconds || expiresAt > scope.now() + day) {
    throw invalid(
      'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
  }
  const reference = text(params.client_reference_id);
  if (reference && reference.length > 200)
    throw invalid('client_reference_id is too long', { param: 'client_reference_id' });
  const id = scope.id('cs_test', 58);
  const session = newRow(
    scope,
    scope.tables.session,
    {
      id,
      object: 'checkout.session',
      amount_subtotal: total,
      amount_total: total,
      cancel_url: text(params.cancel_url),
      client_reference_id: reference,
      created: scope.now(),
      currency,
      customer: null,
      customer_details: null,
      customer_email: text(params.customer_email),
      expires_at: expiresAt,
      livemode: false,
      locale: text(params.locale),
      metadata: (params.metadata ?? {}) as stripe.Metadata,
      mode: 'payment',
      payment_intent: null,
      payment_method_types: ['card'],
      payment_status: 'unpaid',
      status: 'open',
      submit_type: text(params.submit_type),
      success_url: successUrl,
      ui_mode: 'hosted',
      url: `${scope.site.url}/c/pay/${id}`,
    } satisfies stripe.CheckoutSession,
    {
      intentMetadata: data.metadata ?? {},
      description: data.description ?? null,
      captureMethod: data.capture_method ?? 'automatic',
      transferGroup: data.transfer_group ?? null,
      productName: name,
    } satisfies SessionHidden,
  );
  schedule(scope, 'session.expire', id, expiresAt - scope.now());
  return session;
}

function totalOf(items: readonly LineItem[]): { total: number; currency: string; name: string } {
  const first = items[0]?.price_data;
  if (!first) throw invalid('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  let total = 0;
  for (const [index, { price_data: price, quantity = 1 }] of items.entries()) {
    const param = `line_items[${index}][price_data]`;
    if (!price?.unit_amount)
      throw invalid(`Missing required param: ${param}[unit_amount].`, { code: 'parameter_missing', param });
    if (!price.product_data)
      throw invalid(`Missing required param: ${param}[product_data].`, { code: 'parameter_missing', param });
    if (price.currency !== first.currency) throw invalid('All line items must have the same currency.', { param });
    total += price.unit_amount * quantity;
  }
  checkCurrency(first.currency, 'line_items[0][price_data][currency]');
  return {
    total: checkAmount(total, first.currency, 'line_items'),
    currency: first.currency,
    name: first.product_data?.name ?? '',
  };
}

export function sessionById(scope: Scope, id: string): Row<stripe.CheckoutSession, SessionHidden> {
  const row = own(scope, scope.tables.session, id);
  if (!row) throw missing('checkout.session', id);
  return row;
}

export function expireSession(scope: Scope, id: string): stripe.CheckoutSession {
  const { object } = sessionById(scope, id);
  if (object.status !== 'open') {
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${object.status}.`,
    );
  }
  const gone = update(scope, scope.tables.session, id, { status: 'expired', url: null });
  const intent = object.payment_intent ? intentById(scope, object.payment_intent) : null;
  if (intent && (intent.status === 'requires_payment_method' || intent.status === 'requires_action')) {
    update(scope, scope.tables.payment_intent, intent.id, {
      status: 'canceled',
      canceled_at: scope.now(),
      cancellation_reason: 'abandoned',
      next_action: null,
    });
  }
  emit(scope, 'checkout.session.expired', gone);
  return gone;
}

export type CardInput = { readonly number: string; readonly name?: string; readonly email?: string };

/** The client pays on the hosted page. */
export function paySession(scope: Scope, id: string, card: CardInput): stripe.PaymentIntent {
  const { object: session, hidden } = sessionById(scope, id);
  if (session.status !== 'open') throw refused(`This Checkout Session is ${session.status}.`);
  const intentId =
    session.payment_intent ??
    createIntent(scope, {
      amount: session.amount_total,
      currency: session.currency,
      captureMethod: hidden.captureMethod,
      description: hidden.description,
      metadata: hidden.intentMetadata,
      receiptEmail: session.customer_email,
      transferGroup: hidden.transferGroup,
      suffix: null,
    }).id;
  const email = card.email ?? session.customer_email;
  update(scope, scope.tables.session, id, {
    payment_intent: intentId,
    customer_details: { email, name: card.name ?? null },
  });
  const method = storeMethod(scope, { number: card.number, name: card.name ?? null, email });
  const intent = confirmIntent(scope, intentId, {
    method,
    authenticated: false,
    onSession: true,
    returnUrl: session.success_url,
  });
  completeSession(scope, id, intent);
  return intent;
}

/** The cardholder answers the 3-D Secure challenge. */
export function answerChallenge(scope: Scope, intentId: string, passed: boolean): stripe.PaymentIntent {
  const intent = intentById(scope, intentId);
  if (intent.status !== 'requires_action' || !intent.payment_method)
    throw refused(`This PaymentIntent is ${intent.status}.`);
  const session = scope.tables.session.values().find((row) => row.object.payment_intent === intentId);
  let after: stripe.PaymentIntent;
  if (passed) {
    const method = scope.tables.payment_method.get(intent.payment_method);
    if (!method) throw missing('PaymentMethod', intent.payment_method);
    after = confirmIntent(scope, intentId, {
      method: method.object,
      authenticated: true,
      onSession: true,
      returnUrl: null,
    });
  } else {
    const error: stripe.ChargeError = {
      type: 'card_error',
      code: 'payment_intent_authentication_failure',
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    };
    const change = {
      status: 'requires_payment_method',
      payment_method: null,
      next_action: null,
      last_payment_error: error,
    } as const;
    after = update(scope, scope.tables.payment_intent, intentId, change);
    emit(scope, 'payment_intent.payment_failed', after);
  }
  if (session) completeSession(scope, session.object.id, after);
  return after;
}

function completeSession(scope: Scope, id: string, intent: stripe.PaymentIntent): void {
  if (intent.status !== 'succeeded' && intent.status !== 'requires_capture' && intent.status !== 'processing') return;
  const paid = intent.status === 'succeeded';
  const done = update(scope, scope.tables.session, id, {
    status: 'complete',
    payment_status: paid ? 'paid' : 'unpaid',
    url: null,
  });
  emit(scope, 'checkout.session.completed', done);
}

export function settleLate(scope: Scope, intentId: string, succeeded: boolean): stripe.PaymentIntent {
  const intent = resolveProcessing(scope, intentId, succeeded);
  const session = scope.tables.session.values().find((row) => row.object.payment_intent === intentId);
  if (session) {
    const after = update(scope, scope.tables.session, session.object.id, {
      payment_status: succeeded ? 'paid' : 'unpaid',
    });
    emit(scope, `checkout.session.async_payment_${succeeded ? 'succeeded' : 'failed'}`, after);
  }
  return intent;
}
