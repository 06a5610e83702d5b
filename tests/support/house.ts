import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll } from 'vitest';
import { connectDatabase, type Database } from '@/db/client';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { localKeyRing } from '@/server/kernel/keys';
import { silentLog } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';
import { type TestDatabase, testDatabase } from './postgres';

export type TestTenant = TestDatabase & { id: string; slug: string; database: Database };

/** The key-encryption secret of test houses. */
export const testKeySecret = new Uint8Array(32).fill(7);
const keys = await localKeyRing(testKeySecret);
const pools = new Map<string, Promise<Database>>();

async function poolOf(appUrl: string): Promise<Database> {
  let pool = pools.get(appUrl);
  if (!pool) {
    pool = connectDatabase(appUrl, { max: 12 });
    pools.set(appUrl, pool);
    afterAll(async () => {
      pools.delete(appUrl);
      await (await pool)?.end();
    });
  }
  return pool;
}

/** A fresh tenant in this worker's database: tests never share one. */
export async function testTenant(
  options: { kind?: string; environment?: string; features?: string[] } = {},
): Promise<TestTenant> {
  const urls = await testDatabase();
  const admin = new pg.Client({ connectionString: urls.adminUrl });
  await admin.connect();
  const id = randomUUID();
  const organisation = randomUUID();
  const slug = `t-${randomBytes(6).toString('hex')}`;
  await admin.query('insert into organisation (id, name, kind, created_at) values ($1, $2, $3, now())', [
    organisation,
    slug,
    options.kind ?? 'brokerage',
  ]);
  await admin.query(
    `insert into tenant (id, organisation_id, slug, name, kind, environment, status, features, created_at)
     values ($1, $2, $3, $3, $4, $5, 'active', $6, now())`,
    [
      id,
      organisation,
      slug,
      options.kind ?? 'brokerage',
      options.environment ?? 'sandbox',
      options.features ?? ['brokerage', 'api'],
    ],
  );
  await admin.end();
  return { ...urls, id, slug, database: await poolOf(urls.appUrl) };
}

/** A context of this tenant; nothing of the world is plugged in unless the test brings it. */
export function makeCtx(tenant: TestTenant, overrides: Partial<Ctx> = {}): Ctx {
  return {
    database: tenant.database,
    clock: systemClock,
    rng: systemRng,
    log: silentLog,
    keys,
    ports: {} as Ports,
    tenant: { id: tenant.id },
    credential: { kind: 'job', name: 'test' },
    request: { id: randomUUID() },
    ...overrides,
  };
}

export const asJob = (tenant: TestTenant, name = 'test', idempotencyKey?: string): Ctx =>
  makeCtx(tenant, { credential: { kind: 'job', name }, ...(idempotencyKey ? { idempotencyKey } : {}) });

export const newUuid = randomUUID;
