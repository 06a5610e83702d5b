import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { loginOf, press, signInStaff, site } from './support/demo';

const desk = () => loginOf('Administrator').url.replace('{base}', site());

test('a member of staff signs in with the company’s account', async ({ page }) => {
  await page.goto(`${desk()}/sign-in`);
  await expectAccessible(page);
  const providers = page.getByRole('heading', { name: 'Demo ID' });
  await press(page.getByRole('button', { name: 'Sign in with Demo ID' }), providers);
  await page.getByRole('link', { name: /Milan Horvat/ }).click();
  await expect(page).toHaveURL(/\/desk(\/home)?$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('an agent of the contact centre joins by its SAML provider', async ({ page }) => {
  await page.goto(`${desk()}/sign-in`);
  const providers = page.getByRole('heading', { name: 'Demo ID' });
  await press(page.getByRole('button', { name: 'Sign in with Contact centre' }), providers);
  await page.getByRole('link', { name: /Nuria Salas/ }).click();
  await expect(page).toHaveURL(/\/desk(\/home)?$/);
  await page.goto(`${desk()}/clients`);
  await expect(page.getByRole('heading', { level: 1, name: 'Clients' })).toBeVisible();
});

test('an answer that nobody asked for is a sentence, not a session', async ({ page }) => {
  await page.goto(`${desk()}/sign-in/sso?refused=sso_signature_invalid`);
  await expect(page.getByRole('alert').filter({ hasText: 'signature is not your provider' })).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${desk()}/sign-in/sso?proof=tok_01h455vb4pex5vsknk084sn02q.${'a'.repeat(43)}`);
  await expect(page.getByRole('alert').filter({ hasText: 'began in another browser' })).toBeVisible();
  await page.getByRole('link', { name: 'Back to sign in' }).click();
  await expect(page.getByRole('button', { name: 'Sign in with Demo ID' })).toBeVisible();
});

test('an administrator sees the providers and saves a draft that lets nobody in', async ({ page }, info) => {
  await signInStaff(page, 'Administrator');
  await page.goto(`${desk()}/settings/sign-on`);
  const demo = page.getByRole('region', { name: 'Demo ID', exact: true });
  await expect(demo.getByText('In use')).toBeVisible();
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: 'Add a provider' }), dialog);
  await expectAccessible(page);
  const name = `Office ${info.project.name} ${Date.now() % 100_000}`;
  await dialog.getByLabel('Name on the button').fill(name);
  await dialog.getByLabel('E-mail domains').fill('office.example');
  await dialog.getByLabel('Issuer').fill('https://login.office.example');
  await dialog.getByLabel('Client id').fill('desk');
  await dialog.getByLabel('Client secret').fill('a secret');
  await dialog.getByRole('button', { name: 'Save' }).click();
  const added = page.getByRole('region', { name });
  await expect(added.getByText('Not published')).toBeVisible();
  await press(added.getByRole('button', { name: `Remove ${name}` }), page.getByRole('alertdialog'));
  await page.getByRole('alertdialog').getByRole('textbox').fill('only a walk');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(added).toHaveCount(0);
});
