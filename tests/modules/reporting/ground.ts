import { randomUUID } from 'node:crypto';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { TestTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place } from '../../support/registrations';

export type Row = Record<string, unknown>;

/** Rows behind the product's back: a leak is what should not be, so no verb makes one on purpose. */
export async function plant(tenant: TestTenant, table: string, row: Row): Promise<string> {
  const full: Row = { tenant_id: tenant.id, ...row };
  const names = Object.keys(full);
  await asOwner(tenant, (query) =>
    query(
      `insert into ${table} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(full),
    ),
  );
  return String(row.id ?? '');
}

export async function change(tenant: TestTenant, clientUuid: string, row: Row): Promise<void> {
  const names = Object.keys(row);
  await asOwner(tenant, (query) =>
    query(
      `update client set ${names.map((name, i) => `${name} = $${i + 3}`).join(', ')} where tenant_id = $1 and id = $2`,
      [tenant.id, clientUuid, ...Object.values(row)],
    ),
  );
}

export type Ground = {
  tenant: TestTenant;
  at: Place;
  client: string;
  since: Date;
  connection: string;
  account: () => Promise<string>;
};

export async function ground(tenant: TestTenant, at: Place, since: Date, source?: string) {
  const { id } = await newClient(tenant, at, source ? { attribution: { utmSource: source } } : {});
  const client = uuidFromId('client', id);
  // Where a fresh registration would itself be waiting, it has moved on.
  await change(tenant, client, { registered_at: since, applied_at: since });
  const connection = randomUUID();
  await plant(tenant, 'connection', {
    id: connection,
    port: 'platform',
    vendor: 'mt5',
    name: `Platform ${connection.slice(0, 6)}`,
    config: '{}',
    secrets: '{}',
    state: 'active',
    created_at: since,
  });
  const account = (row: Row = {}) => plantAccount({ tenant, at, client, connection }, since, row);
  return { id, ground: { tenant, at, client, since, connection, account } satisfies Ground };
}

export async function plantAccount(
  { tenant, at, client, connection }: Pick<Ground, 'tenant' | 'at' | 'client' | 'connection'>,
  since: Date,
  row: Row,
): Promise<string> {
  const offer = await plant(tenant, 'trading_offer', {
    id: randomUUID(),
    name: `Offer ${randomUUID().slice(0, 8)}`,
    connection_id: connection,
    environment: 'live',
    group_name: 'g',
    currency: 'EUR',
    leverage_default: 30,
    leverage_max: 30,
    leverage_by_class: '{}',
    countries: [],
    tiers: [],
    categories: [],
    min_deposit_minor: 0,
    demo_balance_minor: 0,
    is_swap_free: false,
    accounts_max: 3,
    state: 'active',
    position: 1,
    created_at: since,
    changed_at: since,
  });
  const id = randomUUID();
  return plant(tenant, 'trading_account', {
    id,
    client_id: client,
    entity_id: uuidFromId('entity', at.entity),
    offer_id: offer,
    connection_id: connection,
    environment: 'live',
    platform: 'mt5',
    login: id.slice(0, 8),
    op_id: id.slice(0, 13),
    currency: 'EUR',
    state: 'active',
    creation: 'done',
    desired_group: 'g',
    desired_leverage: 30,
    desired_trading: 'full',
    desired_because: '[]',
    desired_at: since,
    created_at: since,
    opened_at: since,
    ...row,
  });
}

export async function plantDeal(g: Ground, at: Date, row: Row = {}): Promise<string> {
  return plant(g.tenant, 'deal', {
    id: randomUUID(),
    connection_id: g.connection,
    ticket: randomUUID().slice(0, 8),
    version: '1',
    is_current: true,
    is_edited: false,
    account_id: await g.account(),
    client_id: g.client,
    login: '1',
    action: 'buy',
    reason: 'client',
    comment: '',
    at,
    raw_time_ms: 0,
    recorded_at: at,
    ...row,
  });
}

/** A client with a live account and these deals, funded then. */
export async function plantTrader(
  tenant: TestTenant,
  at: Place,
  { fundedAt, source, deals }: { fundedAt: Date; source?: string; deals: readonly (Row & { at: Date })[] },
): Promise<Id<'client'>> {
  const { id, ground: place } = await ground(tenant, at, fundedAt, source);
  await change(tenant, place.client, { funded_at: fundedAt });
  for (const { at: time, ...row } of deals) await plantDeal(place, time, row);
  return id;
}
