import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { fillIn, loginOf, signIn, signInStaff, site } from './support/demo';

const messages = (path = '') => `${site()}/t/merrowby/desk/settings/messages${path}`;

test('words are written beside the letter they make, saved as a draft, published, and stand among the versions', async ({
  page,
}, info) => {
  const subject = `Money is on its way (${info.project.name} ${Date.now().toString(36)})`;
  await signInStaff(page, 'Administrator');
  await page.goto(messages());
  await expect(page.getByRole('heading', { name: 'Messages' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Deposit sent back' }).click();
  await page.getByLabel('Subject').fill(subject);
  const letter = page.frameLocator('iframe[title="The letter as it arrives"]');
  await expect(letter.getByRole('heading', { name: subject })).toBeVisible();
  await page.getByLabel('Why it changes').fill('Plainer words');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Draft saved')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('alertdialog');
  await dialog.getByRole('textbox').fill('Agreed in the team');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('In force').first()).toBeVisible();
});

test('words of legal weight wait for a second person', async ({ page }) => {
  await signInStaff(page, 'Administrator');
  await page.goto(messages('/balance_reset'));
  await expect(page.getByText('Legal text')).toBeVisible();
  await page.getByLabel('Why it changes').fill('Counsel asked for it');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await expect(page.getByText('Draft saved')).toBeVisible();
  await page.getByRole('button', { name: 'Publish' }).click();
  const dialog = page.getByRole('alertdialog');
  await expect(dialog.getByText('a second person must agree')).toBeVisible();
  await dialog.getByRole('textbox').fill('Counsel has agreed');
  await dialog.getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('region', { name: /second person/i }).first()).toBeVisible();
});

test('who may only read sees the words and the letter, and who can change them', async ({ page }) => {
  await signInStaff(page, 'Support');
  await page.goto(messages('/deposit_credited'));
  await expect(page.getByText('Who edits the words of messages')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save draft' })).toHaveCount(0);
  await expect(page.getByTitle('The letter as it arrives')).toBeVisible();
  await expectAccessible(page);
});

test('addresses nothing is sent to have their list, and a colleague his own hours', async ({ page }) => {
  await signInStaff(page, 'Support');
  await page.goto(messages());
  await page.getByRole('link', { name: 'Suppressed addresses' }).click();
  await expect(page.getByRole('heading', { name: 'Suppressed addresses' })).toBeVisible();
  await expect(page.getByText('Does not exist').first()).toBeVisible();
  await expectAccessible(page);
  await page.goto(`${site()}/t/merrowby/desk/settings/me`);
  await page.getByRole('radio', { name: 'One a day with what you have not read' }).click();
  const quiet = page.getByRole('switch', { name: 'Quiet hours' });
  if (!(await quiet.isChecked())) await quiet.click();
  await page.getByLabel('From').fill('21:00');
  await expectAccessible(page);
  const own = page.locator('form').filter({ has: quiet });
  await own.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('From')).toHaveValue('21:00');
});

test('a client says between which hours his telephone stays silent', async ({ page }) => {
  const { url, email, password } = loginOf('Client, verified');
  await signIn(page, url.replace('{base}', site()), email, password);
  await page.goto(`${site()}/t/merrowby/portal/profile`);
  await expect(page.getByRole('switch', { name: 'No texts at night' })).toBeChecked();
  await fillIn(page.getByLabel('From'), '23:00');
  const hours = page.locator('form').filter({ has: page.getByLabel('From') });
  await hours.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('From')).toHaveValue('23:00');
  await expectAccessible(page);
});
