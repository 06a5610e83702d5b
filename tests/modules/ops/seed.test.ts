import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPlatform } from '@/db/platform-client';
import { levelsIn } from '@/server/emulators/sandboxes';
import { systemClock } from '@/server/kernel/clock';
import { localKeyRing } from '@/server/kernel/keys';
import { logSigner, verifyLog } from '@/server/modules/audit';
import { verifyLedger } from '@/server/modules/ledger';
import { choosePorts } from '@/server/ops/ports';
import { loadSecrets } from '@/server/ops/secrets';
import { keySecret } from '@/server/transports/composition';
import { type TestDatabase, testDatabase } from '../../support/postgres';

/** What is observed, sealed or kept for the machine as of the end; everything else must lie where the story put it. */
const asOfTheEnd = [
  'audit_leaf',
  'audit_checkpoint',
  'symbol_quote',
  'open_position',
  'account_snapshot',
  'rate_limit',
  'work_clock',
  'lease',
];

function runSeed(urls: TestDatabase, folder: string, port: number): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'db/seed/main.ts'], {
    env: {
      ...process.env,
      ...loadSecrets(folder),
      NODE_ENV: 'production',
      DATABASE_URL: urls.appUrl,
      DATABASE_PLATFORM_URL: urls.platformUrl,
      BOS_DATA_DIR: folder,
      STORAGE_FOLDER: join(folder, 'storage'),
      PUBLIC_URL: 'http://localhost:3000',
      EMULATORS_PORT: String(port),
      EMULATORS_URL: `http://127.0.0.1:${port}`,
      MAIL_URL: `smtp://127.0.0.1:${port + 4}`,
      OUTBOUND_ALLOW: Array.from({ length: 16 }, (_, i) => `127.0.0.1:${port + i}`).join(','),
      DEMO_CLIENTS: '9',
      DEMO_WEEKS: '5',
    },
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve({ code, said })));
}

describe('the demo', () => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-seed-'));
  let urls: TestDatabase;
  let admin: pg.Client;
  let ran: { code: number | null; said: string };
  let [began, ended] = [new Date(), new Date()];
  beforeAll(async () => {
    urls = await testDatabase({ fresh: true });
    admin = new pg.Client({ connectionString: urls.adminUrl });
    await admin.connect();
    const { emulators } = await choosePorts(folder);
    began = systemClock.now();
    ran = await runSeed(urls, folder, emulators);
    ended = systemClock.now();
  });
  afterAll(async () => {
    await admin.end();
    rmSync(folder, { recursive: true, force: true });
  });
  const rows = async (text: string, values: unknown[] = []) => (await admin.query(text, values)).rows;

  it('is made without one story breaking, and leaves nothing for the relay', async () => {
    expect(ran.said).toContain('0 stories broke');
    expect(ran.code).toBe(0);
    expect(await rows('select name from outbox')).toEqual([]);
  });

  it('tells the log-ins of staff and of clients in different states', () => {
    const demo = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as { logins: { who: string }[] };
    const who = demo.logins.map((login) => login.who).join('; ');
    for (const word of ['Administrator', 'MLRO', 'trading', 'papers', 'new']) expect(who).toContain(word);
  });

  it('has clients, money and deals in several states', async () => {
    const [counts] = await rows(`select
      (select count(*)::int from client) as clients,
      (select count(distinct verification)::int from client) as verifications,
      (select count(*)::int from deposit where state = 'credited') as deposits,
      (select count(*)::int from withdrawal where state = 'in_review') as waiting,
      (select count(*)::int from deal where action in ('buy', 'sell')) as deals,
      (select count(*)::int from work_item where state <> 'closed') as work,
      (select count(*)::int from conversation where state = 'waiting') as conversations,
      (select count(*)::int from client_request where state = 'open') as requests,
      (select count(*)::int from screening_hit) as hits`);
    expect(counts).toMatchObject({ clients: 9 });
    for (const name of ['deposits', 'waiting', 'deals', 'work', 'hits', 'conversations', 'requests'])
      expect(Number(counts[name]), name).toBeGreaterThan(0);
    expect(counts.verifications).toBeGreaterThan(2);
  });

  it('writes every instant by its own clock', async () => {
    const columns = await rows(`select c.table_name, c.column_name from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and data_type = 'timestamp with time zone'`);
    const stamped: string[] = [];
    for (const { table_name: table, column_name: column } of columns) {
      if (asOfTheEnd.includes(table) || column === 'recorded_at') continue;
      const [count] = await rows(
        `select count(*)::int as all, count(*) filter (where "${column}" between $1 and $2)::int as late from "${table}" where "${column}" is not null`,
        [began, ended],
      );
      if (count.all >= 10 && count.late > count.all / 3)
        stamped.push(`${table}.${column}: ${count.late} of ${count.all}`);
    }
    expect(stamped).toEqual([]);
  });

  it('has a log and a ledger that verify', async () => {
    const platform = await connectPlatform(urls.platformUrl);
    const keys = await localKeyRing(keySecret(loadSecrets(folder).KEY_ENCRYPTION_SECRET));
    for (const { id } of await rows(`select id from tenant where slug in ('merrowby', 'platform')`)) {
      const { verifier } = await logSigner(keys, id);
      const log = await platform.asTenant(id, ({ db }) => verifyLog(db, verifier, systemClock.now()));
      expect(log.fault).toBeFalsy();
      expect((await platform.asTenant(id, ({ db }) => verifyLedger(db))).fault).toBeFalsy();
    }
    await platform.end();
  });

  it('hands the vendors over: prices go on where they stopped', () => {
    const levels = levelsIn(join(folder, 'emulators'));
    expect(levels?.EURUSD).toBeGreaterThan(0.5);
    expect(levels?.XAUUSD).toBeGreaterThan(500);
  });
});
