import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectSandbox } from '@/jobs/sandbox';
import { buildPorts } from '@/server/adapters/registry';
import { systemClock, systemRng } from '@/server/kernel/clock';
import { silentLog } from '@/server/kernel/log';
import { listConnections } from '@/server/modules/tenancy';
import { listOffers } from '@/server/modules/trading';
import { choosePorts } from '@/server/ops/ports';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';

const token = 'a token of at least sixteen letters';

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

describe('a new sandbox', () => {
  let tenant: TestTenant;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-sandbox-'));
    const port = (await choosePorts(folder)).emulators;
    const child = spawn(process.execPath, ['--import', 'tsx', 'server/emulators/main.ts'], {
      env: { ...process.env, EMULATORS_PORT: String(port), EMULATORS_TOKEN: token, BOS_DATA_DIR: folder },
      stdio: 'ignore',
    });
    process.env.EMULATORS_URL = `http://127.0.0.1:${port}`;
    process.env.EMULATORS_TOKEN = token;
    process.env.OUTBOUND_ALLOW = Array.from({ length: 16 }, (_, i) => `127.0.0.1:${port + i}`).join(',');
    stop = async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      if (child.kill('SIGTERM')) await ended;
      rmSync(folder, { recursive: true, force: true });
    };
    await answers(`http://127.0.0.1:${port}/health`);
    tenant = await testTenant();
  });
  afterAll(() => stop());

  it('is connected to every vendor once, and the trading server answers', async () => {
    const plain = asJob(tenant);
    const ports = buildPorts({
      database: plain.database,
      keys: makeCtx(tenant).keys,
      log: silentLog,
      clock: systemClock,
      rng: systemRng,
    });
    const ctx = { ...plain, ports };
    const first = await connectSandbox(ctx, { slug: tenant.slug, name: 'Sandbox Brokers' });
    expect(first.connected).toEqual(['psp', 'kyc', 'bank', 'platform', 'sms']);
    expect((await connectSandbox(ctx, { slug: tenant.slug, name: 'Sandbox Brokers' })).connected).toEqual([]);
    const { rows } = await listConnections(ctx, {});
    const platform = rows.find((row) => row.port === 'platform');
    const mt5 = await ports.platform.of(tenant.id, platform?.id ?? '');
    expect(await mt5.health()).toMatchObject({ ok: true });
    await mt5.close();
    const texts = await ports.sms.of(tenant.id, rows.find((row) => row.port === 'sms')?.id ?? '');
    expect(await texts.check()).toBeNull();
    const { rows: offers } = await listOffers(ctx, {});
    expect(offers.map(({ name }) => name).sort()).toEqual(
      ['Demo EUR', 'Demo USD', 'Raw EUR', 'Raw GBP', 'Raw USD', 'Standard EUR', 'Standard GBP', 'Standard USD'].sort(),
    );
    expect(offers.find(({ name }) => name === 'Standard EUR')).toMatchObject({
      groupName: 'real\\EUR-RETAIL-30',
      closeOnlyGroup: 'real\\EUR-RETAIL-30-CO',
      environment: 'live',
    });
  });
});
