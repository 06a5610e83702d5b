import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, signInStaff, site } from './support/demo';

test('a founder signs up and lands in a sandbox desk that says what is missing', async ({ page }) => {
  const stamp = Date.now().toString(36);
  await page.goto(`${site()}/sign-up`);
  await expectAccessible(page);
  await fillIn(page.getByLabel('Company'), 'Quayside Brokers');
  await page.getByLabel('Address').fill(`quayside-${stamp}`);
  await page.getByLabel('First legal entity').fill('Quayside (CY) Ltd');
  await page.getByLabel('First brand').fill('Quayside');
  await page.getByLabel('Your name').fill('Ada Quay');
  await page.getByLabel('Your e-mail').fill(`ada-${stamp}@quayside.example`);
  await page.getByLabel('Password', { exact: true }).fill('windmill orchard lantern');
  await page.getByRole('button', { name: 'Create and enter the desk' }).click();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await expect(page.getByText('Road to live')).toBeVisible();
});

test('staff find a client and his story', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await page.goto(`${site()}/t/merrowby/desk/clients`);
  await expect(page.getByText(/^\d+ clients$/)).toBeVisible();
  const href = await page.locator('a[href*="/clients/cl_"]').first().getAttribute('href');
  await page.goto(`${site()}${href}`);
  await expect(page.getByText('four facets, one writer each')).toBeVisible();
  // Newest first: of a client who lives a while, registering is no longer on the first page.
  await expect(page.getByRole('heading', { name: 'Story' })).toBeVisible();
});

test('a wrong password is refused in words and says nothing about the account', async ({ page }) => {
  await page.goto(`${site()}/t/merrowby/desk/sign-in`);
  await fillIn(page.getByLabel('E-mail'), 'nobody@merrowby.example');
  await page.getByLabel('Password', { exact: true }).fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test('a client sees where he stands and what comes next', async ({ page }) => {
  await signInStaff(page, 'Client, waiting for papers');
  await expect(page.getByText('Next step')).toBeVisible();
  await expectAccessible(page);
});

test('without a session there is nothing to see', async ({ page }) => {
  await page.goto(`${site()}/t/merrowby/desk/clients`);
  await expect(page).toHaveURL(/desk\/sign-in/);
  const missing = await page.goto(`${site()}/t/no-such-brokerage/desk/sign-in`);
  expect(missing?.status()).toBe(404);
});
