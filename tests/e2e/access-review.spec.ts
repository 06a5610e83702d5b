import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, loginOf, press, signInStaff, site } from './support/demo';

const desk = () => loginOf('Administrator').url.replace('{base}', site());

test('an administrator answers for a colleague, and an auditor’s record is taken away', async ({ page }) => {
  const { who } = await signInStaff(page, 'Administrator');
  await page.goto(`${desk()}/settings/reviews`);
  await expect(page.getByRole('heading', { level: 1, name: 'Access reviews' })).toBeVisible();
  await expectAccessible(page);
  // One of his own, so that the walk leaves nothing that another one needs.
  const title = `Walk of ${who} ${Date.now() % 1_000_000}`;
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: 'Start a review' }), dialog);
  await dialog.getByLabel('Review').fill(title);
  await dialog.getByRole('button', { name: 'Start a review' }).click();
  await page.getByRole('link', { name: title }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expectAccessible(page);
  const own = page.getByRole('button', { name: /^Answer for Alva/ });
  await expect(page.getByRole('button', { name: /^Answer for/ }).first()).toBeVisible();
  await expect(own).toHaveCount(0);
  const petra = page.getByRole('button', { name: 'Answer for Petra Lindqvist' });
  await press(petra, dialog);
  await expectAccessible(page);
  await fillIn(dialog.getByLabel('Why'), 'still answers clients');
  await dialog.getByRole('button', { name: 'Save the answer' }).click();
  await expect(petra).toHaveCount(0);
  await expect(page.getByText('still answers clients')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Take the record' }).click();
  expect((await download).suggestedFilename()).toMatch(/^access-review-arv_/);
});
