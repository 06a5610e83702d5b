import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Bench, round } from './bench';
import { startProduct } from './product';

export const bench: Bench = async ({ quick, say }) => {
  const parent = mkdtempSync(join(tmpdir(), 'brokerage-os-start-'));
  const folder = quick ? process.cwd() : join(parent, 'clone');
  const data = join(parent, 'data');
  try {
    if (!quick) execFileSync('git', ['clone', '--quiet', process.cwd(), folder]);
    else say('--quick starts this folder instead of a fresh clone: packages and build are there already');
    const startOnce = async () => {
      const startedAt = performance.now();
      const product = await startProduct(folder, { BOS_DATA_DIR: data }, say);
      try {
        const page = await fetch(`${product.url}/sign-up`);
        if (!page.ok) throw new Error(`the first page answered ${page.status}`);
        await page.text();
        return { ...product, seconds: (performance.now() - startedAt) / 1_000 };
      } finally {
        await product.stop();
      }
    };
    const cold = await startOnce();
    const warm = await startOnce();
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
