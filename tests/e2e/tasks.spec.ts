import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, press, signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

async function write(page: Page, title: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: 'New task' }), dialog);
  await fillIn(dialog.getByLabel('What is to be done'), title);
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'New task' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(title).first()).toBeVisible();
}

test('a task of one’s own stands among one’s work and is done there', async ({ page }, { project }) => {
  const title = `Water the plants, ${project.name} ${Date.now()}`;
  await signInStaff(page, 'Support');
  await page.goto(desk('home'));
  await write(page, title);
  await expectAccessible(page);
  await page.getByRole('button', { name: `Done: ${title}` }).click();
  await expect(page.getByRole('link', { name: title })).toHaveCount(0);
});

test('a task on a client is changed, done, seen among what was done, and opened again', async ({ page }, {
  project,
}) => {
  const title = `Ask for a clearer picture, ${project.name} ${Date.now()}`;
  await signInStaff(page, 'Support');
  await page.goto(desk('clients?stage=trade'));
  await page.locator('tbody a[href*="/clients/cl_"]').first().click();
  await expect(page.getByRole('heading', { name: 'Tasks' })).toBeVisible();
  await write(page, title);
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: `Change task: ${title}` }), dialog);
  await dialog.getByRole('combobox', { name: 'Due' }).click();
  await page.getByRole('option', { name: 'In 5 business days' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: `Done: ${title}` }).click();
  await expect(page.getByRole('button', { name: `Done: ${title}` })).toHaveCount(0);
  await page.getByRole('button', { name: 'Show done' }).click();
  const row = page.getByRole('listitem').filter({ hasText: title });
  await expect(row.getByText(/Petra/).first()).toBeVisible();
  await expectAccessible(page);
  await row
    .getByRole('button', { name: 'Open again' })
    .or(row.getByRole('button', { name: 'Reopen' }))
    .click();
  await page.getByRole('button', { name: 'Show open' }).click();
  await page.getByRole('button', { name: `Done: ${title}` }).click();
});

test('the house keeps its hours and holidays', async ({ page }, { project }) => {
  const name = `Day of the ${project.name}`;
  await signInStaff(page, 'Administrator');
  await page.goto(desk('settings/calendar'));
  await expect(page.getByRole('heading', { name: 'Working hours' })).toBeVisible();
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: /^Change hours/ }).first(), dialog);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await press(page.getByRole('button', { name: /^Add holiday/ }).first(), dialog);
  await dialog.getByLabel('Day').fill(project.name === 'phone' ? '2031-03-04' : '2031-03-05');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('button', { name: 'Add holiday' }).click();
  await expect(page.getByText(name, { exact: true })).toBeVisible();
  await page.getByRole('button', { name: `Remove holiday: ${name}` }).click();
  await expect(page.getByText(name, { exact: true })).toHaveCount(0);
});
