import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, press, signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

/** A segment of this walk alone: the other screen finds what this one left. */
async function drafted(page: Page, name: string): Promise<void> {
  await page.goto(desk('segments'));
  await expect(page.getByRole('heading', { name: 'Segments', exact: true })).toBeVisible();
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: 'New segment' }), dialog);
  await fillIn(dialog.getByLabel('Name'), name);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Create draft' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

test('a segment is drafted, counted, published, filters the list, stands on a client, and is removed', async ({
  page,
}, { project }) => {
  const name = `Trades in the walk, ${project.name} ${Date.now()}`;
  await signInStaff(page, 'Administrator');
  await drafted(page, name);
  await expect(page.getByText('A draft.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('combobox', { name: 'What' }).click();
  await page.getByRole('option', { name: 'Stage', exact: true }).click();
  await expect(page.getByText('Something is missing in the conditions.')).toBeVisible();
  await page.getByRole('button', { name: 'Trade', exact: true }).click();
  await page.getByRole('button', { name: 'Count', exact: true }).click();
  await expect(page.getByText(/of \d+ clients fit/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('textbox', { name: 'What changes, and why' }).fill('Those who trade');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: 'Count', exact: true }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  const means = page.getByRole('alertdialog');
  await expect(means.getByText(/fit it now|fits it now/)).toBeVisible();
  await expectAccessible(page);
  await means.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByText('Stage is Trade')).toBeVisible();

  // The worker counts; the page hears of it, or is asked again.
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/clients? (is|are) in it/)).toBeVisible({ timeout: 4_000 });
  }).toPass({ timeout: 90_000 });
  await expectAccessible(page);

  await page.getByRole('link', { name: 'Open in Clients' }).click();
  await expect(page.getByText(name).first()).toBeVisible();
  await expectAccessible(page);
  await page.locator('tbody a[href*="/clients/cl_"]').first().click();
  const mine = page.getByRole('link', { name });
  await expect(mine).toBeVisible();
  await mine.click();

  await press(page.getByRole('button', { name: 'Remove', exact: true }), means);
  await expect(means.getByText(/Its history stays/)).toBeVisible();
  await means.getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/segments$/);
  await expect(page.getByRole('link', { name })).toHaveCount(0);
});

test('a segment is not his to change who only reads it, and he sees his own clients', async ({ page }) => {
  await signInStaff(page, 'Sales');
  await page.goto(desk('segments'));
  await expect(page.getByText('Figures are of the clients you may see.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'New segment' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Verified, not funded' }).first().click();
  await expect(page.getByRole('heading', { name: 'Conditions of version 1' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Edit conditions' })).toHaveCount(0);
  await expectAccessible(page);
});
