import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { registerClient } from './support/applicant';
import { fillIn, linkFromMail, press, signInStaff, site } from './support/demo';

const at = (path: string) => `${site()}/t/merrowby/${path}`;

async function write(page: Page, subject: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'A marketing letter to this client' });
  await press(page.getByRole('button', { name: 'Write marketing' }), dialog);
  await fillIn(dialog.getByLabel('Subject'), subject);
  await dialog.getByLabel('Text', { exact: true }).fill('The new platform is faster.\nHave a look.');
  await dialog.getByRole('button', { name: 'Send' }).click();
}

test('a client says yes, is written to, and stops it from the letter without signing in', async ({
  page,
  browser,
}, info) => {
  const salt = `${info.project.name}-${Date.now().toString(36)}`;
  const who = {
    first: 'Nadia',
    last: `Letters ${salt}`,
    email: `letters-${salt}@clients.example`,
    password: 'correct horse battery staple',
  };
  await registerClient(page, who, async () => undefined);
  await page.goto(at('portal/profile'));
  const card = page.locator('form').filter({ has: page.getByRole('switch', { name: 'Offers' }) });
  await expect(async () => {
    if (!(await card.getByRole('switch', { name: 'By e-mail' }).isChecked()))
      await card.getByRole('switch', { name: 'By e-mail' }).click();
    await expect(card.getByRole('switch', { name: 'By e-mail' })).toBeChecked();
  }).toPass();
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await expectAccessible(page);

  const desk = await (await browser.newContext()).newPage();
  await signInStaff(desk, 'Administrator');
  await desk.goto(at(`desk/clients?search=${encodeURIComponent(who.email)}`));
  await desk
    .getByRole('link', { name: new RegExp(`Letters ${salt}`) })
    .first()
    .click();
  await expect(desk).toHaveURL(/clients\/cl_/);
  await desk.goto(`${new URL(desk.url()).origin}${new URL(desk.url()).pathname}?tab=messages`);
  await expect(desk.getByText('Words: profile/1').first()).toBeVisible();
  await expectAccessible(desk);
  await write(desk, `Faster ${salt}`);
  await expect(desk.getByText('News', { exact: true }).first()).toBeVisible();

  const reader = await (await browser.newContext()).newPage();
  await reader.goto(await linkFromMail(who.email, '/api/unsubscribe'));
  await expect(reader.getByRole('heading', { name: 'Stop these letters' })).toBeVisible();
  await expectAccessible(reader);
  await press(reader.getByRole('button', { name: 'Stop these' }), reader.getByRole('status'));
  await expectAccessible(reader);

  await desk.reload();
  await expect(desk.getByText('Words: unsubscribe-page/1').first()).toBeVisible();
  await write(desk, `Once more ${salt}`);
  await expect(desk.getByText('He has not said yes to this way and topic')).toBeVisible();
  await reader.goto(at('unsubscribe?token=broken'));
  await expect(reader.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await expectAccessible(reader);
});
