import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { press, signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

test('chosen clients are handed over: first in numbers, then each with his answer', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(desk('clients?stage=trade'));
  const choose = page.getByRole('main').getByRole('checkbox').nth(1);
  const handOver = page.getByRole('button', { name: /^Hand over \d/ });
  await expect(async () => {
    await choose.check();
    await expect(handOver).toBeVisible({ timeout: 2_000 });
  }).toPass();
  const dialog = page.getByRole('dialog');
  await press(handOver, dialog);
  await dialog.getByRole('combobox', { name: 'To' }).click();
  await page
    .getByRole('option', { name: /, has \d/ })
    .first()
    .click();
  await expect(dialog.getByText(/changes? hands/)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Reason').fill('walked through');
  await dialog.getByRole('button', { name: 'Hand over', exact: true }).click();
  await expect(dialog.getByText(/of 1 handed over/)).toBeVisible();
  await expect(dialog.getByText(/^Done\./)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(dialog).toHaveCount(0);
  await page.goto(desk('settings/assignment'));
  await expect(page.getByText('walked through').first()).toBeVisible();
});

test('a tag is set on a client and finds him in the list', async ({ page }, { project }) => {
  const tag = `walk ${project.name}`;
  await signInStaff(page, 'Support');
  await page.goto(desk('clients?stage=trade'));
  await page.locator('tbody a[href*="/clients/cl_"]').first().click();
  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  const dialog = page.getByRole('dialog');
  const set = page.getByRole('button', { name: 'Set tags' });
  await press(set.first(), dialog);
  await expectAccessible(page);
  await dialog.getByLabel(/^Tags/).fill(`vip, ${tag}`);
  await dialog.getByRole('button', { name: 'Set tags' }).click();
  await expect(page.getByText(tag, { exact: true })).toBeVisible();
  await page.goto(desk(`clients?tag=${encodeURIComponent(tag)}`));
  const found = page.locator('tbody a[href*="/clients/cl_"]');
  await expect(found).toHaveCount(1);
  await expectAccessible(page);
  await found.first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await press(set.first(), dialog);
  await dialog.getByLabel(/^Tags/).fill('');
  await dialog.getByRole('button', { name: 'Set tags' }).click();
  await expect(page.getByText(tag, { exact: true })).toHaveCount(0);
});
