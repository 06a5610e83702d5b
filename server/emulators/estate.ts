import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Rng } from '@/server/kernel/clock';
import { fileStore } from './books';
import { type Listening, listen } from './host';
import { createIdentityEmulator, type IdentityEmulator } from './identity/emulator';
import { createSumsubEmulator, type SumsubEmulator } from './kyc/sumsub/emulator';
import { createMailEmulator, type MailEmulator } from './mail/emulator';
import type { Market } from './market/market';
import { type BankEmulator, createBankEmulator } from './psp/bank/emulator';
import { createStripeEmulator, type StripeEmulator } from './psp/stripe/emulator';
import { createPushEmulator } from './push/emulator';
import type { CallOut } from './runtime';
import { Sandboxes } from './sandboxes';
import { createTwilioEmulator, type TwilioEmulator } from './sms/twilio/emulator';

type EstateOptions = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly market: Market;
  readonly folder: string;
  readonly token: string;
  readonly firstPort: number;
  /** Whether trading servers keep the hours of real markets. */
  readonly calendar: 'real' | 'always';
  /** Where the demo's mail server hands in what comes back. */
  readonly inboundMail?: { readonly url: string; readonly secret: string };
  /** How vendors call the product back; over HTTP by default. */
  readonly callOut?: CallOut;
  /** Nothing happens by itself: the caller moves the clock and pumps. */
  readonly isStepped?: boolean;
};

export type Estate = {
  readonly stripe: StripeEmulator;
  readonly sumsub: SumsubEmulator;
  readonly bank: BankEmulator;
  readonly mail: MailEmulator;
  readonly twilio: TwilioEmulator;
  /** Where the demo's staff can sign in by their company's own account. */
  readonly identity: IdentityEmulator;
  readonly sandboxes: Sandboxes;
  /** Lets what is due by the clock happen and delivers webhooks; answers how many. */
  pump(): Promise<number>;
  close(): Promise<void>;
};

/** The demo's vendors in one process, each on its port: PSP, KYC provider, bank, mail server, texts, push service, trading servers on one market. */
export async function openEstate(options: EstateOptions): Promise<Estate> {
  const { clock, market, folder, token, firstPort: first, callOut, isStepped = false } = options;
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const store = (name: string) => fileStore(join(folder, `${name}.json`));
  const url = (offset: number) => `http://127.0.0.1:${first + offset}`;
  const shared = { clock, rng: () => options.rng.next(), controlToken: token, ...(callOut ? { callOut } : {}) };
  const stripe = createStripeEmulator({ ...shared, store: store('stripe'), siteUrl: url(1) });
  const sumsub = createSumsubEmulator({ ...shared, store: store('sumsub'), siteUrl: url(2), reviewSeconds: 3 });
  const bank = createBankEmulator({ ...shared, store: store('bank'), acceptSeconds: 2, settleSeconds: 15 });
  const twilio = createTwilioEmulator({ ...shared, store: store('twilio') });
  const push = createPushEmulator({ ...shared, store: store('push') });
  const mail = createMailEmulator({
    ...{ clock, rng: shared.rng, store: store('mail'), texts: twilio.texts },
    ...(options.inboundMail ? { inbound: { ...options.inboundMail, ...(callOut ? { callOut } : {}) } } : {}),
  });
  const identity = keptIdentity(clock, url(identityOffset), join(folder, 'identity.json'));
  const hosts: { close(): Promise<void> }[] = await Promise.all([
    isStepped ? listen(stripe.handle, { port: first + 1 }) : stripe.listen({ port: first + 1 }),
    isStepped ? listen(sumsub.handle, { port: first + 2 }) : sumsub.listen({ port: first + 2 }),
    bank.listen({ port: first + 3 }),
    mail.listen({ smtpPort: first + 4, webPort: first + 5 }),
    isStepped ? listen(twilio.handle, { port: first + 6 }) : twilio.listen({ port: first + 6 }),
    identity.listen({ port: first + identityOffset }),
    push.listen({ port: first + 7 }),
  ]);
  const sandboxes = new Sandboxes({
    ...{ clock, rng: options.rng, folder, token, market, stripe, sumsub, bank, twilio, calendar: options.calendar },
    firstPort: first + 8,
    urls: { stripe: url(1), sumsub: url(2), bank: url(3), twilio: url(6) },
    isStepped,
  });
  await sandboxes.resume();
  hosts.push(await hostControl(sandboxes, market, token, first));
  return {
    stripe,
    sumsub,
    bank,
    mail,
    twilio,
    identity,
    sandboxes,
    pump: async () => {
      bank.tick();
      return (await stripe.pump()) + (await sumsub.pump()) + (await twilio.pump());
    },
    close: async () => {
      await Promise.all(hosts.map((host) => host.close()));
      await sandboxes.close();
    },
  };
}

/** The last of the block: trading servers take what follows the first seven. */
const identityOffset = 63;

/** Companies and the key outlive the process, or a certificate that was typed in somewhere would be worth nothing. */
function keptIdentity(clock: Clock, url: string, file: string): IdentityEmulator {
  return createIdentityEmulator({
    ...{ clock, url },
    ...(existsSync(file) ? { kept: JSON.parse(readFileSync(file, 'utf8')) } : {}),
    onChange: (kept) => writeFileSync(file, JSON.stringify(kept), { mode: 0o600 }),
  });
}

/** `POST /sandbox` opens a tenant's vendor accounts, `POST /webhook` says where to call; both need the token. */
function hostControl(sandboxes: Sandboxes, market: Market, token: string, port: number): Promise<Listening> {
  const control = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === '/health')
      return Response.json({ status: 'ok', sandboxes: sandboxes.list().length, market: market.now() });
    if (request.headers.get('authorization') !== `Bearer ${token}`) return new Response('token', { status: 401 });
    const body = (await request.json()) as {
      tenant: string;
      name?: string;
      vendor?: 'stripe' | 'sumsub';
      url?: string;
    }; // our own caller
    if (pathname === '/sandbox') return Response.json(await sandboxes.open(body.tenant, body.name ?? body.tenant));
    if (pathname === '/webhook' && body.vendor && body.url) {
      sandboxes.webhook(body.tenant, body.vendor, body.url);
      return Response.json({ ok: true });
    }
    return new Response('not found', { status: 404 });
  };
  return listen(control, { port });
}
