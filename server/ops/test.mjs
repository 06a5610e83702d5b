// npm test: everything, from a fresh clone on. The last line is the sum of all stages; a stage that crashes counts as failed.
// `npm test -- check`, `-- modules`, `-- e2e` run one stage. `npm run test:long -- --from K --minutes M` runs the simulation from
// seed K for M minutes and the fuzzing over many more inputs; what it prints at the end is where to go on.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';
import { ensureChromium, ensurePackages, requireNode } from './install.mjs';
import { lastLine, nothing, runPlaywright, runVitest, sum } from './stage.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const folders = ['unit', 'modules', 'contracts', 'matrix', 'properties', 'simulation'];

const holds = (folder, ending) =>
  existsSync(join(root, folder)) &&
  readdirSync(join(root, folder), { recursive: true }).some((file) => ending.test(String(file)));

const stages = {
  check,
  modules: async () => {
    const present = folders.map((folder) => `tests/${folder}`).filter((folder) => holds(folder, /\.test\.tsx?$/));
    return present.length === 0 ? nothing : (await runVitest(root, present)).tally;
  },
  e2e: async () => {
    if (!holds('tests/e2e', /\.spec\.ts$/)) return nothing;
    const chromium = ensureChromium();
    return (await runPlaywright(root, { CHROME_PATH: chromium, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' })).tally;
  },
};

/** What the short run does for a minute, for as long as somebody has. */
const longStages = ({ from, minutes }) => ({
  simulation: async () =>
    (
      await runVitest(root, ['tests/simulation'], {
        env: { SIM_SEED: from, SIM_MINUTES: minutes, SIM_BETRAYALS: 'all' },
      })
    ).tally,
  fuzz: async () =>
    (await runVitest(root, ['tests/matrix/fuzz'], { env: { FUZZ_SEED: from, FUZZ_RUNS: '300' } })).tally,
});

async function runStage(name, run) {
  console.log(`\n=== ${name}`);
  const startedAt = performance.now();
  let tally;
  try {
    tally = await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    tally = { ...nothing, failed: 1 };
  }
  console.log(`=== ${name}: ${lastLine(tally)} (${((performance.now() - startedAt) / 1000).toFixed(0)} s)`);
  return tally;
}

async function main(args) {
  const { values, positionals: wanted } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      long: { type: 'boolean', default: false },
      from: { type: 'string', default: '1' },
      minutes: { type: 'string', default: '20' },
    },
  });
  const offered = values.long ? longStages(values) : stages;
  const unknown = wanted.filter((name) => !(name in offered));
  if (unknown.length > 0)
    throw new Error(`No stage ${unknown.join(', ')}; there are ${Object.keys(offered).join(', ')}.`);
  requireNode();
  ensurePackages(root);
  const tallies = [];
  for (const [name, run] of Object.entries(offered)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    tallies.push(await runStage(name, run));
  }
  return sum(tallies);
}

let total;
try {
  total = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  total = { ...nothing, failed: 1 };
}
if (total.passed + total.failed === 0) total = { ...total, failed: 1 };
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`\n${lastLine(total)}`);
