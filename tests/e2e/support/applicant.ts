import { expect, type Page } from '@playwright/test';

/** Chooses from the kit's list as a person does: open it, point at the words. */
export async function choose(page: Page, label: string | RegExp, option: string | RegExp): Promise<void> {
  await page.getByLabel(label).first().click();
  await page
    .getByRole('option', { name: option, exact: typeof option === 'string' })
    .first()
    .click();
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

const scan = (of: string) => ({
  name: `${of}.pdf`,
  mimeType: 'application/pdf',
  buffer: Buffer.from(`%PDF-1.4\n% ${of} of the end-to-end run\n% SUMSUB:GREEN\n%%EOF\n`),
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
