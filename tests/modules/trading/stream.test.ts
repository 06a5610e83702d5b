import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { dealStream } from '@/server/gateways/deal-stream';
import { takeLease } from '@/server/gateways/lease';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { silentLog } from '@/server/kernel/log';
import type { Owner } from '@/server/modules/ledger';
import { listDeals, listPositions, moveToAccount, readAccount } from '@/server/modules/trading';
import type { House } from '@/server/transports/composition';
import { hintChannel } from '@/server/transports/live-topics';
import { asOwner } from '../../support/owner';
import { type PlatformWorld, platformWorld } from '../../support/platform';
import { asClient, eur, finishMoving, giveMoney, opened, retailOffer } from '../../support/trading';

describe('the deal stream', () => {
  let world: PlatformWorld;
  let platform: PlatformDatabase;
  let owner: Owner;
  let accountId: Id<'tradingAccount'>;
  let login: string;

  const deps = (holder = 'this') => ({
    platform,
    house: { log: silentLog } as unknown as House, // the stream uses nothing else of it
    holder,
    ctx: (tenantId: string, job: string) => {
      if (tenantId !== world.tenant.id) throw new Error('a tenant of another test');
      return world.job(job);
    },
  });
  /** Lets the gateway run until `done`, moving the world's clock along. */
  const runUntil = async (done: () => Promise<boolean>, holder?: string) => {
    const turn = dealStream.turn(deps(holder));
    const stop = new AbortController();
    const pump = setInterval(() => world.advance(500), 20);
    try {
      for (let i = 0; i < 60 && !(await done()); i += 1) await turn(stop.signal);
    } finally {
      clearInterval(pump);
      stop.abort();
      await turn(stop.signal);
    }
    expect(await done()).toBe(true);
  };
  const trades = async () => (await listDeals(world.job(), { accountId, kind: 'trades' })).rows.length;

  beforeAll(async () => {
    world = await platformWorld();
    platform = await connectPlatform(world.tenant.platformUrl);
    owner = await world.trader();
    ({ id: accountId, login } = await opened(world, owner, await retailOffer(world)));
    await giveMoney(world, owner, 100_000n);
    const { id } = await moveToAccount(await asClient(world, owner), { accountId, amount: eur(100_000n) });
    await finishMoving(world, id);
  });
  afterAll(() => platform.end());

  it('brings deals, open positions, quotes and equity, and tells the screens', async () => {
    const listener = new pg.Client({ connectionString: world.tenant.adminUrl });
    await listener.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => {
      const notice = JSON.parse(payload ?? '{}') as { tenantId: string; hints: { topic: string }[] };
      if (notice.tenantId === world.tenant.id) heard.push(...notice.hints.map((hint) => hint.topic));
    });
    await listener.query(`listen ${hintChannel}`);
    world.emulator.control.open({ login: Number(login), symbol: 'EURUSD', side: 'sell', lots: '0.20' });
    await runUntil(
      async () => (await trades()) === 1 && (await readAccount(world.job(), { id: accountId })).openPositions === 1,
    );
    const { rows } = await listPositions(await asClient(world, owner), {});
    expect(rows).toMatchObject([{ symbol: 'EURUSD', side: 'sell', lots: '0.2', login }]);
    const account = await readAccount(await asClient(world, owner), { id: accountId });
    expect(account.balance?.minor).toBe(99_930n);
    expect(account.equity?.minor).toBe((account.balance?.minor ?? 0n) + (account.floating?.minor ?? 0n));
    expect(account.floating).toEqual({
      minor: (rows[0]?.profit.minor ?? 0n) + (rows[0]?.swap.minor ?? 0n),
      asset: 'EUR',
    });
    expect(account.margin?.minor).toBeGreaterThan(0n);
    expect(new Set(heard)).toEqual(new Set(['trading.account', 'trading.deals', 'risk.exposure']));
    await listener.end();
  });

  it('is read by one holder at a time; the next one goes on where the last one stopped', async () => {
    const name = { tenantId: world.tenant.id, kind: 'deal-stream', key: world.connectionId };
    expect(await takeLease(platform, world.clock, name, 'other', 10_000)).not.toBeNull();
    const position = world.emulator.control.account(Number(login)).positions[0]?.ticket ?? '';
    world.emulator.control.close(position);
    const before = await trades();
    let turns = 0;
    await runUntil(async () => {
      turns += 1;
      return turns > 3;
    });
    expect(await trades()).toBe(before);
    await asOwner(world.tenant, (query) =>
      query(`update lease set until = '-infinity' where tenant_id = $1 and key = $2`, [name.tenantId, name.key]),
    );
    await runUntil(async () => (await trades()) === before + 1, 'next');
    await runUntil(async () => (await listPositions(world.job(), { accountId })).total === 0, 'next');
  });

  it('a platform that is gone for a while does not lose a deal', async () => {
    world.emulator.control.dropConnections();
    world.emulator.control.addFault({ kind: 'lost_before', times: 3 });
    world.emulator.control.open({ login: Number(login), symbol: 'XAUUSD', side: 'buy', lots: '0.01' });
    const before = await trades();
    await runUntil(async () => (await trades()) === before + 1);
  });

  it('keeps its lease for nobody when it ends', async () => {
    const [row] = await asOwner(world.tenant, async (query) => {
      const { rows } = await query(`select until from lease where tenant_id = $1 and key = $2`, [
        world.tenant.id,
        world.connectionId,
      ]);
      return rows;
    });
    expect(row?.until).toBe(Number.NEGATIVE_INFINITY);
    expect(uuidFromId('connection', world.connectionId)).toHaveLength(36);
  });
});
