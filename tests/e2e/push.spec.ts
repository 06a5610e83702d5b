import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './support/accessibility';
import { registerClient } from './support/applicant';
import { press, signIn, signInStaff, site } from './support/demo';

/** The demo's push service stands in for the browser maker's, which is far away. */
function pushService(): string {
  const ports = readFileSync(join(process.env.E2E_DATA_DIR ?? 'data', 'ports.json'), 'utf8');
  return `http://127.0.0.1:${(JSON.parse(ports) as { emulators: number }).emulators + 7}`;
}

async function withPushService(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications'], { origin: site() });
  await page.exposeFunction('subscribeThere', async (serverKey: string) => {
    const answer = await fetch(`${pushService()}/browser`, { method: 'POST', body: JSON.stringify({ serverKey }) });
    return (await answer.json()) as PushSubscriptionJSON;
  });
  await page.addInitScript(() => {
    const there = window as unknown as { subscribeThere(key: unknown): Promise<PushSubscriptionJSON> };
    // Headless browsers have no permission prompt to answer.
    Notification.requestPermission = async () => 'granted';
    Object.defineProperty(Notification, 'permission', { get: () => 'granted' });
    PushManager.prototype.subscribe = async (options) => {
      const subscription = await there.subscribeThere(options?.applicationServerKey);
      return { toJSON: () => subscription } as PushSubscription;
    };
  });
}

const card = (page: Page) => page.getByRole('button', { name: 'Ring in this browser' });

test('a client puts his browser on, it rings for a sign-in elsewhere, and he takes it off again', async ({
  page,
  browser,
}, info) => {
  const portal = `${site()}/t/merrowby/portal`;
  const email = `rung-${info.project.name}-${Date.now().toString(36)}@clients.example`;
  const who = { first: 'Rung', last: 'Bell', email, password: 'correct horse battery staple' };
  await withPushService(page);
  await registerClient(page, who, async () => undefined);
  await page.goto(`${portal}/profile`);
  const takeOff = page.getByRole('button', { name: 'Take off' });
  await press(card(page), takeOff);
  await expectAccessible(page);

  const elsewhere = await (await browser.newContext()).newPage();
  await signIn(elsewhere, `${portal}/sign-in`, email, who.password);
  await elsewhere.context().close();
  await expect
    .poll(
      async () => {
        const { rung } = (await (await fetch(`${pushService()}/api/rung`)).json()) as { rung: { data: unknown }[] };
        return rung.map(({ data }) => (data as { title?: string }).title);
      },
      { timeout: 60_000 },
    )
    .toContain('A sign-in from a new device');

  await takeOff.first().click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Take off' }).click();
  await expect(takeOff).toHaveCount(0);
});

test('a colleague puts his browser on in his account', async ({ page }) => {
  await withPushService(page);
  await signInStaff(page, 'Support');
  await page.goto(`${site()}/t/merrowby/desk/settings/me`);
  await press(card(page), page.getByRole('button', { name: 'Take off' }).first());
  await expectAccessible(page);
});
