import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectDatabase, type Database } from '@/db/client';
import { type DatabaseUrls, migrate } from '@/db/migrate';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { localKeyRing } from '@/server/kernel/keys';
import { silentLog } from '@/server/kernel/log';
import type { Ports } from '@/server/kernel/ports';
import { startEmbeddedPostgres } from '../embedded-postgres';

export type BenchHouse = {
  readonly urls: DatabaseUrls;
  readonly database: Database;
  readonly admin: pg.Client;
  readonly tenantId: string;
  readonly entityId: string;
  ctx(): Ctx;
  close(): Promise<void>;
};

/** A durable database of its own (fsync on) with one tenant: what a bench measures is what production pays. */
export async function benchHouse(pool: number): Promise<BenchHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data') });
  const root = new pg.Client({ connectionString: server.url });
  await root.connect();
  await root.query('create database bench');
  await root.end();
  const urls = await migrate(server.url, 'bench');
  const admin = new pg.Client({ connectionString: urls.ownerUrl });
  await admin.connect();
  const [organisationId, tenantId, entityId] = [randomUUID(), randomUUID(), randomUUID()];
  await admin.query(`insert into organisation (id, name, kind, created_at) values ($1, 'Bench', 'brokerage', now())`, [
    organisationId,
  ]);
  await admin.query(
    `insert into tenant (id, organisation_id, slug, name, kind, environment, status, created_at) values ($1, $2, 'bench', 'Bench', 'brokerage', 'sandbox', 'active', now())`,
    [tenantId, organisationId],
  );
  await admin.query(
    `insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
     values ($1, $2, 'Bench Ltd', 'Bench', 'CY', 'EUR', 'UTC', '16:00', 'TARGET', 'FX', now())`,
    [tenantId, entityId],
  );
  const database = await connectDatabase(urls.appUrl, { max: pool });
  const keys = await localKeyRing(new Uint8Array(32).fill(1));
  return {
    urls,
    database,
    admin,
    tenantId,
    entityId,
    ctx: () => ({
      database,
      clock: systemClock,
      rng: systemRng,
      log: silentLog,
      keys,
      ports: {} as Ports, // nothing here calls out
      tenant: { id: tenantId },
      credential: { kind: 'job', name: 'bench' },
      request: { id: randomUUID() },
    }),
    close: async () => {
      await database.end();
      await admin.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
