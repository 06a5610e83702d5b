import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll } from 'vitest';
import { buildPorts } from '@/server/adapters/registry';
import { createBankEmulator } from '@/server/emulators/psp/bank/emulator';
import { createStripeEmulator } from '@/server/emulators/psp/stripe/emulator';
import { systemClock, systemRng } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { idFromUuid } from '@/server/kernel/ids';
import { silentLog } from '@/server/kernel/log';
import { createConnection } from '@/server/modules/tenancy';
import { staffCtx } from './actors';
import { makeCtx, testTenant } from './house';

export type Brokerage = Awaited<ReturnType<typeof testBrokerage>>;

/** A tenant with one entity and brand whose PSP and bank are our emulators on loopback sockets. */
export async function testBrokerage() {
  const tenant = await testTenant();
  const [entity, brand] = [randomUUID(), randomUUID()];
  const admin = new pg.Client({ connectionString: tenant.adminUrl });
  await admin.connect();
  await admin.query(
    `insert into legal_entity (tenant_id, id, name, short_name, jurisdiction, base_currency, time_zone, cut_off, bank_calendar, trading_calendar, created_at)
     values ($1, $2, 'Test (CY) Ltd', 'Test CY', 'CY', 'EUR', 'Asia/Nicosia', '15:30', 'TARGET', 'FX', now())`,
    [tenant.id, entity],
  );
  await admin.query(
    `insert into brand (tenant_id, id, entity_id, name, slug, color, color_dark, languages, created_at) values ($1, $2, $3, 'Test FX', 'test', '#0f5c6e', '#6ec3d4', '{en}', now())`,
    [tenant.id, brand, entity],
  );
  await admin.end();
  const rng = () => systemRng.next();
  const stripe = createStripeEmulator({ clock: systemClock, rng });
  const bank = createBankEmulator({ clock: systemClock, rng, acceptSeconds: 0, settleSeconds: 0 });
  const [stripeHost, bankHost] = await Promise.all([stripe.listen(), bank.listen()]);
  afterAll(() => Promise.all([stripeHost.close(), bankHost.close()]));
  process.env.OUTBOUND_ALLOW = [
    process.env.OUTBOUND_ALLOW,
    `127.0.0.1:${stripeHost.port}`,
    `127.0.0.1:${bankHost.port}`,
  ]
    .filter(Boolean)
    .join(',');
  const account = stripe.openAccount();
  const customer = bank.openCustomer({ name: 'Test (CY) Ltd', balances: { EUR: '1000000.00' } });
  const ports = buildPorts({
    database: tenant.database,
    keys: makeCtx(tenant).keys,
    log: silentLog,
    clock: systemClock,
    rng: systemRng,
  });
  const withPorts = (ctx: Ctx): Ctx => ({ ...ctx, ports });
  const administrator = withPorts(await staffCtx(tenant, ['*']));
  const psp = await createConnection(administrator, {
    port: 'psp',
    vendor: 'stripe',
    name: 'Cards',
    config: { 'endpoint.protocol': 'http', 'endpoint.host': '127.0.0.1', 'endpoint.port': stripeHost.port },
    secrets: { secretKey: account.secretKey, 'webhookSecrets.0': 'whsec_test0123456789abcdef' },
  });
  const iban = customer.accounts[0]?.iban ?? '';
  await createConnection(administrator, {
    port: 'bank',
    vendor: 'bank',
    name: 'House bank',
    config: { gatewayUrl: bankHost.url, debtorName: 'Test (CY) Ltd', debtorBic: 'TESTCY2N', 'accounts.EUR': iban },
    secrets: { token: customer.token },
  });
  return {
    tenant,
    administrator,
    entity: idFromUuid('entity', entity),
    brand: 'test',
    stripe,
    account,
    bank,
    customer,
    connectionId: psp.id,
    ports,
    withPorts,
    job: withPorts(makeCtx(tenant, { credential: { kind: 'job', name: 'test' } })),
  };
}
