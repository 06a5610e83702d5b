import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

/** Opens the first row of a list, whose title is a link to a page of its own. */
async function openFirst(page: Page, kind: string): Promise<void> {
  const href = await page.locator(`a[href*="/${kind}_"]`).first().getAttribute('href');
  await page.goto(`${site()}${href}`);
}

test('a KYC analyst sees the whole application on one screen, and what a decision would change', async ({ page }) => {
  await signInStaff(page, 'KYC analyst');
  await page.goto(desk('onboarding?states=in_review,approved,rejected,needs_more'));
  await expect(page.getByRole('heading', { name: 'Onboarding' })).toBeVisible();
  await expectAccessible(page);
  await openFirst(page, 'app');
  for (const part of ['What was said', 'What was shown', 'Provider’s answer', 'Risk', 'What the client may do'])
    await expect(page.getByRole('heading', { name: part.replace('’', "'") })).toBeVisible();
  await expectAccessible(page);
});

test('an approval from the queue asks for a reason and says the tier it gives', async ({ page }) => {
  await signInStaff(page, 'KYC analyst');
  await page.goto(desk('onboarding?states=in_review'));
  await openFirst(page, 'app');
  await expect(page.getByRole('button', { name: /Approve/ })).toBeVisible();
  await page.locator('body').press('a');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/The tier becomes/)).toBeVisible();
  await dialog.getByRole('button', { name: /Approve|Ask a second person/ }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('a deposit tells its tries at the provider, its checks and what was booked', async ({ page }) => {
  await signInStaff(page, 'Head of finance');
  await page.goto(desk('payments/deposits?states=credited'));
  await expect(page.getByRole('heading', { name: 'Deposits' })).toBeVisible();
  await expectAccessible(page);
  await openFirst(page, 'dep');
  for (const part of ['At the provider', 'Checks', 'Ledger', 'Who, what, why'])
    await expect(page.getByRole('heading', { name: part })).toBeVisible();
  await expect(
    page
      .getByRole('table', { name: 'Ledger' })
      .getByText(/wallet/i)
      .first(),
  ).toBeVisible();
  await expectAccessible(page);
});

test('a trading account shows what was decided beside what the platform shows', async ({ page }) => {
  await signInStaff(page, 'Head of dealing');
  await page.goto(desk('trading/accounts?environment=live'));
  await expect(page.getByRole('heading', { name: 'Trading accounts' })).toBeVisible();
  await expectAccessible(page);
  await openFirst(page, 'ta');
  const terms = page.getByRole('table', { name: 'Decided and observed' });
  await expect(terms.getByText('Leverage')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Deals' })).toBeVisible();
  await expectAccessible(page);
});

test('an offer is created with a typed form, and closed again', async ({ page }, info) => {
  const name = `Evening ${info.project.name} ${Date.now().toString(36)}`;
  await signInStaff(page, 'Head of dealing');
  await page.goto(desk('trading/offers'));
  await page.getByRole('button', { name: /New offer/ }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByLabel('Group', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Group', { exact: true }).fill('real\\evening');
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(page.getByText('The offer is open')).toBeVisible();
  await page.getByText(name).first().click();
  await page.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByRole('alertdialog')).toBeHidden();
});

test('exposure is read by symbol, and a row opens to the positions behind it', async ({ page }) => {
  await signInStaff(page, 'Head of dealing');
  await page.goto(desk('risk'));
  await expect(page.getByRole('heading', { name: 'Exposure' })).toBeVisible();
  const rows = page.getByRole('table', { name: 'By symbol' }).locator('tr[data-row]');
  await rows.first().click();
  await expect(page.getByRole('heading', { name: 'Positions behind it' })).toBeVisible();
  await expectAccessible(page);
});

test('support may look at exposure no more than its role allows', async ({ page }) => {
  await signInStaff(page, 'Sales');
  await page.goto(desk('risk'));
  await expect(page.getByText('This is not for your role')).toBeVisible();
});
