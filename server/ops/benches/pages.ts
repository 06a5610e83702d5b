import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import pg from 'pg';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { ensureChromium } from '../install.mjs';
import { type Bench, median, round } from './bench';
import { startProduct } from './product';

type Login = { who: string; url: string; email: string; password: string };
type Measured = { page: string; serverMs: number; lcpMs: number; transferKb: number; queries: number };

const desk = [
  'home',
  'clients',
  'clients/:first',
  'onboarding',
  'onboarding/:first',
  'payments/deposits',
  'payments/withdrawals',
  'payments/withdrawals/:first',
  'trading/accounts',
  'trading/accounts/:first',
  'risk',
  'approvals',
  'audit',
  'settings/team',
];
const portal = ['', 'verify', 'wallet', 'wallet/deposit', 'accounts', 'history', 'profile'];

/** Statements the pages' own role has sent. Jobs share the role, so the house is given a moment to be idle before a page. */
async function statements(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ calls: string }>(
    `select coalesce(sum(s.calls), 0) as calls from pg_stat_statements s join pg_roles r on r.oid = s.userid
     where r.rolname = 'bos_app' and s.query !~* '^(begin|commit|rollback|set|listen)'`,
  );
  return Number(rows[0]?.calls ?? 0);
}

async function signIn(browser: Browser, base: string, login: Login): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${login.url.replace('{base}', base)}/sign-in`);
  await page.locator('input[type=email]').fill(login.email);
  await page.locator('input[type=password]').fill(login.password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.endsWith('/sign-in'));
  await page.close();
  return context;
}

async function measure(context: BrowserContext, db: pg.Client, name: string, url: string): Promise<Measured> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await sleep(300);
  const before = await statements(db);
  await page.goto(url, { waitUntil: 'load' });
  await sleep(900);
  const after = await statements(db);
  const { serverMs, lcpMs } = await page.evaluate(
    () =>
      new Promise<{ serverMs: number; lcpMs: number }>((resolve) => {
        const [document] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        const served = document ? document.responseStart - document.requestStart : Number.NaN;
        new PerformanceObserver((list) =>
          resolve({ serverMs: served, lcpMs: list.getEntries().at(-1)?.startTime ?? Number.NaN }),
        ).observe({ type: 'largest-contentful-paint', buffered: true });
      }),
  );
  await page.close();
  return {
    page: name,
    serverMs: round(serverMs, 0),
    lcpMs: round(lcpMs, 0),
    transferKb: round(bytes / 1_024, 0),
    queries: after - before,
  };
}

/** Where the first row of a list leads. */
async function firstOf(context: BrowserContext, list: string): Promise<string | null> {
  const page: Page = await context.newPage();
  await page.goto(list, { waitUntil: 'load' });
  const link = page.locator(`a[href^="${new URL(list).pathname}/"]`).first();
  await link.waitFor({ state: 'attached', timeout: 5_000 }).catch(() => undefined);
  const href = (await link.count()) > 0 ? await link.getAttribute('href') : null;
  await page.close();
  return href;
}

async function visit(
  context: BrowserContext,
  db: pg.Client,
  base: string,
  paths: readonly string[],
  rounds: number,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const path of paths) {
    const isFirst = path.endsWith('/:first');
    const list = `${base}/${path.replace('/:first', '')}`.replace(/\/$/, '');
    const found = isFirst ? await firstOf(context, list) : list;
    if (found === null) continue;
    const tries: Measured[] = [];
    for (let n = 0; n <= rounds; n += 1)
      tries.push(
        await measure(context, db, new URL(list).pathname + (isFirst ? '/[id]' : ''), new URL(found, base).href),
      );
    // The first visit warms the server; it is not counted.
    const counted = tries.slice(1);
    const of = (field: 'serverMs' | 'lcpMs' | 'transferKb' | 'queries') => median(counted.map((one) => one[field]));
    measured.push({
      page: counted[0]?.page ?? path,
      serverMs: of('serverMs'),
      lcpMs: of('lcpMs'),
      transferKb: of('transferKb'),
      queries: of('queries'),
    });
  }
  return measured;
}

export const bench: Bench = async ({ quick, say }) => {
  const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-pages-'));
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, 'postgres'),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  });
  const root = new pg.Client({ connectionString: server.url });
  await root.connect();
  await root.query('create database brokerage_os');
  await root.end();
  const url = new URL(server.url);
  url.pathname = '/brokerage_os';
  const db = new pg.Client({ connectionString: url.href });
  await db.connect();
  await db.query('create extension pg_stat_statements');
  const small = quick ? { DEMO_CLIENTS: '20', DEMO_WEEKS: '4' } : {};
  const product = await startProduct(
    process.cwd(),
    { BOS_DATA_DIR: folder, DATABASE_URL: url.href, DEMO: '1', ...small },
    say,
  );
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: ['--no-sandbox'] });
  try {
    const { logins } = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as { logins: Login[] }; // written by the seed
    const one = (part: string): Login => {
      const login = logins.find((each) => each.url.includes(part));
      if (!login) throw new Error(`the demo has no log-in for ${part}`);
      return login;
    };
    const [staff, client] = [one('/desk'), one('/portal')];
    const rounds = quick ? 1 : 5;
    const pages = [
      ...(await visit(
        await signIn(browser, product.url, staff),
        db,
        staff.url.replace('{base}', product.url),
        quick ? desk.slice(0, 4) : desk,
        rounds,
      )),
      ...(await visit(
        await signIn(browser, product.url, client),
        db,
        client.url.replace('{base}', product.url),
        quick ? portal.slice(0, 2) : portal,
        rounds,
      )),
    ];
    return { pages, worstLcpMs: Math.max(...pages.map((page) => page.lcpMs)), goal: { worstLcpMs: 1_200 } };
  } finally {
    await browser.close();
    await product.stop();
    await db.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};
