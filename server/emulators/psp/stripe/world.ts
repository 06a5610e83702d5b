import type { Table } from '../../books';
import { DeliveryQueue, gentleRetries } from '../../deliveries';
import { type EmulatorRuntime, randomText, unixSeconds } from '../../runtime';
import type * as stripe from './objects';
import { signPayload } from './signature';

export const API_VERSION = '2026-10-28.endive';

export type Account = {
  readonly id: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly country: string;
  readonly feeBps: number;
  readonly feeFixed: number;
};

/** An object in an account, with what the API does not show. */
export type Row<T, H = null> = {
  readonly account: string;
  readonly seq: number;
  readonly at: number;
  readonly object: T;
  readonly hidden: H;
};

export type SessionHidden = {
  readonly intentMetadata: stripe.Metadata;
  readonly description: string | null;
  readonly captureMethod: 'automatic' | 'manual';
  readonly transferGroup: string | null;
  readonly productName: string;
};
export type EndpointHidden = { readonly secret: string };
/** What happens by itself at a time: the vendor's clockwork. */
export type Due = {
  readonly id: string;
  readonly account: string;
  readonly at: number;
  readonly what: string;
  readonly object: string;
};
/** Double entry of our own: every movement sums to zero over the parties. */
export type Entry = { readonly id: string; readonly party: string; readonly currency: string; readonly amount: number };

export type Tables = {
  readonly account: Table<Account>;
  readonly payment_intent: Table<Row<stripe.PaymentIntent>>;
  readonly charge: Table<Row<stripe.Charge>>;
  readonly refund: Table<Row<stripe.Refund>>;
  readonly dispute: Table<Row<stripe.Dispute>>;
  readonly balance_transaction: Table<Row<stripe.BalanceTransaction, { payout: string | null }>>;
  readonly payout: Table<Row<stripe.Payout>>;
  readonly session: Table<Row<stripe.CheckoutSession, SessionHidden>>;
  readonly event: Table<Row<stripe.StripeEvent>>;
  readonly endpoint: Table<Row<stripe.WebhookEndpoint, EndpointHidden>>;
  readonly payment_method: Table<Row<stripe.PaymentMethod>>;
  readonly due: Table<Due>;
  readonly entry: Table<Entry>;
};

export type World = {
  readonly runtime: EmulatorRuntime;
  readonly tables: Tables;
  readonly webhooks: DeliveryQueue;
  /** Base address of the hosted pages, known once somebody listens. */
  readonly site: { url: string };
  readonly searchLagSeconds: number;
  readonly minExpirySeconds: number;
  now(): number;
  id(prefix: string, length?: number): string;
};

/** A world seen by one account during one request (or one tick of the clockwork). */
export type Scope = World & {
  readonly account: Account;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** Set when a callback of this request has to arrive before its reply. */
  readonly flags: { callBeforeReply: boolean };
};

export function createWorld(
  runtime: EmulatorRuntime,
  options: { searchLagSeconds: number; siteUrl: string; minExpirySeconds: number },
): World {
  const { books } = runtime;
  const tables: Tables = {
    account: books.table('stripe.account'),
    payment_intent: books.table('stripe.payment_intent'),
    charge: books.table('stripe.charge'),
    refund: books.table('stripe.refund'),
    dispute: books.table('stripe.dispute'),
    balance_transaction: books.table('stripe.balance_transaction'),
    payout: books.table('stripe.payout'),
    session: books.table('stripe.session'),
    event: books.table('stripe.event'),
    endpoint: books.table('stripe.endpoint'),
    payment_method: books.table('stripe.payment_method'),
    due: books.table('stripe.due'),
    entry: books.table('stripe.entry'),
  };
  const webhooks = new DeliveryQueue(runtime, {
    name: 'stripe',
    retryAfterMs: gentleRetries,
    prepare: (delivery) => {
      const endpoint = tables.endpoint.get(delivery.endpoint);
      if (endpoint?.object.status !== 'enabled') return null;
      const secret = delivery.badSignature ? 'whsec_not_the_secret' : endpoint.hidden.secret;
      const timestamp = unixSeconds(runtime.clock) - delivery.ageSeconds;
      return {
        url: endpoint.object.url,
        body: delivery.payload,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          'stripe-signature': signPayload(delivery.payload, secret, timestamp),
        },
      };
    },
  });
  return {
    runtime,
    tables,
    webhooks,
    site: { url: options.siteUrl },
    searchLagSeconds: options.searchLagSeconds,
    minExpirySeconds: options.minExpirySeconds,
    now: () => unixSeconds(runtime.clock),
    id: (prefix, length = 24) => `${prefix}_${randomText(runtime.rng, length)}`,
  };
}

export const scopeOf = (
  world: World,
  account: Account,
  requestId: string | null = null,
  key: string | null = null,
): Scope => ({
  ...world,
  account,
  requestId,
  idempotencyKey: key,
  flags: { callBeforeReply: false },
});

export function newRow<T extends { id: string }, H>(scope: Scope, table: Table<Row<T, H>>, object: T, hidden: H): T {
  const seq = scope.runtime.books.next('stripe.object');
  table.put(object.id, { account: scope.account.id, seq, at: scope.now(), object, hidden });
  return object;
}

export function own<T, H>(scope: Scope, table: Table<Row<T, H>>, id: string): Row<T, H> | undefined {
  const row = table.get(id);
  return row?.account === scope.account.id ? row : undefined;
}

/** Writes the changed object back; the search index sees it only after its lag. */
export function update<T extends { id: string }, H>(
  scope: Scope,
  table: Table<Row<T, H>>,
  id: string,
  change: Partial<T>,
): T {
  const row = table.get(id);
  if (!row) throw new Error(`no row ${id}`);
  const object = { ...row.object, ...change };
  table.put(id, { ...row, at: scope.now(), object });
  return object;
}

export function schedule(scope: Scope, what: string, object: string, inSeconds: number): void {
  const id = String(scope.runtime.books.next('stripe.due'));
  scope.tables.due.put(id, { id, account: scope.account.id, at: scope.now() + inSeconds, what, object });
}

export function emit(scope: Scope, type: string, object: unknown, previous?: unknown): void {
  const make = (): stripe.StripeEvent => ({
    id: scope.id('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: scope.now(),
    data: { object: structuredClone(object), ...(previous ? { previous_attributes: previous } : {}) },
    livemode: false,
    pending_webhooks: scope.tables.endpoint.values().filter((row) => row.account === scope.account.id).length,
    request: { id: scope.requestId, idempotency_key: scope.idempotencyKey },
    type,
  });
  const again = scope.runtime.faults.take(`webhook:${type}`, new Set(['webhook_new_id']));
  const events = Array.from({ length: again ? 2 : 1 }, make);
  for (const event of events) {
    newRow(scope, scope.tables.event, event, null);
    for (const endpoint of scope.tables.endpoint.values()) {
      const wanted = endpoint.object.enabled_events.some((name) => name === '*' || name === type);
      if (endpoint.account !== scope.account.id || endpoint.object.status !== 'enabled' || !wanted) continue;
      // Stripe sends indented JSON; whoever parses and prints again breaks the signature.
      const early = scope.webhooks.enqueue(type, endpoint.object.id, JSON.stringify(event, null, 2));
      if (early) scope.flags.callBeforeReply = true;
    }
  }
}
