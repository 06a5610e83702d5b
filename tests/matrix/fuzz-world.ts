import { randomUUID } from 'node:crypto';
import type { Connection, Database } from '@/db/client';
import type { Ctx } from '@/server/kernel/context';
import { type IdKind, idFromUuid } from '@/server/kernel/ids';
import { createLog } from '@/server/kernel/log';
import { createApiKey, createTeam, inviteStaff } from '@/server/modules/access';
import { registerClient } from '@/server/modules/clients';
import { createConnection, listBrands } from '@/server/modules/tenancy';
import { saveView } from '@/server/modules/work';
import { signedIn } from '../support/actors';
import { asOwner, type Broker, type Home, newBroker, newEmail, roleId } from '../support/people';
import { registration } from '../support/registrations';
import { tableKinds } from './tables';
import { strangersIds } from './verbs';

/** Tables whose rows a verb may be pointed at; where there is no row, the id is nobody's. */
const tables: Partial<Record<IdKind, string>> = {
  ...tableKinds,
  client: 'client',
  person: 'person',
  workItem: 'work_item',
};

type Seen = { readonly committed: boolean };

/** Notices whether a connection that wrote its report also committed it. */
function watched(database: Database, onCommit: () => void): Database {
  const watch = (connection: Connection): Connection => {
    let reported = false;
    return {
      db: connection.db,
      release: (error) => connection.release(error),
      query: async (statement, values) => {
        if (statement.name === 'kernel_leave') reported = true;
        const answer = await connection.query(statement, values);
        if (reported && answer.command === 'COMMIT') onCommit();
        return answer;
      },
    };
  };
  return {
    kind: database.kind,
    acquire: async () => watch(await database.acquire()),
    end: () => database.end(),
  };
}

export async function fuzzWorld(house: Home) {
  const broker = await newBroker(house);
  const { admin } = broker;
  await createTeam(admin, { name: 'First', desk: 'Sales' });
  await createApiKey(admin, { name: 'reader', scopes: ['read:tenancy.*'] });
  await saveView(admin, { table: 'work.items', name: 'Mine', isTeam: true, state: {} });
  await createConnection(admin, { port: 'psp', vendor: 'stripe', name: 'Cards' });
  const roles = [{ roleId: await roleId(admin, 'support'), rowScope: 'all' as const }];
  await inviteStaff(admin, { email: newEmail('guest'), name: 'Guest', roles });
  const brand = (await listBrands(admin, {})).rows[0];
  const job = house.ctx(broker.slug, { credential: { kind: 'job', name: 'fuzz' } });
  if (brand) await registerClient(job, registration(brand.slug));
  const ids = await ownIds(house, broker);
  const lines: string[] = [];
  const log = createLog((level, event, fields) => lines.push(JSON.stringify({ level, event, ...fields }, texts)));
  const people = new Map<string, Promise<Ctx['credential']>>();

  /** A person of this kind with every right there is, made again when a verb has ended the last one's session. */
  const personOf = (kind: 'staff' | 'client') => {
    const present = people.get(kind);
    if (present) return present;
    const tenant = { ...house.base, id: broker.tenantId };
    const made = signedIn(tenant, ['*'], kind === 'client' ? { kind, clientUuid: ids.clientUuid } : { kind }).then(
      ({ sessionUuid, surface }) => ({ kind: 'session' as const, sessionId: sessionUuid, surface }),
    );
    people.set(kind, made);
    return made;
  };

  const credentialOf = async (kind: string): Promise<Ctx['credential']> => {
    if (kind === 'staff' || kind === 'client') return personOf(kind);
    if (kind === 'anonymous') return { kind };
    if (kind === 'webhook' || kind === 'platform') return { kind, name: 'fuzz' };
    return { kind: 'job', name: 'fuzz' };
  };

  await Promise.all([personOf('staff'), personOf('client')]);
  return {
    broker,
    ids: ids.byKind,
    lines,
    forget: () => people.clear(),
    /** A context of its own per call: what it committed is seen on it. */
    async as(kind: string, overrides: Partial<Ctx> = {}): Promise<{ ctx: Ctx; seen: Seen }> {
      const seen = { committed: false };
      const database = watched(house.base.database, () => {
        seen.committed = true;
      });
      const ctx = house.ctx(broker.slug, { credential: await credentialOf(kind), database, log, ...overrides });
      return { ctx, seen };
    },
  };
}

const texts = (_name: string, value: unknown) => (typeof value === 'bigint' ? `${value}` : value);

async function ownIds(house: Home, broker: Broker) {
  const byKind: Record<IdKind, string> = strangersIds(randomUUID);
  let clientUuid = randomUUID() as string;
  for (const [kind, table] of Object.entries(tables) as [IdKind, string][]) {
    const [row] = await asOwner<{ id: string }>(
      house,
      `select id from ${table} where tenant_id = $1 order by id desc limit 1`,
      [broker.tenantId],
    );
    if (row) byKind[kind] = idFromUuid(kind, row.id);
    if (row && kind === 'client') clientUuid = row.id;
  }
  return { byKind, clientUuid };
}

/** Every row of a company as one hash, what refusals write for themselves left out. */
export async function fingerprint(house: Home, tenantId: string): Promise<Record<string, string>> {
  const tables = await asOwner<{ name: string }>(
    house,
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname not in ('security_event', 'idempotency') order by 1`,
  );
  const hashes = tables.map(
    ({ name }) =>
      `'${name}', (select md5(coalesce(string_agg(r::text, '|' order by r::text), '')) from "${name}" r where tenant_id = $1::uuid)`,
  );
  // jsonb_build_object takes at most a hundred arguments.
  const parts: Record<string, string> = {};
  for (let i = 0; i < hashes.length; i += 40) {
    const [row] = await asOwner<{ part: Record<string, string> }>(
      house,
      `select jsonb_build_object(${hashes.slice(i, i + 40).join(', ')}) as part`,
      [tenantId],
    );
    Object.assign(parts, row?.part);
  }
  return parts;
}
