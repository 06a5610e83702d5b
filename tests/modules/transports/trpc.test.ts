import { createTRPCClient, httpBatchLink, httpLink, splitLink, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '@/server/kernel/context';
import { idempotencyKeyOf } from '@/server/transports/idempotency';
import { routeOf } from '@/server/transports/routing';
import { handleTrpc } from '@/server/transports/trpc/handler';
import type { AppRouter } from '@/server/transports/trpc/root';
import { asOwner, type Broker, type Home, home, newBroker, password, signedIn } from '../../support/people';

/** The real handler and the real client; only the wire between them is a function call. */
function clientOf(ctx: Ctx, sent: Request[] = [], extra: Record<string, string> = {}) {
  const fetchInProcess = async (url: URL | RequestInfo, init?: RequestInit) => {
    const request = new Request(url as string, init);
    sent.push(request.clone());
    return handleTrpc(request, async ({ headers }) => {
      const idempotencyKey = idempotencyKeyOf(headers);
      return { ctx, ...(idempotencyKey ? { idempotencyKey } : {}) };
    });
  };
  const options = {
    url: 'http://localhost/api/trpc',
    transformer: superjson,
    fetch: (url: URL | RequestInfo, init?: object) => fetchInProcess(url, init as RequestInit | undefined),
    headers: { host: 'localhost', ...extra },
  };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'mutation',
        true: httpLink(options),
        false: httpBatchLink(options),
      }),
    ],
  });
}

const refusalIn = (error: unknown) =>
  error instanceof TRPCClientError
    ? (error.data as { httpStatus: number; refusal: { kind: string; reason: string } | null })
    : null;

describe('tRPC', () => {
  let house: Home;
  let broker: Broker;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
  });

  it('answers a batch in one request, with dates as dates', async () => {
    const sent: Request[] = [];
    const api = clientOf(broker.admin, sent);
    const [who, brands, sessions] = await Promise.all([
      api.identity.me.get.query({}),
      api.tenancy.brand.list.query({}),
      api.identity.session.list.query({}),
    ]);
    expect(sent).toHaveLength(1);
    expect(who.kind).toBe('staff');
    expect(brands.rows).toHaveLength(1);
    expect(sessions.rows[0]?.createdAt).toBeInstanceOf(Date);
  });

  it('carries a refusal with kind, reason and field, and hides what broke', async () => {
    const api = clientOf(broker.admin);
    const bad = await api.tenancy.entity.update.mutate({ entityId: 'ent_x' as never }).catch(refusalIn);
    expect(bad).toMatchObject({ httpStatus: 422, refusal: { kind: 'invalid', detail: { field: 'entityId' } } });
    const stranger = clientOf(house.ctx(broker.slug));
    expect(await stranger.access.staff.list.query({}).catch(refusalIn)).toMatchObject({
      httpStatus: 401,
      refusal: { reason: 'sign_in_first' },
    });
    const broken = clientOf({
      ...broker.admin,
      database: { ...broker.admin.database, acquire: () => Promise.reject(new Error('password=hunter2')) },
    });
    const answer = await broken.identity.me.get.query({}).catch((error: unknown) => error);
    expect(JSON.stringify(answer)).not.toContain('hunter2');
    expect(refusalIn(answer)).toMatchObject({ httpStatus: 500, refusal: null });
  });

  it('a dead session in the cookie keeps nobody from signing in again, and opens nothing', async () => {
    const dead = await signedIn(house, broker.slug, broker.email);
    const api = clientOf(dead);
    await api.identity.session.signOut.mutate({});
    expect(await api.identity.me.get.query({})).toMatchObject({ kind: 'anonymous' });
    const step = api.identity.signIn.password.mutate({ surface: 'desk', email: broker.email, password });
    expect(await step).toMatchObject({ step: 'ticket' });
    expect(await api.access.staff.list.query({}).catch(refusalIn)).toMatchObject({
      httpStatus: 401,
      refusal: { reason: 'session_ended' },
    });
  });

  it('one idempotency key is one write', async () => {
    const api = clientOf(broker.admin, [], { 'idempotency-key': 'form-7-of-this-page' });
    const make = () => api.access.team.create.mutate({ name: 'Arabic', desk: 'MENA' });
    expect(await make()).toEqual(await make());
    const rows = await asOwner(house, 'select 1 from team where tenant_id = $1', [broker.tenantId]);
    expect(rows).toHaveLength(1);
  });

  it('takes no more than a form can hold, whether its length is announced or not', async () => {
    const api = clientOf(broker.admin);
    const name = 'x'.repeat(5_000_000);
    const refused = { httpStatus: 413, refusal: { kind: 'invalid', reason: 'request_too_large' } };
    expect(await api.access.team.create.mutate({ name, desk: 'MENA' }).catch(refusalIn)).toMatchObject(refused);
    let served = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        served += 1;
        controller.enqueue(new Uint8Array(1_000_000));
      },
    });
    const request = new Request('http://localhost/api/trpc/access.team.create', {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: 'localhost' },
      body: endless,
      ...{ duplex: 'half' },
    });
    expect((await handleTrpc(request, async () => ({ ctx: broker.admin }))).status).toBe(413);
    expect(served).toBeLessThan(10);
  });

  it('refuses a write that another site sent', async () => {
    const post = (headers: Record<string, string>) =>
      handleTrpc(
        new Request('http://localhost/api/trpc/identity.session.signOut', {
          method: 'POST',
          headers: { 'content-type': 'application/json', host: 'desk.example', ...headers },
          body: JSON.stringify({ json: {} }),
        }),
        async () => ({ ctx: house.ctx(broker.slug) }),
      ).then((response) => response.status);
    expect(await post({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await post({ origin: 'https://evil.example' })).toBe(403);
    expect(await post({ origin: 'null' })).toBe(403);
    expect(await post({ origin: 'https://desk.example', 'sec-fetch-site': 'same-origin' })).toBe(401);
    const verb = 'http://localhost/api/trpc/identity.session.signOut?input=%7B%22json%22%3A%7B%7D%7D';
    const byGet = await handleTrpc(new Request(verb), async () => ({ ctx: house.ctx(broker.slug) }));
    expect(byGet.status).toBeGreaterThanOrEqual(400);
  });
});

describe('hosts', () => {
  const brand = { kind: 'brand', slug: 'aurora', brand: 'main' } as const;
  it.each([
    ['/desk', { to: 'rewrite', path: '/t/aurora/desk' }],
    ['/', { to: 'rewrite', path: '/t/aurora/portal' }],
    ['/t/aurora/desk/clients', { to: 'redirect', path: '/desk/clients' }],
    ['/t/other/desk', { to: 'refuse', status: 404 }],
    ['/platform', { to: 'refuse', status: 404 }],
    ['/api/trpc/x', { to: 'pass', headers: { 'x-tenant': 'aurora' } }],
    ['/api/health', { to: 'pass', headers: {} }],
  ])('a brand host and %s', (path, expected) => {
    expect(routeOf(path, brand)).toMatchObject(expected);
  });
  it('an unknown host is misdirected, whatever it asks for but health', () => {
    expect(routeOf('/t/aurora/desk', { kind: 'unknown' })).toEqual({ to: 'refuse', status: 421 });
    expect(routeOf('/api/trpc/x', { kind: 'unknown' })).toEqual({ to: 'refuse', status: 421 });
    expect(routeOf('/api/health', { kind: 'unknown' })).toMatchObject({ to: 'pass' });
  });
});
