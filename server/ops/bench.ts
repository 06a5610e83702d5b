import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './benches/bench';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, seed: { type: 'string', default: '1' } },
});

const benches: Record<string, () => Promise<{ bench: Bench }>> = {
  funnel: () => import('./benches/funnel'),
  jobs: () => import('./benches/jobs'),
  pages: () => import('./benches/pages'),
  search: () => import('./benches/search'),
  start: () => import('./benches/start'),
  tables: () => import('./benches/tables'),
};

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

const name = positionals[0] ?? '';
const load = benches[name];
if (!load) {
  console.error(`Which bench? One of: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const startedAt = performance.now();
const { bench } = await load();
const fields = await bench({
  quick: values.quick ?? false,
  seed: Number(values.seed),
  say: (line) => console.error(line),
});
const report = {
  bench: name,
  seed: Number(values.seed),
  commit: commit(),
  node: process.versions.node,
  cores: cpus().length,
  durationS: Math.round((performance.now() - startedAt) / 100) / 10,
  ...fields,
};
if (values.json) console.log(JSON.stringify(report));
else
  console.table(
    Object.entries(report).map(([field, value]) => ({
      field,
      value: typeof value === 'object' ? JSON.stringify(value) : value,
    })),
  );
process.exit(0);
