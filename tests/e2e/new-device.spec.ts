import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { registerClient } from './support/applicant';
import { fillIn, linkFromMail, press, signIn, site } from './support/demo';

const portal = () => `${site()}/t/merrowby/portal`;

test('a sign-in from a second browser is told, disowned, and ends every session until a new password is chosen', async ({
  page,
  browser,
}, info) => {
  const email = `stolen-${info.project.name}-${Date.now().toString(36)}@clients.example`;
  const who = { first: 'Stolen', last: 'Keys', email, password: 'correct horse battery staple' };
  await registerClient(page, who, async () => undefined);

  const thief = await (await browser.newContext()).newPage();
  await signIn(thief, `${portal()}/sign-in`, who.email, who.password);
  await page.goto(`${portal()}/notifications`);
  await expect(page.getByText('A sign-in from a new device').first()).toBeVisible();

  await page.goto(await linkFromMail(email, '/not-me'));
  await expect(page.getByRole('heading', { name: 'Was this sign-in not yours?' })).toBeVisible();
  await expectAccessible(page);
  await press(page.getByRole('button', { name: 'This was not me' }), page.getByRole('status'));
  await expectAccessible(page);

  await thief.goto(portal());
  await expect(thief).toHaveURL(/sign-in/);
  await thief.context().close();

  await page.getByRole('link', { name: 'Choose a new password' }).click();
  await fillIn(page.getByLabel('New password'), 'another horse battery staple');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByText('Your password is changed.')).toBeVisible();
  await signIn(page, `${portal()}/sign-in`, who.email, 'another horse battery staple');

  await page.goto(await linkFromMail(email, '/not-me'));
  await expect(page.getByRole('heading', { name: 'This link has ended' })).toBeVisible();
  await expectAccessible(page);
});
