import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { honest, lastLine, nothing, playwrightTally, runScript, sum, vitestTally } from '@/server/ops/stage.mjs';

const folder = mkdtempSync(join(tmpdir(), 'stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function script(text: string): string {
  const path = join(folder, `${text.length}.mjs`);
  writeFileSync(path, text);
  return path;
}

describe('a stage', () => {
  test('returns what was said on both streams and the exit code', async () => {
    const text = "console.log('out'); console.error('err'); process.exitCode = 3;";
    const { code, output } = await runScript(folder, script(text), [], { isQuiet: true });
    expect(code).toBe(3);
    expect(output).toContain('out');
    expect(output).toContain('err');
  });

  test('that is killed has failed', async () => {
    const { code } = await runScript(folder, script("process.kill(process.pid, 'SIGKILL');"), [], { isQuiet: true });
    expect(code).not.toBe(0);
  });
});

describe('the tally', () => {
  test('sums over stages and ends in one line', () => {
    const total = sum([nothing, { passed: 2, failed: 1, skipped: 0 }, { passed: 3, failed: 0, skipped: 4 }]);
    expect(lastLine(total)).toBe('5 passed, 1 failed, 4 skipped');
  });

  test('counts a stage without a report, and one that failed without a failed test, as a failure', () => {
    expect(honest(0, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(honest(1, { passed: 9, failed: 0, skipped: 0 })).toEqual({ passed: 9, failed: 1, skipped: 0 });
    expect(honest(1, { passed: 9, failed: 2, skipped: 0 })).toEqual({ passed: 9, failed: 2, skipped: 0 });
    expect(honest(0, { passed: 9, failed: 0, skipped: 1 })).toEqual({ passed: 9, failed: 0, skipped: 1 });
  });

  test('counts a test file that did not load', () => {
    const failedTest = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
    const unloadable = { status: 'failed', assertionResults: [] };
    const report = { numPassedTests: 1, numFailedTests: 1, numPendingTests: 2, testResults: [failedTest, unloadable] };
    expect(vitestTally(report)).toEqual({ passed: 1, failed: 2, skipped: 2 });
  });

  test('takes a browser test that passed only when repeated for a failure', () => {
    const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
    expect(playwrightTally({ stats, errors: [] })).toEqual({ passed: 4, failed: 2, skipped: 2 });
    expect(playwrightTally({ stats: { ...stats, unexpected: 0, flaky: 0 }, errors: [{}] }).failed).toBe(1);
  });
});
