import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, letterTo, loginOf, signInStaff, site } from './support/demo';

const at = (surface: 'desk' | 'portal', path: string) => `${site()}/t/merrowby/${surface}/${path}`;
const trader = 'Client, verified, trading';

/** Asks as the client for another telephone, and says where the request stands. */
async function askForPhone(page: Page): Promise<string> {
  await signInStaff(page, trader);
  await page.goto(at('portal', 'support'));
  await page.getByRole('link', { name: /Change something about you/ }).click();
  await expect(page.getByRole('heading', { name: 'Requests' })).toBeVisible();
  await expectAccessible(page);
  // What he asked for before is a link of the same name.
  await page.locator('a[href$="requests/new/change_phone"]').click();
  await fillIn(page.getByLabel('New phone, with country code'), '+31 20 555 0142');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Send request' }).click();
  await expect(page).toHaveURL(/requests\/req_/);
  await expect(page.getByText('With us', { exact: true })).toBeVisible();
  await expectAccessible(page);
  return page.url();
}

async function checkCaller(page: Page): Promise<void> {
  const began = Date.now();
  await page.getByRole('button', { name: 'Send code' }).click();
  const letter = await letterTo(loginOf(trader).email, /code for the call/i, began);
  const [code = ''] = /\d{3} \d{3}/.exec(letter) ?? [];
  await fillIn(page.getByLabel('Code he reads out'), code);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
}

test('a client asks for a change, reads how it stands, and takes it back', async ({ page }) => {
  await askForPhone(page);
  await expect(page.getByText('+31 20 555 0142')).toBeVisible();
  await page.getByRole('button', { name: 'Take back' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByText('Taken back', { exact: true }).first()).toBeVisible();
});

test('nobody closes an account over money, and he reads what stands in the way', async ({ page }) => {
  await signInStaff(page, trader);
  await page.goto(at('portal', 'support/requests/new/close_account'));
  await expect(page.getByText(/There is still money/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send request' })).toBeHidden();
  await expectAccessible(page);
});

test("a support agent's day: an answer, a colleague asked, a caller checked, a request refused with its reason", async ({
  page,
  browser,
}) => {
  // The demo's addresses begin with the name.
  const firstName = new RegExp(loginOf(trader).email.split('.')[0] ?? '', 'i');
  const portal = await browser.newContext();
  const client = await portal.newPage();
  const asked = await askForPhone(client);

  await signInStaff(page, 'Support');
  await page.goto(at('desk', 'support'));
  await expect(page.getByRole('heading', { name: 'Conversations' })).toBeVisible();
  await expectAccessible(page);
  await page
    .getByRole('row', { name: /Verification/ })
    .first()
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByRole('tab', { name: 'Answer' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('tab', { name: 'Note' }).click();
  await page.getByRole('combobox', { name: 'Ask a colleague' }).click();
  await page.getByRole('option').nth(1).click();
  await expect(page.getByLabel('To colleagues')).toHaveValue(/^@\S.* $/);
  await page.getByRole('button', { name: 'Save note' }).click();
  await expect(page.getByText('Noted').first()).toBeVisible();

  await page.goto(at('desk', 'support/requests?kinds=change_phone'));
  await expect(page.getByRole('heading', { name: 'Requests' })).toBeVisible();
  await expectAccessible(page);
  await page.getByText(firstName).first().click();
  await expect(page.getByText('Nothing stands in the way.')).toBeVisible();
  await expectAccessible(page);
  const request = page.url();

  await page.getByRole('main').getByRole('link', { name: firstName }).click();
  // A caller stays checked for half an hour: the walk on the other screen finds him so.
  const send = page.getByRole('button', { name: 'Send code' });
  await expect(send.or(page.getByText('Caller verified').first())).toBeVisible();
  if (await send.isVisible()) await checkCaller(page);
  await expect(page.getByText('Caller verified').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make link' }).click();
  const link = await page.getByLabel('Link for the client').inputValue();
  await client.goto(link);
  await expect(client).toHaveURL(/portal\/wallet$/);

  await page.goto(request);
  await page.getByRole('button', { name: 'Apply' }).click();
  const means = page.getByRole('alertdialog');
  await expect(means.getByText(/Nothing is paid out for 1 day/)).toBeVisible();
  await expectAccessible(page);
  await means.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'Refuse' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('What the client reads').fill('Please call us from the number we know.');
  await dialog.getByLabel('Reason for the house').fill('asked from an unknown number');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  await expect(page.getByText('Refused.', { exact: true })).toBeVisible();
  await client.goto(asked);
  await expect(client.getByText('Please call us from the number we know.')).toBeVisible();
  await portal.close();
});
