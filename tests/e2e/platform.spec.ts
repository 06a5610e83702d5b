import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { signInStaff, site } from './support/demo';
import { sendEvent } from './support/engine';

const password = 'windmill orchard lantern';

async function signUp(page: Page, slug: string): Promise<void> {
  await page.goto(`${site()}/sign-up`);
  await page.getByLabel('Company').fill(`Tern ${slug}`);
  await page.getByLabel('Address').fill(slug);
  await page.getByLabel('First legal entity').fill('Tern (CY) Ltd');
  await page.getByLabel('First brand').fill('Tern');
  await page.getByLabel('Your name').fill('Tilda Tern');
  await page.getByLabel('Your e-mail').fill(`tilda@${slug}.example`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Create and enter the desk' }).click();
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
}

async function newKey(page: Page, slug: string): Promise<string> {
  await page.goto(`${site()}/t/${slug}/desk/settings/keys`);
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Warehouse');
  await page.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('button', { name: /Copy bos_/ });
  await expect(shown).toBeVisible();
  return ((await shown.getAttribute('aria-label')) ?? '').replace('Copy ', '');
}

test('a suspended tenant is signed out, its desk says why, and its keys are refused', async ({
  page,
  browser,
  request,
}, info) => {
  const slug = `tern-${info.project.name}-${Date.now().toString(36)}`;
  const theirs = await browser.newPage();
  await signUp(theirs, slug);
  const headers = { authorization: `Bearer ${await newKey(theirs, slug)}` };
  const clients = () => request.get(`${site()}/api/v1/clients`, { headers });
  expect((await clients()).status()).toBe(200);

  await signInStaff(page, 'Platform operator');
  await page.goto(`${site()}/platform/tenants?search=${slug}`);
  await page.getByRole('link', { name: `Tern ${slug}` }).click();
  await page.getByRole('button', { name: 'Suspend' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('1 member of staff')).toBeVisible();
  await dialog.getByLabel('Reason').fill('Licence withdrawn');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('Nobody of this company can sign in.')).toBeVisible();

  await theirs.reload();
  await expect(theirs).toHaveURL(/sign-in/);
  await theirs.getByLabel('E-mail').fill(`tilda@${slug}.example`);
  await theirs.getByLabel('Password', { exact: true }).fill(password);
  await theirs.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(theirs.getByText('This service is suspended.')).toBeVisible();
  const refused = await clients();
  expect(refused.status()).toBe(403);
  expect(await refused.json()).toMatchObject({ code: 'tenant_suspended' });
  await theirs.close();
});

test('a failed job says why, and a retry takes it up again', async ({ page }) => {
  test.setTimeout(300_000);
  await sendEvent('work/tick.due', { tenantId: '00000000-0000-7000-8000-0000000000ff' });
  await signInStaff(page, 'Platform operator');
  await expect(async () => {
    await page.goto(`${site()}/platform/jobs?state=failed`);
    await expect(page.getByText('work/tick.due').first()).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 200_000 });
  await page.locator('a[href*="/platform/jobs/"]').first().click();
  await expect(page.getByText('Failed attempts')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Retry' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Reason').fill('Once more, with feeling');
  await dialog.getByRole('button', { name: 'Retry' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Cancel run' })).toBeVisible();
});

test('the console is whole and readable by everybody, and nobody enters without a session', async ({ page }) => {
  await page.goto(`${site()}/platform/tenants`);
  await expect(page).toHaveURL(/platform\/sign-in/);
  await expectAccessible(page);
  await signInStaff(page, 'Platform operator');
  for (const [place, title] of Object.entries({ tenants: 'Tenants', health: 'Health', jobs: 'Jobs' })) {
    await page.goto(`${site()}/platform/${place}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
  }
});
