import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, loginOf, press, signIn, signInStaff, site } from './support/demo';

const at = (surface: 'desk' | 'portal', path: string) => `${site()}/t/merrowby/${surface}/${path}`;
const once = { timeout: 90_000 };
const payer = 'Client, verified';

/** The client's own name, as his portal greets him. */
async function nameOf(page: Page): Promise<string> {
  const profile = await page.getByRole('link', { name: /, profile and security$/ }).getAttribute('aria-label');
  return profile?.split(',')[0] ?? '';
}

async function payIn(page: Page, amount: string, cardOf: string, outcome: string): Promise<string> {
  await page.goto(at('portal', 'wallet/deposit'));
  await fillIn(page.getByLabel('Amount'), amount);
  await page.getByRole('button', { name: 'Go to payment' }).click();
  await page.getByLabel('Name on card').fill(cardOf);
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByText(outcome)).toBeVisible(once);
  return page.url();
}

/** More than goes out by itself: people look at it first. */
async function askForWithdrawal(page: Page): Promise<string> {
  await page.goto(at('portal', 'wallet/withdraw'));
  await fillIn(page.getByLabel('Amount'), '900');
  await page.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await expect(page).toHaveURL(/withdrawals\/wd_/);
  return page.url().split('/').at(-1) ?? '';
}

async function sendBackForeignMoney(page: Page): Promise<string> {
  await page.goto(at('desk', 'payments/deposits?states=in_review'));
  await expect(page.getByRole('heading', { name: 'Deposits' })).toBeVisible();
  await expectAccessible(page);
  const newest = await page.locator('a[href*="/dep_"]').first().getAttribute('href');
  await page.goto(`${site()}${newest}`);
  await expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible();
  await expectAccessible(page);
  const question = page.getByRole('alertdialog');
  await press(page.getByRole('button', { name: 'Send back' }), question);
  await question.getByLabel('Reason').fill('The card is somebody else’s.');
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Ask for sending back' }).click();
  await expect(question).toBeHidden();
  return page.url();
}

async function cancelOnTheTelephone(page: Page, withdrawal: string): Promise<void> {
  await page.goto(at('desk', `payments/withdrawals/${withdrawal}`));
  await expect(page.getByRole('heading', { name: 'Checks' })).toBeVisible();
  await expectAccessible(page);
  const question = page.getByRole('alertdialog');
  await press(page.getByRole('button', { name: 'Cancel for the client' }), question);
  await question.getByLabel('Reason').fill('Called from the number we know: keeps it here.');
  await question.getByRole('button', { name: 'Cancel the withdrawal' }).click();
  await expect(question).toBeHidden();
  await expect(page.getByText('Cancelled', { exact: true }).first()).toBeVisible();
}

async function sayWhoseCardItIs(page: Page): Promise<void> {
  await page.locator('a[href*="/clients/cl_"]').first().click();
  await expect(page.getByRole('tab', { name: 'Overview' })).toBeVisible();
  await page.goto(`${page.url().split('?')[0]}?tab=money`);
  await expect(page.getByRole('heading', { name: 'Ways to pay' })).toBeVisible();
  await expectAccessible(page);
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: 'Whose is it?' }).first(), dialog);
  await dialog.getByRole('button', { name: 'Whose is it?' }).click();
  await expect(dialog.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Reason').fill('Card statement seen, in his name.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Whose is it?' }).click();
  await expect(dialog).toBeHidden();
}

async function agree(browser: Browser, deposit: string): Promise<void> {
  const page = await (await browser.newContext()).newPage();
  const { password } = await signInStaff(page, 'Head of finance (Nadia)');
  await page.goto(deposit);
  const question = page.getByRole('alertdialog');
  await press(page.getByRole('button', { name: 'Approve' }).first(), question);
  await question.getByRole('button', { name: 'Approve' }).click();
  const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await expect(async () => {
    if (await proof.isVisible()) {
      await proof.getByLabel('Your password').fill(password);
      await proof.getByRole('button', { name: 'Confirm' }).click();
    }
    await expect(question.or(proof)).toHaveCount(0, { timeout: 3_000 });
  }).toPass(once);
  await page.context().close();
}

test("a cashier's day: somebody else's card goes back, a withdrawal is cancelled on the telephone, a card is judged", async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  const client = await (await browser.newContext()).newPage();
  const login = loginOf(payer);
  await signIn(client, login.url.replace('{base}', site()), login.email, login.password);
  await client.goto(at('portal', 'wallet'));
  const name = await nameOf(client);
  await payIn(client, '950', name, 'The money is in your wallet');
  const withdrawal = await askForWithdrawal(client);
  const foreign = await payIn(client, '43', 'Wu Jing', 'Your payment has arrived and is being checked');

  await signInStaff(page, 'Cashier');
  await page.goto(at('desk', 'home'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  const deposit = await sendBackForeignMoney(page);
  await cancelOnTheTelephone(page, withdrawal);
  await sayWhoseCardItIs(page);

  await client.goto(at('portal', `wallet/withdrawals/${withdrawal}`));
  await expect(client.getByText('We cancelled it for you.', { exact: false }).first()).toBeVisible();
  await agree(browser, deposit);
  await client.goto(foreign);
  await expect(client.getByText('This payment was sent back')).toBeVisible(once);
  await client.context().close();
});
