import { makeAvailable, move } from './balance';
import { closeDispute, disputeById, openDispute } from './disputes';
import { missing, refused } from './errors';
import { cancelIntent, intentById } from './intents';
import type * as stripe from './objects';
import { failRefund, succeedRefund } from './refunds';
import { expireSession, sessionById } from './sessions';
import { emit, newRow, own, type Scope, schedule, scopeOf, update, type World } from './world';

/** Pays the available balance of every currency to the merchant's bank, as Stripe's automatic payouts do. */
export function runPayouts(scope: Scope): stripe.Payout[] {
  const open = scope.tables.balance_transaction
    .values()
    .filter(
      (row) => row.account === scope.account.id && row.object.status === 'available' && row.hidden.payout === null,
    );
  const currencies = new Set(open.map((row) => row.object.currency));
  const payouts: stripe.Payout[] = [];
  for (const currency of currencies) {
    const lines = open.filter((row) => row.object.currency === currency);
    const amount = lines.reduce((sum, row) => sum + row.object.net, 0);
    if (amount <= 0) continue;
    const id = scope.id('po');
    const line = move(scope, {
      type: 'payout',
      category: 'payout',
      amount: -amount,
      fee: 0,
      currency,
      source: id,
      description: 'STRIPE PAYOUT',
      against: `bank:${scope.account.id}`,
    });
    for (const row of lines) scope.tables.balance_transaction.put(row.object.id, { ...row, hidden: { payout: id } });
    const own = scope.tables.balance_transaction.get(line.id);
    if (own) scope.tables.balance_transaction.put(line.id, { ...own, hidden: { payout: id } });
    const payout: stripe.Payout = {
      id,
      object: 'payout',
      amount,
      arrival_date: scope.now() + 2 * 86_400,
      automatic: true,
      balance_transaction: line.id,
      created: scope.now(),
      currency,
      failure_code: null,
      livemode: false,
      metadata: {},
      method: 'standard',
      status: 'in_transit',
      type: 'bank_account',
    };
    payouts.push(newRow(scope, scope.tables.payout, payout, null));
    emit(scope, 'payout.created', payout);
    schedule(scope, 'payout.paid', id, 2 * 86_400);
  }
  return payouts;
}

/** A payout may fail up to five business days after it was `paid`. */
export function failPayout(scope: Scope, id: string): stripe.Payout {
  const row = own(scope, scope.tables.payout, id);
  if (!row) throw missing('payout', id);
  if (row.object.status === 'failed') throw refused(`Payout ${id} has failed already.`);
  move(scope, {
    type: 'payout_failure',
    category: 'payout_reversal',
    amount: row.object.amount,
    fee: 0,
    currency: row.object.currency,
    source: id,
    description: 'STRIPE PAYOUT FAILURE',
    against: `bank:${scope.account.id}`,
  });
  const failed = update(scope, scope.tables.payout, id, { status: 'failed', failure_code: 'account_closed' });
  emit(scope, 'payout.failed', failed);
  return failed;
}

/** Lets everything happen that is due by the clock. */
export function tick(world: World): void {
  const now = world.now();
  const due = world.tables.due
    .values()
    .filter((entry) => entry.at <= now)
    .sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
  for (const entry of due) {
    world.tables.due.delete(entry.id);
    const account = world.tables.account.get(entry.account);
    if (account) happen(scopeOf(world, account), entry.what, entry.object);
  }
}

function happen(scope: Scope, what: string, id: string): void {
  switch (what) {
    case 'session.expire':
      if (sessionById(scope, id).object.status === 'open') expireSession(scope, id);
      return;
    case 'authorisation.expire':
      if (intentById(scope, id).status === 'requires_capture') cancelIntent(scope, id, 'automatic');
      return;
    case 'balance.available':
      makeAvailable(scope, id);
      return;
    case 'refund.succeed':
      succeedRefund(scope, id);
      return;
    case 'refund.fail':
      failRefund(scope, id);
      return;
    case 'payout.paid':
      if (scope.tables.payout.get(id)?.object.status === 'in_transit') {
        emit(scope, 'payout.paid', update(scope, scope.tables.payout, id, { status: 'paid' }));
      }
      return;
    case 'open.dispute_fraudulent':
      openDispute(scope, id, 'fraudulent');
      return;
    case 'open.dispute_not_received':
      openDispute(scope, id, 'product_not_received');
      return;
    case 'open.inquiry':
      openDispute(scope, id, 'general', true);
      return;
    case 'dispute.overdue':
      if (disputeById(scope, id).status === 'needs_response') closeDispute(scope, id, false);
      return;
    default:
      throw new Error(`unknown event of the clockwork: ${what}`);
  }
}
