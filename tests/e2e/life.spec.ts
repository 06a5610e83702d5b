import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { answerForm, registerClient, sendPapers } from './support/applicant';
import { guardConsole } from './support/console-guard';
import { fillIn, signInStaff, site } from './support/demo';

const password = 'a long walk along the harbour wall';
const portal = () => `${site()}/t/merrowby/portal`;
const once = { timeout: 90_000 };

/** The page is whole and nothing on it stands in anybody's way. */
async function look(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
  await expectAccessible(page);
}
const looked = (page: Page) => () => look(page);

async function verify(page: Page, salt: string): Promise<void> {
  await page.goto(portal());
  await expect(page.getByRole('heading', { name: 'Verify who you are' })).toBeVisible();
  await look(page);
  await page.getByRole('link', { name: 'Begin' }).click();
  await page.getByRole('button', { name: 'Begin' }).click();
  await answerForm(page, looked(page));
  await sendPapers(page, salt);
  await look(page);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByText('Landungsbrücken 7')).toBeVisible();
  await look(page);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByText('You have nothing to do.').or(page.getByText('You can pay in')).first()).toBeVisible();
  await expect(page.getByRole('heading', { level: 2, name: 'You are verified' })).toBeVisible(once);
  await look(page);
}

async function deposit(page: Page): Promise<void> {
  await page.goto(portal());
  await page.getByRole('link', { name: 'Add money' }).click();
  await fillIn(page.getByLabel('Amount'), '3000');
  await look(page);
  await page.getByRole('button', { name: 'Go to payment' }).click();
  await page.getByLabel('Name on card').fill('Ada Quayside');
  await page.getByRole('button', { name: 'Pay' }).click();
  await expect(page.getByText('The money is in your wallet')).toBeVisible(once);
  await look(page);
}

/** Answers the account's address in the portal. */
async function openAccount(page: Page): Promise<string> {
  await page.goto(portal());
  await page.getByRole('main').getByRole('link', { name: 'Open an account' }).first().click();
  await expect(page.getByRole('radio').first()).toBeVisible();
  // Practice comes last and is in a currency of its own; the first is for the money in the wallet.
  await page.getByRole('radio').first().click();
  await look(page);
  await page.getByRole('button', { name: 'Open the account' }).click();
  await page.getByRole('button', { name: 'Show it now' }).click(once);
  const shown = page.getByRole('dialog');
  await expect(shown.getByText('Password to trade')).toBeVisible();
  await look(page);
  await shown.getByRole('button', { name: 'I have written them down' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Terms' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show it now' })).toHaveCount(0);
  await look(page);
  return page.url();
}

async function moveMoney(page: Page): Promise<void> {
  await page.goto(portal());
  await page.getByRole('link', { name: 'Move money' }).click();
  await fillIn(page.getByLabel('Amount'), '2900');
  await look(page);
  await page.getByRole('button', { name: 'Look it over' }).click();
  await expect(page.getByText('What happens')).toBeVisible();
  await look(page);
  await page.getByRole('button', { name: /^Move 2,900/ }).click();
  await expect(page.getByText('From the wallet')).toBeVisible();
  await expect(page.getByText('Done').first()).toBeVisible(once);
  await look(page);
}

/** Answers the address of the withdrawal in the portal. */
async function withdraw(page: Page, account: string): Promise<string> {
  await page.goto(account);
  await page.getByRole('link', { name: 'Withdraw' }).click();
  await fillIn(page.getByLabel('Amount'), '2500');
  await expect(page.getByText('2,900.00').first()).toBeVisible(once);
  await look(page);
  await page.getByRole('button', { name: 'Ask for the withdrawal' }).click();
  await expect(page).toHaveURL(/withdrawals\/wd_/);
  await expect(page.getByText('Taken from your trading account')).toBeVisible(once);
  await look(page);
  return page.url();
}

/** Above what one may release alone: each opens the request, votes, and proves again who he is when asked. */
async function approve(browser: Browser, withdrawal: string): Promise<void> {
  const id = withdrawal.split('/').at(-1) ?? '';
  for (const who of ['Head of finance (Nadia)', 'Head of finance (Casper)']) {
    const page = await (await browser.newContext()).newPage();
    const { password: secret } = await signInStaff(page, who);
    await page.goto(`${site()}/t/merrowby/desk/payments/withdrawals/${id}`);
    await page.getByRole('button', { name: 'Approve' }).first().click(once);
    const question = page.getByRole('alertdialog');
    await question.getByRole('button', { name: 'Approve' }).click();
    const proof = page.getByRole('dialog', { name: 'Confirm that it is you' });
    await expect(async () => {
      if (await proof.isVisible()) {
        await proof.getByLabel('Your password').fill(secret);
        await proof.getByRole('button', { name: 'Confirm' }).click();
      }
      await expect(question.or(proof)).toHaveCount(0, { timeout: 3_000 });
    }).toPass(once);
    await page.context().close();
  }
}

test('what is typed before the page has woken up is sent with it', async ({ page }, info) => {
  let wake: () => void = () => undefined;
  const awake = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await awake;
    await route.continue();
  });
  await page.goto(`${portal()}/register`, { waitUntil: 'commit' });
  await page.getByLabel('First name').fill('Ada');
  await page.getByLabel('Last name').fill('Early');
  await page.getByLabel('E-mail').fill(`early-${info.project.name}-${Date.now()}@clients.example`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  wake();
  const germany = page.getByRole('option', { name: 'Germany', exact: true });
  await expect(async () => {
    if (!(await germany.isVisible())) await page.getByLabel('Country of residence').click({ timeout: 1_000 });
    await expect(germany).toBeVisible({ timeout: 3_000 });
  }).toPass();
  await germany.click();
  await page.getByRole('checkbox', { name: /accept/ }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Thank you.')).toBeVisible();
});

test('one life: registers, verifies, pays in, trades, is paid out', async ({ page, browser }, info) => {
  test.setTimeout(900_000);
  const salt = `${info.project.name}-${Date.now()}`;
  const email = `ada-${salt}@clients.example`;
  await test.step('registers from a tracked source and confirms the e-mail', () =>
    registerClient(page, { first: 'Ada', last: 'Quayside', email, password }, looked(page)));
  await test.step('answers, sends papers, is verified', () => verify(page, salt));
  // The refused file before is an error to the browser; from here on there is none.
  const { expectQuiet } = guardConsole(page);
  await test.step('pays in by card', () => deposit(page));
  const account = await test.step('opens an account and reads its password once', () => openAccount(page));
  await test.step('moves money to it', () => moveMoney(page));
  const withdrawal = await test.step('asks for money back from it', () => withdraw(page, account));
  await test.step('the desk approves', () => approve(browser, withdrawal));
  await test.step('sees it paid', async () => {
    await page.goto(withdrawal);
    await expect(page.getByText('It is with you.')).toBeVisible({ timeout: 180_000 });
    await look(page);
  });
  await test.step('in Arabic every page stands from right to left and is whole', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitemradio', { name: 'العربية' }).click();
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
    const places = ['', '/wallet', '/wallet/deposit', '/wallet/withdraw', '/accounts', '/accounts/new', '/verify'];
    const addresses = [...places.map((place) => portal() + place), account, `${account}/move`, withdrawal];
    for (const address of [...addresses, `${portal()}/history`]) {
      await page.goto(address);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await look(page);
    }
  });
  expectQuiet();
});
