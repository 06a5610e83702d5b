import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';

type Login = { who: string; url: string; email: string; password: string };
const base = () => process.env.E2E_BASE_URL ?? '';
const login = (who: string): Login => {
  const demo = JSON.parse(readFileSync(join(process.env.E2E_DATA_DIR ?? 'data', 'demo.json'), 'utf8')) as {
    logins: Login[];
  };
  const found = demo.logins.find((one) => one.who.startsWith(who));
  if (!found) throw new Error(`the demo has no log-in of ${who}`);
  return found;
};

async function signIn(page: Page, who: string): Promise<void> {
  const { url, email, password } = login(who);
  await page.goto(url.replace('{base}', base()));
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('a founder signs up and lands in a sandbox desk that says what is missing', async ({ page }, info) => {
  await page.goto(`${base()}/sign-up`);
  await expectAccessible(page);
  await page.getByLabel('Company').fill('Quayside Brokers');
  await page.getByLabel('Address').fill(`quayside-${info.project.name}`);
  await page.getByLabel('First legal entity').fill('Quayside (CY) Ltd');
  await page.getByLabel('First brand').fill('Quayside');
  await page.getByLabel('Your name').fill('Ada Quay');
  await page.getByLabel('Your e-mail').fill(`ada-${info.project.name}@quayside.example`);
  await page.getByLabel('Password', { exact: true }).fill('windmill orchard lantern');
  await page.getByRole('button', { name: 'Create and enter the desk' }).click();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await expect(page.getByText('Road to live')).toBeVisible();
});

test('staff find a client and his story', async ({ page }) => {
  await signIn(page, 'Administrator');
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  await page.goto(`${base()}/t/merrowby/desk/clients`);
  await expect(page.getByText('12 clients')).toBeVisible();
  const href = await page.locator('a[href*="/clients/cl_"]').first().getAttribute('href');
  await page.goto(`${base()}${href}`);
  await expect(page.getByText('four facets, one writer each')).toBeVisible();
  await expect(page.getByText('Client register')).toBeVisible();
});

test('a wrong password is refused in words and says nothing about the account', async ({ page }) => {
  await page.goto(`${base()}/t/merrowby/desk/sign-in`);
  await page.getByLabel('E-mail').fill('nobody@merrowby.example');
  await page.getByLabel('Password', { exact: true }).fill('not the password at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page).toHaveURL(/sign-in/);
});

test('a client sees where he stands and what comes next', async ({ page }) => {
  await signIn(page, 'Client');
  await expect(page.getByText('Next step')).toBeVisible();
  await expectAccessible(page);
});

test('without a session there is nothing to see', async ({ page }) => {
  await page.goto(`${base()}/t/merrowby/desk/clients`);
  await expect(page).toHaveURL(/desk\/sign-in/);
  const missing = await page.goto(`${base()}/t/no-such-brokerage/desk/sign-in`);
  expect(missing?.status()).toBe(404);
});
