import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { clientsJobs } from '@/jobs/clients';
import { installJobHouse } from '@/jobs/house';
import { paymentsJobs } from '@/jobs/payments';
import { riskJobs } from '@/jobs/risk';
import { tradingJobs } from '@/jobs/trading';
import { withdrawalsJobs } from '@/jobs/withdrawals';
import { workJobs } from '@/jobs/work';
import { memoryFetch } from '@/server/adapters/http/memory';
import { createMt5Adapter } from '@/server/adapters/platform/mt5/adapter';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import { createBankAdapter } from '@/server/adapters/psp/bank/adapter';
import { createStripeAdapter } from '@/server/adapters/psp/stripe/adapter';
import { buildPorts } from '@/server/adapters/registry';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator } from '@/server/emulators/platform/mt5/emulator';
import { withMirror } from '@/server/emulators/platform/mt5/groups';
import { defaultSymbols } from '@/server/emulators/platform/mt5/specs';
import { memoryStore } from '@/server/emulators/platform/mt5/store';
import { createBankEmulator } from '@/server/emulators/psp/bank/emulator';
import { createStripeEmulator } from '@/server/emulators/psp/stripe/emulator';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { Credential, Ctx } from '@/server/kernel/context';
import { type Id, type IdKind, idFromUuid, idPrefixes, isId, uuidFromId } from '@/server/kernel/ids';
import { createConnection } from '@/server/modules/tenancy';
import { createOffer } from '@/server/modules/trading';
import { staffCtx } from '../support/actors';
import { makeCtx, testTenant } from '../support/house';
import { retailGroup } from '../support/platform';
import { place } from '../support/registrations';
import { Chance, live, mortal, shaky, wire } from './faults';
import { JobRunner } from './job-runner';

const morning = new Date('2026-03-04T09:00:00Z');
const jobsOfMoney = [...clientsJobs, ...paymentsJobs, ...riskJobs, ...tradingJobs, ...withdrawalsJobs, ...workJobs];

function uuidOfText(text: string): string {
  for (const kind of Object.keys(idPrefixes) as IdKind[]) if (isId(kind, text)) return uuidFromId(kind, text);
  return text;
}

export type Letter = { readonly body: Uint8Array; readonly headers: Headers };
export type World = Awaited<ReturnType<typeof openWorld>>;

function openVendors(seed: number, clock: ReturnType<typeof manualClock>, chance: Chance) {
  const letters: Letter[] = [];
  const stripe = createStripeEmulator({
    clock,
    rng: seededRng(seed + 1).next,
    sleep: async () => undefined,
    callOut: async (_url, { headers, body }) => {
      letters.push({ body: new TextEncoder().encode(body), headers: new Headers(headers) });
      return new Response('taken');
    },
  });
  const merchant = stripe.openAccount({ webhook: { url: 'http://house.sim/hook' } });
  const bank = createBankEmulator({
    clock,
    rng: seededRng(seed + 2).next,
    sleep: async () => undefined,
    acceptSeconds: 5,
    settleSeconds: 60,
  });
  const customer = bank.openCustomer({ name: 'Aurora Markets Ltd', balances: { EUR: '10000000.00' } });
  const http = memoryFetch(
    new Map([
      ['http://stripe.sim:8001', wire(chance, (request) => stripe.handle(request))],
      ['http://bank.sim:8002', wire(chance, (request) => bank.handle(request))],
    ]),
  );
  const cards = createStripeAdapter({
    config: {
      secretKey: merchant.secretKey,
      webhookSecrets: [merchant.webhookSecret ?? ''],
      endpoint: { protocol: 'http', host: 'stripe.sim', port: 8001 },
      timeoutMs: 20_000,
    },
    http,
    clock,
  });
  const transfers = createBankAdapter({
    config: {
      gatewayUrl: 'http://bank.sim:8002',
      token: customer.token,
      debtorName: 'Aurora Markets Ltd',
      debtorBic: customer.bic,
      accounts: { EUR: customer.accounts[0]?.iban ?? '' },
      timeoutMs: 20_000,
    },
    http,
  });
  return { letters, stripe, merchant, bank, customer, cards, transfers };
}

function openPlatform(seed: number, clock: ReturnType<typeof manualClock>) {
  const market = createGenerator({ seed, start: new Date(morning.getTime() - 60_000), calendar: 'always' });
  market.advance(morning);
  const emulator = createMt5Emulator({
    clock,
    rng: seededRng(seed + 3),
    market,
    groups: [...withMirror({ group: retailGroup, currency: 'EUR', commissionPerLot: 350n })],
    symbols: defaultSymbols('always'),
    store: memoryStore(),
    sleep: async () => undefined,
  });
  const adapter = createMt5Adapter(
    Mt5Config.parse({
      endpoint: { protocol: 'http', host: 'mt5.sim', port: 443 },
      serverId: 'sim-1',
      managerLogin: String(emulator.manager.login),
      apiPassword: emulator.manager.apiPassword,
      closeOnlyGroups: { [retailGroup]: `${retailGroup}-CO` },
      timeoutMs: 20_000,
      rescanEveryMs: 0,
    }),
    { clock, rng: seededRng(seed + 4), dial: async () => emulator.connect() },
  );
  return { market, emulator, adapter };
}

/** A brokerage with its vendors in memory, real PostgreSQL below, and one clock and one seed for all. */
export async function openWorld(seed: number) {
  const tenant = await testTenant();
  const clock = manualClock(morning);
  const chance = new Chance(seededRng(seed));
  const rng = seededRng(seed + 5);
  const owner = new pg.Client({ connectionString: tenant.adminUrl });
  await owner.connect();
  const at = await place(tenant);
  const runner = new JobRunner(jobsOfMoney, clock, chance);
  const vendors = openVendors(seed, clock, chance);
  const platform = openPlatform(seed, clock);
  const platformPort = shaky(chance, platform.adapter);
  const database = mortal(tenant.database);
  const base = makeCtx(tenant, { clock, rng, database });
  const built = buildPorts(base);
  const connections = { psp: '', bank: '', platform: randomUUID() as string };
  const ports = {
    ...built,
    psp: { of: async (_tenant: string, id: string) => (id === connections.psp ? vendors.cards : vendors.transfers) },
    platform: { of: async () => platformPort },
  };
  const as = (credential: Credential): Ctx => ({ ...base, ports, credential, request: { id: randomUUID() } });
  const person = async (grants: string[], options: Parameters<typeof staffCtx>[2] = {}) =>
    as((await staffCtx(tenant, grants, options)).credential);
  const admin = await person(['*'], { name: 'Ada' });
  connections.psp = (
    await createConnection(admin, {
      port: 'psp',
      vendor: 'stripe',
      name: 'Cards',
      config: { 'endpoint.protocol': 'http', 'endpoint.host': 'stripe.sim', 'endpoint.port': 8001 },
      secrets: { secretKey: vendors.merchant.secretKey, 'webhookSecrets.0': vendors.merchant.webhookSecret ?? '' },
    })
  ).id;
  connections.bank = (
    await createConnection(admin, { port: 'bank', vendor: 'bank', name: 'Bank', config: {}, secrets: {} })
  ).id;
  await owner.query(
    `insert into connection (tenant_id, id, port, vendor, name, config, secrets, created_at)
     values ($1, $2, 'platform', 'mt5', 'MT5', '{"lookAfterSeconds": 10, "absentAfterSeconds": 60}', '', $3)`,
    [tenant.id, connections.platform, morning],
  );
  const approvers = [await person(['*'], { name: 'Boris' }), await person(['*'], { name: 'Chloe' })];
  const connectionId = idFromUuid('connection', connections.platform);
  const job = (name = 'sim') => as({ kind: 'job', name });
  const { id: offerId } = await createOffer(admin, {
    name: 'Retail',
    connectionId,
    environment: 'live',
    currency: 'EUR',
    groupName: retailGroup,
    closeOnlyGroup: `${retailGroup}-CO`,
    leverageDefault: 30,
    leverageMax: 30,
  });
  installJobHouse({
    ctx: (_tenantId, name, idempotencyKey) => ({ ...job(name), ...(idempotencyKey ? { idempotencyKey } : {}) }),
    tenants: async () => [
      { id: tenant.id, slug: tenant.slug, name: 'Sim', organisationId: tenant.id, environment: 'sandbox' },
    ],
  });
  const rows = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await owner.query<T>(text, [tenant.id, ...values])).rows;
  return {
    seed,
    tenant,
    clock,
    chance,
    at,
    runner,
    vendors,
    platform,
    connections: { psp: connections.psp as Id<'connection'>, platform: connectionId },
    offerId,
    admin,
    approvers,
    job,
    rows,
    keys: base.keys,
    /** Vendors know an attempt by its id's text, rows by its uuid. */
    attemptName: (uuid: string) => idFromUuid('attempt', uuid) as string,
    attemptUuid: (name: string) => (isId('attempt', name) ? uuidFromId('attempt', name) : null),
    /** Work items name their object by the id's text, whatever its kind. */
    uuidOf: (text: string) => uuidOfText(text),
    client: (id: Id<'client'>) => person([], { kind: 'client', clientUuid: uuidFromId('client', id) }),
    webhook: () => as({ kind: 'webhook', name: 'psp/stripe' }),
    /** Somebody at a screen: his process can die as well. */
    async byHand<T>(deed: () => Promise<T>): Promise<T | 'died'> {
      const outcome = await live(chance.life(), deed);
      if (outcome === 'died') chance.note('died');
      return outcome;
    },
    advance(ms: number) {
      clock.advance(ms);
      platform.market.advance(clock.now());
      vendors.bank.tick();
      runner.tick();
    },
    close: async () => {
      await platform.adapter.close();
      await platform.emulator.close();
      await owner.end();
    },
  };
}
