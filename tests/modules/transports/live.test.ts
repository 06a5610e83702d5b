import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { hintsOf, sendHints } from '@/server/gateways/live-hints';
import { sealAll } from '@/server/gateways/sealer';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { uuidFromId } from '@/server/kernel/ids';
import { silentLog } from '@/server/kernel/log';
import { placeHold } from '@/server/modules/clients';
import { logContact } from '@/server/modules/support';
import { liveResponse } from '@/server/transports/live';
import { LiveHub } from '@/server/transports/live-hub';
import { heardBy, hintChannel, liveTopics } from '@/server/transports/live-topics';
import { allVerbs } from '../../matrix/verbs';
import { clientCtx, staffCtx } from '../../support/actors';
import { entriesAtRest } from '../../support/audit-log';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';

type Said = { event: string; data: unknown; id?: string };
const seen = (said: Said[]) =>
  said
    .filter(({ event }) => event === 'hints')
    .flatMap(({ data }) => (data as { hints: { topic: string; id: string | null }[] }).hints);

describe('live updates', () => {
  let tenant: TestTenant;
  let at: Place;
  let platform: PlatformDatabase;
  let hub: LiveHub;
  let server: Server;
  const callers = new Map<string, Ctx>();

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    platform = await connectPlatform(tenant.platformUrl);
    hub = new LiveHub(tenant.appUrl, hintChannel, silentLog);
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await vi.waitUntil(() => hub.isUp());
  });
  afterAll(async () => {
    await hub.stop();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await platform.end();
  });

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse) {
    const gone = new AbortController();
    outgoing.on('close', () => gone.abort());
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      headers: incoming.headers as Record<string, string>,
      signal: gone.signal,
    });
    const name = String(incoming.headers['x-caller'] ?? '');
    const ctxFor = async () => callers.get(name) ?? makeCtx(tenant, { credential: { kind: 'anonymous' } });
    const response = await liveResponse(request, { hub, ctxFor, beatMs: 200, recheckMs: 300 });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body)
      Readable.fromWeb(response.body as NodeStream)
        .on('error', () => undefined)
        .pipe(outgoing);
    else outgoing.end();
  }

  /** A browser's event stream over a real socket. */
  async function listen(ctx: Ctx, headers: Record<string, string> = {}) {
    const name = crypto.randomUUID();
    callers.set(name, ctx);
    const port = (server.address() as AddressInfo).port;
    const stop = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/api/live`, {
      headers: { 'x-caller': name, ...headers },
      signal: stop.signal,
    });
    const said: Said[] = [];
    let isOpen = true;
    const read = async () => {
      let rest = '';
      for await (const chunk of response.body ?? []) {
        const blocks = (rest + Buffer.from(chunk).toString()).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const field = (key: string) =>
            block
              .split('\n')
              .find((line) => line.startsWith(`${key}: `))
              ?.slice(key.length + 2);
          const id = field('id');
          said.push({
            event: field('event') ?? 'message',
            data: JSON.parse(field('data') ?? 'null'),
            ...(id ? { id } : {}),
          });
        }
      }
    };
    const done = read()
      .catch(() => undefined)
      .finally(() => {
        isOpen = false;
      });
    return {
      status: response.status,
      said,
      hints: () => seen(said),
      isOpen: () => isOpen,
      leave: async () => {
        stop.abort();
        await done;
      },
    };
  }

  const seal = async () => {
    await entriesAtRest(tenant);
    return sealAll(platform, systemClock, makeCtx(tenant).keys, (id, entries) =>
      sendHints(platform, id, hintsOf(entries), systemClock.now().getTime()),
    );
  };
  const hasSaid = (stream: { said: Said[] }, event: string) =>
    expect.poll(() => stream.said.some((one) => one.event === event)).toBe(true);

  it('tells staff and the client himself after a command has committed, and nobody else', async () => {
    const [mine, other] = await Promise.all([newClient(tenant, at), newClient(tenant, at)]);
    const strangers = await testTenant();
    const streams = await Promise.all([
      listen(await staffCtx(tenant, ['*'])),
      listen(await clientCtx(tenant, uuidFromId('client', mine.id))),
      listen(await clientCtx(tenant, uuidFromId('client', other.id))),
      listen(await staffCtx(strangers, ['*'])),
      listen(await staffCtx(tenant, ['audit.entry.list'])),
      listen(await staffCtx(tenant, ['clients.*'], { scope: 'own' })),
    ]);
    const [desk, client, neighbour, foreign, auditor, narrow] = streams;
    await Promise.all(streams.map((stream) => hasSaid(stream, 'hello')));
    await seal();
    for (const stream of [desk, client, auditor, narrow, neighbour])
      await expect.poll(() => stream?.hints().length).toBeGreaterThan(0);
    for (const stream of streams) stream.said.length = 0;
    await logContact(await staffCtx(tenant, ['*']), { channel: 'note', clientId: mine.id, text: 'Called back.' });
    await seal();
    await expect
      .poll(() => desk?.hints().some(({ topic, id }) => topic === 'clients.record' && id === mine.id))
      .toBe(true);
    await expect.poll(() => auditor?.hints()).toContainEqual({ topic: 'audit.entry', id: null });
    expect(auditor?.hints().map(({ topic }) => topic)).not.toContain('clients.client');
    await expect.poll(() => narrow?.hints()).toContainEqual({ topic: 'clients.record', id: null });
    expect(client?.hints()).toEqual([]); // what colleagues write about him is not his affair
    await placeHold(asJob(tenant), { clientId: mine.id, reason: 'chargeback', note: 'Disputed at the bank' });
    await seal();
    await expect.poll(() => client?.hints()).toContainEqual({ topic: 'clients.client', id: null });
    expect(neighbour?.hints()).toEqual([]);
    expect(foreign?.hints()).toEqual([]);
    expect(JSON.stringify(desk?.said)).not.toContain('Called back');
    await Promise.all(streams.map((stream) => stream.leave()));
  });

  it('keeps silent about a restricted case to whoever may not know of it', async () => {
    const { id } = await newClient(tenant, at);
    await seal();
    const [knows, client, support] = await Promise.all([
      listen(await staffCtx(tenant, ['*'])),
      listen(await clientCtx(tenant, uuidFromId('client', id))),
      listen(await staffCtx(tenant, ['clients.*', 'audit.*', 'work.*'])),
    ]);
    await placeHold(asJob(tenant), { clientId: id, reason: 'aml', note: 'Pattern of pass-through deposits' });
    await seal();
    await expect.poll(() => knows.hints().some((hint) => hint.id === id)).toBe(true);
    expect(client.hints()).toEqual([]);
    expect(support.hints()).toEqual([]);
    await Promise.all([knows.leave(), client.leave(), support.leave()]);
  });

  it('dies with its session, and strangers never get in', async () => {
    const ctx = await staffCtx(tenant, ['*']);
    const stream = await listen(ctx);
    await hasSaid(stream, 'beat');
    const { credential } = ctx;
    if (credential.kind !== 'session') throw new Error('staff come with a session');
    await asOwner(tenant, (query) =>
      query('update session set revoked_at = now() where id = $1', [credential.sessionId]),
    );
    await hasSaid(stream, 'bye');
    await expect.poll(stream.isOpen).toBe(false);
    expect((await listen(ctx)).status).toBe(401);
    expect((await listen(makeCtx(tenant, { credential: { kind: 'anonymous' } }))).status).toBe(401);
    expect((await listen(ctx, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
  });

  it('says once what a reconnecting browser missed, or that it must look again', async () => {
    const ctx = await staffCtx(tenant, ['*']);
    const { id } = await newClient(tenant, at);
    const first = await listen(ctx);
    await hasSaid(first, 'hello');
    await seal();
    await expect.poll(() => first.hints().length).toBeGreaterThan(0);
    const version = first.said.findLast((one) => one.id)?.id ?? '';
    await first.leave();
    await logContact(await staffCtx(tenant, ['*']), { channel: 'note', clientId: id, text: 'While you were away.' });
    await seal();
    const again = await listen(ctx, { 'last-event-id': version });
    await expect.poll(() => again.hints()).toContainEqual({ topic: 'clients.record', id });
    expect(again.said[0]).toMatchObject({ event: 'hello', data: { reset: false } });
    const long = await listen(ctx, { 'last-event-id': '1' });
    await hasSaid(long, 'hello');
    expect(long.said[0]).toMatchObject({ event: 'hello', data: { reset: true } });
    await Promise.all([again.leave(), long.leave()]);
  });

  it('lets one session have a few streams only', async () => {
    const ctx = await staffCtx(tenant, ['*']);
    const streams = [];
    for (let i = 0; i < 6; i += 1) streams.push(await listen(ctx));
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    expect((await listen(ctx)).status).toBe(429);
    await streams[0]?.leave();
    await expect.poll(async () => (await listen(ctx)).status).toBe(200);
    await Promise.all(streams.map((stream) => stream.leave()));
  });

  it('opens topics by verbs that exist, and knows a topic for what they audit', () => {
    const names = new Set(allVerbs().map(({ spec }) => spec.name));
    const grants = Object.values(liveTopics).flatMap(({ grant }) => (grant ? [grant] : []));
    expect(grants.filter((grant) => !names.has(grant))).toEqual([]);
    const anybody = { kind: 'job' as const, name: 'x', grants: [], memberships: [] };
    expect(heardBy(anybody, { topic: 'work.item', id: null })).toBeNull();
  });
});
