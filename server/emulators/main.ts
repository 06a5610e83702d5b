import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { systemClock, systemRng } from '@/server/kernel/clock';
import { fileStore } from './books';
import { listen } from './host';
import { createSumsubEmulator } from './kyc/sumsub/emulator';
import { createMailEmulator } from './mail/emulator';
import { createGenerator } from './market/generator';
import { runLive } from './market/live';
import type { Market } from './market/market';
import { createReplay } from './market/replay';
import { createBankEmulator } from './psp/bank/emulator';
import { createStripeEmulator } from './psp/stripe/emulator';
import { Sandboxes } from './sandboxes';

/** The demo's vendors in one process: PSP, bank, KYC provider, mail server, trading servers on one live market. */
const first = Number(process.env.EMULATORS_PORT ?? 0);
const token = process.env.EMULATORS_TOKEN ?? '';
if (!first || token.length < 16)
  throw new Error('EMULATORS_PORT and EMULATORS_TOKEN (16 characters or more) must be set');
const folder = join(resolve(process.env.BOS_DATA_DIR ?? 'data'), 'emulators');
mkdirSync(folder, { recursive: true, mode: 0o711 });

const clock = systemClock;
const rng = () => systemRng.next();
const seed = 20_260_101;

/** Generated, or recorded ticks played from now on (`npm start -- --ticks DIR`). */
function openMarket(): Market {
  const dir = process.env.MARKET_TICKS;
  if (dir) return createReplay({ dir, startAt: clock.now() });
  return createGenerator({ seed, start: new Date(clock.now().getTime() - 3 * 86_400_000), calendar: 'always' });
}

const store = (name: string) => fileStore(join(folder, `${name}.json`));
const shared = { clock, rng, controlToken: token };
const stripe = createStripeEmulator({ ...shared, store: store('stripe') });
const sumsub = createSumsubEmulator({ ...shared, store: store('sumsub'), reviewSeconds: 3 });
const bank = createBankEmulator({ ...shared, store: store('bank'), acceptSeconds: 2, settleSeconds: 15 });
const mail = createMailEmulator({ clock, rng, store: store('mail') });
const market = openMarket();
const stopMarket = runLive(market, clock);

const [stripeHost, sumsubHost, bankHost, mailHost] = await Promise.all([
  stripe.listen({ port: first + 1 }),
  sumsub.listen({ port: first + 2 }),
  bank.listen({ port: first + 3 }),
  mail.listen({ smtpPort: first + 4, webPort: first + 5 }),
]);
const sandboxes = new Sandboxes({
  folder,
  token,
  firstPort: first + 6,
  urls: { stripe: stripeHost.url, sumsub: sumsubHost.url, bank: bankHost.url },
  stripe,
  sumsub,
  bank,
  market,
});
await sandboxes.resume();

/** `POST /sandbox` opens a tenant's vendor accounts, `POST /webhook` says where to call; both need the token. */
async function control(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (pathname === '/health')
    return Response.json({ status: 'ok', sandboxes: sandboxes.list().length, market: market.now() });
  if (request.headers.get('authorization') !== `Bearer ${token}`) return new Response('token', { status: 401 });
  const body = (await request.json()) as { tenant: string; name?: string; vendor?: 'stripe' | 'sumsub'; url?: string }; // our own caller
  if (pathname === '/sandbox') return Response.json(await sandboxes.open(body.tenant, body.name ?? body.tenant));
  if (pathname === '/webhook' && body.vendor && body.url) {
    sandboxes.webhook(body.tenant, body.vendor, body.url);
    return Response.json({ ok: true });
  }
  return new Response('not found', { status: 404 });
}
const controlHost = await listen(control, { port: first });

async function stop(): Promise<void> {
  stopMarket();
  await Promise.all([controlHost, stripeHost, sumsubHost, bankHost, mailHost].map((host) => host.close()));
  await sandboxes.close();
  process.exit(0);
}
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
