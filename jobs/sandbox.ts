import type { Ctx } from '@/server/kernel/context';
import { createConnection, listConnections } from '@/server/modules/tenancy';
import { createOffer, listOffers } from '@/server/modules/trading';
import { inngest } from './client';
import { allTenants, ctxOfTenant, idOf } from './house';

type Opened = {
  stripe: { secretKey: string; webhookSecret: string; url: string };
  sumsub: { appToken: string; secretKey: string; webhookSecret: string; url: string };
  bank: { token: string; bic: string; url: string; name: string; accounts: Record<string, string> };
  mt5: { port: number; managerLogin: number; apiPassword: string };
  twilio: { accountSid: string; authToken: string; from: string; url: string };
};

async function ask<T>(path: string, body: Record<string, string>): Promise<T> {
  const response = await fetch(new URL(path, process.env.EMULATORS_URL), {
    method: 'POST',
    headers: { authorization: `Bearer ${process.env.EMULATORS_TOKEN ?? ''}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok) throw new Error(`the sandbox vendors answered ${response.status}`);
  return (await response.json()) as T; // our own emulators' control API
}

const closeOnly = (opened: readonly string[]) =>
  Object.fromEntries(opened.map((group) => [`closeOnlyGroups.${group}`, `${group}-CO`]));
const groups = ['EUR', 'USD', 'GBP'].flatMap((currency) => [
  `real\\${currency}-RETAIL-30`,
  `real\\${currency}-PRO-200`,
  `real\\${currency}-STD-500`,
]);

const hostOf = (url: string) => {
  const { hostname, port } = new URL(url);
  return { 'endpoint.protocol': 'http', 'endpoint.host': hostname, 'endpoint.port': Number(port) };
};

/** Fills an empty sandbox with connections to the vendors of this machine. Connecting twice finds them there. */
export async function connectSandbox(
  ctx: Ctx,
  tenant: { slug: string; name: string },
): Promise<{ connected: string[] }> {
  const { rows } = await listConnections(ctx, {});
  const present = new Set(rows.map((row) => row.port));
  const vendors = await ask<Opened>('/sandbox', { tenant: tenant.slug, name: tenant.name });
  const connected: string[] = [];
  const connect = async (input: Parameters<typeof createConnection>[1], hook?: 'stripe' | 'sumsub') => {
    if (present.has(input.port)) return;
    const { id } = await createConnection(ctx, input);
    connected.push(input.port);
    if (hook)
      await ask('/webhook', {
        tenant: tenant.slug,
        vendor: hook,
        url: `${ctx.ports.site.origin}/api/webhooks/${input.port}/${id}`,
      });
  };
  const { stripe, sumsub, bank, mt5, twilio } = vendors;
  await connect(
    {
      port: 'psp',
      vendor: 'stripe',
      name: 'Cards (sandbox)',
      config: hostOf(stripe.url),
      secrets: { secretKey: stripe.secretKey, 'webhookSecrets.0': stripe.webhookSecret },
    },
    'stripe',
  );
  await connect(
    {
      port: 'kyc',
      vendor: 'sumsub',
      name: 'Verification (sandbox)',
      config: { baseUrl: sumsub.url },
      secrets: { appToken: sumsub.appToken, secretKey: sumsub.secretKey, 'webhookSecrets.0': sumsub.webhookSecret },
    },
    'sumsub',
  );
  await connect({
    port: 'bank',
    vendor: 'bank',
    name: 'House bank (sandbox)',
    config: {
      gatewayUrl: bank.url,
      debtorName: bank.name.slice(0, 70),
      debtorBic: bank.bic,
      ...Object.fromEntries(Object.entries(bank.accounts).map(([currency, iban]) => [`accounts.${currency}`, iban])),
    },
    secrets: { token: bank.token },
  });
  await connect({
    port: 'platform',
    vendor: 'mt5',
    name: 'MT5 (sandbox)',
    config: {
      'endpoint.protocol': 'http',
      'endpoint.host': '127.0.0.1',
      'endpoint.port': mt5.port,
      serverId: `${tenant.slug}-mt5`,
      managerLogin: String(mt5.managerLogin),
      ...closeOnly(groups),
    },
    secrets: { apiPassword: mt5.apiPassword },
  });
  await connect({
    port: 'sms',
    vendor: 'twilio',
    name: 'Texts (sandbox)',
    config: { accountSid: twilio.accountSid, from: twilio.from, baseUrl: twilio.url },
    secrets: { authToken: twilio.authToken },
  });
  await offerAccounts(ctx);
  return { connected };
}

const currencies = ['EUR', 'USD', 'GBP'] as const;
type Offer = Omit<Parameters<typeof createOffer>[1], 'connectionId' | 'currency'> & { currencies: readonly string[] };

/** Accounts as most brokers begin with; the law's caps of a client's entity narrow the leverage further. */
const firstOffers: readonly Offer[] = [
  {
    name: 'Standard',
    description: 'No commission, spread from 0.8 pips',
    environment: 'live',
    currencies,
    groupName: 'RETAIL-30',
    leverageDefault: 30,
    leverageMax: 30,
    categories: ['retail'],
    position: 10,
  },
  {
    name: 'Raw',
    description: 'Spread of the market, 3.50 per lot and side',
    environment: 'live',
    currencies,
    groupName: 'PRO-200',
    leverageDefault: 100,
    leverageMax: 200,
    categories: ['professional', 'eligible_counterparty'],
    position: 20,
  },
  {
    name: 'Demo',
    description: 'Play money on real prices',
    environment: 'demo',
    currencies: ['EUR', 'USD'],
    groupName: 'STD-100',
    leverageDefault: 100,
    leverageMax: 100,
    demoBalanceMinor: 1_000_000n,
    position: 30,
  },
];

/** By name, so that a run that died half-way is gone on with. */
async function offerAccounts(ctx: Ctx): Promise<void> {
  const platform = (await listConnections(ctx, {})).rows.find((row) => row.port === 'platform');
  const { rows } = await listOffers(ctx, {});
  if (!platform) return;
  const taken = new Set(rows.map(({ name }) => name));
  for (const { currencies: each, ...offer } of firstOffers)
    for (const currency of each) {
      const name = `${offer.name} ${currency}`;
      const isLive = offer.environment === 'live';
      const group = `${isLive ? 'real' : 'demo'}\\${currency}-${offer.groupName}`;
      const mirror = isLive ? { closeOnlyGroup: `${group}-CO` } : {};
      const rest = { ...offer, ...mirror, name, currency, groupName: group, connectionId: platform.id };
      if (!taken.has(name)) await createOffer(ctx, rest);
    }
}

/** An organisation that has just signed up gets vendors to play with, where this machine has them. */
export const onSignedUp = inngest.createFunction(
  { id: 'sandbox-connect', triggers: [{ event: 'tenancy/organisation.signed_up' }], retries: 5 },
  async ({ event, step }) => {
    if (!process.env.EMULATORS_URL) return;
    const organisationId = idOf(event, 'organisationId');
    const tenants = (await step.run('tenants', () => allTenants())).filter(
      (tenant) => tenant.organisationId === organisationId && tenant.environment === 'sandbox',
    );
    for (const tenant of tenants)
      await step.run(`connect ${tenant.slug}`, () => connectSandbox(ctxOfTenant(tenant.id, 'sandbox'), tenant));
    // Tried at once: a newcomer reads that his vendors answer, and not that nobody has asked them yet.
    await step.sendEvent(
      'try-them',
      tenants.map(({ id }) => ({ name: 'tenancy/connections.health_due', data: { tenantId: id } })),
    );
  },
);

export const sandboxJobs = [onSignedUp];
