import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { choose } from './support/applicant';
import { fillIn, loginOf, press, signIn, signInStaff, site } from './support/demo';

const desk = (path: string) => `${site()}/t/merrowby/desk/${path}`;
const soon = { timeout: 30_000 };
const paid = { timeout: 90_000 };

async function another(browser: Browser, who: string, from: Page): Promise<Page> {
  const size = from.viewportSize();
  const page = await (await browser.newContext(size ? { viewport: size } : {})).newPage();
  await signInStaff(page, who);
  return page;
}

/** Open, connected, and marked: a page that was loaded again has lost the mark. */
async function watch(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('status', { includeHidden: true }).filter({ hasText: /^Live$/ })).toBeAttached(soon);
  await page.evaluate(() => document.documentElement.setAttribute('data-watched', ''));
}
const amountsOn = async (page: Page) =>
  ((await page.getByRole('main').textContent()) ?? '').match(/[\d,]+\.\d{2}/g) ?? [];
const expectSamePage = (page: Page) => expect(page.locator('html[data-watched]')).toHaveCount(1);

test('a hold that one person places stands on the page another one has open', async ({ page, browser }, info) => {
  const note = `Seen at once ${info.project.name} ${Date.now().toString(36)}`;
  await signInStaff(page, 'MLRO (Joren)');
  await page.goto(desk('clients?stage=acquire'));
  const client = await page.locator('a[href*="/clients/cl_"]').first().getAttribute('href');
  await watch(page, `${site()}${client}`);
  const officer = await another(browser, 'MLRO (Ingrid)', page);
  await officer.goto(`${site()}${client}`);
  await press(officer.getByRole('button', { name: 'Place hold' }), officer.getByRole('dialog'));
  await choose(officer, 'Kind of hold', /./);
  await officer.getByLabel('Why').fill(note);
  await officer.getByRole('dialog').getByRole('button', { name: 'Place hold' }).click();
  await expect(officer.getByText(note).first()).toBeVisible(soon);
  await expect(page.getByText(note).first()).toBeVisible(soon);
  await expectSamePage(page);
});

test('a payment is followed by the cashier and on the payer’s other device, from the click to the wallet', async ({
  page,
  browser,
}) => {
  const payer = loginOf('Client, verified');
  const portal = payer.url.replace('{base}', site());
  await signIn(page, portal, payer.email, payer.password);
  await watch(page, `${portal}/wallet`);
  await expectAccessible(page);
  const before = await amountsOn(page);
  const profile = await page.getByRole('link', { name: /, profile and security$/ }).getAttribute('aria-label');
  const name = profile?.split(',')[0] ?? '';
  const cashier = await another(browser, 'Cashier', page);
  await watch(cashier, desk('payments/deposits'));
  const known = await cashier.locator('tr[data-row]').first().getAttribute('data-row');

  const phone = await (await browser.newContext()).newPage();
  await signIn(phone, portal, payer.email, payer.password);
  await phone.goto(`${portal}/wallet/deposit`);
  await fillIn(phone.getByLabel('Amount'), '37');
  await phone.getByRole('button', { name: 'Go to payment' }).click();
  await expect(phone.getByLabel('Name on card')).toBeVisible(soon);
  const newest = cashier.locator('tr[data-row]').first();
  await expect(newest).not.toHaveAttribute('data-row', known ?? '', soon);
  await expect(newest).toContainText('Awaiting client');

  await phone.getByLabel('Name on card').fill(name);
  await phone.getByRole('button', { name: 'Pay' }).click();
  await expect(phone.getByText('The money is in your wallet')).toBeVisible(paid);
  await expect(newest).not.toContainText('Awaiting client', soon);
  await expect.poll(() => amountsOn(page), soon).not.toEqual(before);
  await expectSamePage(cashier);
  await expectSamePage(page);
});

test('a passkey is added, signs in by itself, and is taken away', async ({ page, context }, info) => {
  const key = `Key of ${info.project.name} ${Date.now().toString(36)}`;
  const cdp = await context.newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signInStaff(page, 'Support');
  await page.goto(desk('settings/me'));
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await fillIn(page.getByRole('dialog').getByLabel('Name of the key'), key);
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('The passkey is ready.')).toBeVisible(soon);
  await expect(page.getByText(key, { exact: true })).toBeVisible();

  await context.clearCookies();
  await page.goto(desk('home'));
  await expect(page).toHaveURL(/desk\/sign-in/);
  // The form is asleep until its scripts have run: the first press may be lost.
  await expect(async () => {
    await page.getByRole('button', { name: 'Use a passkey' }).click({ timeout: 2_000 });
    await expect(page).not.toHaveURL(/sign-in/, { timeout: 8_000 });
  }).toPass(soon);
  await page.goto(desk('settings/me'));
  await page.getByRole('button', { name: new RegExp(key) }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText(key, { exact: true })).toHaveCount(0);
});
