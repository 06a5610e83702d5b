import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';

type Login = { who: string; url: string; email: string; password: string };

export const site = () => process.env.E2E_BASE_URL ?? '';
const folder = () => process.env.E2E_DATA_DIR ?? 'data';
const readJson = (name: string): unknown => JSON.parse(readFileSync(join(folder(), name), 'utf8'));

/** Log-ins of the seeded demo, by what the person does there. */
export function loginOf(who: string): Login {
  const { logins } = readJson('demo.json') as { logins: Login[] };
  const found = logins.find((one) => one.who.startsWith(who));
  if (!found) throw new Error(`the demo has no log-in of ${who}`);
  return found;
}

/** A field that is typed into before the page has come alive loses what was typed: it is typed until it stays. */
export async function fillIn(field: Locator, text: string): Promise<void> {
  await expect(async () => {
    await field.fill(text);
    await field.page().waitForTimeout(250);
    await expect(field).toHaveValue(text, { timeout: 500 });
  }).toPass();
}

/** A button that is pressed before the page has come alive does nothing: it is pressed until what it opens is there. */
export async function press(button: Locator, opens: Locator): Promise<void> {
  await expect(async () => {
    if (!(await opens.isVisible())) await button.click({ timeout: 5_000 });
    await expect(opens).toBeVisible({ timeout: 2_000 });
  }).toPass();
}

export async function signIn(page: Page, address: string, email: string, password: string): Promise<void> {
  await page.goto(address);
  await fillIn(page.getByLabel('E-mail'), email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

export async function signInStaff(page: Page, who: string): Promise<Login> {
  const login = loginOf(who);
  await signIn(page, login.url.replace('{base}', site()), login.email, login.password);
  return login;
}

/** The demo's mail server keeps what it takes: the newest link to `path` in a mail to this address. */
export async function linkFromMail(address: string, path: string): Promise<string> {
  const { emulators } = readJson('ports.json') as { emulators: number };
  const box = new URL(`http://127.0.0.1:${emulators + 5}/api/messages`);
  box.searchParams.set('to', address);
  let link = '';
  await expect
    .poll(
      async () => {
        const { messages } = (await (await fetch(box)).json()) as { messages: { text: string }[] };
        const links = messages.flatMap(({ text }) => text.match(/https?:\/\/\S+/g) ?? []);
        link = links.find((one) => one.includes(path)) ?? '';
        return link;
      },
      { message: `a mail to ${address} with a link to ${path}`, timeout: 60_000 },
    )
    .toContain(path);
  return link;
}

/** The text of a letter to this address about this, sent since then. */
export async function letterTo(address: string, subject: RegExp, since: number): Promise<string> {
  const { emulators } = readJson('ports.json') as { emulators: number };
  const box = new URL(`http://127.0.0.1:${emulators + 5}/api/messages`);
  box.searchParams.set('to', address);
  let text = '';
  await expect
    .poll(
      async () => {
        const { messages } = (await (await fetch(box)).json()) as {
          messages: { at: string; subject: string; text: string }[];
        };
        text = messages.find((one) => subject.test(one.subject) && Date.parse(one.at) >= since)?.text ?? '';
        return text;
      },
      { message: `a letter to ${address} about ${subject}`, timeout: 60_000 },
    )
    .not.toBe('');
  return text;
}
