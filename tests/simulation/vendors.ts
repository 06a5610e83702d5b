import { memoryFetch } from '@/server/adapters/http/memory';
import { createSumsubAdapter } from '@/server/adapters/kyc/sumsub/adapter';
import { createMt5Adapter } from '@/server/adapters/platform/mt5/adapter';
import { Mt5Config } from '@/server/adapters/platform/mt5/config';
import { createBankAdapter } from '@/server/adapters/psp/bank/adapter';
import { createStripeAdapter } from '@/server/adapters/psp/stripe/adapter';
import { createSumsubEmulator } from '@/server/emulators/kyc/sumsub/emulator';
import { createGenerator } from '@/server/emulators/market/generator';
import { createMt5Emulator } from '@/server/emulators/platform/mt5/emulator';
import { withMirror } from '@/server/emulators/platform/mt5/groups';
import { defaultSymbols } from '@/server/emulators/platform/mt5/specs';
import { memoryStore } from '@/server/emulators/platform/mt5/store';
import { createBankEmulator } from '@/server/emulators/psp/bank/emulator';
import { createStripeEmulator } from '@/server/emulators/psp/stripe/emulator';
import { type Clock, type ManualClock, seededRng } from '@/server/kernel/clock';
import type { TradingPlatformPort } from '@/server/modules/trading/ports';
import { retailGroup } from '../support/platform';
import { type Trouble, wire } from './faults';

export const morning = new Date('2026-03-04T09:00:00Z');

/** What a vendor calls us with; it lies here until the post comes. */
export type Letter = { readonly from: 'stripe' | 'sumsub'; readonly body: Uint8Array; readonly headers: Headers };

type Wire = (name: string, vendor: (request: Request) => Promise<Response>) => typeof vendor;
/** An honest house has none: a vendor, or our adapter for it, that does not keep its word. */
export type Betrayal = {
  readonly name: string;
  readonly http?: (name: string, vendor: (request: Request) => Promise<Response>) => typeof vendor;
  readonly platform?: (port: TradingPlatformPort) => TradingPlatformPort;
};

const timeoutMs = 20_000;
const noSleep = async () => undefined;

function openBanks(seed: number, clock: Clock, take: (from: Letter['from']) => TakeCall) {
  const stripe = createStripeEmulator({
    clock,
    rng: seededRng(seed + 1).next,
    sleep: noSleep,
    callOut: take('stripe'),
  });
  const merchant = stripe.openAccount({ webhook: { url: 'http://house.sim/psp' } });
  const bank = createBankEmulator({
    clock,
    rng: seededRng(seed + 2).next,
    sleep: noSleep,
    acceptSeconds: 5,
    settleSeconds: 60,
    returnSeconds: 1_800,
  });
  const customer = bank.openCustomer({ name: 'Aurora Markets Ltd', balances: { EUR: '10000000.00' } });
  return { stripe, merchant, bank, customer };
}

type TakeCall = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly body: string },
) => Promise<Response>;

function openProvider(seed: number, clock: Clock, callOut: TakeCall) {
  const sumsub = createSumsubEmulator({ clock, rng: seededRng(seed + 6).next, sleep: noSleep, callOut });
  const webhook = { url: 'http://house.sim/kyc', secret: 'whsec_sumsub_sim', algorithm: 'HMAC_SHA256_HEX' } as const;
  return { sumsub, provider: sumsub.openClient({ webhooks: [webhook] }), secret: webhook.secret };
}

/** The vendors' own programs in memory, our adapters before them, and a wire in between that is cut now and then. */
export function openVendors(seed: number, clock: ManualClock, trouble: Trouble, betrayal: Betrayal | null) {
  const letters: Letter[] = [];
  const take =
    (from: Letter['from']): TakeCall =>
    async (_url, { headers, body }) => {
      letters.push({ from, body: new TextEncoder().encode(body), headers: new Headers(headers) });
      return new Response('taken');
    };
  const banks = openBanks(seed, clock, take);
  const { sumsub, provider, secret } = openProvider(seed, clock, take('sumsub'));
  const wired: Wire = (name, vendor) => wire(trouble, name, betrayal?.http?.(name, vendor) ?? vendor);
  const http = memoryFetch(
    new Map([
      ['http://stripe.sim:8001', wired('stripe', (request) => banks.stripe.handle(request))],
      ['http://bank.sim:8002', wired('bank', (request) => banks.bank.handle(request))],
      ['http://sumsub.sim:8003', wired('sumsub', (request) => sumsub.handle(request))],
    ]),
  );
  const cards = createStripeAdapter({
    config: {
      secretKey: banks.merchant.secretKey,
      webhookSecrets: [banks.merchant.webhookSecret ?? ''],
      endpoint: { protocol: 'http', host: 'stripe.sim', port: 8001 },
      timeoutMs,
    },
    http,
    clock,
  });
  const transfers = createBankAdapter({
    config: {
      gatewayUrl: 'http://bank.sim:8002',
      token: banks.customer.token,
      debtorName: 'Aurora Markets Ltd',
      debtorBic: banks.customer.bic,
      accounts: { EUR: banks.customer.accounts[0]?.iban ?? '' },
      timeoutMs,
    },
    http,
  });
  const { appToken, secretKey } = provider;
  const identity = createSumsubAdapter({
    config: { appToken, secretKey, webhookSecrets: [secret], baseUrl: 'http://sumsub.sim:8003', timeoutMs },
    http,
    clock,
  });
  return { letters, ...banks, sumsub, provider, cards, transfers, identity };
}

export function openPlatform(seed: number, clock: Clock) {
  const market = createGenerator({ seed, start: new Date(morning.getTime() - 60_000), calendar: 'always' });
  market.advance(morning);
  const emulator = createMt5Emulator({
    clock,
    rng: seededRng(seed + 3),
    market,
    groups: [...withMirror({ group: retailGroup, currency: 'EUR', commissionPerLot: 350n })],
    symbols: defaultSymbols('always'),
    store: memoryStore(),
    sleep: noSleep,
  });
  const adapter = createMt5Adapter(
    Mt5Config.parse({
      endpoint: { protocol: 'http', host: 'mt5.sim', port: 443 },
      serverId: 'sim-1',
      managerLogin: String(emulator.manager.login),
      apiPassword: emulator.manager.apiPassword,
      closeOnlyGroups: { [retailGroup]: `${retailGroup}-CO` },
      timeoutMs,
      rescanEveryMs: 0,
    }),
    { clock, rng: seededRng(seed + 4), dial: async () => emulator.connect() },
  );
  return { market, emulator, adapter };
}
