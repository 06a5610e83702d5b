import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Rng } from '@/server/kernel/clock';
import type { createSumsubEmulator } from './kyc/sumsub/emulator';
import type { Market } from './market/market';
import { hostMt5Control } from './platform/mt5/control-server';
import { createMt5Emulator, type Hosted, type Mt5Emulator, storedLevels } from './platform/mt5/emulator';
import { defaultSymbols } from './platform/mt5/specs';
import { fileStore } from './platform/mt5/store';
import type { createBankEmulator } from './psp/bank/emulator';
import type { createStripeEmulator } from './psp/stripe/emulator';
import type { TwilioEmulator } from './sms/twilio/emulator';

type Vendors = {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly calendar: 'real' | 'always';
  /** The clock jumps: a session that rests for hours of it is not idle. */
  readonly isStepped: boolean;
  readonly folder: string;
  readonly token: string;
  /** First port that trading servers may take; each takes two. */
  readonly firstPort: number;
  readonly urls: { readonly stripe: string; readonly sumsub: string; readonly bank: string; readonly twilio: string };
  readonly twilio: TwilioEmulator;
  readonly stripe: ReturnType<typeof createStripeEmulator>;
  readonly sumsub: ReturnType<typeof createSumsubEmulator>;
  readonly bank: ReturnType<typeof createBankEmulator>;
  readonly market: Market;
};

/** What a sandbox tenant's connections are filled with; names are those of the adapters' settings. */
export type Sandbox = {
  readonly tenant: string;
  readonly stripe: { account: string; secretKey: string; webhookSecret: string; url: string };
  readonly sumsub: { client: string; appToken: string; secretKey: string; webhookSecret: string; url: string };
  readonly bank: { token: string; bic: string; url: string; name: string; accounts: Record<string, string> };
  readonly mt5: { port: number; controlPort: number; managerLogin: number; apiPassword: string };
  readonly twilio: { accountSid: string; authToken: string; from: string; url: string };
};

const currencies = { EUR: '5000000.00', USD: '5000000.00', GBP: '5000000.00' };

/** One set of vendor accounts per tenant, each trading server an instance of its own: nobody sees another's logins. */
export class Sandboxes {
  private readonly file: string;
  private readonly all = new Map<string, Sandbox>();
  private readonly servers = new Map<string, { emulator: Mt5Emulator; hosted: Hosted[] }>();

  constructor(private readonly vendors: Vendors) {
    this.file = join(vendors.folder, 'sandboxes.json');
    const kept: Sandbox[] = existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : [];
    for (const sandbox of kept) this.all.set(sandbox.tenant, sandbox);
  }

  async resume(): Promise<void> {
    for (const sandbox of this.all.values()) await this.startServer(sandbox);
  }

  list = (): Sandbox[] => [...this.all.values()];

  /** The trading server of a tenant, for whoever plays its clients. */
  server(tenant: string): Mt5Emulator {
    const running = this.servers.get(tenant);
    if (!running) throw new Error(`no trading server of ${tenant}`);
    return running.emulator;
  }

  async open(tenant: string, name: string): Promise<Sandbox> {
    const known = this.all.get(tenant);
    if (known) return known;
    const { stripe, sumsub, bank, twilio, urls, firstPort } = this.vendors;
    const account = stripe.openAccount();
    const client = sumsub.openClient();
    const customer = bank.openCustomer({ name, balances: currencies });
    const texts = twilio.openAccount();
    const port = firstPort + 2 * this.all.size;
    const sandbox: Sandbox = {
      tenant,
      stripe: {
        account: account.id,
        secretKey: account.secretKey,
        webhookSecret: `whsec_${randomBytes(18).toString('hex')}`,
        url: urls.stripe,
      },
      sumsub: {
        client: client.id,
        appToken: client.appToken,
        secretKey: client.secretKey,
        webhookSecret: randomBytes(18).toString('hex'),
        url: urls.sumsub,
      },
      bank: {
        token: customer.token,
        bic: customer.bic,
        url: urls.bank,
        name,
        accounts: Object.fromEntries(customer.accounts.map((each) => [each.currency, each.iban])),
      },
      mt5: {
        port,
        controlPort: port + 1,
        managerLogin: 1000,
        apiPassword: `Api-${randomBytes(9).toString('base64url')}1!`,
      },
      twilio: {
        accountSid: texts.sid,
        authToken: texts.authToken,
        from: texts.numbers[0] ?? '',
        url: urls.twilio,
      },
    };
    await this.startServer(sandbox);
    this.all.set(tenant, sandbox);
    this.save();
    return sandbox;
  }

  /** The product tells where it wants to be called; known only once the connection has an id. */
  webhook(tenant: string, vendor: 'stripe' | 'sumsub', url: string): void {
    const sandbox = this.all.get(tenant);
    if (!sandbox) throw new Error(`no sandbox of ${tenant}`);
    if (vendor === 'stripe')
      this.vendors.stripe.openAccount({
        secretKey: sandbox.stripe.secretKey,
        webhook: { url, secret: sandbox.stripe.webhookSecret },
      });
    else
      this.vendors.sumsub.addWebhook(sandbox.sumsub.client, {
        url,
        secret: sandbox.sumsub.webhookSecret,
        algorithm: 'HMAC_SHA256_HEX',
      });
  }

  private async startServer(sandbox: Sandbox): Promise<void> {
    const { clock, rng, folder, token, market, calendar, isStepped } = this.vendors;
    const emulator = createMt5Emulator({
      clock,
      rng,
      market,
      symbols: defaultSymbols(calendar),
      ...(isStepped ? { idleCutMs: 2_000_000_000 } : {}),
      store: fileStore(join(folder, `mt5-${sandbox.tenant}.json`)),
      manager: { login: sandbox.mt5.managerLogin, apiPassword: sandbox.mt5.apiPassword },
    });
    const hosted = [
      await emulator.listen({ port: sandbox.mt5.port }),
      await hostMt5Control(emulator, market, { token, port: sandbox.mt5.controlPort }),
    ];
    this.servers.set(sandbox.tenant, { emulator, hosted });
  }

  private save(): void {
    writeFileSync(this.file, JSON.stringify(this.list(), null, 2), { mode: 0o600 });
  }

  async close(): Promise<void> {
    for (const { emulator, hosted } of this.servers.values()) {
      await Promise.all(hosted.map((each) => each.close()));
      await emulator.close();
    }
  }
}

/** Prices at which the trading servers of an earlier run stopped; null when there was none. */
export function levelsIn(folder: string): Readonly<Record<string, number>> | null {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  // A server that was killed has left only its journal.
  const files = new Set(names.flatMap((name) => /^mt5-.*\.json(?=$|\.log$)/.exec(name) ?? []));
  const levels = [...files].map((name) => storedLevels(fileStore(join(folder, name))));
  return levels.find((each) => Object.keys(each).length > 0) ?? null;
}
