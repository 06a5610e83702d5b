import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clientsJobs } from '@/jobs/clients';
import { installJobHouse } from '@/jobs/house';
import { onboardingJobs } from '@/jobs/onboarding';
import { paymentsJobs } from '@/jobs/payments';
import { riskJobs } from '@/jobs/risk';
import { tradingJobs } from '@/jobs/trading';
import { withdrawalsJobs } from '@/jobs/withdrawals';
import { workJobs } from '@/jobs/work';
import { buildPorts } from '@/server/adapters/registry';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { manualClock, seededRng } from '@/server/kernel/clock';
import type { Credential, Ctx } from '@/server/kernel/context';
import { type Id, type IdKind, idFromUuid, idPrefixes, isId, uuidFromId } from '@/server/kernel/ids';
import { readyLists } from '@/server/modules/screening';
import { createConnection } from '@/server/modules/tenancy';
import { createOffer } from '@/server/modules/trading';
import { loadEntries } from '../modules/onboarding/applicants';
import { staffCtx } from '../support/actors';
import { makeCtx, testTenant } from '../support/house';
import { retailGroup } from '../support/platform';
import { place } from '../support/registrations';
import { listed } from '../support/screening-lists';
import { Chance } from './chance';
import { Life, live, mortal, Stragglers, shaky } from './faults';
import { JobRunner } from './job-runner';
import { type Betrayal, morning, openPlatform, openVendors } from './vendors';

const jobsOfALife = [
  ...clientsJobs,
  ...onboardingJobs,
  ...paymentsJobs,
  ...riskJobs,
  ...tradingJobs,
  ...withdrawalsJobs,
  ...workJobs,
];

function uuidOfText(text: string): string {
  for (const kind of Object.keys(idPrefixes) as IdKind[]) if (isId(kind, text)) return uuidFromId(kind, text);
  return text;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** A brokerage with its vendors in memory, real PostgreSQL below, and one clock and one seed for all. */
export async function openWorld(seed: number, betrayal: Betrayal | null = null) {
  const tenant = await testTenant();
  const clock = manualClock(morning);
  const chance = new Chance(seed, seededRng(seed));
  const trouble = { chance, stragglers: new Stragglers(clock, chance) };
  const rng = seededRng(seed + 5);
  const owner = new pg.Client({ connectionString: tenant.adminUrl });
  await owner.connect();
  const at = await place(tenant);
  await loadEntries(tenant, [listed('9001', ['Somebody Else Entirely'])], morning);
  const runner = new JobRunner(jobsOfALife, clock, chance);
  const vendors = openVendors(seed, clock, trouble, betrayal);
  const platform = openPlatform(seed, clock);
  const platformPort = shaky(trouble, platform.adapter);
  const database = mortal(tenant.database);
  const base = makeCtx(tenant, { clock, rng, database });
  const built = buildPorts(base);
  const folder = mkdtempSync(join(tmpdir(), 'bos-simulation-'));
  const connections = { psp: '', bank: '', kyc: '', platform: randomUUID() as string };
  const ports = {
    ...built,
    psp: { of: async (_tenant: string, id: string) => (id === connections.psp ? vendors.cards : vendors.transfers) },
    platform: { of: async () => betrayal?.platform?.(platformPort) ?? platformPort },
    kyc: { of: async () => vendors.identity },
    storage: createLocalStorage({ config: { folder }, clock }),
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
  connections.kyc = (
    await createConnection(admin, {
      port: 'kyc',
      vendor: 'sumsub',
      name: 'Sumsub',
      config: { level: 'kyc-with-poa' },
      secrets: {},
    })
  ).id;
  await owner.query(
    `insert into connection (tenant_id, id, port, vendor, name, config, secrets, created_at)
     values ($1, $2, 'platform', 'mt5', 'MT5', '{"lookAfterSeconds": 10, "absentAfterSeconds": 60}', '', $3)`,
    [tenant.id, connections.platform, morning],
  );
  // What a process keeps in memory dies with it; here it outlives the dead, so nobody may die while building it.
  await readyLists(as({ kind: 'job', name: 'sim' }));
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
    connections: {
      psp: connections.psp as Id<'connection'>,
      kyc: connections.kyc as Id<'connection'>,
      platform: connectionId,
    },
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
    webhook: (name: string) => as({ kind: 'webhook', name }),
    /** Somebody at a screen: his process can die as well. */
    byHand: <T>(name: string, deed: () => Promise<T>): Promise<T | 'died'> =>
      live(new Life(chance, `by hand ${name}`), deed),
    /** Time goes by, and what was under way arrives at its own moment in between. */
    async advance(ms: number) {
      const until = clock.now().getTime() + ms;
      for (let late = trouble.stragglers.next(until); late; late = trouble.stragglers.next(until)) {
        clock.advance(Math.max(0, late.at - clock.now().getTime()));
        platform.market.advance(clock.now());
        await late.deed();
      }
      clock.advance(until - clock.now().getTime());
      platform.market.advance(clock.now());
      vendors.bank.tick();
      runner.tick();
    },
    close: async () => {
      await platform.adapter.close();
      await platform.emulator.close();
      await owner.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
