import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import { tradingAccount } from '@/db/schema/trading';
import { accountSnapshot, openPosition, symbolQuote, symbolSpec } from '@/db/schema/trading.deals';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type SpecRow = typeof symbolSpec.$inferSelect;
export type QuoteRow = typeof symbolQuote.$inferSelect;

export async function currentSpecs(read: Read, connectionId?: Id<'connection'>): Promise<SpecRow[]> {
  return read.db
    .select()
    .from(symbolSpec)
    .where(and(eq(symbolSpec.isCurrent, true), connectionId ? eq(symbolSpec.connectionId, connectionId) : undefined));
}

export async function retireSpecs(uow: Uow, connectionId: Id<'connection'>, symbols: readonly string[]): Promise<void> {
  if (symbols.length === 0) return;
  await uow.db
    .update(symbolSpec)
    .set({ isCurrent: false, seenTo: uow.now })
    .where(
      and(
        eq(symbolSpec.connectionId, connectionId),
        inArray(symbolSpec.symbol, [...symbols]),
        eq(symbolSpec.isCurrent, true),
      ),
    );
}

/** A specification that comes back to what it was is the same version again. */
export async function insertSpecs(uow: Uow, rows: readonly (typeof symbolSpec.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await uow.db
    .insert(symbolSpec)
    .values([...rows])
    .onConflictDoUpdate({
      target: [symbolSpec.tenantId, symbolSpec.connectionId, symbolSpec.symbol, symbolSpec.version],
      set: { isCurrent: true, seenTo: null },
    });
}

export async function quotesOf(read: Read, connectionId?: Id<'connection'>): Promise<QuoteRow[]> {
  return read.db
    .select()
    .from(symbolQuote)
    .where(connectionId ? eq(symbolQuote.connectionId, connectionId) : undefined);
}

// Below: what a platform last said. Written by whoever holds the connection's lease, straight and without a trace, because it
// decides nothing and is said again a second later.

export type Observed = { readonly db: Db; readonly tenantId: string; readonly now: Date };
export type KnownAccount = {
  readonly id: Id<'tradingAccount'>;
  readonly clientId: Id<'client'>;
  readonly login: string;
  readonly currency: string;
  readonly environment: string;
};

export async function knownAccounts(
  { db, tenantId }: Observed,
  connectionId: Id<'connection'>,
): Promise<KnownAccount[]> {
  const rows = await db
    .select({
      id: tradingAccount.id,
      clientId: tradingAccount.clientId,
      login: tradingAccount.login,
      currency: tradingAccount.currency,
      environment: tradingAccount.environment,
    })
    .from(tradingAccount)
    .where(
      and(
        eq(tradingAccount.tenantId, tenantId),
        eq(tradingAccount.connectionId, connectionId),
        isNotNull(tradingAccount.login),
      ),
    );
  return rows.flatMap(({ login, ...row }) => (login === null ? [] : [{ ...row, login }]));
}

export async function saveQuotes({ db }: Observed, rows: readonly (typeof symbolQuote.$inferInsert)[]): Promise<void> {
  if (rows.length === 0) return;
  await db
    .insert(symbolQuote)
    .values([...rows])
    .onConflictDoUpdate({
      target: [symbolQuote.tenantId, symbolQuote.connectionId, symbolQuote.symbol],
      set: {
        bid: sql`excluded.bid`,
        ask: sql`excluded.ask`,
        at: sql`excluded.at`,
        seenAt: sql`excluded.seen_at`,
      },
    });
}

const chunkRows = 500;

/** All positions of a connection: those not among `rows` are closed. */
export async function replacePositions(
  { db, tenantId }: Observed,
  connectionId: Id<'connection'>,
  rows: readonly (typeof openPosition.$inferInsert)[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += chunkRows) {
    await db
      .insert(openPosition)
      .values(rows.slice(at, at + chunkRows))
      .onConflictDoUpdate({
        target: [openPosition.tenantId, openPosition.connectionId, openPosition.ticket],
        set: {
          side: sql`excluded.side`,
          lots: sql`excluded.lots`,
          openPrice: sql`excluded.open_price`,
          currentPrice: sql`excluded.current_price`,
          stopLoss: sql`excluded.stop_loss`,
          takeProfit: sql`excluded.take_profit`,
          profitMinor: sql`excluded.profit_minor`,
          swapMinor: sql`excluded.swap_minor`,
          updatedAt: sql`excluded.updated_at`,
          seenAt: sql`excluded.seen_at`,
        },
      });
  }
  await db.delete(openPosition).where(
    and(
      eq(openPosition.tenantId, tenantId),
      eq(openPosition.connectionId, connectionId),
      // One parameter, however many positions there are.
      sql`${openPosition.ticket} not in (select jsonb_array_elements_text(${JSON.stringify(rows.map((row) => row.ticket))}::jsonb))`,
    ),
  );
}

/** Equity follows the positions between two looks at the account itself. Answers the accounts that changed. */
export async function followPositions(
  { db, tenantId, now }: Observed,
  connectionId: Id<'connection'>,
): Promise<Id<'tradingAccount'>[]> {
  const connection = uuidFromId('connection', connectionId);
  return (
    await db
      .update(accountSnapshot)
      .set({
        floatingMinor: sql`moved.floating`,
        openPositions: sql`moved.n`,
        equityMinor: sql`${accountSnapshot.balanceMinor} + ${accountSnapshot.creditMinor} + moved.floating`,
        freeMarginMinor: sql`${accountSnapshot.balanceMinor} + ${accountSnapshot.creditMinor} + moved.floating - ${accountSnapshot.marginMinor}`,
        seenAt: now,
      })
      .from(
        sql`(select a.id, count(p.ticket)::int as n, coalesce(sum(p.profit_minor + p.swap_minor), 0)::bigint as floating
          from trading_account a left join open_position p on p.tenant_id = a.tenant_id and p.account_id = a.id
          where a.tenant_id = ${tenantId} and a.connection_id = ${connection} group by a.id) moved`,
      )
      .where(
        and(
          eq(accountSnapshot.tenantId, tenantId),
          sql`${accountSnapshot.accountId} = moved.id`,
          sql`(${accountSnapshot.floatingMinor}, ${accountSnapshot.openPositions}) is distinct from (moved.floating, moved.n)`,
        ),
      )
      .returning({ id: accountSnapshot.accountId })
  ).map((row) => row.id);
}

export async function saveSnapshots(
  { db }: Observed,
  rows: readonly (typeof accountSnapshot.$inferInsert)[],
): Promise<void> {
  if (rows.length === 0) return;
  const columns = [
    'balance_minor',
    'credit_minor',
    'equity_minor',
    'margin_minor',
    'free_margin_minor',
    'floating_minor',
  ];
  const newest = (column: string) => sql.raw(`excluded.${column}`);
  const [balanceMinor, creditMinor, equityMinor, marginMinor, freeMarginMinor, floatingMinor] = columns.map(newest);
  await db
    .insert(accountSnapshot)
    .values([...rows])
    .onConflictDoUpdate({
      target: [accountSnapshot.tenantId, accountSnapshot.accountId],
      set: {
        balanceMinor,
        creditMinor,
        equityMinor,
        marginMinor,
        freeMarginMinor,
        floatingMinor,
        openPositions: newest('open_positions'),
        askedAt: newest('asked_at'),
        seenAt: newest('seen_at'),
      },
    });
}

/** Accounts to ask next: those never asked, then those with positions, the longest ago first. */
export async function accountsToAsk(
  { db, tenantId }: Observed,
  connectionId: Id<'connection'>,
  busyBefore: Date,
  idleBefore: Date,
  limit: number,
): Promise<{ id: Id<'tradingAccount'>; login: string }[]> {
  const rows = await db
    .select({ id: tradingAccount.id, login: tradingAccount.login })
    .from(tradingAccount)
    .leftJoin(
      accountSnapshot,
      and(eq(accountSnapshot.tenantId, tradingAccount.tenantId), eq(accountSnapshot.accountId, tradingAccount.id)),
    )
    .where(
      and(
        eq(tradingAccount.tenantId, tenantId),
        eq(tradingAccount.connectionId, connectionId),
        isNotNull(tradingAccount.login),
        inArray(tradingAccount.state, ['active', 'close_only', 'disabled']),
        sql`(${accountSnapshot.askedAt} is null
          or (${accountSnapshot.openPositions} > 0 and ${accountSnapshot.askedAt} < ${busyBefore.toISOString()})
          or ${accountSnapshot.askedAt} < ${idleBefore.toISOString()})`,
      ),
    )
    .orderBy(sql`${accountSnapshot.askedAt} asc nulls first`)
    .limit(limit);
  return rows.flatMap(({ id, login }) => (login === null ? [] : [{ id, login }]));
}
