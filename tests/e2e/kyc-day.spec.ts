import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { answerForm, type Newcomer, registerClient, scan } from './support/applicant';
import { fillIn, letterTo, press, signInStaff, site } from './support/demo';

const at = (surface: 'desk' | 'portal', path: string) => `${site()}/t/merrowby/${surface}/${path}`;
const once = { timeout: 90_000 };
const unseen = async () => undefined;

/** The provider will not say yes or no to this passport: a person has to. */
async function sendDoubtful(page: Page, salt: string): Promise<void> {
  await page.goto(at('portal', 'verify'));
  await press(page.getByRole('button', { name: 'Begin' }), page.getByRole('heading', { level: 2, name: 'About you' }));
  await answerForm(page, unseen);
  await page.getByLabel('Passport', { exact: true }).setInputFiles(scan(`passport ${salt}`, 'HOLD'));
  await page.getByLabel('Proof of address', { exact: true }).setInputFiles(scan(`old bill ${salt}`));
  await expect(page.getByText('Received')).toHaveCount(2);
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'We are looking at it' })).toBeVisible(once);
}

/** The queue of what waits for a person, and this client's line in it. */
async function openFromQueue(page: Page, name: string): Promise<void> {
  await page.goto(at('desk', 'home'));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.goto(at('desk', 'onboarding?states=in_review'));
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByRole('heading', { name: 'What was shown' })).toBeVisible();
}

async function askForNewerBill(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: /Ask for more/ }), dialog);
  await dialog.getByLabel('Reason').fill('bill is from last year');
  await dialog.getByRole('button', { name: 'Ask for more' }).click();
  await expect(dialog.getByRole('alert').first()).toBeVisible();
  await dialog.getByLabel(/Proof of address/).click();
  await dialog.getByLabel('Note the client reads').fill('The bill you sent is more than three months old.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Ask for more' }).click();
  await expect(dialog).toBeHidden();
}

async function sendNewerBill(page: Page, salt: string): Promise<void> {
  await page.goto(at('portal', 'verify'));
  await expect(page.getByText('The bill you sent is more than three months old.')).toBeVisible();
  await expectAccessible(page);
  const documents = page.getByLabel('Proof of address', { exact: true });
  const onwards = page.getByRole('button', { name: 'Save and continue' });
  await expect(onwards.or(documents).first()).toBeVisible();
  for (let step = 0; step < 8 && !(await documents.isVisible()); step += 1) {
    const title = await page.getByRole('heading', { level: 2 }).last().textContent();
    await onwards.click();
    await expect(page.getByRole('heading', { level: 2 }).last()).not.toHaveText(title ?? '');
  }
  await documents.setInputFiles(scan(`new bill ${salt}`));
  // What has only arrived is not yet part of the application: what can be taken back is.
  await expect(page.getByRole('button', { name: 'Remove Proof of address' })).toBeVisible();
  await onwards.click();
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'We are looking at it' })).toBeVisible(once);
}

async function approveWhatWasSeen(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await press(page.getByRole('button', { name: /^Approve/ }), dialog);
  await dialog.getByLabel('Document', { exact: false }).first().click();
  await dialog.getByLabel(/Proof of address/i).click();
  await fillIn(dialog.getByLabel('Reason'), 'Passport and a bill of this month agree with the form.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expect(dialog).toBeHidden();
}

test("a KYC analyst's day: from the queue to the file, one paper asked for again, seen, approved", async ({
  page,
  browser,
}, info) => {
  test.setTimeout(300_000);
  const salt = `${info.project.name}-${Date.now()}`;
  const last = `Waits ${[...Date.now().toString(8)].map((digit) => 'abcdefgh'[Number(digit)]).join('')}`;
  const who: Newcomer = {
    first: 'Ines',
    last,
    email: `ines-${salt}@clients.example`,
    password: 'seven gulls over the pier',
  };
  const client = await (await browser.newContext()).newPage();
  await registerClient(client, who, unseen);
  await sendDoubtful(client, salt);

  await signInStaff(page, 'KYC analyst');
  await openFromQueue(page, last);
  await expectAccessible(page);
  const file = page.url();
  const began = Date.now();
  await askForNewerBill(page);
  await letterTo(who.email, /need|more/i, began);
  await sendNewerBill(client, salt);

  await openFromQueue(page, last);
  expect(page.url()).toBe(file);
  await expect(page.getByText(/this is the 2nd/)).toBeVisible();
  await expect(page.getByText(/proof of address/i).first()).toBeVisible();
  await approveWhatWasSeen(page);
  await expect(page.getByText('Ines', { exact: false }).first()).toBeVisible();

  await client.goto(at('portal', 'verify'));
  await expect(client.getByRole('heading', { level: 2, name: 'You are verified' })).toBeVisible(once);
  await page.goto(file);
  await expect(page.getByText('Passport and a bill of this month agree with the form.').first()).toBeVisible();
  await client.context().close();
});
