import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from '../ports';
import { type Bench, round } from './bench';

type Ready = { url: string; installMs: number; phases: { name: string; ms: number }[] };

/** `npm start` as a newcomer types it, until the first page answers; then it is stopped as by Ctrl-C. */
async function startOnce(
  folder: string,
  dataDir: string,
  say: (line: string) => void,
): Promise<Ready & { seconds: number }> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--json'], {
    cwd: folder,
    env: { ...process.env, PORT: String(await freePort()), BOS_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const ready = await new Promise<Ready>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line.startsWith('{"ready":true'))
          resolve(JSON.parse(line) as Ready); // printed by start.ts
        else if (line.startsWith('✓')) say(line);
      });
    });
    const page = await fetch(`${ready.url}/sign-up`);
    if (!page.ok) throw new Error(`the first page answered ${page.status}`);
    await page.text();
    return { ...ready, seconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    // The group: npm hands signals on, but not always before it goes itself.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

export const bench: Bench = async ({ quick, say }) => {
  const parent = mkdtempSync(join(tmpdir(), 'brokerage-os-start-'));
  const folder = quick ? process.cwd() : join(parent, 'clone');
  const data = join(parent, 'data');
  try {
    if (!quick) execFileSync('git', ['clone', '--quiet', process.cwd(), folder]);
    else say('--quick starts this folder instead of a fresh clone: packages and build are there already');
    const cold = await startOnce(folder, data, say);
    const warm = await startOnce(folder, data, say);
    const seconds = (name: string) => round((cold.phases.find((phase) => phase.name === name)?.ms ?? 0) / 1_000, 1);
    return {
      coldS: quick ? null : round(cold.seconds, 1),
      phases: {
        install: round(cold.installMs / 1_000, 1),
        build: seconds('build'),
        seed: seconds('seed'),
        ready: seconds('ready'),
      },
      warmS: round(warm.seconds, 1),
      goal: { coldS: 300, stretchColdS: 180, warmS: 20 },
    };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
};
