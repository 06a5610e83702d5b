import { index, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { idColumn, instant, minorUnits, tenantKey, tenantRef, tenantRow } from './_columns';
import { client } from './clients';
import { deposit } from './payments';
import { connection, legalEntity } from './tenancy';

/** A cardholder's claim against one charge, as the PSP tells it. What was booked for it stands beside what it says. */
export const dispute = pgTable(
  'dispute',
  {
    ...tenantRow('dispute'),
    connectionId: idColumn('connection').notNull(),
    pspId: text().notNull(),
    pspChargeId: text().notNull(),
    depositId: idColumn('deposit').notNull(),
    clientId: idColumn('client').notNull(),
    entityId: idColumn('entity').notNull(),
    asset: text().notNull(),
    amountMinor: minorUnits().notNull(),
    state: text().notNull(),
    reason: text().notNull(),
    /** Taken by the PSP and booked; zero before the claim costs money and again once it is won. */
    withdrawnMinor: minorUnits().notNull(),
    feeMinor: minorUnits().notNull(),
    /** What this claim took off the amount that may still be refunded to the charge. */
    blockedMinor: minorUnits().notNull(),
    writtenOffMinor: minorUnits().notNull(),
    /** Names each booking: an appeal takes and returns the same sum again. */
    bookings: integer().notNull(),
    holdId: idColumn('hold'),
    /** `contested` or `accepted`: what a person decided to tell the card bank, its words, and when the PSP took them. */
    answer: text(),
    statement: text(),
    answeredAt: instant(),
    answerTakenAt: instant(),
    respondBy: instant(),
    lookedUpAt: instant(),
    openedAt: instant().notNull(),
    closedAt: instant(),
  },
  (t) => [
    tenantKey(t),
    tenantRef(t.tenantId, t.clientId, client),
    tenantRef(t.tenantId, t.entityId, legalEntity),
    tenantRef(t.tenantId, t.depositId, deposit),
    tenantRef(t.tenantId, t.connectionId, connection),
    uniqueIndex('dispute_psp').on(t.tenantId, t.connectionId, t.pspId),
    index('dispute_open').on(t.tenantId, t.state, t.openedAt),
    index('dispute_client').on(t.tenantId, t.clientId),
    index('dispute_deposit').on(t.tenantId, t.depositId),
  ],
);
