import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { linkFromMail, signInStaff, site } from './support/demo';

const settings = () => `${site()}/t/merrowby/desk/settings`;

test('a colleague is invited, accepts, and signs in with the rights of the role', async ({ page, browser }, info) => {
  const email = `nora-${info.project.name}-${Date.now().toString(36)}@merrowby.example`;
  await signInStaff(page, 'Administrator');
  await page.goto(`${settings()}/team`);
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Nora Lindqvist');
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByLabel('Role').click();
  await page.getByRole('option', { name: 'Support', exact: true }).click();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByText(`Invitation on its way to ${email}`)).toBeVisible();

  const theirs = await browser.newPage();
  await theirs.goto(await linkFromMail(email, '/invitation'));
  await theirs.getByLabel('Password', { exact: true }).fill('harbour lantern violet mosaic');
  await theirs.getByRole('button').last().click();
  await expect(theirs.getByRole('heading', { name: 'Home' })).toBeVisible();
  await theirs.goto(`${settings()}/keys`);
  await expect(theirs.getByText('This is not for your role')).toBeVisible();
  await theirs.close();

  await page.reload();
  await expect(page.getByText('Accepted').first()).toBeVisible();
});

test('an API key is shown once and reads what it was given', async ({ page, request }, info) => {
  const name = `Warehouse ${info.project.name} ${Date.now().toString(36)}`;
  await signInStaff(page, 'Administrator');
  await page.goto(`${settings()}/keys`);
  await page.getByRole('button', { name: 'New key' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('button', { name: /Copy bos_/ });
  await expect(shown).toBeVisible();
  const key = ((await shown.getAttribute('aria-label')) ?? '').replace('Copy ', '');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText(key)).toHaveCount(0);

  const headers = { authorization: `Bearer ${key}` };
  expect((await request.get(`${site()}/api/v1/clients`, { headers })).status()).toBe(200);
  expect((await request.get(`${site()}/api/v1/brands`, { headers })).status()).toBe(403);

  await page.getByRole('button', { name: `Revoke ${name}` }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  // Behind an open dialog no button has a name.
  await expect(page.getByRole('alertdialog')).toHaveCount(0);
  await expect(page.getByRole('button', { name: `Revoke ${name}` })).toHaveCount(0);
  expect((await request.get(`${site()}/api/v1/clients`, { headers })).status()).toBe(401);
});

test('rights that may not meet in one person are refused in words before they are saved', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(`${settings()}/roles/new`);
  await page.getByRole('textbox', { name: 'Name' }).fill('Does it all');
  for (const [module, box] of [
    ['Staff, roles and keys', /^Staff: assign/],
    ['Payments', /^Withdrawal: approve/],
  ] as const) {
    await page.locator('summary', { hasText: module }).click();
    await page.getByLabel(box).check();
  }
  await expect(page.getByText('who gives rights could give himself the release of money.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toBeDisabled();
});

test('every settings page is whole and readable by everybody', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  const pages = {
    organisation: 'Organisation',
    brands: 'Brands',
    team: 'Team',
    roles: 'Roles',
    assignment: 'Assignment rules',
    calendar: 'Working hours',
    keys: 'API keys',
    connections: 'Connections',
    policy: 'Policy',
    'go-live': 'Go live',
    me: 'My account',
  };
  for (const [place, title] of Object.entries(pages)) {
    await page.goto(`${settings()}/${place}`);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await expectAccessible(page);
  }
});
