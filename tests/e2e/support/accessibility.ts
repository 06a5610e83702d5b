import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What a bar covers is scrolled from under it by a person; a page looked at in its whole height has nothing covered. */
async function atFullHeight<T>(page: Page, look: () => Promise<T>): Promise<T> {
  const size = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (!size || height <= size.height) return look();
  await page.setViewportSize({ ...size, height });
  try {
    return await look();
  } finally {
    await page.setViewportSize(size);
  }
}

export async function violationsOf(page: Page): Promise<string[]> {
  const builder = new AxeBuilder({ page }).withTags(tags);
  // A frame in which no script runs cannot answer: axe would wait for it for ever.
  const silent = 'iframe[sandbox=""]';
  if ((await page.locator(silent).count()) > 0) builder.exclude(silent).setLegacyMode();
  const { violations } = await atFullHeight(page, () => builder.analyze());
  return violations.map(
    ({ id, impact, nodes }) =>
      `${id} (${impact}): ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
  );
}

export async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsOf(page)).toEqual([]);
}
