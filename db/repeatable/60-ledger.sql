-- The ledger's only way in. Runs as the caller, under row level security; one call for a whole set.
alter table ledger_account set (fillfactor = 50);

-- What an account is never changes, and nothing in the ledger is taken out but rolled-up deltas.
revoke update, delete on ledger_account, ledger_hold from bos_app, bos_platform, bos_definer;
grant update (posted_minor, held_minor, version) on ledger_account to bos_app, bos_platform;
grant update (remaining_minor, state, closed_at) on ledger_hold to bos_app, bos_platform;
revoke update, delete, truncate on ledger_set from bos_app, bos_platform, bos_definer;
revoke update on ledger_house_delta from bos_app, bos_platform, bos_definer;

create or replace function ledger_refuse(p_reason text, p_detail jsonb) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception using errcode = 'BL001', message = p_reason, detail = p_detail::text;
end $$;

-- Both sides exist here, hold the asset of the transfer, and belong to one legal entity: also for whoever inserts by hand.
create or replace function ledger_transfer_sound() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare bad record;
begin
  select f.n, f.asset, d.address as debit, c.address as credit into bad
  from fresh f
  left join ledger_account d on d.tenant_id = f.tenant_id and d.id = f.debit_id
  left join ledger_account c on c.tenant_id = f.tenant_id and c.id = f.credit_id
  where d.id is null or c.id is null or d.asset <> f.asset or c.asset <> f.asset or d.entity_id <> c.entity_id
  limit 1;
  if found then
    perform ledger_refuse('transfer_between_strange_accounts', to_jsonb(bad));
  end if;
  return null;
end $$;
drop trigger if exists ledger_transfer_sound on ledger_transfer;
create trigger ledger_transfer_sound after insert on ledger_transfer
  referencing new table as fresh for each statement execute function ledger_transfer_sound();

-- Ids of the named accounts in the order given; missing ones are made. Inserted before they are locked: a row that is not
-- there yet cannot be locked, and two first postings would overdraw it together.
create or replace function ledger_accounts(p_accounts jsonb, p_at timestamptz) returns uuid[]
language plpgsql set search_path = public, pg_temp as $$
declare ids uuid[]; missing int;
begin
  for attempt in 1..2 loop
    select array_agg(a.id order by r.n), count(*) - count(a.id) into ids, missing
    from rows from (jsonb_to_recordset(p_accounts) as (address text)) with ordinality as r(address, n)
    left join ledger_account a on a.address = r.address;
    exit when missing = 0 or attempt = 2;
    insert into ledger_account (id, address, kind, asset, entity_id, client_id, is_client, may_go_negative, created_at)
      select r.id, r.address, r.kind, r.asset, r.entity, r.client, r.client is not null, r.negative, p_at
      from jsonb_to_recordset(p_accounts)
        as r(id uuid, address text, kind text, asset text, entity uuid, client uuid, negative boolean)
      order by r.address
      on conflict (tenant_id, address) do nothing;
  end loop;
  return ids;
end $$;

create or replace function ledger_replayed(p jsonb) returns jsonb
language plpgsql stable set search_path = public, pg_temp as $$
declare earlier ledger_set%rowtype;
begin
  select * into strict earlier from ledger_set where reference = p->>'reference';
  if earlier.digest <> p->>'digest' then
    perform ledger_refuse('ledger_reference_reused', jsonb_build_object('reference', earlier.reference));
  end if;
  return jsonb_build_object('set', earlier.id, 'replayed', true, 'holds',
    (select coalesce(jsonb_agg(h.id order by h.id), '[]') from ledger_hold h where h.set_id = earlier.id));
end $$;

create or replace function ledger_release(p_holds jsonb, p_at timestamptz) returns void
language plpgsql set search_path = public, pg_temp as $$
declare wanted int; freed int;
begin
  select count(distinct h) into wanted from jsonb_array_elements_text(p_holds) h;
  with open as (
    select h.id, h.account_id, h.remaining_minor from ledger_hold h
    where h.id in (select x::uuid from jsonb_array_elements_text(p_holds) x) and h.state = 'open' for no key update
  ), closed as (
    update ledger_hold h set state = 'released', remaining_minor = 0, closed_at = p_at from open where h.id = open.id
  ), back as (
    update ledger_account a set held_minor = a.held_minor - s.freed
    from (select account_id, sum(remaining_minor) freed from open group by account_id) s where a.id = s.account_id
  )
  select count(*) into freed from open;
  if freed <> wanted then perform ledger_refuse('hold_not_open', jsonb_build_object('holds', p_holds)); end if;
end $$;

-- Captures: each takes from an open hold on the account it debits, never more than remains.
create or replace function ledger_capture(p_transfers jsonb, p_ids uuid[], p_at timestamptz) returns void
language plpgsql set search_path = public, pg_temp as $$
declare bad record;
begin
  with used as (
    select r.h as hold, p_ids[r.d] as account, sum(r.a)::bigint as amount
    from jsonb_to_recordset(p_transfers) as r(d int, a bigint, h uuid) where r.h is not null group by 1, 2
  ), taken as (
    update ledger_hold h set remaining_minor = h.remaining_minor - used.amount,
      state = case when h.remaining_minor = used.amount then 'captured' else h.state end,
      closed_at = case when h.remaining_minor = used.amount then p_at end
    from used where h.id = used.hold and h.account_id = used.account and h.state = 'open' and h.remaining_minor >= used.amount
    returning h.id
  )
  select used.hold, used.amount, h.remaining_minor as remaining, h.state, h.account_id = used.account as fits into bad
  from used left join ledger_hold h on h.id = used.hold where used.hold not in (select id from taken) limit 1;
  if not found then return; end if;
  if bad.state = 'open' and bad.fits then perform ledger_refuse('hold_too_small', to_jsonb(bad)); end if;
  perform ledger_refuse('hold_not_open', to_jsonb(bad));
end $$;

create or replace function ledger_place(p jsonb, p_ids uuid[], p_set uuid, p_at timestamptz) returns jsonb
language plpgsql set search_path = public, pg_temp as $$
declare short record; placed jsonb;
begin
  with wanted as (
    select p_ids[r.c] as account, sum(r.a)::bigint as amount from jsonb_to_recordset(p) as r(c int, a bigint) group by 1
  ), taken as (
    update ledger_account a set held_minor = a.held_minor + wanted.amount from wanted
    where a.id = wanted.account and a.is_client and (a.may_go_negative or a.posted_minor - a.held_minor >= wanted.amount)
    returning a.id
  )
  select a.address, a.asset, a.posted_minor - a.held_minor as available, wanted.amount as wanted into short
  from wanted join ledger_account a on a.id = wanted.account where wanted.account not in (select id from taken) limit 1;
  if found then
    perform ledger_refuse('insufficient_balance', jsonb_build_object('account', short.address, 'asset', short.asset,
      'available', short.available::text, 'wanted', short.wanted::text));
  end if;
  with made as (
    insert into ledger_hold (id, set_id, account_id, amount_minor, remaining_minor, state, code, placed_at)
      select r.id, p_set, p_ids[r.c], r.a, r.a, 'open', r.k, p_at
      from jsonb_to_recordset(p) as r(id uuid, c int, a bigint, k text) returning id
  )
  select jsonb_agg(id order by id) into placed from made;
  return placed;
end $$;

-- The transfers of a set, in order. A client's account may at no entry fall below what it may; house accounts are only appended to.
create or replace function ledger_move(p_transfers jsonb, p_ids uuid[], p_set uuid, p_at timestamptz) returns void
language plpgsql set search_path = public, pg_temp as $$
declare short record;
begin
  with t as materialized (
    select r.n::int as n, p_ids[r.d] as debit, p_ids[r.c] as credit, r.a as amount, r.k as code, r.h as hold
    from rows from (jsonb_to_recordset(p_transfers) as (d int, c int, a bigint, k text, h uuid)) with ordinality as r(d, c, a, k, h, n)
  ), acc as materialized (
    select a.id, a.address, a.asset, a.is_client, a.may_go_negative, a.version, a.posted_minor, a.held_minor
    from ledger_account a where a.id = any (p_ids)
  ), leg as materialized (
    select t.n, 0 as side, t.debit as account, -t.amount as delta, case when t.hold is null then 0 else t.amount end as freed from t
    union all select t.n, 1, t.credit, t.amount, 0 from t
  ), run as materialized (
    select l.n, l.side, l.account, l.delta, l.freed, a.address, a.asset, a.may_go_negative,
      a.version + row_number() over w as version,
      (a.posted_minor + sum(l.delta) over w)::bigint as balance,
      (a.posted_minor - a.held_minor + sum(l.delta + l.freed) over w)::bigint as available
    from leg l join acc a on a.id = l.account where a.is_client
    window w as (partition by l.account order by l.n, l.side rows unbounded preceding)
  ), breach as materialized (
    select run.address, run.asset, run.available - run.delta - run.freed as available, -run.delta as wanted
    from run where not run.may_go_negative and run.available < 0 and run.delta + run.freed < 0 order by run.n limit 1
  ), written as (
    insert into ledger_transfer (set_id, n, debit_id, credit_id, asset, amount_minor, code, hold_id,
      debit_version, debit_balance, credit_version, credit_balance, at)
    select p_set, t.n, t.debit, t.credit, a.asset, t.amount, t.code, t.hold, d.version, d.balance, c.version, c.balance, p_at
    from t join acc a on a.id = t.debit
    left join run d on d.n = t.n and d.side = 0 left join run c on c.n = t.n and c.side = 1
    where not exists (select from breach) order by t.n
  ), settled as (
    update ledger_account a set posted_minor = a.posted_minor + s.delta, held_minor = a.held_minor - s.freed, version = a.version + s.entries
    from (select account, sum(delta) as delta, sum(freed) as freed, count(*) as entries from run group by account) s
    where a.id = s.account and not exists (select from breach)
  ), appended as (
    insert into ledger_house_delta (account_id, delta_minor)
    select l.account, sum(l.delta)::bigint from leg l join acc a on a.id = l.account
    where not a.is_client and not exists (select from breach) group by l.account having sum(l.delta) <> 0
  )
  select * into short from breach;
  if found then
    perform ledger_refuse('insufficient_balance', jsonb_build_object('account', short.address, 'asset', short.asset,
      'available', short.available::text, 'wanted', short.wanted::text));
  end if;
end $$;

-- p: {id, reference, digest, recipe, thread?, client?, memo?, verb, at, now, accounts: [{id, address, kind, asset, entity, client?, negative}],
--     transfers: [{d, c, a, k, h?}] (d, c: places in accounts), captures: bool, release: [hold], place: [{id, c, a, k}]}
-- Order inside a set: holds are released, transfers follow, holds are placed.
create or replace function ledger_post(p jsonb) returns jsonb
language plpgsql set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare ids uuid[]; placed jsonb := '[]'; set_id uuid := (p->>'id')::uuid; at timestamptz := (p->>'at')::timestamptz;
  now_at timestamptz := (p->>'now')::timestamptz;
begin
  insert into ledger_set (id, reference, digest, recipe, thread_id, client_id, memo, verb, at, recorded_at)
    values (set_id, p->>'reference', p->>'digest', p->>'recipe', p->>'thread', (p->>'client')::uuid, p->>'memo', p->>'verb', at, now_at)
    on conflict (tenant_id, reference) do nothing;
  if not found then return ledger_replayed(p); end if;
  ids := ledger_accounts(p->'accounts', now_at);
  perform from ledger_account a
    where a.is_client and (a.id = any (ids) or a.id in (
      select h.account_id from ledger_hold h where h.id in (select x::uuid from jsonb_array_elements_text(p->'release') x)))
    order by a.id for no key update;
  if jsonb_array_length(p->'release') > 0 then perform ledger_release(p->'release', now_at); end if;
  if (p->>'captures')::boolean then perform ledger_capture(p->'transfers', ids, now_at); end if;
  if jsonb_array_length(p->'transfers') > 0 then perform ledger_move(p->'transfers', ids, set_id, at); end if;
  if jsonb_array_length(p->'place') > 0 then placed := ledger_place(p->'place', ids, set_id, now_at); end if;
  return jsonb_build_object('set', set_id, 'replayed', false, 'holds', placed);
end $$;

-- Adds what house accounts gained since last time to their balances; readers see the same sum before, during and after.
create or replace function ledger_roll_up(p_max int) returns int
language plpgsql set search_path = public, pg_temp as $$
declare rolled int;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('ledger_roll_up', 0)) then return 0; end if;
  with oldest as (
    select d.tenant_id, d.id from ledger_house_delta d order by d.tenant_id, d.id limit p_max
  ), taken as (
    delete from ledger_house_delta d using oldest o where d.tenant_id = o.tenant_id and d.id = o.id
    returning d.tenant_id, d.account_id, d.delta_minor
  ), added as (
    update ledger_account a set posted_minor = a.posted_minor + s.delta
    from (select tenant_id, account_id, sum(delta_minor)::bigint as delta from taken group by 1, 2) s
    where a.tenant_id = s.tenant_id and a.id = s.account_id
  )
  select count(*) into rolled from taken;
  return rolled;
end $$;

-- Both sides of every transfer, as an accountant reads them.
drop view if exists ledger_entry;
create view ledger_entry with (security_invoker = true) as
  select tenant_id, debit_id as account_id, seq, set_id, n, credit_id as counter_id, asset, -amount_minor as delta_minor,
    debit_balance as balance_minor, debit_version as version, code, at from ledger_transfer
  union all
  select tenant_id, credit_id, seq, set_id, n, debit_id, asset, amount_minor, credit_balance, credit_version, code, at from ledger_transfer;
grant select on ledger_entry to bos_app, bos_platform;
