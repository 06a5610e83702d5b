import { balanceOf } from './balance';
import { closeDispute, submitEvidence } from './disputes';
import { invalid, missing } from './errors';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  declineReply,
  intentById,
  methodFromToken,
} from './intents';
import type * as stripe from './objects';
import type { Params, Shape } from './params';
import { search } from './queries';
import { createRefund } from './refunds';
import { listRoute, type Route, retrieveRoute, route } from './route';
import { createSession, expireSession } from './sessions';
import { newRow, own, type Scope, update } from './world';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const meta = (value: unknown): stripe.Metadata => (value ?? {}) as stripe.Metadata;

const captureMethods = { oneOf: ['automatic', 'automatic_async', 'manual'] } as const;

const intentShape: Shape = {
  amount: 'integer',
  currency: 'string',
  automatic_payment_methods: { hash: { enabled: 'boolean', allow_redirects: { oneOf: ['always', 'never'] } } },
  capture_method: captureMethods,
  confirm: 'boolean',
  description: 'string',
  metadata: 'metadata',
  off_session: 'boolean',
  payment_method: 'string',
  // Since 2026-10-28 a filter; the explicit payment_method_types is refused.
  allowed_payment_method_types: { list: { oneOf: ['card'] } },
  receipt_email: 'string',
  return_url: 'string',
  setup_future_usage: { oneOf: ['on_session', 'off_session'] },
  statement_descriptor_suffix: 'string',
  transfer_group: 'string',
};

function makeIntent(scope: Scope, params: Params): stripe.PaymentIntent {
  const intent = createIntent(scope, {
    amount: Number(params.amount),
    currency: String(params.currency),
    captureMethod: params.capture_method === 'manual' ? 'manual' : 'automatic',
    description: text(params.description),
    metadata: meta(params.metadata),
    receiptEmail: text(params.receipt_email),
    transferGroup: text(params.transfer_group),
    suffix: text(params.statement_descriptor_suffix),
  });
  return params.confirm === true ? confirmed(scope, intent.id, params) : intent;
}

function confirmed(scope: Scope, id: string, params: Params): stripe.PaymentIntent {
  const intent = intentById(scope, id);
  if (intent.status !== 'requires_payment_method' && intent.status !== 'requires_confirmation') {
    throw invalid(`You cannot confirm this PaymentIntent because it has a status of ${intent.status}.`, {
      code: 'payment_intent_unexpected_state',
      payment_intent: intent,
    });
  }
  const token = text(params.payment_method);
  if (!token) {
    throw invalid('You cannot confirm this PaymentIntent because it is missing a payment method.', {
      code: 'payment_intent_unexpected_state',
      payment_intent: intent,
    });
  }
  const method = methodFromToken(scope, token);
  const after = confirmIntent(scope, id, {
    method,
    authenticated: false,
    onSession: false,
    returnUrl: text(params.return_url),
  });
  const declined = declineReply(after);
  if (declined) throw declined;
  return after;
}

const priceData: Shape = {
  currency: 'string',
  unit_amount: 'integer',
  product_data: { hash: { name: 'string', description: 'string' } },
};
const sessionShape: Shape = {
  mode: { oneOf: ['payment', 'setup', 'subscription'] },
  line_items: { list: { hash: { quantity: 'integer', price_data: { hash: priceData } } } },
  success_url: 'string',
  cancel_url: 'string',
  client_reference_id: 'string',
  customer_email: 'string',
  expires_at: 'integer',
  locale: 'string',
  metadata: 'metadata',
  payment_intent_data: {
    hash: {
      capture_method: captureMethods,
      description: 'string',
      metadata: 'metadata',
      statement_descriptor_suffix: 'string',
      transfer_group: 'string',
    },
  },
  allowed_payment_method_types: { list: { oneOf: ['card'] } },
  submit_type: { oneOf: ['auto', 'pay', 'book', 'donate'] },
};

function makeEndpoint(scope: Scope, params: Params): stripe.WebhookEndpoint & { secret: string } {
  const url = String(params.url);
  if (!/^https?:\/\//.test(url)) throw invalid('Invalid URL: URLs must begin with http or https.', { param: 'url' });
  const secret = scope.id('whsec', 32);
  const endpoint: stripe.WebhookEndpoint = {
    id: scope.id('we'),
    object: 'webhook_endpoint',
    api_version: text(params.api_version),
    created: scope.now(),
    description: text(params.description),
    enabled_events: params.enabled_events as string[],
    livemode: false,
    metadata: meta(params.metadata),
    status: 'enabled',
    url,
  };
  newRow(scope, scope.tables.endpoint, endpoint, { secret });
  // The secret is shown once, in the answer to the creation.
  return { ...endpoint, secret };
}

const evidenceShape: Shape = {
  customer_email_address: 'string',
  customer_name: 'string',
  customer_purchase_ip: 'string',
  product_description: 'string',
  service_date: 'string',
  uncategorized_text: 'string',
};

const reasons = { oneOf: ['duplicate', 'fraudulent', 'requested_by_customer'] } as const;

const paymentRoutes: readonly Route[] = [
  route('POST payment_intents payment_intents.create', intentShape, makeIntent, ['amount', 'currency']),
  // Before the retrieval by id, which would take "search" for one.
  route(
    'GET payment_intents/search payment_intents.search',
    { query: 'string', limit: 'integer', page: 'string' },
    (scope, params) => search(scope, scope.tables.payment_intent, params, '/v1/payment_intents/search'),
  ),
  retrieveRoute('payment_intents', 'payment_intent', (scope: Scope) => scope.tables.payment_intent),
  listRoute('payment_intents', (scope: Scope) => scope.tables.payment_intent, ['customer']),
  route(
    'POST payment_intents/{id}/confirm payment_intents.confirm',
    { payment_method: 'string', return_url: 'string', off_session: 'boolean' },
    (scope, params, id) => confirmed(scope, id, params),
  ),
  route(
    'POST payment_intents/{id}/capture payment_intents.capture',
    { amount_to_capture: 'integer', metadata: 'metadata' },
    (scope, params, id) =>
      captureIntent(scope, id, typeof params.amount_to_capture === 'number' ? params.amount_to_capture : undefined),
  ),
  route(
    'POST payment_intents/{id}/cancel payment_intents.cancel',
    { cancellation_reason: { oneOf: ['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'] } },
    (scope, params, id) => cancelIntent(scope, id, text(params.cancellation_reason)),
  ),
  route('POST checkout/sessions checkout.sessions.create', sessionShape, createSession, ['mode']),
  route('POST checkout/sessions/{id}/expire checkout.sessions.expire', {}, (scope, _params, id) =>
    expireSession(scope, id),
  ),
  retrieveRoute('checkout/sessions', 'checkout.session', (scope: Scope) => scope.tables.session),
  listRoute('checkout/sessions', (scope: Scope) => scope.tables.session, ['payment_intent', 'status']),
];

const moneyRoutes: readonly Route[] = [
  retrieveRoute('charges', 'charge', (scope: Scope) => scope.tables.charge),
  listRoute('charges', (scope: Scope) => scope.tables.charge, ['payment_intent', 'transfer_group']),
  route(
    'POST refunds refunds.create',
    { amount: 'integer', charge: 'string', payment_intent: 'string', metadata: 'metadata', reason: reasons },
    createRefund,
  ),
  retrieveRoute('refunds', 'refund', (scope: Scope) => scope.tables.refund),
  listRoute('refunds', (scope: Scope) => scope.tables.refund, ['charge', 'payment_intent']),
  retrieveRoute('disputes', 'dispute', (scope: Scope) => scope.tables.dispute),
  listRoute('disputes', (scope: Scope) => scope.tables.dispute, ['charge', 'payment_intent']),
  route(
    'POST disputes/{id} disputes.update',
    { evidence: { hash: evidenceShape }, metadata: 'metadata', submit: 'boolean' },
    (scope, params, id) => submitEvidence(scope, id, params),
  ),
  route('POST disputes/{id}/close disputes.close', {}, (scope, _params, id) => closeDispute(scope, id, false)),
  route('GET balance balance.retrieve', {}, readBalance),
  retrieveRoute('balance_transactions', 'balance_transaction', (scope: Scope) => scope.tables.balance_transaction),
  listRoute(
    'balance_transactions',
    (scope: Scope) => scope.tables.balance_transaction,
    ['type', 'source', 'currency'],
    { payout: 'string' },
    (params, _line, hidden) => params.payout === undefined || hidden.payout === params.payout,
  ),
  retrieveRoute('payouts', 'payout', (scope: Scope) => scope.tables.payout),
  listRoute('payouts', (scope: Scope) => scope.tables.payout, ['status']),
];

const platformRoutes: readonly Route[] = [
  retrieveRoute('events', 'event', (scope: Scope) => scope.tables.event),
  listRoute(
    'events',
    (scope: Scope) => scope.tables.event,
    ['type'],
    { types: { list: 'string' } },
    (params, event) => !Array.isArray(params.types) || params.types.includes(event.type),
  ),
  route(
    'POST webhook_endpoints webhook_endpoints.create',
    {
      api_version: 'string',
      description: 'string',
      enabled_events: { list: 'string' },
      metadata: 'metadata',
      url: 'string',
    },
    makeEndpoint,
    ['url', 'enabled_events'],
  ),
  listRoute('webhook_endpoints', (scope: Scope) => scope.tables.endpoint),
  route('DELETE webhook_endpoints/{id} webhook_endpoints.delete', {}, removeEndpoint),
];

function removeEndpoint(scope: Scope, _params: Params, id: string): unknown {
  if (!own(scope, scope.tables.endpoint, id)) throw missing('webhook_endpoint', id);
  update(scope, scope.tables.endpoint, id, { status: 'disabled' });
  return { id, object: 'webhook_endpoint', deleted: true };
}

function readBalance(scope: Scope): unknown {
  const { available, pending } = balanceOf(scope);
  const lines = (sums: Map<string, number>) =>
    [...sums].map(([currency, amount]) => ({ amount, currency, source_types: { card: amount } }));
  return { object: 'balance', available: lines(available), pending: lines(pending), livemode: false };
}

export const routes: readonly Route[] = [...paymentRoutes, ...moneyRoutes, ...platformRoutes];
