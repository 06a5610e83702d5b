-- Row level security for every table that has a tenant, from the catalogue: a new table cannot be forgotten.
do $$
declare t record;
begin
  for t in
    select c.oid, c.relname, exists (
      select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table public.%I owner to bos_owner', t.relname);
    if t.has_tenant or t.relname = 'tenant' then
      execute format('alter table public.%I enable row level security', t.relname);
      execute format('alter table public.%I force row level security', t.relname);
      execute format('drop policy if exists tenant_rows on public.%I', t.relname);
      execute format(
        'create policy tenant_rows on public.%I using (%I = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))',
        t.relname, case when t.has_tenant then 'tenant_id' else 'id' end);
      execute format('grant select, insert, update, delete on public.%I to bos_app', t.relname);
    end if;
    execute format('grant select, insert, update, delete on public.%I to bos_platform, bos_definer', t.relname);
  end loop;
end $$;

-- A tenant reads the organisation it belongs to, nothing else; only the platform writes it.
alter table organisation enable row level security;
alter table organisation force row level security;
drop policy if exists tenant_rows on organisation;
create policy tenant_rows on organisation
  using (id = (select organisation_id from tenant where tenant.id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)));
grant select on organisation to bos_app;

revoke insert, update, delete on tenant from bos_app;
grant update (name, settings, features, status, grant_version, auditor_email) on tenant to bos_app;

alter table rate_limit set unlogged;
grant select, insert, update, delete on rate_limit to bos_app;

-- Append-only: neither the app nor the platform role can rewrite history.
do $$
declare append_only text;
begin
  foreach append_only in array array[
    'audit_entry', 'audit_leaf', 'audit_node', 'security_event', 'policy_decision', 'approval_decision', 'work_clock', 'disclosure',
    'ledger_entry', 'ledger_transfer', 'journey_change', 'client_owner', 'status_change', 'acceptance', 'consent', 'document_view', 'touch', 'device_seen', 'field_change', 'withdrawal_check', 'psp_event']
  loop
    if to_regclass('public.' || append_only) is not null then
      execute format('revoke update, delete, truncate on public.%I from bos_app, bos_platform, bos_definer', append_only);
    end if;
  end loop;
end $$;
revoke delete on audit_checkpoint from bos_app, bos_platform;

grant usage on all sequences in schema public to bos_app, bos_platform, bos_definer;
revoke create on schema public from public;
grant usage on schema public to bos_app, bos_platform, bos_definer;

alter role bos_app set statement_timeout = '5s';
alter role bos_app set lock_timeout = '2s';
alter role bos_app set idle_in_transaction_session_timeout = '5s';
alter role bos_app set timezone = 'UTC';
alter role bos_platform set lock_timeout = '5s';
alter role bos_platform set idle_in_transaction_session_timeout = '5s';
alter role bos_platform set timezone = 'UTC';

-- The jobs engine keeps its own tables in its own schema; the worker that runs it holds the platform role.
create schema if not exists engine authorization bos_platform;
-- The engine applies its own schema with `create schema if not exists`, which asks for the right even when it is there.
do $$ begin execute format('grant create on database %I to bos_platform', current_database()); end $$;
