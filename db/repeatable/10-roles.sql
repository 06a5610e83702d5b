-- Roles are cluster-wide; every statement may run again and beside another database's migration.
do $$
declare wanted text;
begin
  foreach wanted in array array['bos_owner', 'bos_definer', 'bos_app', 'bos_platform'] loop
    begin
      execute format('create role %I nologin', wanted);
    exception when duplicate_object or unique_violation then null;
    end;
  end loop;
end $$;
alter role bos_definer bypassrls;
alter role bos_platform login bypassrls;
alter role bos_app login nobypassrls nosuperuser;
do $$ begin execute format('grant bos_owner, bos_definer, bos_platform to %I', current_user); end $$;
