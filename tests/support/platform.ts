import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { createMt5Adapter } from '@/server/adapters/platform/mt5/adapter';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import { guardedDial } from '@/server/adapters/platform/mt5/dial';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator, type Mt5Emulator } from '@/server/emulators/platform/mt5/emulator';
import { withMirror } from '@/server/emulators/platform/mt5/groups';
import { defaultSymbols } from '@/server/emulators/platform/mt5/specs';
import { memoryStore } from '@/server/emulators/platform/mt5/store';
import { type ManualClock, manualClock, seededRng, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Ports } from '@/server/kernel/ports';
import type { Owner } from '@/server/modules/ledger';
import type { TradingPlatformPort } from '@/server/modules/trading/ports';
import { bareOwner } from './books';
import { makeCtx, type TestTenant, testTenant } from './house';
import { asOwner } from './owner';

export const retailGroup = 'real\\EUR-RETAIL-30';
const morning = new Date('2026-03-04T09:00:00Z');

export type PlatformWorld = {
  readonly tenant: TestTenant;
  readonly clock: ManualClock;
  readonly emulator: Mt5Emulator;
  readonly port: TradingPlatformPort;
  readonly connectionId: Id<'connection'>;
  /** A job's context on the world's clock, with the platform plugged in. */
  job(name?: string): Ctx;
  /** The same for another credential. */
  as(ctx: Ctx): Ctx;
  /** Clock and market together. */
  advance(ms: number): void;
  trader(facts?: Partial<TraderFacts>): Promise<Owner>;
};

export type TraderFacts = { verification: string; tier: string; category: string; country: string };

/** A tenant with an MT5 server of its own behind a real socket. */
export async function platformWorld(): Promise<PlatformWorld> {
  const tenant = await testTenant();
  const clock = manualClock(morning);
  const market = createGenerator({ seed: 11, start: new Date(morning.getTime() - 60_000), calendar: 'always' });
  market.advance(morning);
  const emulator = createMt5Emulator({
    clock,
    rng: seededRng(5),
    market,
    groups: [...withMirror({ group: retailGroup, currency: 'EUR', commissionPerLot: 350n })],
    symbols: defaultSymbols('always'),
    store: memoryStore(),
  });
  const hosted = await emulator.listen();
  const port = createMt5Adapter(
    Mt5Config.parse({
      endpoint: { protocol: 'http', host: '127.0.0.1', port: hosted.port },
      serverId: 'demo-1',
      managerLogin: String(emulator.manager.login),
      apiPassword: emulator.manager.apiPassword,
      closeOnlyGroups: { [retailGroup]: `${retailGroup}-CO` },
      timeoutMs: 5_000,
      rescanEveryMs: 0,
    }),
    { clock, rng: systemRng, dial: guardedDial({ allow: `127.0.0.1:${hosted.port}` }) },
  );
  afterAll(async () => {
    await port.close();
    await emulator.close();
  });
  const connection = randomUUID();
  await asOwner(tenant, (query) =>
    query(
      `insert into connection (tenant_id, id, port, vendor, name, config, secrets, created_at)
       values ($1, $2, 'platform', 'mt5', 'MT5 test', '{"lookAfterSeconds": 10, "absentAfterSeconds": 60}', '', $3)`,
      [tenant.id, connection, morning],
    ),
  );
  const ports = { platform: { of: async () => port } } as unknown as Ports; // nothing else is plugged in
  const as = (ctx: Ctx): Ctx => ({ ...ctx, clock, ports });
  return {
    tenant,
    clock,
    emulator,
    port,
    connectionId: idFromUuid('connection', connection),
    job: (name = 'test') => as(makeCtx(tenant, { credential: { kind: 'job', name } })),
    as,
    advance: (ms) => {
      clock.advance(ms);
      market.advance(clock.now());
    },
    trader: (facts = {}) => traderIn(tenant, facts),
  };
}

async function traderIn(tenant: TestTenant, facts: Partial<TraderFacts>): Promise<Owner> {
  const [owner] = await bareOwner(tenant);
  if (!owner) throw new Error('a bare owner was asked for');
  await setStanding(tenant, owner, {
    verification: 'approved',
    tier: 'T2',
    category: 'retail',
    country: 'DE',
    ...facts,
  });
  return owner;
}

/** What other modules decided about a client, written behind their back. */
export async function setStanding(tenant: TestTenant, owner: Owner, facts: Partial<TraderFacts>): Promise<void> {
  const client = uuidFromId('client', owner.client);
  await asOwner(tenant, async (query) => {
    for (const [column, value] of Object.entries(facts))
      await query(
        `update client set ${column} = $3, relationship = 'client' ${column === 'tier' ? ', tier_by_policy = $3' : ''} where tenant_id = $1 and id = $2`,
        [tenant.id, client, value],
      );
    await query(
      `update person set first_name = 'Marit', last_name = 'Oosterveld' where tenant_id = $1 and id = (select person_id from client where id = $2)`,
      [tenant.id, client],
    );
  });
}
