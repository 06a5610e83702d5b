import { expect, type Page } from '@playwright/test';

/** Listens from now on; `expectQuiet` fails on any script error, console error or refused resource (policy violations are such). */
export function guardConsole(page: Page): { expectQuiet: () => void } {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return { expectQuiet: () => expect(problems).toEqual([]) };
}
