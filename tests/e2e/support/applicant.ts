import { expect, type Page } from '@playwright/test';
import { fillIn, linkFromMail, signIn, site } from './demo';

export type Newcomer = { first: string; last: string; email: string; password: string };

/** Chooses from the kit's list as a person does: open it, point at the words. */
export async function choose(page: Page, label: string | RegExp, option: string | RegExp): Promise<void> {
  await page.getByLabel(label).first().click();
  await page
    .getByRole('option', { name: option, exact: typeof option === 'string' })
    .first()
    .click();
}

/** From a tracked link to a confirmed address, signed in; `look` sees each page once it is filled in. */
export async function registerClient(page: Page, who: Newcomer, look: () => Promise<void>): Promise<void> {
  const portal = `${site()}/t/merrowby/portal`;
  await page.goto(`${portal}/register?utm_source=search&utm_medium=cpc&utm_campaign=first-steps`);
  await fillIn(page.getByLabel('First name'), who.first);
  await page.getByLabel('Last name').fill(who.last);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel(/^Mobile phone/).fill('+49 170 1234567');
  await choose(page, 'Country of residence', 'Germany');
  await page.getByLabel('Password', { exact: true }).fill(who.password);
  await page.getByRole('checkbox', { name: /accept/ }).click();
  await look();
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByText('Thank you.')).toBeVisible();
  await signIn(page, `${portal}/sign-in`, who.email, who.password);
  await page.goto(await linkFromMail(who.email, '/verify-email'));
  // Scanners of mail open links: only a tap confirms.
  await look();
  await page.getByRole('button', { name: 'Confirm my address' }).click();
  await expect(page.getByRole('button', { name: 'Confirm my address' })).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: /confirmed/i })).toBeVisible();
}

const next = async (page: Page, from: string): Promise<void> => {
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expect(page.getByRole('heading', { level: 2, name: from })).toHaveCount(0);
};
const title = (page: Page, name: string) => expect(page.getByRole('heading', { level: 2, name })).toBeVisible();

/** Answers the product's own form, group by group; `look` sees each of its pages once it is filled in. */
export async function answerForm(page: Page, look: () => Promise<void>): Promise<void> {
  await title(page, 'About you');
  await page.getByLabel('Date of birth').fill('1988-05-17');
  await choose(page, 'Nationality', 'Germany');
  await look();
  await next(page, 'About you');
  await title(page, 'Where you live');
  await page.getByLabel('Street and number').fill('Landungsbrücken 7');
  await page.getByLabel('Town').fill('Hamburg');
  await look();
  await next(page, 'Where you live');
  await title(page, 'Tax');
  await choose(page, 'Country', 'Germany');
  await page.getByLabel(/^Tax number/).fill('12 345 678 903');
  await page.getByRole('radio', { name: 'No' }).click();
  await look();
  await next(page, 'Tax');
  await title(page, 'Work and means');
  await page.getByRole('radio', { name: 'Employed', exact: true }).click();
  await page.getByRole('radio', { name: 'Services, office, public' }).click();
  await page.getByRole('checkbox', { name: 'Salary' }).click();
  await page.getByRole('radio', { name: 'Up to 5,000', exact: true }).click();
  await look();
  await next(page, 'Work and means');
  await title(page, 'Public office');
  await page.getByRole('radio', { name: 'No', exact: true }).click();
  await expect(page.getByLabel('Which office?')).toHaveCount(0);
  await next(page, 'Public office');
  await title(page, 'Experience');
  await page.getByRole('radio', { name: 'One to three years' }).click();
  await page.getByRole('checkbox', { name: 'Currencies' }).click();
  await page.getByRole('checkbox', { name: 'Everything I have said is true.' }).click();
  await look();
  await next(page, 'Experience');
}

/** A paper whose word tells the demo's provider what to find in it. */
export const scan = (of: string, finding: 'GREEN' | 'HOLD' = 'GREEN') => ({
  name: `${of}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.4\n% ${of} of the end-to-end run\n% SUMSUB:${finding}\n%%EOF\n`),
});

/** A program under a picture's name is refused in words; then the real papers go up. */
export async function sendPapers(page: Page, salt: string): Promise<void> {
  await title(page, 'Documents');
  const program = { name: 'passport.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ'.padEnd(400, '\0')) };
  await page.getByLabel('Passport', { exact: true }).setInputFiles(program);
  await expect(page.getByText('This type of file is not accepted.')).toBeVisible();
  await page.getByLabel('Passport', { exact: true }).setInputFiles(scan(`passport ${salt}`));
  await expect(page.getByText('Received')).toHaveCount(1);
  await page.getByLabel('Proof of address', { exact: true }).setInputFiles(scan(`electricity bill ${salt}`));
  await expect(page.getByText('Received')).toHaveCount(2);
}
