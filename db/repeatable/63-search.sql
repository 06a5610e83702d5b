-- Clients whose words match. Row level security keeps conditions that are not leakproof, as the match of words is, away
-- from every index, so these functions read past it: they answer ids of the caller's tenant and reach, nothing else.
create or replace function client_reach_sql(p_scope text) returns text language sql immutable
set search_path = public, pg_temp as $$
  select case when p_scope = 'all' then '' else ' and (c.owner_id = $3'
    || case when p_scope in ('team', 'desk') then
      ' or c.team_id = any(array(select m.team_id from membership m where m.tenant_id = $1 and m.user_id = $3))' else '' end
    || case when p_scope = 'desk' then
      ' or c.desk = any(array(select t.desk from membership m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id
        where m.tenant_id = $1 and m.user_id = $3))' else '' end || ')' end
$$;

-- What else a list asks of them, by names of columns; the index of words and those of the columns are read together.
create or replace function client_facets_sql(p_facets jsonb) returns text language sql immutable
set search_path = public, pg_temp as $$
  select coalesce(string_agg(format(' and c.%I %s ($5->>%L)::%s', f.is_of, f.compared, f.name, f.type), ''), '')
    || case when p_facets ? 'is_unowned' then ' and c.owner_id is null' else '' end
  from (values ('stage', 'stage', '=', 'text'), ('verification', 'verification', '=', 'text'), ('funding', 'funding', '=', 'text'),
    ('trading', 'trading', '=', 'text'), ('relationship', 'relationship', '=', 'text'), ('tier', 'tier', '=', 'text'),
    ('category', 'category', '=', 'text'), ('desk', 'desk', '=', 'text'), ('country', 'country', '=', 'text'),
    ('language', 'language', '=', 'text'), ('source', 'source', '=', 'text'), ('brand_id', 'brand_id', '=', 'uuid'),
    ('owner_id', 'owner_id', '=', 'uuid'), ('team_id', 'team_id', '=', 'uuid'),
    ('registered_from', 'registered_at', '>=', 'timestamptz'), ('registered_to', 'registered_at', '<', 'timestamptz'))
    as f(name, is_of, compared, type)
  where p_facets ? f.name
$$;

-- Only indexes are worth reading: of what the planner thinks frequent it would walk the table instead. A loop, because what is
-- read to its end is planned as if all were wanted: with a limit the planner trusts that it meets enough before long.
drop function if exists client_matches(text, text, uuid, int);
create or replace function client_matches(p_words text, p_scope text, p_user uuid, p_facets jsonb, p_max int) returns setof uuid
language plpgsql stable security definer rows 500
set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off
set work_mem = '32MB' as $$
declare one uuid; n int := 0;
begin
  for one in execute 'select c.id from client c where c.tenant_id = $1 and c.search @@ $2' || client_reach_sql(p_scope)
      || client_facets_sql(coalesce(p_facets, '{}'))
    using nullif(current_setting('app.tenant_id', true), '')::uuid, p_words::tsquery, p_user, p_max, p_facets
  loop
    return next one;
    n := n + 1;
    exit when n >= p_max;
  end loop;
end $$;

-- The same among the newest only, newest first: who is frequent is met there, and the index of words would have to gather
-- every one of them before it could give the first. Of a narrower reach, the newest of each way into it.
drop function if exists client_newest(text, text, text, uuid, int);
create or replace function client_newest(p_whole text, p_begun text, p_scope text, p_user uuid, p_facets jsonb, p_walked int)
returns table (id uuid, is_whole boolean)
language plpgsql stable security definer rows 100
set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
declare
  tenant constant uuid := nullif(current_setting('app.tenant_id', true), '')::uuid;
  newest constant text := ' order by c.registered_at desc limit $6)';
  ways text := '(select c.* from client c where c.tenant_id = $1' || newest;
begin
  if p_scope <> 'all' then
    ways := '(select c.* from client c where c.tenant_id = $1 and c.owner_id = $3' || newest;
  end if;
  if p_scope in ('team', 'desk') then
    ways := ways || ' union all (select w.* from membership m cross join lateral
      (select c.* from client c where c.tenant_id = $1 and c.team_id = m.team_id' || newest || ' w where m.tenant_id = $1 and m.user_id = $3)';
  end if;
  if p_scope = 'desk' then
    ways := ways || ' union all (select w.* from membership m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id cross join lateral
      (select c.* from client c where c.tenant_id = $1 and c.desk = t.desk' || newest || ' w where m.tenant_id = $1 and m.user_id = $3)';
  end if;
  return query execute 'with c as materialized (' || ways || ')
    select distinct on (c.registered_at, c.id) c.id, c.search @@ $4 from c where c.search @@ $2' || client_facets_sql(coalesce(p_facets, '{}'))
    || ' order by c.registered_at desc, c.id desc'
    using tenant, p_begun::tsquery, p_user, p_whole::tsquery, p_facets, p_walked;
end $$;

do $$
declare f text;
begin
  foreach f in array array['client_matches(text,text,uuid,jsonb,int)', 'client_newest(text,text,text,uuid,jsonb,int)'] loop
    execute format('alter function %s owner to bos_definer', f);
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to bos_app', f);
  end loop;
end $$;
