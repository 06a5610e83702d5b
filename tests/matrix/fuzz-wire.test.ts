import { randomBytes } from 'node:crypto';
import superjson from 'superjson';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApiKey } from '@/server/modules/access';
import { createConnection } from '@/server/modules/tenancy';
import { publicApi } from '@/server/transports/rest/v1';
import { handleTrpc } from '@/server/transports/trpc/handler';
import { appRouter } from '@/server/transports/trpc/root';
import { receiveWebhook } from '@/server/transports/webhooks';
import { makeCtx } from '../support/house';
import { type Broker, type Home, home, newBroker } from '../support/people';
import { canary } from './hostile';

/** A body nobody meant, with the content type it claims to have. */
const bodies: readonly (readonly [type: string | null, body: string | Uint8Array<ArrayBuffer>])[] = [
  ['application/json', ''],
  ['application/json', '{'],
  ['application/json', `"${canary}`],
  ['application/json', '\u0000'],
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '1e400'],
  ['application/json', '{"json":{}}'],
  ['application/json', '{"json":"\\ud800"}'],
  ['application/json', '{"json":{"name":"\\u0000"}}'],
  ['application/json', '{"json":{"__proto__":{"polluted":true}}}'],
  ['application/json', '{"json":{"constructor":{"prototype":{"polluted":true}}}}'],
  ['application/json', `{"json":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ['application/json', '{"json":{"a":[1]},"meta":{"values":{"a":["map"]}}}'],
  ['application/json', '{"json":{"a":1},"meta":{"values":{"__proto__.polluted":["Date"]}}}'],
  ['application/json', '{"json":{"a":1},"meta":{"referentialEqualities":{"a":["__proto__.polluted"]}}}'],
  ['application/json', '{"json":{"a":"x"},"meta":{"values":{"a":["bigint"]}}}'],
  ['application/json', '{"json":{"a":"x"},"meta":{"values":{"a":[["custom","x"]]}}}'],
  ['application/json', '{"json":{"a":"x"},"meta":{"values":{"a":[["class","Refusal"]]}}}'],
  ['application/json', '{"json":{"a":"("},"meta":{"values":{"a":["regexp"]}}}'],
  ['application/json', '{"json":{"a":1},"meta":{"values":"x"}}'],
  ['application/json', '{"json":{"a":1},"meta":7}'],
  ['application/json', new Uint8Array([0xff, 0xfe, 0x00])],
  ['application/json; charset=utf-16', '{"json":{}}'],
  ['text/plain', '{"json":{}}'],
  ['application/x-www-form-urlencoded', 'a=1'],
  ['multipart/form-data; boundary=x', '--x\r\n'],
  ['multipart/form-data', 'nothing'],
  ['application/octet-stream', randomBytes(64)],
  ['', 'x'],
  [null, 'x'],
];

const queries = [
  '',
  '?input=',
  '?input=%7B',
  '?input=%00',
  '?input=%',
  '?input=null',
  '?batch=1',
  '?batch=1&input=%5B%5D',
  '?batch=1&input=%7B%220%22%3A1%7D',
  '?batch=2&input=7',
  `?input=${encodeURIComponent('{"json":{"a":1},"meta":{"values":{"a":["set"]}}}')}`,
];

type Answer = { status: number; text: string };
const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  text: await response.text(),
});

describe('garbage on the wire', () => {
  let house: Home;
  let broker: Broker;
  let paths: { path: string; isQuery: boolean }[];
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    const all = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
    paths = Object.entries(all).map(([path, { _def }]) => ({ path, isQuery: _def.type === 'query' }));
  });

  const requestOf = (url: string, [type, body]: (typeof bodies)[number], headers: Record<string, string> = {}) =>
    new Request(url, {
      method: 'POST',
      body,
      headers: { ...headers, ...(type === null ? {} : { 'content-type': type }) },
    });

  it('tRPC answers every unreadable body with a refusal', async () => {
    const wrong: string[] = [];
    const makeContext = async () => ({ ctx: broker.admin, idempotencyKey: `wire-${randomBytes(8).toString('hex')}` });
    const tried = [...paths.filter(({ isQuery }) => !isQuery).slice(0, 6), { path: 'no.such.verb', isQuery: false }];
    for (const { path } of tried)
      for (const body of bodies) {
        const answer = await answerOf(
          await handleTrpc(requestOf(`http://localhost/api/trpc/${path}`, body), makeContext),
        );
        if (!isRefused(answer))
          wrong.push(`${path} ${String(body[0])} ${String(body[1]).slice(0, 70)}: ${answer.status}`);
      }
    expect(wrong).toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('tRPC answers every unreadable address with a refusal', async () => {
    const wrong: string[] = [];
    const makeContext = async () => ({ ctx: broker.admin });
    const tried = [
      ...paths
        .filter(({ isQuery }) => isQuery)
        .slice(0, 8)
        .map(({ path }) => path),
      'x',
      '',
      '__proto__.x',
      '%00',
    ];
    for (const path of [...tried, `${tried[0]},${tried[1]}`, Array.from({ length: 300 }, () => tried[0]).join(',')])
      for (const query of queries)
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const request = new Request(`http://localhost/api/trpc/${path}${query}`, { method });
          const answer = await answerOf(await handleTrpc(request, makeContext));
          if (answer.status >= 500)
            wrong.push(`${method} ${path.slice(0, 60)}${query}: ${answer.status} ${answer.text.slice(0, 120)}`);
        }
    expect(wrong).toEqual([]);
  });

  it('the public API answers every odd query with a problem', async () => {
    const { key } = await createApiKey(broker.admin, { name: 'wire', scopes: ['read:clients.*', 'read:tenancy.*'] });
    const api = publicApi(async (caller) => makeCtx(house.base, { ports: house.ports, ...caller }));
    const odd = [
      '%00',
      '%ff',
      '-1',
      '1e400',
      'NaN',
      '',
      'a'.repeat(9_000),
      '__proto__',
      '%F0%9F%8F%B3',
      'bnVsbA',
      'e30',
      '%ED%A0%80',
    ];
    const wrong: string[] = [];
    for (const name of ['limit', 'cursor', 'search', 'stage', 'country', '__proto__'])
      for (const value of odd) {
        const path = `/clients?${name}=${value}`;
        const answer = await api.fetch(
          new Request(`http://localhost/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } }),
        );
        if (![200, 422].includes(answer.status)) wrong.push(`${path.slice(0, 60)}: ${answer.status}`);
      }
    for (const authorization of [
      'Bearer',
      'Bearer \u00ff',
      `Bearer ${'x'.repeat(9_000)}`,
      'Basic eDp4',
      `Bearer ${key}\u00e9`,
    ])
      expect(
        (await api.fetch(new Request('http://localhost/api/v1/brands', { headers: { authorization } }))).status,
      ).toBe(401);
    for (const body of bodies)
      expect(
        (await api.fetch(requestOf('http://localhost/api/v1/brands', body, { authorization: `Bearer ${key}` }))).status,
      ).toBe(404);
    expect(wrong).toEqual([]);
  });

  it('a webhook takes nothing that is not signed, whatever it looks like', async () => {
    const make = async (caller: Parameters<typeof makeCtx>[1]) =>
      makeCtx(house.base, { ports: house.ports, ...caller });
    const { id: psp } = await createConnection(broker.admin, {
      port: 'psp',
      vendor: 'stripe',
      name: 'Wire',
      config: { 'endpoint.protocol': 'http', 'endpoint.host': '127.0.0.1', 'endpoint.port': 9 },
      secrets: { secretKey: 'sk_test_0123456789abcdef', 'webhookSecrets.0': 'whsec_test0123456789abcdef' },
    });
    const { id: kyc } = await createConnection(broker.admin, {
      port: 'kyc',
      vendor: 'sumsub',
      name: 'Wire',
      config: { baseUrl: 'http://127.0.0.1:9' },
      secrets: { appToken: 'sbx:token-token', secretKey: 'secret-secret', 'webhookSecrets.0': 'webhook-secret' },
    });
    const signatures: Record<string, string>[] = [
      {},
      { 'stripe-signature': 't=1,v1=00' },
      { 'stripe-signature': 't=NaN,v1=' },
      { 'stripe-signature': ',=,=,' },
      { 'x-payload-digest': 'zz', 'x-payload-digest-alg': 'HMAC_SHA256_HEX' },
      { 'x-payload-digest': '00'.repeat(32), 'x-payload-digest-alg': 'none' },
    ];
    const statuses = new Map<string, number>();
    for (const [port, connection] of [
      ['psp', psp],
      ['kyc', kyc],
      ['psp', kyc],
      ['mail', psp],
    ] as const)
      for (const [index, body] of bodies.entries()) {
        const headers = signatures[index % signatures.length] ?? {};
        const request = requestOf(`http://localhost/api/webhooks/${port}/${connection}`, body, headers);
        const { status } = await receiveWebhook(request, { port, connection }, make);
        statuses.set(`${port} ${status}`, (statuses.get(`${port} ${status}`) ?? 0) + 1);
      }
    // After thirty unsigned calls a minute the sender is slowed down.
    const taken = [...statuses.keys()].filter((name) => !/^(kyc|psp) (401|429)$|^(psp|mail) 404$/.test(name));
    expect(taken).toEqual([]);
    expect(statuses.get('kyc 401')).toBeGreaterThan(20);
  });
});

/** A reason a screen can say, and never our own failure. Bodies that happen to fit (`{}`) may be answered. */
function isRefused({ status, text }: Answer): boolean {
  if (status < 400) return true;
  if (status >= 500) return false;
  const body = superjson.deserialize(JSON.parse(text).error) as { data: { refusal: { reason: string } | null } };
  return body.data.refusal !== null;
}
