import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** A running product, as whoever operates it knows it: its address, its data folder, and how to stop it. */
export type Product = {
  readonly url: string;
  readonly folder: string;
  readonly emulators: string;
  readonly emulatorsToken: string;
  stop(): Promise<void>;
};

const root = process.cwd();

async function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? found(address.port) : failed(new Error('no port'))));
    });
  });
}

function known(url: string, folder: string, stop: () => Promise<void>): Product {
  const read = <T>(name: string, shape: z.ZodType<T>): T =>
    shape.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const { emulators } = read('ports.json', z.object({ emulators: z.number() }));
  const { EMULATORS_TOKEN } = read('secrets.json', z.object({ EMULATORS_TOKEN: z.string() }));
  return { url, folder, emulators: `http://127.0.0.1:${emulators}`, emulatorsToken: EMULATORS_TOKEN, stop };
}

/** One that runs already; its data folder says where its emulators are. */
export async function findProduct(url: string, folder: string): Promise<Product> {
  const response = await fetch(new URL('/api/health', url));
  if (!response.ok) throw new Error(`${url} is not healthy: ${response.status}`);
  return known(url, resolve(folder), async () => undefined);
}

/** A fresh one: free ports, an empty database in a folder that is gone afterwards, vendors, and nobody who has signed up. */
export async function startProduct(options: {
  ticks?: string;
  dev: boolean;
  say(line: string): void;
}): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'brokerage-os-journey-'));
  const port = await freePort();
  const more = [...(options.ticks ? ['--ticks', resolve(options.ticks)] : []), ...(options.dev ? ['--dev'] : [])];
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', join(root, 'server/ops/start.ts'), '--empty', '--json', ...more],
    {
      cwd: root,
      env: {
        ...process.env,
        PORT: String(port),
        DATABASE_PORT: String(await freePort()),
        BOS_DATA_DIR: folder,
        DATABASE_URL: undefined,
        DATABASE_OWNER_URL: undefined,
        PUBLIC_URL: undefined,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const tail: string[] = [];
  const isReady = await new Promise<boolean>((done) => {
    const keep = (chunk: Buffer) => {
      for (const line of chunk.toString().split('\n').filter(Boolean)) {
        tail.push(line);
        if (line.startsWith('{"ready":true')) return done(true);
        if (/^[·✓]/u.test(line)) options.say(line);
      }
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    void ended.then(() => done(false));
  });
  if (isReady) return known(`http://localhost:${port}`, folder, stop);
  await stop();
  throw new Error(`the product did not start:\n${tail.slice(-25).join('\n')}`);
}

/** A command of the product beside it, on its database; its output is ours to read. */
export async function runBeside(product: Product, args: readonly string[]): Promise<{ code: number; output: string }> {
  const child = spawn(process.execPath, [...args], {
    cwd: root,
    env: { ...process.env, BOS_DATA_DIR: product.folder, DATABASE_URL: undefined, DATABASE_OWNER_URL: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const parts: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => parts.push(chunk.toString()));
  const code = await new Promise<number>((done) => child.once('exit', (status) => done(status ?? 1)));
  return { code, output: parts.join('') };
}
