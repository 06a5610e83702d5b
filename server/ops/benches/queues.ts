import { randomUUID } from 'node:crypto';
import { type Million, withoutIndexes } from './million';

// One row a client and table; `d` falls over a hundred kinds of days as the facets of clients do, and leans on none of them.
const days = 'abs(hashint4(n + 7)) % 100';
const client = `bench_uuid('client', n)`;
const moneyOf = `(abs(hashint4(n + 3)) % 500000 + 1000)::bigint`;
const asset = `(array['EUR','USD','GBP'])[1 + d % 3]`;
const ago = (seconds: number) => `now() - n * interval '${seconds} seconds'`;
const from = `from (select n, ${days} as d from generate_series(0, $2::int - 1) n) t`;

type Of = { tenant: string; entity: string; connection: string; offer: string };

/** What each queue is filled with; `$1` is the tenant, `$2` how many rows. */
const fills = (of: Of): Readonly<Record<string, string>> => ({
  deposit: `(tenant_id, id, number, client_id, entity_id, asset, requested_minor, credited_minor, state, created_at)
    select $1, bench_uuid('deposit', n), 'D-' || (100000 + n), ${client}, '${of.entity}', ${asset}, ${moneyOf}, case when d < 70 then ${moneyOf} end,
      case when d < 70 then 'credited' when d < 85 then 'failed' when d < 97 then 'expired' when d < 99 then 'processing' else 'in_review' end, ${ago(31)} ${from}`,
  payment_attempt: `(tenant_id, id, deposit_id, connection_id, psp_id, outcome, instrument_id, created_at)
    select $1, bench_uuid('attempt', n), bench_uuid('deposit', n), '${of.connection}', 'pi_' || n, 'approved', bench_uuid('instrument', n), ${ago(31)} ${from}`,
  instrument: `(tenant_id, id, client_id, kind, connection_id, fingerprint, brand, last4, ownership, first_seen_at)
    select $1, bench_uuid('instrument', n), ${client}, 'card', '${of.connection}', 'fp' || n, 'visa', lpad((n % 10000)::text, 4, '0'), 'own_name', ${ago(31)} ${from}`,
  withdrawal: `(tenant_id, id, number, client_id, entity_id, asset, amount_minor, state, requested_at)
    select $1, bench_uuid('withdrawal', n), 'W-' || (100000 + n), ${client}, '${of.entity}', ${asset}, ${moneyOf},
      case when d < 80 then 'paid' when d < 90 then 'rejected' when d < 97 then 'cancelled' when d < 98 then 'approved' else 'in_review' end, ${ago(37)} ${from}`,
  work_item: `(tenant_id, id, kind, object_type, object_id, client_id, title, team, assignee_id, priority, waiting_on, state, due_at, created_at, closed_at)
    select $1, bench_uuid('item', n), (array['review_withdrawal','review_application','support_request','break'])[1 + d % 4], 'withdrawal', 'wd_' || n, ${client}, 'Item ' || n,
      (array['compliance','onboarding','support','finance','dealing'])[1 + d % 5], case when d % 3 = 0 then (select id from app_user where tenant_id = $1 order by id limit 1) end, 1 + d % 3, 'us',
      case when d < 90 then 'closed' when d < 95 then 'open' when d < 98 then 'claimed' else 'snoozed' end, case when d % 10 > 0 then ${ago(29)} end, ${ago(30)}, case when d < 90 then now() end ${from}`,
  approval_request: `(tenant_id, id, verb, input, digest, object_type, object_id, client_id, summary, requested_by, requester_id, needed, decide_grant, policy_version, checks, state, expires_at, created_at)
    select $1, bench_uuid('approval', n), 'payments.withdrawal.approve', '', '', 'withdrawal', 'wd_' || n, ${client}, 'Approval ' || n, '{"name":"x"}', 'x', 2, 'payments.withdrawal.approve', '1', '[]',
      case when d < 80 then 'approved' when d < 96 then 'rejected' else 'waiting' end, now() + interval '1 day', ${ago(33)} ${from}`,
  application: `(tenant_id, id, client_id, person_id, purpose, state, flow_version, flow, documents, asks, risk_score, risk_tier, created_at, state_since, submitted_at, due_at)
    select $1, bench_uuid('application', n), ${client}, bench_uuid('person', n), case when d % 9 = 0 then 'renewal' else 'first' end,
      case when d < 60 then 'approved' when d < 75 then 'rejected' when d < 92 then 'draft' when d < 97 then 'checking' else 'in_review' end, 1, '{}', '[]', '[]', d, (array['low','medium','high'])[1 + least(2, d / 45)],
      ${ago(41)}, ${ago(40)}, case when d % 7 > 0 then ${ago(40)} end, case when d >= 92 then ${ago(39)} end ${from}`,
  conversation: `(tenant_id, id, client_id, topic, state, assignee_id, opened_at, last_message_at, waiting_since, due_at)
    select $1, bench_uuid('conversation', n), ${client}, (array['deposit','withdrawal','account','verification','other'])[1 + d % 5],
      case when d < 85 then 'closed' when d < 95 then 'answered' else 'waiting' end, case when d % 4 > 0 then (select id from app_user where tenant_id = $1 order by id limit 1) end, ${ago(43)}, ${ago(42)}, null, case when d >= 95 then ${ago(41)} end ${from}`,
  client_request: `(tenant_id, id, client_id, kind, state, channel, proof, wanted, opened_by_name, opened_at, due_at)
    select $1, bench_uuid('request', n), ${client}, (array['change_email','change_phone','change_name','change_address','close_account'])[1 + d % 5],
      case when d < 70 then 'done' when d < 95 then 'rejected' else 'open' end, 'portal', 'signed_in', '', 'x', ${ago(44)}, ${ago(40)} ${from}`,
  trading_account: `(tenant_id, id, client_id, entity_id, offer_id, connection_id, environment, platform, login, op_id, currency, state, creation, desired_group, desired_leverage, desired_trading, desired_because, desired_at, drift_since, last_deal_at, created_at)
    select $1, bench_uuid('account', n), ${client}, '${of.entity}', '${of.offer}', '${of.connection}', case when d < 60 then 'demo' else 'live' end, 'mt5', (7000000 + n)::text, 'op' || n, ${asset},
      case when d < 80 then 'active' when d < 85 then 'close_only' else 'archived' end, 'done', 'g', 30, 'full', '[]', now(), case when d = 3 then ${ago(20)} end, case when d % 3 > 0 then ${ago(21)} end, ${ago(45)} ${from}`,
  account_snapshot: `(tenant_id, account_id, asset, balance_minor, credit_minor, equity_minor, margin_minor, free_margin_minor, floating_minor, open_positions, asked_at, seen_at)
    select $1, bench_uuid('account', n), ${asset}, ${moneyOf}, 0, ${moneyOf} + d, 0, 0, d - 50, 0, now(), now() ${from} where d < 85`,
  deal: `(tenant_id, id, connection_id, ticket, version, is_current, is_edited, account_id, client_id, login, action, reason, symbol, lots, asset, profit_minor, comment, at, raw_time_ms, recorded_at)
    select $1, bench_uuid('deal', n), '${of.connection}', (900000000 + n)::text, '1', true, false, bench_uuid('account', n), ${client}, (7000000 + n)::text, case when d < 45 then 'buy' when d < 90 then 'sell' else 'balance' end,
      'client', case when d < 90 then (array['EURUSD','GBPUSD','XAUUSD','US30','BTCUSD'])[1 + d % 5] end, 0.1, ${asset}, d - 50, '', ${ago(11)}, 0, ${ago(11)} ${from}`,
  open_position: `(tenant_id, connection_id, ticket, account_id, client_id, environment, symbol, side, lots, contract_size, open_price, current_price, asset, profit_minor, swap_minor, opened_at, updated_at, seen_at)
    select $1, '${of.connection}', (800000000 + n)::text, bench_uuid('account', n), ${client}, case when d < 60 then 'demo' else 'live' end, (array['EURUSD','GBPUSD','XAUUSD','US30','BTCUSD'])[1 + d % 5], 'buy', 0.1, 100000, 1, 1, ${asset}, d - 50, 0, ${ago(9)}, now(), now() ${from}`,
  audit_entry: `(tenant_id, id, at, actor, action, object_type, object_id, client_id, changes, request_id)
    select $1, bench_uuid('audit', n), ${ago(5)}, case when d < 50 then '{"kind":"job","name":"sweep"}'::jsonb else '{"kind":"staff","userId":"usr_x","name":"x"}' end,
      (array['payments.deposit.settle','clients.client.advance','trading.account.observe','work.item.raise','payments.withdrawal.request'])[1 + d % 5], 'deposit', 'dep_' || n, ${client}, '{}', 'r' ${from}`,
  disclosure: `(tenant_id, id, kind, user_id, client_id, what, rows, columns, filters, classes, reason, at)
    select $1, bench_uuid('disclosure', n), case when d < 95 then 'reveal' when d < 99 then 'export' else 'permit' end, (select id from app_user where tenant_id = $1 order by id limit 1), ${client},
      (array['email','phone','bornOn','clients'])[1 + d % 4], d, '{}', '', '{}', 'asked for it', ${ago(15)} ${from}`,
  notification: `(tenant_id, id, event_id, message, recipient, client_id, channel, state, language, words_version, words, object_type, object_id, attempts, created_at)
    select $1, bench_uuid('notification', n), 'e' || n, 'deposit_received', 'client:' || n, bench_uuid('client', n % 1000), 'email', 'delivered', 'en', 0, '', 'deposit', 'dep_' || n, 1, ${ago(6)} ${from}`,
});

/** Every queue of the desk as long as the list of clients. */
export async function fillQueues(
  { admin, tenantId, entityId, rows }: Million,
  say: (line: string) => void,
): Promise<void> {
  const of = { tenant: tenantId, entity: entityId, connection: randomUUID(), offer: randomUUID() };
  await admin.query(
    `insert into connection (tenant_id, id, port, vendor, name, config, secrets, created_at) values ($1, $2, 'psp', 'bench', 'Bench', '{}', '', now())`,
    [tenantId, of.connection],
  );
  await admin.query(
    `insert into trading_offer (tenant_id, id, name, connection_id, environment, group_name, currency, leverage_default, leverage_max, leverage_by_class, countries, tiers, categories,
       min_deposit_minor, demo_balance_minor, is_swap_free, accounts_max, state, position, created_at, changed_at)
     values ($1, $2, 'Bench', $3, 'live', 'g', 'EUR', 30, 30, '{}', '{}', '{}', '{}', 0, 0, false, 9, 'active', 1, now(), now())`,
    [tenantId, of.offer, of.connection],
  );
  for (const [table, fill] of Object.entries(fills(of))) {
    const startedAt = performance.now();
    await withoutIndexes(admin, table, async () => {
      await admin.query(`insert into ${table} ${fill}`, [tenantId, rows]);
    });
    await admin.query(`vacuum analyze ${table}`);
    say(`${rows} of ${table} in ${Math.round((performance.now() - startedAt) / 1_000)} s`);
  }
}
