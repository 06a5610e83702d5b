import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { press, signInStaff, site } from './support/demo';

const asked = [
  { typed: 'вереск', name: 'Ждана Верескова' },
  { typed: 'vereskova zhdana', name: 'Ждана Верескова' },
  { typed: 'زعتري', name: 'رامي الزعتري' },
  { typed: 'rami', name: 'رامي الزعتري' },
  { typed: '云', name: '沐晴 云' },
  { typed: 'yun muqing', name: '沐晴 云' },
  { typed: 'krivankova zof', name: 'Žofie Křivánková' },
  { typed: 'КРИВАНКОВА', name: 'Žofie Křivánková' },
] as const;

async function openBox(page: Page, isMobile: boolean) {
  const box = page.getByRole('dialog', { name: 'Search and commands' });
  if (isMobile) await press(page.getByRole('button', { name: /Search and commands|Login, reference/ }).first(), box);
  else
    await expect(async () => {
      if (!(await box.isVisible())) await page.keyboard.press('Control+k');
      await expect(box).toBeVisible({ timeout: 2_000 });
    }).toPass();
  return box;
}

test('the one box finds people in four scripts, by their letters and by how they read', async ({ page, isMobile }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(`${site()}/t/merrowby/desk/home`);
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible();
  for (const { typed, name } of asked) {
    const box = await openBox(page, isMobile);
    await box.getByRole('combobox').fill(typed);
    const hit = box.getByRole('option').filter({ hasText: name });
    await expect(hit, typed).toHaveCount(1);
    await expect(hit).toContainText('Client');
    if (typed === '云') await expectAccessible(page);
    // The first of the hits is chosen already: Enter opens it, and on a phone a finger does.
    if (isMobile) await hit.click();
    else {
      while ((await hit.getAttribute('data-selected')) !== 'true') await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await expect(page).toHaveURL(/\/clients\/cl_/);
    await expect(page.getByRole('heading', { name })).toBeVisible();
  }
});

test('what is read out is found: a login, a payment, a card; Escape leaves everything as it was', async ({
  page,
  isMobile,
}) => {
  await signInStaff(page, 'Cashier');
  await page.goto(`${site()}/t/merrowby/desk/payments/deposits`);
  const number =
    (await page
      .getByText(/^D-\d+$/)
      .first()
      .textContent()) ?? '';
  const box = await openBox(page, isMobile);
  for (const [typed, kind] of [
    [number.toLowerCase(), 'Deposit'],
    ['4242', 'Card or bank account'],
  ] as const) {
    await box.getByRole('combobox').fill(typed);
    await expect(box.getByRole('option').filter({ hasText: kind }).first(), typed).toBeVisible();
  }
  await box.getByRole('combobox').fill('zzqx-nobody');
  await expect(box.getByText('Nothing found for “zzqx-nobody”')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(page).toHaveURL(/payments\/deposits/);
});
