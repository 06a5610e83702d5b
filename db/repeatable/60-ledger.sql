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
-- `offset 0` and no sequential scan keep this a look-up by key: a join planned while the table was small would stay cached.
create or replace function ledger_transfer_sound() returns trigger
language plpgsql set search_path = public, pg_temp set enable_seqscan = off as $$
declare bad record;
begin
  select f.set_id, f.n, f.asset, f.debit_id, f.credit_id, d.asset as debited, c.asset as credited into bad from fresh f
  left join lateral (select a.asset, a.entity_id from ledger_account a where a.tenant_id = f.tenant_id and a.id = f.debit_id offset 0) d on true
  left join lateral (select a.asset, a.entity_id from ledger_account a where a.tenant_id = f.tenant_id and a.id = f.credit_id offset 0) c on true
  where d.asset is distinct from f.asset or c.asset is distinct from f.asset or d.entity_id <> c.entity_id limit 1;
  if not found then return null; end if;
  if bad.debited is null or bad.credited is null then perform ledger_refuse('transfer_of_unknown_account', to_jsonb(bad)); end if;
  perform ledger_refuse('transfer_between_strange_accounts', to_jsonb(bad));
end $$;
drop trigger if exists ledger_transfer_sound on ledger_transfer;
create trigger ledger_transfer_sound after insert on ledger_transfer
  referencing new table as fresh for each statement execute function ledger_transfer_sound();

-- The id of an account follows from its address (a UUID version 3), so nothing has to be looked up and no address exists twice.
create or replace function ledger_account_id(p_address text) returns uuid
language sql stable as $$
  select overlay(overlay(md5(current_setting('app.tenant_id') || '/' || p_address) placing '3' from 13) placing '8' from 17)::uuid
$$;

-- Ids of the named accounts in the order given; missing ones are made. Inserted before they are locked: a row that is not
-- there yet cannot be locked, and two first postings would overdraw it together.
create or replace function ledger_accounts(p_accounts jsonb, p_at timestamptz) returns uuid[]
language plpgsql set search_path = public, pg_temp as $$
declare ids uuid[]; present uuid[];
begin
  select array_agg(ledger_account_id(r.address) order by r.n) into ids
    from rows from (jsonb_to_recordset(p_accounts) as (address text)) with ordinality as r(address, n);
  select array_agg(a.id) into present from ledger_account a where a.id = any (ids);
  if cardinality(present) is distinct from cardinality(ids) then
    insert into ledger_account (id, address, kind, asset, entity_id, client_id, is_client, may_go_negative, created_at)
      select x.id, x.address, x.kind, x.asset, x.entity, x.client, x.client is not null, x.negative, p_at
      from (select ledger_account_id(r.address) as id, r.* from jsonb_to_recordset(p_accounts)
        as r(address text, kind text, asset text, entity uuid, client uuid, negative boolean)) x
      where not x.id = any (coalesce(present, '{}')) order by x.id
      on conflict (tenant_id, id) do nothing;
  end if;
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
    where h.id = any (array(select x::uuid from jsonb_array_elements_text(p_holds) x)) and h.state = 'open' for no key update
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
declare wanted record; placed jsonb;
begin
  for wanted in select p_ids[r.c] as account, sum(r.a)::bigint as amount from jsonb_to_recordset(p) as r(c int, a bigint) group by 1 loop
    update ledger_account a set held_minor = a.held_minor + wanted.amount
      where a.id = wanted.account and a.is_client and (a.may_go_negative or a.posted_minor - a.held_minor >= wanted.amount);
    if not found then perform ledger_short(wanted.account, null, wanted.amount); end if;
  end loop;
  with made as (
    insert into ledger_hold (id, set_id, account_id, amount_minor, remaining_minor, state, code, placed_at)
      select r.id, p_set, p_ids[r.c], r.a, r.a, 'open', r.k, p_at
      from jsonb_to_recordset(p) as r(id uuid, c int, a bigint, k text) returning id
  )
  select jsonb_agg(id order by id) into placed from made;
  return placed;
end $$;

-- Refuses in words a person can use; `p_available` null means what the row says now.
create or replace function ledger_short(p_account uuid, p_available bigint, p_wanted bigint) returns void
language plpgsql set search_path = public, pg_temp as $$
declare short record;
begin
  select a.address, a.asset, a.posted_minor - a.held_minor as available into short from ledger_account a where a.id = p_account;
  perform ledger_refuse('insufficient_balance', jsonb_build_object('account', short.address, 'asset', short.asset,
    'available', coalesce(p_available, short.available)::text, 'wanted', p_wanted::text));
end $$;

-- The transfers of a set, in order. A client's account may at no entry fall below what it may; house accounts are only
-- appended to. Everything known of the accounts lies in arrays by their place: simple statements cost a set of one least.
create or replace function ledger_move(p_transfers jsonb, p_ids uuid[], p_set uuid, p_at timestamptz) returns void
language plpgsql set search_path = public, pg_temp as $$
declare r record; t record; place int; n int := 0; free bigint; deltas bigint[] := array_fill(0::bigint, array[cardinality(p_ids)]);
  freeds bigint[] := deltas; entries bigint[] := deltas; posted bigint[] := deltas; held bigint[] := deltas; versions bigint[] := deltas;
  clients boolean[] := array_fill(false, array[cardinality(p_ids)]); floored boolean[] := clients;
  d_versions bigint[]; d_balances bigint[]; c_versions bigint[]; c_balances bigint[];
begin
  for r in select a.id, a.may_go_negative, a.posted_minor, a.held_minor, a.version from ledger_account a
    where a.id = any (p_ids) and a.is_client
  loop
    place := array_position(p_ids, r.id);
    clients[place] := true; floored[place] := not r.may_go_negative;
    posted[place] := r.posted_minor; held[place] := r.held_minor; versions[place] := r.version;
  end loop;
  for t in select x.d, x.c, x.a, x.h from jsonb_to_recordset(p_transfers) as x(d int, c int, a bigint, h uuid) loop
    n := n + 1; d_versions[n] := null; d_balances[n] := null; c_versions[n] := null; c_balances[n] := null;
    deltas[t.d] := deltas[t.d] - t.a;
    if clients[t.d] then
      -- A capture spends what its hold had set aside, so it changes nothing of what is free.
      if t.h is not null then freeds[t.d] := freeds[t.d] + t.a; end if;
      free := posted[t.d] - held[t.d] + deltas[t.d] + freeds[t.d];
      if t.h is null and floored[t.d] and free < 0 then perform ledger_short(p_ids[t.d], free + t.a, t.a); end if;
      entries[t.d] := entries[t.d] + 1;
      d_versions[n] := versions[t.d] + entries[t.d]; d_balances[n] := posted[t.d] + deltas[t.d];
    end if;
    deltas[t.c] := deltas[t.c] + t.a;
    if clients[t.c] then
      entries[t.c] := entries[t.c] + 1;
      c_versions[n] := versions[t.c] + entries[t.c]; c_balances[n] := posted[t.c] + deltas[t.c];
    end if;
  end loop;
  insert into ledger_transfer (set_id, n, debit_id, credit_id, asset, amount_minor, code, hold_id,
    debit_version, debit_balance, credit_version, credit_balance, at)
  select p_set, x.n, p_ids[x.d], p_ids[x.c], x.s, x.a, x.k, x.h, d_versions[x.n], d_balances[x.n], c_versions[x.n], c_balances[x.n], p_at
  from rows from (jsonb_to_recordset(p_transfers) as (d int, c int, a bigint, s text, k text, h uuid)) with ordinality as x(d, c, a, s, k, h, n);
  if false = any (clients) then
    insert into ledger_house_delta (account_id, delta_minor)
    select p_ids[i], deltas[i] from generate_subscripts(p_ids, 1) i where not clients[i] and deltas[i] <> 0;
  end if;
  if true = any (clients) then
    update ledger_account a set posted_minor = a.posted_minor + x.delta, held_minor = a.held_minor - x.freed, version = a.version + x.entries
    from unnest(p_ids, deltas, freeds, entries) as x(id, delta, freed, entries) where a.id = x.id and x.entries > 0;
  end if;
end $$;

-- p: {id, reference, digest, recipe, thread?, client?, memo?, verb, at, now, accounts: [{address, kind, asset, entity, client?, negative}],
--     transfers: [{d, c, a, s, k, h?}] (d, c: places in accounts), captures: bool, release: [hold], place: [{id, c, a, k}]}
-- Order inside a set: holds are released, transfers follow, holds are placed.
create or replace function ledger_post(p jsonb) returns jsonb
language plpgsql set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
declare ids uuid[]; held_on uuid[]; placed jsonb := '[]'; set_id uuid := (p->>'id')::uuid; at timestamptz := (p->>'at')::timestamptz;
  now_at timestamptz := (p->>'now')::timestamptz;
begin
  insert into ledger_set (id, reference, digest, recipe, thread_id, client_id, memo, verb, at, recorded_at)
    values (set_id, p->>'reference', p->>'digest', p->>'recipe', p->>'thread', (p->>'client')::uuid, p->>'memo', p->>'verb', at, now_at)
    on conflict (tenant_id, reference) do nothing;
  if not found then return ledger_replayed(p); end if;
  ids := ledger_accounts(p->'accounts', now_at);
  if jsonb_array_length(p->'release') > 0 then
    select array_agg(h.account_id) into held_on from ledger_hold h
      where h.id = any (array(select x::uuid from jsonb_array_elements_text(p->'release') x));
  end if;
  perform from ledger_account a where a.id = any (ids || held_on) and a.is_client order by a.id for no key update;
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
