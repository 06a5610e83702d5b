import { beforeAll, describe, expect, it } from 'vitest';
import { asOwner, type Broker, type Home, home, newBroker } from '../support/people';

/** Tables without a tenant, each for a reason. */
const shared = new Set([
  'organisation', // the tenant's customer; read through its own policy
  'tenant', // is the tenant
  'rate_limit', // counts strangers, who have no tenant
]);

describe('table x row level security', () => {
  let house: Home;
  let broker: Broker;
  let tables: {
    name: string;
    has_tenant: boolean;
    secured: boolean;
    forced: boolean;
    policies: number;
    owner: string;
  }[];
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    tables = await asOwner(
      house,
      `select c.relname as name, c.relrowsecurity as secured, c.relforcerowsecurity as forced, pg_get_userbyid(c.relowner) as owner,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant,
         (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    );
  });
  const tenantTables = () => tables.filter((table) => table.has_tenant);

  it('every table of a tenant is secured, forced and has a policy; the app role owns none', () => {
    expect(tenantTables().length).toBeGreaterThan(30);
    expect(tenantTables().filter((table) => !(table.secured && table.forced && table.policies > 0))).toEqual([]);
    expect(tables.filter((table) => table.owner === 'bos_app' || table.owner === 'bos_platform')).toEqual([]);
  });

  it('a table without a tenant is one somebody decided on', async () => {
    const granted = await asOwner<{ name: string }>(
      house,
      `select distinct table_name as name from information_schema.table_privileges where grantee = 'bos_app' and table_schema = 'public'`,
    );
    const reachable = new Set(granted.map((row) => row.name));
    const undecided = tables.filter(
      (table) => !table.has_tenant && !shared.has(table.name) && reachable.has(table.name),
    );
    expect(undecided.map((table) => table.name)).toEqual(
      ['screening_entry', 'screening_list'].filter((name) => undecided.some((table) => table.name === name)),
    );
  });

  it('without a tenant there are no rows; within one, only its own', async () => {
    const connection = await house.base.database.acquire();
    try {
      for (const { name } of tenantTables()) {
        await connection.query({ text: 'begin' });
        const { rows: none } = await connection.query({ text: `select count(*)::int as n from "${name}"` });
        await connection.query({ text: `select set_config('app.tenant_id', $1, true)` }, [broker.tenantId]);
        const { rows: foreign } = await connection.query(
          { text: `select count(*)::int as n from "${name}" where tenant_id <> $1` },
          [broker.tenantId],
        );
        await connection.query({ text: 'rollback' });
        expect([name, none[0]?.n, foreign[0]?.n]).toEqual([name, 0, 0]);
      }
    } finally {
      connection.release();
    }
  });

  it('a row of another tenant cannot be written, whatever the table', async () => {
    const other = await newBroker(house);
    const connection = await house.base.database.acquire();
    const seen: string[] = [];
    for (const { name } of tenantTables()) {
      await connection.query({ text: 'begin' });
      await connection.query({ text: `select set_config('app.tenant_id', $1, true)` }, [broker.tenantId]);
      const code = await connection
        .query({ text: `insert into "${name}" (tenant_id) values ($1)` }, [other.tenantId])
        .then(
          () => 'written',
          (error: { code?: string }) => error.code ?? 'unknown',
        );
      await connection.query({ text: 'rollback' });
      if (code !== '42501') seen.push(`${name}: ${code}`);
    }
    connection.release();
    expect(seen).toEqual([]);
  });

  it('the app role is an ordinary one', async () => {
    const [role] = await asOwner<Record<string, boolean>>(
      house,
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = 'bos_app'`,
    );
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false });
  });
});
