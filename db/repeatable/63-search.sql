-- Clients whose words match. Row level security keeps conditions that are not leakproof, as the match of words is, away
-- from every index, so this one function reads past it: it answers ids of the caller's tenant and reach, nothing else.
-- Only the index of words is worth reading: of what the planner thinks frequent it would walk the table instead.
create or replace function client_matches(p_words text, p_scope text, p_user uuid, p_max int) returns setof uuid
language plpgsql stable security definer rows 500
set search_path = public, pg_temp set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
declare reach text := '';
begin
  if p_scope <> 'all' then
    reach := ' and (c.owner_id = $3';
    if p_scope in ('team', 'desk') then
      reach := reach || ' or c.team_id = any(array(select m.team_id from membership m where m.tenant_id = $1 and m.user_id = $3))';
    end if;
    if p_scope = 'desk' then
      reach := reach || ' or c.desk = any(array(select t.desk from membership m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id
        where m.tenant_id = $1 and m.user_id = $3))';
    end if;
    reach := reach || ')';
  end if;
  return query execute 'select c.id from client c where c.tenant_id = $1 and c.search @@ $2' || reach || ' limit $4'
    using nullif(current_setting('app.tenant_id', true), '')::uuid, p_words::tsquery, p_user, p_max;
end $$;
alter function client_matches(text, text, uuid, int) owner to bos_definer;
revoke all on function client_matches(text, text, uuid, int) from public;
grant execute on function client_matches(text, text, uuid, int) to bos_app;
