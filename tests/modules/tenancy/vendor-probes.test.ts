import { beforeAll, describe, expect, it } from 'vitest';
import { testConnection } from '@/jobs/connection-health';
import { createSumsubEmulator } from '@/server/emulators/kyc/sumsub/emulator';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator } from '@/server/emulators/platform/mt5/emulator';
import { withMirror } from '@/server/emulators/platform/mt5/groups';
import { defaultSymbols } from '@/server/emulators/platform/mt5/specs';
import { memoryStore } from '@/server/emulators/platform/mt5/store';
import { seededRng, systemClock } from '@/server/kernel/clock';
import { createConnection, listConnections } from '@/server/modules/tenancy';
import { type Brokerage, testBrokerage } from '../../support/brokerage';
import { retailGroup } from '../../support/platform';

type Settings = { config?: Record<string, string | number>; secrets?: Record<string, string> };

const allow = (port: number) => {
  process.env.OUTBOUND_ALLOW = `${process.env.OUTBOUND_ALLOW},127.0.0.1:${port}`;
};

describe('the provider of identities', () => {
  let house: Brokerage;
  const clock = systemClock;
  const sumsub = createSumsubEmulator({ clock, rng: seededRng(12).next });
  const client = sumsub.openClient();
  let url = '';
  beforeAll(async () => {
    house = await testBrokerage();
    const hosted = await sumsub.listen();
    url = hosted.url;
    allow(hosted.port);
    allow(9);
    return () => hosted.close();
  });

  const ask = async ({ config, secrets }: Settings = {}) => {
    const { id } = await createConnection(house.administrator, {
      port: 'kyc',
      vendor: 'sumsub',
      name: `Identity ${crypto.randomUUID().slice(0, 8)}`,
      config: { baseUrl: url, level: 'basic-kyc-level', ...config },
      secrets: {
        appToken: client.appToken,
        secretKey: client.secretKey,
        'webhookSecrets.0': 'whsec_sumsub_1',
        ...secrets,
      },
    });
    await testConnection(house.job, house.tenant.id, { id, port: 'kyc' });
    return (await listConnections(house.job, {})).rows.find((row) => row.id === id)?.lastError;
  };

  it('right credentials are right, and nobody is made there by asking', async () => {
    expect(await ask()).toBeNull();
    expect(sumsub.applicants(client.id)).toEqual([]);
  });

  it.each([
    ['a wrong token', { secrets: { appToken: 'sbx:nobody-has-this-one' } }, /^appToken or secretKey: /],
    ['a wrong secret', { secrets: { secretKey: 'not-the-secret-of-it' } }, /^appToken or secretKey: /],
    ['a token that is too short', { secrets: { appToken: 'x' } }, /^appToken: Too small/],
    ['an address that is none', { config: { baseUrl: 'sumsub' } }, /^baseUrl: Invalid URL$/],
    ['nobody there', { config: { baseUrl: 'http://127.0.0.1:9' } }, /^baseUrl: /],
  ])('%s is named', async (_, settings, words) => {
    expect(await ask(settings)).toMatch(words);
  });
});

describe('the trading platform', () => {
  let house: Brokerage;
  let server: ReturnType<typeof createMt5Emulator>;
  let port = 0;
  beforeAll(async () => {
    house = await testBrokerage();
    const start = new Date(Date.now() - 60_000);
    const market = createGenerator({ seed: 11, start, calendar: 'always' });
    market.advance(systemClock.now());
    server = createMt5Emulator({
      clock: systemClock,
      rng: seededRng(5),
      market,
      groups: [...withMirror({ group: retailGroup, currency: 'EUR', commissionPerLot: 350n })],
      symbols: defaultSymbols('always'),
      store: memoryStore(),
    });
    const hosted = await server.listen();
    port = hosted.port;
    allow(port);
    return async () => {
      await hosted.close();
    };
  });

  const ask = async ({ config, secrets }: Settings = {}) => {
    const { id } = await createConnection(house.administrator, {
      port: 'platform',
      vendor: 'mt5',
      name: `Server ${crypto.randomUUID().slice(0, 8)}`,
      config: {
        'endpoint.protocol': 'http',
        'endpoint.host': '127.0.0.1',
        'endpoint.port': port,
        serverId: 'probe-1',
        managerLogin: String(server.manager.login),
        ...config,
      },
      secrets: { apiPassword: server.manager.apiPassword, ...secrets },
    });
    await testConnection(house.job, house.tenant.id, { id, port: 'platform' });
    return (await listConnections(house.job, {})).rows.find((row) => row.id === id)?.lastError;
  };

  it('right credentials are right, and no account is made by asking', async () => {
    const before = server.control.logins().length;
    expect(await ask()).toBeNull();
    expect(server.control.logins()).toHaveLength(before);
  });

  it.each([
    ['a wrong password', { secrets: { apiPassword: 'Wrong-Password-1' } }, /^managerLogin or apiPassword: /],
    ['a wrong login', { config: { managerLogin: '999' } }, /^managerLogin or apiPassword: /],
    ['a missing login', { config: { managerLogin: '' } }, /^managerLogin: /],
    ['nobody there', { config: { 'endpoint.port': 9 } }, /^endpoint: /],
  ])('%s is named', async (_, settings, words) => {
    expect(await ask(settings)).toMatch(words);
  });
});
