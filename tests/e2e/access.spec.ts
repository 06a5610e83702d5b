import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

test('an administrator sees who is signed in, and a list of addresses without his own is refused', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(desk('settings/access'));
  await expect(page.getByText('(this session)').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Addresses' }).click();
  await page.getByRole('switch', { name: 'Only from these addresses' }).click();
  await page.getByLabel('Ranges, one a line').fill('203.0.113.0/24');
  await page.getByLabel('Why').fill('office only');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText(/Your own address is not in the list/)).toBeVisible();
});

test('a file asks why, carries its name, and stands among reveals and exports', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(desk('clients'));
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem').first().click();
  await page.getByRole('textbox').last().fill('kept for the yearly audit');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Make the file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^clients-dcl_[0-9a-z]{26}\.csv$/);
  await page.goto(desk('audit/disclosures'));
  await expect(page.getByRole('heading', { name: 'Reveals and exports' })).toBeVisible();
  await expectAccessible(page);
  await expect(page.getByText('kept for the yearly audit').first()).toBeVisible();
  await page.getByRole('button', { name: 'Limits' }).click();
  await expect(page.getByLabel('Why it changes')).toBeVisible();
  await expectAccessible(page);
});
