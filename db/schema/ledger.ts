import { sql } from 'drizzle-orm';
import { bigint, boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantId, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { legalEntity } from './tenancy';

/**
 * Balance = credits − debits. A client's account is locked by every posting and carries its balance; a house account is
 * rolled up from ledger_house_delta, so that PSP clearing and fees serialise nobody.
 */
export const ledgerAccount = pgTable(
  'ledger_account',
  {
    ...tenantRow('ledgerAccount'),
    /** `wallet/cl_…/EUR`, `psp:con_…:clearing/ent_…/EUR`: what postings name; made on first use. */
    address: text().notNull(),
    kind: text().notNull(),
    asset: text().notNull(),
    entityId: idColumn('entity').notNull(),
    clientId: idColumn('client'),
    isClient: boolean().notNull(),
    mayGoNegative: boolean().notNull(),
    postedMinor: minorUnits().notNull().default(sql`0`),
    heldMinor: minorUnits().notNull().default(sql`0`),
    /** Count of entries of a client's account; each entry carries its own, without gaps. */
    version: bigint({ mode: 'bigint' }).notNull().default(sql`0`),
    createdAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    index('ledger_account_client').on(t.tenantId, t.clientId).where(sql`client_id is not null`),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    tenantRef(t.tenantId, t.clientId, client),
    /** The id follows from the address (ledger_account_id), so an address exists once and is found without an index of its own. */
    check(
      'ledger_account_id_of_address',
      sql`id = overlay(overlay(md5(tenant_id::text || '/' || address) placing '3' from 13) placing '8' from 17)::uuid`,
    ),
    check('ledger_account_owner', sql`is_client = (client_id is not null)`),
    check('ledger_account_held', sql`held_minor >= 0 and (is_client or held_minor = 0)`),
    check('ledger_account_floor', sql`may_go_negative or posted_minor - held_minor >= 0`),
  ],
);

/** Append-only. What stands or falls together; its reference makes a second posting answer with the first. */
export const ledgerSet = pgTable(
  'ledger_set',
  {
    ...tenantRow('transferSet'),
    reference: text().notNull(),
    digest: text().notNull(),
    recipe: text().notNull(),
    threadId: text(),
    clientId: idColumn('client'),
    memo: text(),
    verb: text().notNull(),
    /** When it happened; `recordedAt` is when we learned it. */
    at: instant().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    tenantKey(t),
    uniqueIndex('ledger_set_reference').on(t.tenantId, t.reference),
    index('ledger_set_thread').on(t.tenantId, t.threadId).where(sql`thread_id is not null`),
  ],
);

/**
 * Append-only. One row is both entries: one amount, one asset, a debit and a credit, so that money can neither appear nor
 * vanish. Client sides carry version and balance after. Accounts are checked per statement (ledger_transfer_sound) and not
 * by foreign keys, whose row locks would meet on every busy house account.
 */
export const ledgerTransfer = pgTable(
  'ledger_transfer',
  {
    tenantId: tenantId(),
    setId: idColumn('transferSet').notNull(),
    n: integer().notNull(),
    seq: bigint({ mode: 'bigint' }).notNull().generatedAlwaysAsIdentity(),
    debitId: idColumn('ledgerAccount').notNull(),
    creditId: idColumn('ledgerAccount').notNull(),
    asset: text().notNull(),
    amountMinor: minorUnits().notNull(),
    code: text().notNull(),
    holdId: idColumn('ledgerHold'),
    debitVersion: bigint({ mode: 'bigint' }),
    debitBalance: minorUnits(),
    creditVersion: bigint({ mode: 'bigint' }),
    creditBalance: minorUnits(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.tenantId, t.setId, t.n] }),
    index('ledger_transfer_debit').on(t.tenantId, t.debitId, t.seq),
    index('ledger_transfer_credit').on(t.tenantId, t.creditId, t.seq),
    check('ledger_transfer_amount', sql`amount_minor > 0`),
    check('ledger_transfer_sides', sql`debit_id <> credit_id`),
  ],
);

/** Money of a client's account that is spoken for: captured by transfers, or released. */
export const ledgerHold = pgTable(
  'ledger_hold',
  {
    ...tenantRow('ledgerHold'),
    setId: idColumn('transferSet').notNull(),
    accountId: idColumn('ledgerAccount').notNull(),
    amountMinor: minorUnits().notNull(),
    remainingMinor: minorUnits().notNull(),
    state: text().notNull(),
    code: text().notNull(),
    placedAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.setId, ledgerSet),
    tenantRef(t.tenantId, t.accountId, ledgerAccount),
    index('ledger_hold_account').on(t.tenantId, t.accountId, t.state),
    index('ledger_hold_set').on(t.tenantId, t.setId),
    check('ledger_hold_remaining', sql`remaining_minor between 0 and amount_minor and amount_minor > 0`),
    check('ledger_hold_state', sql`(state = 'open') = (remaining_minor > 0 and closed_at is null)`),
  ],
);

/** What house accounts gained and lost since the last roll-up; a read adds this tail. Rows are removed as they are rolled up. */
export const ledgerHouseDelta = pgTable(
  'ledger_house_delta',
  {
    tenantId: tenantId(),
    id: bigint({ mode: 'bigint' }).notNull().generatedAlwaysAsIdentity(),
    accountId: idColumn('ledgerAccount').notNull(),
    deltaMinor: minorUnits().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] }), index('ledger_house_delta_account').on(t.tenantId, t.accountId)],
);
