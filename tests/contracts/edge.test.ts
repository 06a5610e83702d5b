import { EdgeVM } from '@edge-runtime/vm';
import { encode } from 'next-auth/jwt';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { toBase64Url } from '@/server/kernel/encoding';
import { idFromUuid } from '@/server/kernel/ids';
import { createApiKey } from '@/server/modules/access';
import { cookieName } from '@/server/transports/session';
import { makeCtx, testKeySecret } from '../support/house';
import { type NeonRelay, startNeonRelay } from '../support/neon-relay';
import { asOwner, type Broker, type Home, home, newBroker } from '../support/people';
import { bundleForEdge, type EdgeBundle } from './edge/bundle';

type Handlers = Record<'trpc' | 'rest', (request: Request) => Promise<Response>>;

/** Edge runtimes have no Node, no eval and no sockets but WebSocket; environment variables are all they take from a process. */
function edgeOf(bundle: EdgeBundle, environment: Record<string, string>) {
  const log: string[] = [];
  const vm = new EdgeVM({
    codeGeneration: { strings: false, wasm: false },
    extend: (context) =>
      Object.assign(context, {
        WebSocket,
        process: { env: environment },
        console: { ...console, log: (line: string) => log.push(line) },
      }),
  });
  vm.evaluate(bundle.code);
  const handlers = vm.evaluate<Handlers>('globalThis.handlers');
  // A Request of this realm would bring Node's own streams with it.
  const makeRequest = vm.evaluate<(url: string, init: RequestInit) => Request>('(url, init) => new Request(url, init)');
  const ask = async (door: keyof Handlers, path: string, init: RequestInit = {}) => {
    const answer = await handlers[door](makeRequest(`http://localhost${path}`, init));
    return { status: answer.status, body: JSON.parse(await answer.text()) as Record<string, unknown> };
  };
  return { vm, log, ask };
}

describe('the request path at the edge', () => {
  let house: Home;
  let broker: Broker;
  let relay: NeonRelay;
  let bundle: EdgeBundle;
  let edge: ReturnType<typeof edgeOf>;
  let headers: Record<string, string>;

  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    const url = new URL(house.base.appUrl);
    relay = await startNeonRelay(Number(url.port));
    bundle = await bundleForEdge();
    edge = edgeOf(bundle, {
      DATABASE_URL: url.toString(),
      DATABASE_DRIVER: 'neon',
      NEON_RELAY: `127.0.0.1:${relay.port}`,
      KEY_ENCRYPTION_SECRET: toBase64Url(testKeySecret),
    });
    headers = { ...(await cookieOf(broker)), 'content-type': 'application/json' };
  });
  afterAll(() => relay.stop());

  async function cookieOf({ admin, slug }: Broker): Promise<Record<string, string>> {
    if (admin.credential.kind !== 'session') throw new Error('an administrator has a session');
    const secret = await makeCtx(house.base).keys.pepper('session-cookie', 'v1');
    const sid = idFromUuid('session', admin.credential.sessionId);
    const name = cookieName('desk', slug, new Headers({ host: 'localhost' }));
    return {
      host: 'localhost',
      'x-tenant': slug,
      'x-surface': 'desk',
      cookie: `${name}=${await encode({ token: { sid }, secret })}`,
    };
  }

  it('the bundle holds the whole request path, no built-in of Node and no adapter', () => {
    expect(bundle.builtIns).toEqual([]);
    const modules = new Set(bundle.files.flatMap((file) => /^server\/modules\/(\w+)\//.exec(file)?.[1] ?? []));
    expect(modules.size).toBeGreaterThan(14);
    expect(bundle.files.filter((file) => /^server\/(adapters|emulators|gateways|ops)\/|^jobs\//.test(file))).toEqual(
      [],
    );
  });

  it('a built-in would be found, and the runtime has no way to have one', async () => {
    const dirty = await bundleForEdge(
      `import { readFileSync } from 'node:fs'; import tls from 'tls'; readFileSync(tls.x);`,
    );
    expect(dirty.builtIns).toEqual(['node:fs in edge.ts', 'tls in edge.ts']);
    expect(edge.vm.evaluate('typeof require + typeof Buffer + typeof process.stdout')).toBe('undefined'.repeat(3));
    expect(() => edge.vm.evaluate('new Function("return 1")')).toThrow(/[Cc]ode generation/);
  });

  it('answers a query over the Neon driver, through the WebSocket', async () => {
    const before = relay.connections();
    const answer = await edge.ask('trpc', '/api/trpc/identity.me.get?input=%7B%22json%22%3A%7B%7D%7D', { headers });
    expect(answer.status).toBe(200);
    const { data } = (answer.body as { result: { data: Parameters<typeof superjson.deserialize>[0] } }).result;
    expect(superjson.deserialize(data)).toMatchObject({ email: broker.email });
    expect(relay.connections()).toBeGreaterThan(before);
  });

  it('runs a command: the row, its audit entry and its replay are there', async () => {
    const send = () =>
      edge.ask('trpc', '/api/trpc/access.team.create', {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': 'edge-team-0001' },
        body: JSON.stringify(superjson.serialize({ name: 'Edge team', desk: 'Edge' })),
      });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
    const rows = await asOwner(
      house,
      `select t.name, a.action from team t join audit_entry a on a.tenant_id = t.tenant_id and a.action = 'access.team.create'
       where t.tenant_id = $1`,
      [broker.tenantId],
    );
    expect(rows).toEqual([{ name: 'Edge team', action: 'access.team.create' }]);
  });

  it('answers the public API with a key, and refuses as everywhere else', async () => {
    const { key } = await createApiKey(broker.admin, { name: 'edge', scopes: ['read:tenancy.entity.*'] });
    const authorization = `Bearer ${key}`;
    const list = await edge.ask('rest', '/api/v1/entities', { headers: { authorization } });
    expect([list.status, list.body]).toMatchObject([200, { data: [{ jurisdiction: 'CY', base_currency: 'EUR' }] }]);
    const refused = await edge.ask('rest', '/api/v1/brands', { headers: { authorization } });
    expect([refused.status, refused.body]).toMatchObject([403, { code: 'grant_missing' }]);
    expect((await edge.ask('rest', '/api/v1/clients')).status).toBe(401);
    const stranger = { 'x-tenant': broker.slug, 'x-surface': 'desk' };
    const nobody = await edge.ask('trpc', '/api/trpc/access.team.list?input=%7B%22json%22%3A%7B%7D%7D', {
      headers: stranger,
    });
    expect(nobody.status).toBe(401);
  });

  it('leaves a line in the log per verb, on whatever console there is', () => {
    expect(edge.log.map((line) => JSON.parse(line) as { verb?: string }).map(({ verb }) => verb)).toContain(
      'access.team.create',
    );
  });
});
