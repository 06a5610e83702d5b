-- One row for each thing that enters a hand-off of the journey: when it came, when it left, whether it went on or was lost.
-- The words to each leak are in server/modules/reporting/leak-contract.ts; whether a row is stuck is decided there, not here.
drop view if exists report_passage;
create view report_passage with (security_invoker = true) as
-- Lead to KYC
select c.tenant_id, 'application_not_begun' as leak, c.id as object_id, c.id as page_id, c.id as client_id, c.registered_at as entered_at,
  coalesce(c.applied_at, c.approved_at, c.closed_at) as left_at, coalesce(c.applied_at, c.approved_at) is not null as has_passed,
  null::bigint as minor, null::text as asset
from client c
union all
select a.tenant_id, 'application_not_sent', a.id, a.id, a.client_id, a.created_at,
  case when a.state <> 'draft' then coalesce(a.submitted_at, a.state_since) end, a.submitted_at is not null, null, null
from application a
union all
select a.tenant_id, 'review_waiting', a.id, a.id, a.client_id, coalesce(a.submitted_at, a.state_since),
  case when a.state not in ('submitted', 'checking', 'in_review') then coalesce(a.decided_at, a.state_since) end, a.state = 'approved', null, null
from application a where a.state not in ('draft', 'needs_more') and (a.submitted_at is not null or a.state in ('checking', 'in_review'))
union all
select a.tenant_id, 'papers_missing', a.id, a.id, a.client_id, a.state_since, null, false, null, null
from application a where a.state = 'needs_more'
-- KYC to fund
union all
select c.tenant_id, 'approved_unfunded', c.id, c.id, c.id, c.approved_at, coalesce(c.funded_at, c.closed_at), c.funded_at is not null, null, null
from client c
where c.approved_at is not null and (c.funded_at is null or c.funded_at >= c.approved_at)
  and (c.verification = 'approved' or c.funded_at is not null or c.closed_at is not null)
union all
select d.tenant_id, 'deposit_unfinished', d.id, d.id, d.client_id, d.created_at, coalesce(d.credited_at, d.closed_at), d.credited_at is not null,
  d.requested_minor, d.asset
from deposit d
where (d.state in ('created', 'awaiting_client', 'processing') or coalesce(d.credited_at, d.closed_at) is not null)
  and not (d.state in ('created', 'awaiting_client', 'processing')
    and exists (select from charge h where h.tenant_id = d.tenant_id and h.deposit_id = d.id))
union all
select d.tenant_id, 'captured_not_credited', d.id, d.id, d.client_id, h.at, coalesce(d.credited_at, case when d.state in ('sent_back', 'charged_back') then d.closed_at end),
  d.credited_at is not null, h.minor, d.asset
from deposit d
join (select tenant_id, deposit_id, min(at) as at, sum(received_minor - refunded_minor)::bigint as minor from charge where not is_surplus group by 1, 2) h
  on h.tenant_id = d.tenant_id and h.deposit_id = d.id
where d.credited_at is not null or d.state in ('sent_back', 'charged_back') or h.minor > 0
-- Fund to platform
union all
select c.tenant_id, 'credited_no_account', c.id, c.id, c.id, c.funded_at, coalesce(t.at, c.closed_at), t.at is not null, w.posted_minor, w.asset
from client c
left join lateral (select min(t.opened_at) as at from trading_account t
  where t.tenant_id = c.tenant_id and t.client_id = c.id and t.environment = 'live') t on true
left join ledger_account w on w.tenant_id = c.tenant_id and w.client_id = c.id and w.kind = 'wallet' and w.posted_minor > 0 and t.at is null
where c.funded_at is not null and (t.at is null or t.at >= c.funded_at)
union all
select t.tenant_id, 'account_not_made', t.id, t.id, t.client_id, t.created_at, coalesce(t.opened_at, t.closed_at), t.opened_at is not null, null, null
from trading_account t where t.state in ('provisioning', 'failed') or t.opened_at is not null
union all
select o.tenant_id, 'money_in_transit', o.id, o.account_id, o.client_id, o.created_at, o.settled_at, o.state in ('applied', 'compensated'),
  o.amount_minor, o.asset
from account_operation o where o.purpose <> 'demo_funding' and (o.state in ('intent', 'sent', 'unknown') or o.settled_at is not null)
union all
select d.tenant_id, 'not_moved_on', d.id, d.id, d.client_id, d.credited_at, o.at, o.at is not null, d.credited_minor, d.asset
from deposit d
left join lateral (select min(o.created_at) as at from account_operation o
  where o.tenant_id = d.tenant_id and o.account_id = d.target_account_id and o.created_at >= d.credited_at) o on true
where d.target_account_id is not null and d.state = 'credited'
-- Platform to risk
union all
select c.tenant_id, 'account_unused', c.id, c.id, c.id, greatest(t.opened, c.funded_at), coalesce(t.traded, c.closed_at), t.traded is not null, null, null
from client c
join lateral (select min(t.opened_at) as opened, min(t.first_deal_at) as traded from trading_account t
  where t.tenant_id = c.tenant_id and t.client_id = c.id and t.environment = 'live') t on t.opened is not null
where c.funded_at is not null and (t.traded is null or t.traded >= greatest(t.opened, c.funded_at))
union all
select t.tenant_id, 'drift_open', t.id, t.id, t.client_id, t.drift_since, null, false, null, null
from trading_account t where t.drift_since is not null
union all
select w.tenant_id, 'drift_open', w.id, w.id, w.client_id, w.created_at, w.closed_at, true, null, null
from work_item w where w.kind = 'terms_drift' and w.closed_at is not null and w.client_id is not null
-- Risk to report
union all
select e.tenant_id, 'deal_unbooked', e.id, e.account_id, e.client_id, e.recorded_at, null, false, null, null
from deal e where e.booked_at is null and e.account_id is not null and e.client_id is not null
union all
select b.tenant_id, 'break_open', b.id, b.account_id, b.client_id, b.opened_at, case when b.state <> 'open' then coalesce(b.closed_at, b.seen_at) end,
  b.state <> 'open', abs(b.difference_minor), b.asset
from reconciliation_break b
-- Report to retain
union all
select w.tenant_id, 'withdrawal_waiting', w.id, w.id, w.client_id, w.requested_at,
  case when w.state in ('paid', 'returned', 'rejected', 'cancelled', 'failed') then coalesce(w.closed_at, w.approved_at, w.requested_at) end,
  w.state = 'paid', w.amount_minor, w.asset
from withdrawal w
union all
select s.tenant_id, 'dispute_unanswered', s.id, s.id, s.client_id, s.opened_at, coalesce(s.answered_at, s.closed_at), s.answered_at is not null,
  s.amount_minor, s.asset
from dispute s
union all
select j.tenant_id, 'gone_quiet', j.id, j.client_id, j.client_id, j.at,
  least(n.at, case when c.last_contact_at > j.at then c.last_contact_at end, c.closed_at),
  n.at is not null, null, null
from journey_change j
join client c on c.tenant_id = j.tenant_id and c.id = j.client_id
left join lateral (select min(n.at) as at from journey_change n
  where n.tenant_id = j.tenant_id and n.client_id = j.client_id and n.facet = j.facet and n.at > j.at) n on true
where (j.facet = 'trading' and j.to_state = 'dormant') or (j.facet = 'funding' and j.to_state = 'emptied');
grant select on report_passage to bos_app, bos_platform;

-- What happened to a client or his money, by the instant it is counted at. What each event means: reporting/metric-contract.ts.
drop view if exists report_event;
create view report_event with (security_invoker = true) as
select c.tenant_id, 'registered' as event, c.id as object_id, c.id as client_id, c.registered_at as at,
  null::bigint as minor, null::text as asset, null::float8 as took_ms
from client c
union all
select c.tenant_id, 'verified', c.id, c.id, c.approved_at, null, null, null from client c where c.approved_at is not null
union all
select c.tenant_id, 'funded', c.id, c.id, c.funded_at, null, null, null from client c where c.funded_at is not null
union all
select t.tenant_id, 'trading', t.client_id, t.client_id, min(t.first_deal_at), null, null, null
from trading_account t where t.environment = 'live' and t.first_deal_at is not null group by t.tenant_id, t.client_id
union all
select d.tenant_id, 'deposit', d.id, d.client_id, d.credited_at, d.credited_minor, d.asset, null
from deposit d where d.state = 'credited' and d.credited_at is not null
union all
select w.tenant_id, 'withdrawal', w.id, w.client_id, w.closed_at, w.amount_minor, w.asset, extract(epoch from (w.closed_at - w.requested_at)) * 1000
from withdrawal w where w.state = 'paid' and w.closed_at is not null
union all
select a.tenant_id, 'decision', a.id, a.client_id, a.decided_at, null, null, extract(epoch from (a.decided_at - a.submitted_at)) * 1000
from application a where a.decided_at is not null and a.submitted_at is not null and a.state in ('approved', 'rejected');
grant select on report_event to bos_app, bos_platform;

-- A realised result of a client on a live account, in the currency of the account.
drop view if exists report_result;
create view report_result with (security_invoker = true) as
select e.tenant_id, e.client_id, e.at, e.profit_minor + e.swap_minor + e.commission_minor as minor, e.asset
from deal e
join trading_account t on t.tenant_id = e.tenant_id and t.id = e.account_id and t.environment = 'live'
where e.is_current and e.deleted_at is null and e.client_id is not null and e.asset is not null and e.action in ('buy', 'sell');
grant select on report_result to bos_app, bos_platform;
