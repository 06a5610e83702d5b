import { randomUUID } from 'node:crypto';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { LeakKey } from '@/server/modules/reporting/leak-contract';
import type { TestTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import type { Place } from '../../support/registrations';
import { change, type Ground, ground, plant, plantAccount, plantDeal, type Row } from './ground';

const hourMs = 3_600_000;
/** Longer than any patience. */
const longAgo = new Date(Date.now() - 40 * 24 * hourMs);
const justNow = new Date(Date.now() - 60_000);

const application = ({ tenant, client, since }: Ground, person: string, row: Row) =>
  plant(tenant, 'application', {
    id: randomUUID(),
    client_id: client,
    person_id: person,
    purpose: 'first',
    flow_version: 1,
    flow: '[]',
    documents: '[]',
    asks: '[]',
    created_at: since,
    state_since: since,
    ...row,
  });

const deposit = ({ tenant, at, client, since }: Ground, row: Row) =>
  plant(tenant, 'deposit', {
    id: randomUUID(),
    number: `D-${randomUUID().slice(0, 8)}`,
    client_id: client,
    entity_id: uuidFromId('entity', at.entity),
    asset: 'EUR',
    requested_minor: 70_000,
    created_at: since,
    ...row,
  });

const charge = ({ tenant, connection, since }: Ground, depositId: string) =>
  plant(tenant, 'charge', {
    connection_id: connection,
    psp_charge_id: `ch_${depositId.slice(0, 8)}`,
    deposit_id: depositId,
    attempt_id: randomUUID(),
    asset: 'EUR',
    received_minor: 70_000,
    refunded_minor: 0,
    at: since,
  });

async function personOf({ tenant, client }: Ground): Promise<string> {
  const { rows } = await asOwner(tenant, (query) =>
    query('select person_id from client where tenant_id = $1 and id = $2', [tenant.id, client]),
  );
  return String(rows[0]?.person_id);
}

const planters: Record<LeakKey, (g: Ground) => Promise<unknown>> = {
  application_not_begun: (g) => change(g.tenant, g.client, { applied_at: null }),
  application_not_sent: async (g) => application(g, await personOf(g), { state: 'draft' }),
  review_waiting: async (g) => application(g, await personOf(g), { state: 'in_review', submitted_at: g.since }),
  papers_missing: async (g) => application(g, await personOf(g), { state: 'needs_more', submitted_at: g.since }),
  approved_unfunded: (g) => change(g.tenant, g.client, { verification: 'approved', approved_at: g.since }),
  deposit_unfinished: (g) => deposit(g, { state: 'awaiting_client' }),
  captured_not_credited: async (g) => charge(g, await deposit(g, { state: 'in_review' })),
  credited_no_account: (g) => change(g.tenant, g.client, { funded_at: g.since, funding: 'funded' }),
  account_not_made: (g) => plantAccount(g, g.since, { state: 'provisioning', login: null, opened_at: null }),
  money_in_transit: async (g) =>
    plant(g.tenant, 'account_operation', {
      id: randomUUID(),
      op_id: randomUUID().slice(0, 13),
      account_id: await g.account(),
      client_id: g.client,
      purpose: 'to_trading',
      kind: 'deposit',
      amount_minor: 70_000,
      asset: 'EUR',
      state: 'unknown',
      attempt: 1,
      cause: randomUUID(),
      created_at: g.since,
    }),
  not_moved_on: async (g) =>
    deposit(g, {
      state: 'credited',
      credited_minor: 70_000,
      credited_at: g.since,
      target_account_id: await g.account(),
    }),
  account_unused: async (g) => {
    await g.account();
    await change(g.tenant, g.client, { funded_at: g.since });
  },
  drift_open: async (g) => plantAccount(g, g.since, { drift_since: g.since }),
  deal_unbooked: async (g) => plantDeal(g, g.since),
  break_open: async (g) => {
    const run = await plant(g.tenant, 'reconciliation_run', {
      id: randomUUID(),
      kind: 'platform_balances',
      trigger: 'clock',
      state: 'finished',
      ...{ accounts: 1, matched: 0, waiting: 0, unreachable: 0, breaks: 1, totals: '[]' },
      started_at: g.since,
    });
    await plant(g.tenant, 'reconciliation_break', {
      id: randomUUID(),
      run_id: run,
      kind: 'ledger',
      account_id: await g.account(),
      client_id: g.client,
      login: '1',
      asset: 'EUR',
      ledger_minor: 0,
      deals_minor: 0,
      platform_minor: 70_000,
      difference_minor: -70_000,
      state: 'open',
      opened_at: g.since,
      seen_at: g.since,
    });
  },
  withdrawal_waiting: (g) =>
    plant(g.tenant, 'withdrawal', {
      id: randomUUID(),
      number: `W-${randomUUID().slice(0, 8)}`,
      client_id: g.client,
      entity_id: uuidFromId('entity', g.at.entity),
      asset: 'EUR',
      amount_minor: 70_000,
      state: 'in_review',
      requested_at: g.since,
    }),
  dispute_unanswered: async (g) =>
    plant(g.tenant, 'dispute', {
      id: randomUUID(),
      connection_id: g.connection,
      psp_id: randomUUID(),
      psp_charge_id: 'ch',
      deposit_id: await deposit(g, { state: 'disputed', credited_minor: 70_000, credited_at: g.since }),
      client_id: g.client,
      entity_id: uuidFromId('entity', g.at.entity),
      asset: 'EUR',
      amount_minor: 70_000,
      state: 'open',
      reason: 'fraudulent',
      ...{ withdrawn_minor: 0, fee_minor: 0, blocked_minor: 0, written_off_minor: 0, bookings: 0 },
      opened_at: g.since,
    }),
  gone_quiet: (g) =>
    plant(g.tenant, 'journey_change', {
      id: randomUUID(),
      client_id: g.client,
      facet: 'trading',
      event: 'fall_asleep',
      from_state: 'live',
      to_state: 'dormant',
      reason: 'as the test says',
      verb: 'test',
      actor: '{}',
      at: g.since,
    }),
};

/** A client who leaks here: for too long, or since a minute ago. */
export async function plantLeak(
  tenant: TestTenant,
  at: Place,
  leak: LeakKey,
  options: { isFresh?: boolean; source?: string } = {},
): Promise<Id<'client'>> {
  const { id, ground: place } = await ground(tenant, at, options.isFresh ? justNow : longAgo, options.source);
  await planters[leak](place);
  return id;
}
