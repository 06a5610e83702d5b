import { and, asc, count, eq, ne, sql } from 'drizzle-orm';
import { connection, legalEntity } from '@/db/schema/tenancy';
import { loginRange, tradingAccount, tradingOffer } from '@/db/schema/trading';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type OfferRow = typeof tradingOffer.$inferSelect;

export const insertOffer = (uow: Uow, row: typeof tradingOffer.$inferInsert) => uow.db.insert(tradingOffer).values(row);

export async function updateOffer(uow: Uow, id: Id<'offer'>, set: Partial<OfferRow>): Promise<void> {
  await uow.db.update(tradingOffer).set(set).where(eq(tradingOffer.id, id));
}

export async function lockOffer(uow: Uow, id: Id<'offer'>): Promise<OfferRow | null> {
  const [row] = await uow.db.select().from(tradingOffer).where(eq(tradingOffer.id, id)).for('update');
  return row ?? null;
}

const withConnection = {
  offer: tradingOffer,
  connectionName: connection.name,
  vendor: connection.vendor,
  connectionState: connection.state,
};
export type OfferWithConnection = {
  readonly offer: OfferRow;
  readonly connectionName: string;
  readonly vendor: string;
  readonly connectionState: string;
};

export async function offerById(read: Read, id: Id<'offer'>): Promise<OfferWithConnection | null> {
  const [row] = await read.db
    .select(withConnection)
    .from(tradingOffer)
    .innerJoin(
      connection,
      and(eq(connection.tenantId, tradingOffer.tenantId), eq(connection.id, tradingOffer.connectionId)),
    )
    .where(eq(tradingOffer.id, id));
  return row ?? null;
}

export async function allOffers(read: Read, state?: 'open'): Promise<(OfferWithConnection & { accounts: number })[]> {
  return read.db
    .select({
      ...withConnection,
      accounts: sql<number>`(select count(*)::int from trading_account a where a.offer_id = ${tradingOffer.id} and a.state <> 'failed')`,
    })
    .from(tradingOffer)
    .innerJoin(
      connection,
      and(eq(connection.tenantId, tradingOffer.tenantId), eq(connection.id, tradingOffer.connectionId)),
    )
    .where(state ? eq(tradingOffer.state, state) : undefined)
    .orderBy(asc(tradingOffer.position), asc(tradingOffer.name));
}

export async function accountsUnder(read: Read, offer: Id<'offer'>, client: Id<'client'>): Promise<number> {
  const [row] = await read.db
    .select({ n: count() })
    .from(tradingAccount)
    .where(
      and(
        eq(tradingAccount.offerId, offer),
        eq(tradingAccount.clientId, client),
        ne(tradingAccount.state, 'failed'),
        ne(tradingAccount.state, 'archived'),
      ),
    );
  return row?.n ?? 0;
}

export type PlatformConnection = {
  readonly id: Id<'connection'>;
  readonly name: string;
  readonly vendor: string;
  readonly state: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
};

export async function platformConnection(read: Read, id: Id<'connection'>): Promise<PlatformConnection | null> {
  const [row] = await read.db
    .select()
    .from(connection)
    .where(and(eq(connection.id, id), eq(connection.port, 'platform')));
  return row ? { ...row, config: row.config as Readonly<Record<string, unknown>> } : null; // jsonb of one object
}

export async function platformConnections(read: Read): Promise<PlatformConnection[]> {
  const rows = await read.db
    .select()
    .from(connection)
    .where(eq(connection.port, 'platform'))
    .orderBy(connection.createdAt);
  return rows.map((row) => ({ ...row, config: row.config as Readonly<Record<string, unknown>> })); // as above
}

export async function entityFacts(read: Read, id: Id<'entity'>) {
  const [row] = await read.db
    .select({ id: legalEntity.id, jurisdiction: legalEntity.jurisdiction, baseCurrency: legalEntity.baseCurrency })
    .from(legalEntity)
    .where(eq(legalEntity.id, id));
  return row ?? null;
}

export async function setLoginRange(
  uow: Uow,
  connectionId: Id<'connection'>,
  next: bigint,
  last: bigint,
): Promise<void> {
  await uow.db
    .insert(loginRange)
    .values({ connectionId, next, last })
    .onConflictDoUpdate({ target: [loginRange.tenantId, loginRange.connectionId], set: { next, last } });
}

/** The next login of ours on that platform; null when no range was set or it is used up. */
export async function takeLogin(uow: Uow, connectionId: Id<'connection'>): Promise<string | null> {
  const [row] = await uow.db
    .update(loginRange)
    .set({ next: sql`${loginRange.next} + 1` })
    .where(and(eq(loginRange.connectionId, connectionId), sql`${loginRange.next} <= ${loginRange.last}`))
    .returning({ next: loginRange.next });
  return row ? (row.next - 1n).toString() : null;
}
