import type { FaultRule } from '../../faults';
import { closeDispute, disputeById, openDispute, submitEvidence } from './disputes';
import type * as stripe from './objects';
import { failPayout, runPayouts, tick } from './payouts';
import { failRefund } from './refunds';
import { answerChallenge, type CardInput, paySession, sessionById, settleLate } from './sessions';
import { type Account, newRow, type Scope, scopeOf, type World } from './world';

export type OpenAccount = {
  readonly secretKey?: string;
  readonly country?: string;
  readonly feeBps?: number;
  readonly feeFixed?: number;
  readonly webhook?: { readonly url: string; readonly secret?: string };
};
export type OpenedAccount = {
  readonly id: string;
  readonly secretKey: string;
  readonly publishableKey: string;
  readonly webhookSecret: string | null;
};

export function openAccount(world: World, input: OpenAccount = {}): OpenedAccount {
  const suffix = world.id('x', 96).slice(2);
  const account: Account = {
    id: world.id('acct', 16),
    secretKey: input.secretKey ?? `sk_test_${suffix}`,
    publishableKey: `pk_test_${suffix.slice(0, 40)}`,
    country: input.country ?? 'CY',
    feeBps: input.feeBps ?? 290,
    feeFixed: input.feeFixed ?? 30,
  };
  if (!/^sk_test_[A-Za-z0-9]{16,}$/.test(account.secretKey))
    throw new Error('a test key looks like sk_test_ and at least 16 letters');
  const known = world.tables.account.values().find((other) => other.secretKey === account.secretKey);
  const mine = known ?? world.tables.account.put(account.id, account);
  const webhookSecret = input.webhook ? addWebhook(world, mine, input.webhook) : null;
  world.runtime.books.flush();
  return { id: mine.id, secretKey: mine.secretKey, publishableKey: mine.publishableKey, webhookSecret };
}

/** Naming an address again only changes its secret: whoever starts twice is not called twice. */
export function addWebhook(world: World, account: Account, webhook: { url: string; secret?: string }): string {
  const secret = webhook.secret ?? world.id('whsec', 32);
  const known = world.tables.endpoint
    .values()
    .find((row) => row.account === account.id && row.object.url === webhook.url && row.object.status === 'enabled');
  if (known) {
    world.tables.endpoint.put(known.object.id, { ...known, hidden: { secret } });
    return secret;
  }
  const endpoint: stripe.WebhookEndpoint = {
    id: world.id('we'),
    object: 'webhook_endpoint',
    api_version: null,
    created: world.now(),
    description: null,
    enabled_events: ['*'],
    livemode: false,
    metadata: {},
    status: 'enabled',
    url: webhook.url,
  };
  newRow(scopeOf(world, account), world.tables.endpoint, endpoint, { secret });
  return secret;
}

/** What the client, his bank and the card networks do to one account's objects. */
export function actorsOf(world: World, account: Account) {
  const scope = () => {
    // What is due by the clock has happened before anybody acts.
    tick(world);
    return scopeOf(world, account);
  };
  const done = <T>(result: T): T => {
    world.runtime.books.flush();
    return result;
  };
  return {
    pay: (session: string, card: CardInput) => done(paySession(scope(), session, card)),
    answerChallenge: (intent: string, passed: boolean) => done(answerChallenge(scope(), intent, passed)),
    settleLate: (intent: string, succeeded: boolean) => done(settleLate(scope(), intent, succeeded)),
    openDispute: (charge: string, reason: string, inquiry = false, amount?: number) =>
      done(openDispute(scope(), charge, reason, inquiry, amount)),
    closeDispute: (dispute: string, won: boolean) => done(closeDispute(scope(), dispute, won)),
    /** By the merchant himself, in the vendor's dashboard. */
    submitEvidence: (dispute: string, words: string) =>
      done(submitEvidence(scope(), dispute, { evidence: { uncategorized_text: words } })),
    claim: (id: string) => disputeById(scope(), id),
    failRefund: (refund: string, reason?: string) => done(failRefund(scope(), refund, reason)),
    runPayouts: () => done(runPayouts(scope())),
    failPayout: (payout: string) => done(failPayout(scope(), payout)),
    session: (id: string) => sessionById(scope(), id).object,
  };
}
export type StripeActors = ReturnType<typeof actorsOf>;

export type StripeTruth = {
  readonly account: string;
  readonly payments: ReadonlyArray<{
    readonly reference: string | null;
    readonly intent: string;
    readonly charge: string;
    readonly currency: string;
    readonly captured: number;
    readonly refunded: number;
    readonly disputed: boolean;
  }>;
  readonly disputes: ReadonlyArray<{ readonly id: string; readonly charge: string; readonly status: string }>;
  /** Net balance by currency, pending and available together. */
  readonly balance: Record<string, number>;
  /** Sum of all entries of the vendor's own double entry by currency: all zero, or the emulator is broken. */
  readonly conservation: Record<string, number>;
};

/** The vendor's own books, for test oracles only. */
export function truthOf(scope: Scope): StripeTruth {
  const { tables, account } = scope;
  const refunds = new Map<string, number>();
  for (const { object } of tables.refund.values()) {
    if (object.status !== 'failed') refunds.set(object.charge, (refunds.get(object.charge) ?? 0) + object.amount);
  }
  const payments = tables.charge
    .values()
    .filter((row) => row.account === account.id && row.object.captured)
    .map(({ object: charge }) => ({
      reference: charge.metadata.reference ?? null,
      intent: charge.payment_intent,
      charge: charge.id,
      currency: charge.currency,
      captured: charge.amount_captured,
      refunded: refunds.get(charge.id) ?? 0,
      disputed: charge.disputed,
    }));
  const balance: Record<string, number> = {};
  const conservation: Record<string, number> = {};
  for (const entry of tables.entry.values()) {
    conservation[entry.currency] = (conservation[entry.currency] ?? 0) + entry.amount;
    if (entry.party === `merchant:${account.id}`)
      balance[entry.currency] = (balance[entry.currency] ?? 0) + entry.amount;
  }
  const disputes = tables.dispute
    .values()
    .filter((row) => row.account === account.id)
    .map(({ object: { id, charge, status } }) => ({ id, charge, status }));
  return { account: account.id, payments, disputes, balance, conservation };
}

type Command = { readonly account?: string; readonly [name: string]: unknown };

function accountFor(world: World, named: string | undefined): Account {
  const all = world.tables.account.values();
  const account =
    named === undefined ? all[0] : all.find((candidate) => candidate.id === named || candidate.secretKey === named);
  if (!account) throw new Error(`no account ${named ?? ''}`);
  return account;
}

/** `POST /__control/<action>` with JSON, for whoever drives the demo from outside the process. */
export function runControl(world: World, action: string, command: Command): unknown {
  if (action === 'accounts') return openAccount(world, command as OpenAccount);
  if (action === 'faults') {
    if (command.clear === true) world.runtime.faults.clear();
    for (const rule of (command.rules ?? []) as FaultRule[]) world.runtime.faults.add(rule);
    return { ok: true };
  }
  const account = accountFor(world, command.account);
  const actors = actorsOf(world, account);
  const word = (name: string): string => String(command[name] ?? '');
  switch (action) {
    case 'webhooks':
      return {
        secret: addWebhook(world, account, { url: word('url'), ...(command.secret ? { secret: word('secret') } : {}) }),
      };
    case 'pay':
      return actors.pay(word('session'), { number: word('number'), ...(command.name ? { name: word('name') } : {}) });
    case 'challenge':
      return actors.answerChallenge(word('intent'), command.passed === true);
    case 'settle':
      return actors.settleLate(word('intent'), command.succeeded !== false);
    case 'dispute':
      return actors.openDispute(word('charge'), word('reason') || 'fraudulent', command.inquiry === true);
    case 'dispute-close':
      return actors.closeDispute(word('dispute'), command.won === true);
    case 'refund-fail':
      return actors.failRefund(word('refund'));
    case 'payouts':
      return actors.runPayouts();
    case 'payout-fail':
      return actors.failPayout(word('payout'));
    case 'truth':
      return truthOf(scopeOf(world, account));
    default:
      throw new Error(`unknown control ${action}`);
  }
}
