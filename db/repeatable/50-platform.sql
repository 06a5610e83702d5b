-- What reaches across tenants from the web: a few functions that answer only inside the platform's own tenant.

set role bos_definer;
insert into organisation (id, name, kind, vetted_at, created_at)
  values ('00000000-0000-7000-8000-000000000001', 'Platform', 'platform', now(), now()) on conflict (id) do nothing;
insert into tenant (id, organisation_id, slug, name, kind, environment, status, features, created_at)
  values ('00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', 'platform', 'Platform', 'platform', 'live', 'active', '{}', now())
  on conflict (id) do nothing;
reset role;

create or replace function require_platform() returns void language plpgsql stable set search_path = public, pg_temp as $$
begin
  if coalesce(current_setting('app.tenant_id', true), '') <> '00000000-0000-7000-8000-000000000002' then
    raise exception 'only the platform tenant reaches other tenants' using errcode = '42501';
  end if;
end $$;

-- p: {organisation, tenant, entity, brand, roles: [], user, token?, actor, at}. One transaction with the verb that calls it.
create or replace function create_tenant(p jsonb) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare at timestamptz := (p->>'at')::timestamptz; t uuid := (p->'tenant'->>'id')::uuid; settled int;
begin
  perform require_platform();
  insert into organisation (id, name, kind, country, vetted_at, created_at)
    select r.id, r.name, r.kind, r.country, r.vetted_at, at from jsonb_to_record(p->'organisation') as r(id uuid, name text, kind text, country text, vetted_at timestamptz)
    on conflict (id) do nothing;
  insert into tenant (id, organisation_id, slug, name, kind, environment, status, features, settings, is_seeded, created_at)
    select t, (p->'organisation'->>'id')::uuid, r.slug, r.name, r.kind, r.environment, 'active',
      array(select jsonb_array_elements_text(p->'tenant'->'features')), r.settings, coalesce(r.is_seeded, false), at
    from jsonb_to_record(p->'tenant') as r(slug text, name text, kind text, environment text, settings jsonb, is_seeded boolean)
    on conflict (slug) do nothing;
  get diagnostics settled = row_count;
  if settled = 0 then return 'slug_taken'; end if;
  insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, licence, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
    select t, r.id, r.name, r.short_name, r.jurisdiction, r.licence, r.base_currency, r.time_zone, r.cut_off, r.bank_calendar, r.trading_calendar, at
    from jsonb_to_recordset(p->'entities') as r(id uuid, name text, short_name text, jurisdiction text, licence text, base_currency text, time_zone text, cut_off text, bank_calendar text, trading_calendar text);
  insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, logo_png, languages, is_default, created_at)
    select t, r.id, r.entity_id, r.name, r.slug, r.color, r.color_dark, r.logo_png, array(select jsonb_array_elements_text(r.languages)), r.is_default, at
    from jsonb_to_recordset(p->'brands') as r(id uuid, entity_id uuid, name text, slug text, color text, color_dark text, logo_png text, languages jsonb, is_default boolean);
  insert into role (tenant_id, id, key, name, is_preset, grants, created_at)
    select t, r.id, r.key, r.name, true, array(select jsonb_array_elements_text(r.grants)), at
    from jsonb_to_recordset(p->'roles') as r(id uuid, key text, name text, grants jsonb);
  insert into app_user (tenant_id, id, kind, email, email_verified_at, name, password_hash, language, status, ends_at, created_at)
    select t, r.id, 'staff', r.email, r.email_verified_at, r.name, r.password_hash, coalesce(r.language, 'en'), 'active', r.ends_at, at
    from jsonb_to_recordset(p->'users') as r(id uuid, email text, email_verified_at timestamptz, name text, password_hash text, language text, ends_at timestamptz);
  insert into membership (tenant_id, user_id, role_id, row_scope, created_at)
    select t, r.user_id, r.role_id, 'all', at from jsonb_to_recordset(p->'memberships') as r(user_id uuid, role_id uuid);
  insert into one_time_token (tenant_id, id, kind, user_id, payload, created_at, expires_at)
    select t, r.id, r.kind, r.user_id, r.payload, at, r.expires_at
    from jsonb_to_recordset(p->'tokens') as r(id uuid, kind text, user_id uuid, payload jsonb, expires_at timestamptz);
  perform write_into_tenant(t, p->'audit', at);
  insert into outbox (tenant_id, name, data, at)
    select t, 'identity/token.issued', jsonb_build_object('tokenId', e->>'typeid', 'kind', e->>'kind'), at from jsonb_array_elements(p->'tokens') as e
    where e->>'kind' = 'verify_email';
  return null;
end $$;

-- An entry in the tenant's own log about what the platform did with it.
create or replace function write_into_tenant(p_tenant uuid, p jsonb, p_at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into audit_entry (tenant_id, id, at, actor, action, object_type, object_id, changes, facts, reason, request_id)
    values (p_tenant, (p->>'id')::uuid, p_at, p->'actor', p->>'action', p->>'object_type', p->>'object_id',
      coalesce(p->'changes', '{}'), p->'facts', p->>'reason', p->>'request_id')
$$;

create or replace function platform_tenants() returns table (
  id uuid, slug text, name text, kind text, environment text, status text, features text[], created_at timestamptz,
  organisation_id uuid, organisation text, country text, go_live_requested_at timestamptz, vetted_at timestamptz,
  staff bigint, clients bigint, last_activity timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform require_platform();
  return query
    select t.id, t.slug, t.name, t.kind, t.environment, t.status, t.features, t.created_at, o.id, o.name, o.country,
      o.go_live_requested_at, o.vetted_at,
      (select count(*) from app_user u where u.tenant_id = t.id and u.kind = 'staff' and u.status = 'active'),
      (select count(*) from app_user u where u.tenant_id = t.id and u.kind = 'client'),
      (select max(s.last_seen_at) from session s where s.tenant_id = t.id)
    from tenant t join organisation o on o.id = t.organisation_id where t.kind <> 'platform';
end $$;

create or replace function platform_tenant_detail(p_tenant uuid) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform require_platform();
  return (select jsonb_build_object(
    'entities', coalesce((select jsonb_agg(to_jsonb(e) - 'tenant_id') from legal_entity e where e.tenant_id = t.id), '[]'),
    'brands', coalesce((select jsonb_agg(to_jsonb(b) - 'tenant_id') from brand b where b.tenant_id = t.id), '[]'),
    'roles', coalesce((select jsonb_agg(jsonb_build_object('key', r.key, 'name', r.name, 'grants', r.grants)) from role r where r.tenant_id = t.id and r.is_preset), '[]'),
    'administrators', coalesce((select jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email, 'name', u.name, 'language', u.language,
        'password_hash', u.password_hash, 'email_verified_at', u.email_verified_at))
      from app_user u where u.tenant_id = t.id and u.kind = 'staff' and u.status = 'active' and u.ends_at is null and exists (
        select from membership m join role r on r.tenant_id = m.tenant_id and r.id = m.role_id
        where m.tenant_id = t.id and m.user_id = u.id and r.key = 'administrator')), '[]'),
    'tenant', to_jsonb(t), 'organisation', to_jsonb(o))
    from tenant t join organisation o on o.id = t.organisation_id where t.id = p_tenant);
end $$;

create or replace function platform_set_tenant(p_tenant uuid, p_status text, p jsonb, p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform require_platform();
  update tenant set status = p_status where id = p_tenant and kind <> 'platform';
  if p_status = 'suspended' then
    update session set revoked_at = p_at, revoked_reason = 'tenant_suspended' where tenant_id = p_tenant and revoked_at is null;
  end if;
  perform write_into_tenant(p_tenant, p, p_at);
end $$;

create or replace function platform_vet(p_organisation uuid, p_by text, p_note text, p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform require_platform();
  update organisation set vetted_at = p_at, vetted_by = p_by, vet_note = p_note where id = p_organisation;
end $$;

-- p: {user, role, token, audit, at, expires_at}: a reading member of staff with an end, whose name says who it is.
create or replace function open_break_glass(p_tenant uuid, p jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare at timestamptz := (p->>'at')::timestamptz; until timestamptz := (p->>'expires_at')::timestamptz;
begin
  perform require_platform();
  insert into role (tenant_id, id, key, name, is_preset, grants, created_at)
    values (p_tenant, (p->>'role')::uuid, 'platform_break_glass', 'Platform (break-glass)', true, array['read:*'], at)
    on conflict (tenant_id, key) do nothing;
  insert into app_user (tenant_id, id, kind, email, email_verified_at, name, status, ends_at, created_at)
    values (p_tenant, (p->>'user')::uuid, 'staff', p->>'email', at, p->>'name', 'active', until, at);
  insert into membership (tenant_id, user_id, role_id, row_scope, created_at)
    select p_tenant, (p->>'user')::uuid, r.id, 'all', at from role r where r.tenant_id = p_tenant and r.key = 'platform_break_glass';
  insert into one_time_token (tenant_id, id, kind, user_id, payload, created_at, expires_at)
    values (p_tenant, (p->>'token')::uuid, 'ticket', (p->>'user')::uuid, p->'payload', at, at + interval '60 seconds');
  perform write_into_tenant(p_tenant, p->'audit', at);
end $$;

create or replace function close_break_glass(p_tenant uuid, p_user uuid, p_audit jsonb, p_at timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform require_platform();
  update app_user set status = 'left', left_at = p_at, ends_at = p_at where tenant_id = p_tenant and id = p_user;
  update session set revoked_at = p_at, revoked_reason = 'break_glass_closed' where tenant_id = p_tenant and user_id = p_user and revoked_at is null;
  perform write_into_tenant(p_tenant, p_audit, p_at);
end $$;

-- The sandbox asks; only this column of the organisation is the tenant's to write.
create or replace function request_go_live(p_at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  update organisation set go_live_requested_at = p_at
  where id = (select organisation_id from tenant where id = nullif(current_setting('app.tenant_id', true), '')::uuid)
$$;

-- Last use, at most every five minutes, outside the funnel: reads are read-only transactions and a clock is no decision.
create or replace function touch_credential(p_kind text, p_id uuid, p_now timestamptz) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if p_kind = 'apiKey' then
    update api_key set last_used_at = p_now where id = p_id and (last_used_at is null or last_used_at < p_now - interval '5 minutes');
  else
    update session set last_seen_at = p_now where id = p_id and last_seen_at < p_now - interval '1 minute';
  end if;
end $$;

do $$
declare f text;
begin
  foreach f in array array[
    'create_tenant(jsonb)', 'write_into_tenant(uuid,jsonb,timestamptz)', 'platform_tenants()', 'platform_tenant_detail(uuid)',
    'platform_set_tenant(uuid,text,jsonb,timestamptz)', 'platform_vet(uuid,text,text,timestamptz)', 'open_break_glass(uuid,jsonb)',
    'close_break_glass(uuid,uuid,jsonb,timestamptz)', 'request_go_live(timestamptz)', 'touch_credential(text,uuid,timestamptz)']
  loop
    execute format('alter function %s owner to bos_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to bos_app, bos_platform', f);
  end loop;
end $$;
-- Only the functions above may write into another tenant's log.
revoke execute on function write_into_tenant(uuid, jsonb, timestamptz) from bos_app;
