// npm run check: format and lint, types, dependency rules, dead code, architecture tests. Two at a time, slowest first.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensurePackages, requireNode } from './install.mjs';
import { lastLine, nothing, program, runScript, runVitest, sum } from './stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const houses = ['app', 'server', 'db', 'jobs', 'emails'];

/** Next writes next-env.d.ts and its route types; a fresh clone has neither. */
async function types() {
  if (existsSync(join(root, 'app'))) {
    const generated = await runScript(root, program(root, 'next'), ['typegen'], {
      isQuiet: true,
      env: { NEXT_TELEMETRY_DISABLED: '1' },
    });
    if (generated.code !== 0) return generated;
  }
  return runScript(root, program(root, 'typescript', 'tsc'), ['--noEmit', '-p', '.', '--pretty', 'false'], {
    isQuiet: true,
  });
}

const tool = (packageName, name, args) => () =>
  runScript(root, program(root, packageName, name), args, { isQuiet: true });

const steps = [
  ['types', types],
  [
    'dependency rules',
    tool('dependency-cruiser', 'depcruise', [
      '--config',
      '.dependency-cruiser.cjs',
      ...houses.filter((house) => existsSync(join(root, house))),
    ]),
  ],
  ['dead code', tool('knip', 'knip', ['--no-progress', '--treat-config-hints-as-errors'])],
  ['architecture', () => runVitest(root, ['tests/architecture'], { isQuiet: true, name: 'architecture' })],
  [
    'format and lint',
    tool('@biomejs/biome', 'biome', ['ci', '--colors=off', '--diagnostic-level=error', '--max-diagnostics=200']),
  ],
];

async function runStep(name, run) {
  try {
    const {
      code,
      output,
      seconds,
      tally = code === 0 ? { ...nothing, passed: 1 } : { ...nothing, failed: 1 },
    } = await run();
    console.log(`${tally.failed === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`);
    if (tally.failed > 0) console.log(output);
    return tally;
  } catch (error) {
    console.log(`FAIL ${name}: ${error.stack}`);
    return { ...nothing, failed: 1 };
  }
}

export async function check() {
  const waiting = [...steps];
  const tallies = [];
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) tallies.push(await runStep(...step));
  };
  await Promise.all([worker(), worker()]);
  return sum(tallies);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  ensurePackages(root);
  const tally = await check();
  console.log(lastLine(tally));
  process.exitCode = tally.failed === 0 ? 0 : 1;
}
