-- Does a member of staff reach this client? The same rule as visibleClients (clients/scope) gives lists; modules beside
-- clients ask for one client with it. The caller's row level security applies.
create or replace function client_in_reach(p_client uuid, p_scope text, p_user uuid) returns boolean
language sql stable set search_path = public, pg_temp as $$
  select exists (
    select from client c where c.id = p_client and (
      p_scope = 'all'
      or c.owner_id = p_user
      or (p_scope in ('team', 'desk') and c.team_id in (select m.team_id from membership m where m.user_id = p_user))
      or (p_scope = 'desk' and c.desk in (
        select t.desk from membership m join team t on t.tenant_id = m.tenant_id and t.id = m.team_id where m.user_id = p_user))))
$$;

-- Whose key seals what is personal in the log: one key a person, whatever his clients are.
create or replace function person_of_client(p_client uuid) returns uuid
language sql stable set search_path = public, pg_temp as $$
  select person_id from client where id = p_client
$$;

-- Next number of the tenant. Its row is locked until commit, so registrations take it as their last step.
create or replace function next_client_number() returns int
language sql set search_path = public, pg_temp as $$
  insert into client_number as n (next) values (20002)
  on conflict (tenant_id) do update set next = n.next + 1 returning next - 1
$$;
