-- The two statements every command costs besides its own work (design: the funnel).
-- SECURITY DEFINER functions belong to bos_definer (no login); they are the only readers before the tenant is known.

create or replace function kernel_grants(p_tenant uuid, p_user uuid, out grants text[], out scopes jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(distinct g), '{}'),
         coalesce(jsonb_agg(distinct jsonb_build_object('grants', r.grants, 'scope', m.row_scope, 'team', m.team_id, 'role', r.key)), '[]')
  from membership m join role r on r.tenant_id = m.tenant_id and r.id = m.role_id
  cross join lateral unnest(r.grants) g
  where m.tenant_id = p_tenant and m.user_id = p_user
$$;

create or replace function kernel_user_actor(p_tenant uuid, p_user uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('kind', u.kind, 'userId', u.id, 'name', u.name, 'clientId', u.client_id,
    'status', u.status, 'endsAt', u.ends_at, 'language', u.language, 'timeZone', u.time_zone,
    'grants', g.grants, 'memberships', g.scopes)
  from app_user u cross join lateral kernel_grants(u.tenant_id, u.id) g
  where u.tenant_id = p_tenant and u.id = p_user
$$;

-- How long a session of a surface may lie unused: the tenant's setting, else a working day's break at a desk and an hour elsewhere.
create or replace function kernel_session_idle(p_tenant uuid, p_surface text) returns interval
language sql stable security definer set search_path = public, pg_temp as $$
  select make_interval(mins => coalesce(
    (select (t.settings->'sessionIdleMinutes'->>p_surface)::int from tenant t where t.id = p_tenant),
    case p_surface when 'desk' then 240 when 'partner' then 240 else 60 end))
$$;

create or replace function kernel_session_actor(p_tenant uuid, p jsonb, p_now timestamptz) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare s session%rowtype; actor jsonb; impersonator text;
begin
  select * into s from session where tenant_id = p_tenant and id = (p->>'sessionId')::uuid;
  if not found or s.revoked_at is not null or s.expires_at <= p_now or s.surface <> p->>'surface' then
    return jsonb_build_object('refused', 'session_ended');
  end if;
  if s.last_seen_at + kernel_session_idle(p_tenant, s.surface) <= p_now then
    return jsonb_build_object('refused', 'session_ended');
  end if;
  actor := kernel_user_actor(p_tenant, s.user_id);
  if actor->>'status' <> 'active' or (actor->>'endsAt')::timestamptz <= p_now then
    return jsonb_build_object('refused', 'session_ended');
  end if;
  if s.impersonator_id is not null then
    select name into impersonator from app_user
      where tenant_id = p_tenant and id = s.impersonator_id and status = 'active';
    if not found then return jsonb_build_object('refused', 'session_ended'); end if;
    actor := actor || jsonb_build_object('impersonator', jsonb_build_object('userId', s.impersonator_id, 'name', impersonator));
  end if;
  return actor || jsonb_build_object('sessionId', s.id, 'surface', s.surface, 'steppedUpAt', s.stepped_up_at, 'deviceId', s.device_id);
end $$;

create or replace function kernel_key_actor(p_tenant uuid, p jsonb, p_now timestamptz) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare k api_key%rowtype;
begin
  -- Equality of HMACs under a pepper: the time it takes tells nothing about the secret.
  select * into k from api_key where tenant_id = p_tenant and id = (p->>'keyId')::uuid and secret_hash = p->>'secretHash';
  if not found or k.revoked_at is not null or k.expires_at <= p_now then
    return jsonb_build_object('refused', 'api_key_invalid');
  end if;
  return jsonb_build_object('kind', 'apiKey', 'keyId', k.id, 'name', k.name, 'grants', k.scopes,
    'memberships', jsonb_build_array(jsonb_build_object('grants', k.scopes, 'scope', 'all', 'role', 'apiKey')),
    'lastUsedAt', k.last_used_at);
end $$;

create or replace function kernel_claim(p_tenant uuid, p_actor text, p jsonb, p_now timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare earlier idempotency%rowtype;
begin
  insert into idempotency (tenant_id, actor, verb, key, input_hash, created_at)
    values (p_tenant, p_actor, p->>'verb', p->>'key', p->>'hash', p_now) on conflict do nothing;
  if found then return jsonb_build_object('state', 'new'); end if;
  select * into earlier from idempotency
    where tenant_id = p_tenant and actor = p_actor and verb = p->>'verb' and key = p->>'key';
  if earlier.input_hash <> p->>'hash' then return jsonb_build_object('state', 'conflict'); end if;
  return jsonb_build_object('state', 'replay', 'result', earlier.result);
end $$;

-- p: {tenant | slug, now, credential: {kind, …}, idempotency?: {key, hash, verb}, lease?: {kind, key, holder, epoch}}
create or replace function kernel_enter(p jsonb) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare t tenant%rowtype; actor jsonb; claim jsonb; c jsonb := p->'credential'; at timestamptz := (p->>'now')::timestamptz; who text;
begin
  if p ? 'tenant' then select * into t from tenant where id = (p->>'tenant')::uuid;
  else select * into t from tenant where slug = p->>'slug'; end if;
  if not found then return jsonb_build_object('refused', 'unknown_tenant'); end if;
  perform set_config('app.tenant_id', t.id::text, true);
  case c->>'kind'
    when 'session' then actor := kernel_session_actor(t.id, c, at);
    when 'apiKey' then actor := kernel_key_actor(t.id, c, at);
    else actor := c; -- anonymous, job, webhook, platform: the composition root vouches for these
  end case;
  if actor ? 'refused' then return actor; end if;
  if t.status <> 'active' then
    -- Its people are signed out; only the platform's own reader, who is here by break-glass, still comes in.
    if c->>'kind' = 'apiKey' then return jsonb_build_object('refused', 'tenant_suspended'); end if;
    if c->>'kind' = 'session' and not actor->'memberships' @> '[{"role": "platform_break_glass"}]' then
      return jsonb_build_object('refused', 'session_ended');
    end if;
  end if;
  if p ? 'lease' then
    perform from lease where tenant_id = t.id and kind = p->'lease'->>'kind' and key = p->'lease'->>'key'
      and holder = p->'lease'->>'holder' and epoch = (p->'lease'->>'epoch')::bigint for share;
    if not found then return jsonb_build_object('refused', 'lease_lost'); end if;
  end if;
  if p ? 'idempotency' then
    who := coalesce(actor->>'userId', actor->>'keyId', actor->>'name', actor->>'kind');
    claim := kernel_claim(t.id, who, p->'idempotency', at);
  end if;
  return jsonb_build_object('actor', actor, 'claim', claim, 'who', who, 'tenant', jsonb_build_object(
    'id', t.id, 'slug', t.slug, 'name', t.name, 'kind', t.kind, 'environment', t.environment, 'status', t.status,
    'isSeeded', t.is_seeded, 'features', t.features, 'settings', t.settings));
end $$;

-- p: {audit: [rows], events: [{name, data, at}], decisions: [rows], idempotency?: {who, verb, key, result}}
create or replace function kernel_leave(p jsonb) returns void
language plpgsql set search_path = public, pg_temp as $$
begin
  insert into audit_entry (id, at, actor, action, object_type, object_id, thread_id, client_id, changes, facts, reason, restricted_to, request_id)
    select r.id, r.at, r.actor, r.action, r.object_type, r.object_id, r.thread_id, r.client_id, r.changes, r.facts, r.reason, r.restricted_to, r.request_id
    from jsonb_to_recordset(p->'audit') as r(id uuid, at timestamptz, actor jsonb, action text, object_type text, object_id text,
      thread_id text, client_id uuid, changes jsonb, facts jsonb, reason text, restricted_to text, request_id text);
  if p ? 'decisions' then
    insert into policy_decision (id, point, version, object_id, client_id, facts, outcome, matched_row, at)
      select r.id, r.point, r.version, r.object_id, r.client_id, r.facts, r.outcome, r.matched_row, r.at
      from jsonb_to_recordset(p->'decisions') as r(id uuid, point text, version text, object_id text, client_id uuid,
        facts jsonb, outcome jsonb, matched_row text, at timestamptz);
  end if;
  if p ? 'idempotency' then
    update idempotency set result = p->'idempotency'->'result'
      where tenant_id = current_setting('app.tenant_id')::uuid and actor = p->'idempotency'->>'who'
        and verb = p->'idempotency'->>'verb' and key = p->'idempotency'->>'key';
  end if;
  if p ? 'events' then
    insert into outbox (name, data, at)
      select e->>'name', e->'data', (e->>'at')::timestamptz from jsonb_array_elements(p->'events') with ordinality as x(e, n) order by n;
  end if;
end $$;

create or replace function resolve_domain(p_host text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('tenant', t.id, 'slug', t.slug, 'brand', b.slug)
  from domain d join tenant t on t.id = d.tenant_id join brand b on b.tenant_id = d.tenant_id and b.id = d.brand_id
  where d.host = lower(p_host) and d.verified_at is not null
$$;

create or replace function resolve_api_key(p_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('tenant', tenant_id) from api_key where id = p_id
$$;

create or replace function resolve_connection(p_id uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('tenant', tenant_id, 'port', port, 'vendor', vendor) from connection where id = p_id
$$;

-- What a stranger may know of a tenant: that it exists and how it looks.
create or replace function resolve_tenant(p_slug text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select jsonb_build_object('tenant', t.id, 'slug', t.slug, 'name', t.name, 'kind', t.kind, 'environment', t.environment, 'status', t.status)
  from tenant t where t.slug = p_slug
$$;

-- Fixed window with a block that doubles as back-off. Returns milliseconds to wait, 0 when allowed.
create or replace function hit_rate_limit(p_key text, p_limit int, p_window interval, p_now timestamptz) returns bigint
language sql security definer set search_path = public, pg_temp as $$
  insert into rate_limit as r (key, window_start, hits) values (p_key, p_now, 1)
  on conflict (key) do update set
    hits = case when r.window_start + p_window <= p_now then 1 else r.hits + 1 end,
    window_start = case when r.window_start + p_window <= p_now then p_now else r.window_start end
  returning case when hits <= p_limit then 0
    else greatest(1, (extract(epoch from window_start + p_window - p_now) * 1000)::bigint) end
$$;

create or replace function forgive_rate_limit(p_key text, p_all boolean) returns void
language sql security definer set search_path = public, pg_temp as $$
  update rate_limit set hits = case when p_all then 0 else greatest(hits - 1, 0) end where key = p_key
$$;

do $$
declare f text;
begin
  foreach f in array array[
    'kernel_grants(uuid,uuid)', 'kernel_user_actor(uuid,uuid)', 'kernel_session_actor(uuid,jsonb,timestamptz)',
    'kernel_key_actor(uuid,jsonb,timestamptz)', 'kernel_claim(uuid,text,jsonb,timestamptz)', 'kernel_enter(jsonb)',
    'resolve_domain(text)', 'resolve_api_key(uuid)', 'resolve_connection(uuid)', 'resolve_tenant(text)',
    'hit_rate_limit(text,int,interval,timestamptz)', 'forgive_rate_limit(text,boolean)']
  loop
    execute format('alter function %s owner to bos_definer', f);
    execute format('revoke all on function %s from public', f);
  end loop;
end $$;
grant execute on function kernel_enter(jsonb), kernel_leave(jsonb), resolve_domain(text), resolve_api_key(uuid),
  resolve_connection(uuid), resolve_tenant(text), hit_rate_limit(text, int, interval, timestamptz),
  forgive_rate_limit(text, boolean) to bos_app, bos_platform;
grant execute on function kernel_grants(uuid, uuid), kernel_session_actor(uuid, jsonb, timestamptz),
  kernel_key_actor(uuid, jsonb, timestamptz), kernel_claim(uuid, text, jsonb, timestamptz), kernel_user_actor(uuid, uuid) to bos_definer;
grant execute on function kernel_user_actor(uuid, uuid) to bos_app, bos_platform;

-- The claim is inserted and filled with its answer in one transaction: room on the page keeps that update off the indexes.
alter table idempotency set (fillfactor = 60);
