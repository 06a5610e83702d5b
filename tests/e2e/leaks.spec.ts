import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;

test('a hand-off on home opens exactly the rows that are stuck in it', async ({ page }) => {
  await signInStaff(page, 'Head of finance');
  await page.goto(desk('home'));
  const station = page.locator('a[href*="handOffs=kyc_to_fund"]');
  const stuck = Number.parseInt(((await station.textContent()) ?? '').match(/(\d+)\s*stuck/)?.[1] ?? '0', 10);
  expect(stuck).toBeGreaterThan(0);
  await expectAccessible(page);
  await station.click();
  await expect(page.getByText(new RegExp(`^${stuck} rows?$`)).first()).toBeVisible();
  await expectAccessible(page);
});

test('a leak says what it means', async ({ page }) => {
  await signInStaff(page, 'Head of finance');
  await page.goto(desk('leaks'));
  await page.getByRole('button', { name: 'What Captured, not credited means' }).first().click();
  await expect(page.getByText(/Enters when a provider took the money/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expectAccessible(page);
});

test('an item is claimed from the queue, stands on the shift page, and goes back', async ({ page }) => {
  await signInStaff(page, 'MLRO');
  await page.goto(desk('work?states=open&kinds=application_review&view=all'));
  await expect(page.getByRole('heading', { name: 'Work' })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByText(/application to be reviewed/)
    .first()
    .click();
  await page.getByRole('button', { name: 'Claim', exact: true }).click();
  await expect(page.getByText('It is yours')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Release', exact: true }).click();
  await expect(page.getByText('Back to its team')).toBeVisible();
  await page.goto(desk('shift'));
  await expect(page.getByRole('heading', { name: 'Acknowledged' })).toBeVisible();
  await expectAccessible(page);
});
test('insight shows the funnel by source, and a figure opens its rows', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(desk('insight?days=90'));
  const funnel = page.getByRole('table', { name: 'Funnel by source' });
  const first = funnel.locator('a[href*="event=registered"]').first();
  const count = ((await first.textContent()) ?? '').trim().split(' ').at(-1);
  await expectAccessible(page);
  await first.click();
  await expect(page.getByText(new RegExp(`^${count} rows?$`)).first()).toBeVisible();
  await expectAccessible(page);
});
