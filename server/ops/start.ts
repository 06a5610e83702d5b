import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '@/db/migrate';
import { buildWeb } from './build';
import { Child } from './child';
import { type OpenDatabase, openDatabase } from './database';
import { forgetHalfDemo, readDemo, seedOnce } from './demo-folder';
import { choosePorts, isFree } from './ports';
import { phase, phases, say } from './progress';
import { dataFolder, loadSecrets } from './secrets';

const root = process.cwd();
const { values } = parseArgs({
  options: {
    ticks: { type: 'string' },
    json: { type: 'boolean' },
    'no-demo': { type: 'boolean' },
    empty: { type: 'boolean' },
    dev: { type: 'boolean' },
  },
});
const port = Number(process.env.PORT ?? 3000);
const host = process.env.HOST ?? '127.0.0.1';
const folder = dataFolder();
const isDemo = !values['no-demo'] && (!process.env.DATABASE_URL || process.env.DEMO === '1');
const children: Child[] = [];
let database: OpenDatabase | null = null;
let isStopping = false;

async function stop(code: number): Promise<never> {
  if (isStopping) return new Promise(() => undefined);
  isStopping = true;
  // Web first, so that nobody is served by half a house; the database last.
  for (const child of [...children].reverse()) await child.stop();
  await database?.stop();
  process.exit(code);
}

function givenUp(name: string, tail: readonly string[]): void {
  console.error(`${name} keeps ending by itself. Its last words:\n${tail.slice(-20).join('\n')}`);
  void stop(1);
}

function supervise(name: string, args: string[], env: Record<string, string | undefined>): Child {
  const child = new Child({ name, args, env, logFile: join(folder, 'logs', `${name}.log`) }, givenUp);
  children.push(child);
  child.start();
  return child;
}

/** From their sources the parts are compiled while they start, maybe beside other work. */
const patience = () => (values.dev ? 600 : 60);

async function until(url: string, child: Child, seconds: number): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  for (let last = ''; ; await sleep(150)) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(3_000) });
      if (response.ok) return;
      last = `${response.status} ${await response.text()}`.slice(0, 300);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > deadline)
      throw new Error(`${url} did not become ready: ${last}\n${child.lastLines.slice(-15).join('\n')}`);
  }
}

async function main(): Promise<void> {
  if (isDemo && host !== '127.0.0.1' && process.env.DEMO_PUBLIC !== '1') {
    throw new Error('The demo binds 127.0.0.1 only. Set DEMO_PUBLIC=1 if this machine may show it to others.');
  }
  if (!(await isFree(port))) throw new Error(`Port ${port} is taken. Choose another: PORT=3001 npm start`);
  const secrets = loadSecrets(folder);
  const ports = await choosePorts(folder);
  database = await phase('database', () => openDatabase());
  void database.ended.then(() => !isStopping && givenUp('The database', []));
  if (await forgetHalfDemo(folder, database)) say('The demo was cut short while it was made; it is made anew.');
  const urls = await migrate(database.urls.ownerUrl);
  const shared = {
    ...secrets,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    AUTH_TRUST_HOST: '1',
    INNGEST_ENABLE_UNAUTHED_SYNC: '0',
    INNGEST_DEV: '0',
    DATABASE_URL: urls.appUrl,
    DATABASE_OWNER_URL: undefined,
    STORAGE_FOLDER: process.env.STORAGE_FOLDER ?? join(folder, 'storage'),
    WORKER_URL: `http://127.0.0.1:${ports.worker}`,
    PUBLIC_URL: process.env.PUBLIC_URL ?? `http://localhost:${port}`,
    BOS_DATA_DIR: folder,
    ...(isDemo
      ? {
          DEMO: '1',
          EMULATORS_URL: `http://127.0.0.1:${ports.emulators}`,
          MAIL_URL: process.env.MAIL_URL ?? `smtp://127.0.0.1:${ports.emulators + 4}`,
          MAIL_BOUNCE_DOMAIN: process.env.MAIL_BOUNCE_DOMAIN ?? 'bounces.mailbox.demo',
          OUTBOUND_ALLOW: outboundAllow(ports.emulators),
        }
      : {}),
  };
  const tsx = (file: string) => ['--import', 'tsx', join(root, file)];
  // For those who work on the screens: --dev serves the sources as they are, compiled when a page is asked for.
  // What an earlier one left is thrown away: pages compiled from other sources reload for ever.
  if (values.dev) rmSync(join(root, '.next', 'dev'), { recursive: true, force: true });
  const building = values.dev ? Promise.resolve() : phase('build', () => buildWeb(root, () => undefined));
  building.catch(() => undefined); // awaited below; until then a failure must not count as unhandled
  if (isDemo) await startDemo(shared, urls.platformUrl, ports.emulators, tsx);
  const worker = supervise('worker', tsx('server/gateways/worker.ts'), {
    ...shared,
    DATABASE_PLATFORM_URL: urls.platformUrl,
    WORKER_PORT: String(ports.worker),
    ENGINE_PORT: String(ports.engine),
  });
  await building;
  await phase('ready', async () => {
    await until(`${shared.WORKER_URL}/health`, worker, patience());
    const web = supervise(
      'web',
      [join(root, 'node_modules/next/dist/bin/next'), values.dev ? 'dev' : 'start', '-p', String(port), '-H', host],
      {
        ...shared,
        NODE_ENV: values.dev ? 'development' : 'production',
        DATABASE_PLATFORM_URL: urls.platformUrl,
        INNGEST_BASE_URL: process.env.INNGEST_BASE_URL ?? `http://127.0.0.1:${ports.engine}`,
      },
    );
    await until(`http://127.0.0.1:${port}/api/health`, web, patience());
  });
  announce();
}

/** Emulators listen on a block of ports from this one on; web and worker may call exactly these on the loopback. */
const emulatorPorts = 64;
const outboundAllow = (first: number): string =>
  [process.env.OUTBOUND_ALLOW, ...Array.from({ length: emulatorPorts }, (_, i) => `127.0.0.1:${first + i}`)]
    .filter(Boolean)
    .join(',');

async function startDemo(
  shared: Record<string, string | undefined>,
  platformUrl: string,
  emulatorPort: number,
  tsx: (file: string) => string[],
): Promise<void> {
  // --empty: the demo's vendors, and a house in which nobody has signed up yet.
  if (!values.empty)
    await seedOnce(folder, () =>
      phase('seed', () =>
        run('seed', tsx('db/seed/main.ts'), {
          ...shared,
          DATABASE_PLATFORM_URL: platformUrl,
          EMULATORS_PORT: String(emulatorPort),
        }),
      ),
    );
  const emulators = supervise('emulators', tsx('server/emulators/main.ts'), {
    ...shared,
    EMULATORS_PORT: String(emulatorPort),
    MARKET_TICKS: values.ticks,
  });
  await until(`${shared.EMULATORS_URL}/health`, emulators, patience());
}

async function run(name: string, args: string[], env: Record<string, string | undefined>): Promise<void> {
  const { spawn } = await import('node:child_process');
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`${name} failed with exit code ${code}`);
}

function announce(): void {
  const base = `http://localhost:${port}`;
  say(
    `\nBrokerage OS runs at ${base}  (install ${process.env.BOS_INSTALL_MS ?? 0} ms, ${phases()
      .map((p) => `${p.name} ${(p.ms / 1000).toFixed(1)} s`)
      .join(', ')})`,
  );
  const demo = isDemo ? readDemo(folder) : null;
  if (demo) {
    for (const link of demo.links) say(`  ${link.what.padEnd(26)} ${link.url.replace('{base}', base)}`);
    say('\nDemo log-ins (random per install, kept in data/demo.json):');
    for (const login of demo.logins)
      say(
        `  ${login.who.padEnd(26)} ${login.url.replace('{base}', base).padEnd(52)} ${login.email.padEnd(36)} ${login.password}`,
      );
  }
  say('\nCtrl-C stops everything.');
  if (values.json)
    console.log(
      JSON.stringify({ ready: true, url: base, installMs: Number(process.env.BOS_INSTALL_MS ?? 0), phases: phases() }),
    );
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
// start.mjs is gone without a word.
process.on('disconnect', () => void stop(1));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  void stop(1);
});
