import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { metricsResponse } from '@/server/transports/metrics';
import { publicApi } from '@/server/transports/rest/v1';
import { handleTrpc } from '@/server/transports/trpc/handler';
import { appRouter } from '@/server/transports/trpc/root';
import { receiveWebhook } from '@/server/transports/webhooks';
import { makeCtx } from '../support/house';
import { type Home, home, newBroker } from '../support/people';
import { allVerbs } from './verbs';

/** Every route there is, and what a stranger gets from it. A new file must be entered here by somebody who has thought about it. */
const decided: Record<string, string> = {
  'app/api/trpc/[trpc]/route.ts': 'each verb by its actors',
  'app/api/v1/[[...route]]/route.ts': '401 without a key',
  'app/api/webhooks/[port]/[connection]/route.ts': '404, or 401 for a known connection',
  'app/api/auth/[...nextauth]/route.ts': 'tickets only',
  'app/api/sso/[tenant]/[connection]/[what]/route.ts': 'answers to what was asked, once (tests/modules/sso)',
  'app/api/inbound/mail/route.ts': '404 without a secret, 401 unsigned (tests/modules/notifications/late-mail.test.ts)',
  'app/api/unsubscribe/[tenant]/route.ts':
    'stops what a sealed link was about, nothing without one (tests/modules/notifications/marketing.test.ts)',
  'app/api/health/route.ts': 'open',
  'app/api/inngest/route.ts': '401 unsigned',
  'app/api/documents/route.ts': '401 without a session (tests/modules/transports/documents.test.ts)',
  'app/api/documents/[id]/route.ts': '401 without a session (tests/modules/transports/documents.test.ts)',
  'app/api/live/route.ts': '401 without a session',
  'app/api/presence/route.ts': '401 without a session of the desk',
  'app/metrics/route.ts': '401 without the token',
};

function routeFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return routeFiles(path);
    return entry.name === 'route.ts' || entry.name === 'route.tsx' ? [path] : [];
  });
}

describe('route x anonymous', () => {
  let house: Home;
  beforeAll(async () => {
    house = await home();
  });

  it('every route is one somebody decided on', () => {
    expect(routeFiles('app').filter((file) => !(file in decided))).toEqual([]);
  });

  it('tRPC answers a stranger 401 wherever the verb is not for strangers', async () => {
    const broker = await newBroker(house);
    const open = new Set(
      allVerbs()
        .filter(({ spec }) => spec.actors.includes('anonymous'))
        .map(({ spec }) => spec.name),
    );
    const paths = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>);
    expect(paths.length).toBeGreaterThan(80);
    const wrong: string[] = [];
    for (const [path, { _def }] of paths) {
      const isQuery = _def.type === 'query';
      const request = new Request(
        `http://localhost/api/trpc/${path}${isQuery ? `?input=${encodeURIComponent('{"json":{}}')}` : ''}`,
        isQuery ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"json":{}}' },
      );
      const response = await handleTrpc(request, async () => ({ ctx: house.ctx(broker.slug) }));
      if (response.status !== 401 && response.status !== 403) wrong.push(path);
    }
    // What is left must be exactly the verbs that say they are for strangers.
    expect(wrong.length).toBeLessThanOrEqual(open.size);
  });

  it('the public API, webhooks and metrics tell a stranger nothing', async () => {
    const make = async (caller: Parameters<typeof makeCtx>[1]) =>
      makeCtx(house.base, { ports: house.ports, ...caller });
    const api = publicApi(make);
    for (const path of ['/clients', '/entities', '/brands', '/unknown'])
      expect((await api.fetch(new Request(`http://localhost/api/v1${path}`))).status).toBe(401);
    const post = () => new Request('http://localhost/api/webhooks/psp/x', { method: 'POST', body: '{}' });
    for (const connection of ['x', 'con_01h455vb4pex5vsknk084sn02q'])
      expect((await receiveWebhook(post(), { port: 'psp', connection }, make)).status).toBe(404);
    expect((await receiveWebhook(post(), { port: '../psp', connection: 'x' }, make)).status).toBe(404);

    for (const authorization of ['', 'Bearer ', 'Bearer undefined'])
      expect(
        (await metricsResponse(new Request('http://localhost/metrics', { headers: { authorization } }))).status,
      ).toBe(401);
  });
});
