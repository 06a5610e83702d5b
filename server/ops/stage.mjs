// One stage of `npm test` or `npm run check`: a process, its tally, and its failure however it fails.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

export const nothing = { passed: 0, failed: 0, skipped: 0 };

export const sum = (tallies) =>
  tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
    }),
    nothing,
  );

export const lastLine = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`;

/** The program of an installed package, by its own package.json: no npx, which may ask a registry. */
export function program(root, packageName, name = packageName) {
  const folder = join(root, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

const running = new Set();
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isStopped = true;
    // A terminal sends Ctrl-C to the children too, and twice means "at once, without cleaning up" to vitest.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) for (const child of running) child.kill(signal);
    console.error(`\nStopped by ${signal}.`);
    setTimeout(() => process.exit(1), 15_000).unref();
  });
}

const stageMinutesMax = 60;

/**
 * Runs a Node script to its end. With `isQuiet` the output is kept and returned, else it is shown as it comes.
 * @returns {Promise<{ code: number, output: string, seconds: number }>}
 */
export function runScript(root, script, args, { env = {}, isQuiet = false } = {}) {
  const startedAt = performance.now();
  if (isStopped) return Promise.resolve({ code: 1, output: 'Not started any more.', seconds: 0 });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: isQuiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    running.add(child);
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    // A net under a stage that hangs; nothing is meant to come near it.
    const limit = setTimeout(() => {
      keep(`\nStopped after ${stageMinutesMax} minutes.`);
      child.kill('SIGKILL');
    }, stageMinutesMax * 60_000);
    const end = (code) => {
      clearTimeout(limit);
      running.delete(child);
      resolve({ code, output, seconds: (performance.now() - startedAt) / 1000 });
    };
    child.on('error', (error) => {
      keep(String(error));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}

/** Runs vitest on `filters` and counts from its report. */
export async function runVitest(root, filters, { isQuiet = false, name = 'vitest', env = {} } = {}) {
  const report = freshReport(root, name);
  const args = ['run', ...filters, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code, output, seconds } = await runScript(root, program(root, 'vitest'), args, { isQuiet, env });
  return { tally: honest(code, readTally(report, vitestTally)), output, seconds };
}

/** Runs Playwright and counts from its report. */
export async function runPlaywright(root, env) {
  const report = freshReport(root, 'playwright');
  const { code, seconds } = await runScript(
    root,
    program(root, '@playwright/test', 'playwright'),
    ['test', '--reporter=list,json'],
    {
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    },
  );
  return { tally: honest(code, readTally(report, playwrightTally)), seconds };
}

function freshReport(root, name) {
  const report = join(root, 'test-results', `${name}.json`);
  rmSync(report, { force: true });
  return report;
}

function readTally(report, count) {
  if (!existsSync(report)) return undefined;
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A stage that fails without a failed test (a crash, an unhandled rejection, no report) still counts as one failure. */
export function honest(code, tally) {
  if (!tally) return { ...nothing, failed: 1 };
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

export function vitestTally(report) {
  const filesThatDidNotLoad = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + filesThatDidNotLoad,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** A test that passed only when repeated is a failure here. */
export function playwrightTally({ stats, errors }) {
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length, skipped: stats.skipped };
}
