import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { z } from 'zod';
import { ledgerAccount, ledgerSet, ledgerTransfer } from '@/db/schema/ledger';
import { canonicalHash } from '@/server/kernel/canonical';
import { fromBase64Url, fromUtf8, toBase64Url, utf8 } from '@/server/kernel/encoding';
import { Refusal } from '@/server/kernel/errors';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import type { AccountView, Statement, StatementPage, TransferSetView } from '../contract';

type EntryRow = {
  seq: string;
  set_id: string;
  n: number;
  at: string;
  code: string;
  delta: string;
  balance: string | null;
  counter: string;
  recipe: string;
  memo: string | null;
  thread_id: string | null;
};

/** Newest first. The order is the order of posting, which for a client's account is that of its versions. */
export async function pageOfEntries(
  read: Read,
  account: AccountView,
  input: z.output<typeof Statement>,
): Promise<z.output<typeof StatementPage>> {
  const { cursor, limit, ...filter } = input;
  const hash = (await canonicalHash(filter)).slice(0, 16);
  const before = cursor ? readCursor(cursor, hash) : null;
  const { rows } = await read.db.execute<EntryRow>(sql`
    select e.seq::text, e.set_id::text, e.n, e.at, e.code, e.delta_minor::text as delta, e.balance_minor::text as balance,
      c.kind as counter, s.recipe, s.memo, s.thread_id
    from (
      select * from ledger_entry e
      where e.account_id = ${uuidFromId('ledgerAccount', account.id)}::uuid
        and (${before}::bigint is null or e.seq < ${before}::bigint)
        and (${filter.from ?? null}::timestamptz is null or e.at >= ${filter.from ?? null}::timestamptz)
        and (${filter.to ?? null}::timestamptz is null or e.at < ${filter.to ?? null}::timestamptz)
        and (${filter.code ?? null}::text is null or e.code = ${filter.code ?? null})
      order by e.seq desc limit ${limit + 1}
    ) e
    join ledger_account c on c.id = e.counter_id join ledger_set s on s.id = e.set_id order by e.seq desc`);
  const kept = rows.slice(0, limit);
  const last = kept[kept.length - 1];
  return {
    rows: kept.map((row) => toEntry(row, account.asset)),
    nextCursor: rows.length > limit && last ? toBase64Url(utf8(`${last.seq}.${hash}`)) : null,
  };
}

const toEntry = (row: EntryRow, asset: string) => ({
  setId: idFromUuid('transferSet', row.set_id),
  n: row.n,
  at: new Date(row.at),
  code: row.code,
  amount: { minor: BigInt(row.delta), asset },
  balance: row.balance === null ? null : { minor: BigInt(row.balance), asset },
  counter: row.counter,
  recipe: row.recipe,
  memo: row.memo,
  threadId: row.thread_id,
});

function readCursor(cursor: string, hash: string): string {
  const match = /^(\d{1,19})\.([0-9a-f]{16})$/.exec(decoded(cursor));
  if (!match?.[1]) throw new Refusal('invalid', 'cursor_unreadable', { field: 'cursor' });
  if (match[2] !== hash) throw new Refusal('invalid', 'cursor_of_another_list', { field: 'cursor' });
  return match[1];
}

function decoded(cursor: string): string {
  try {
    return fromUtf8(fromBase64Url(cursor));
  } catch {
    return '';
  }
}

type SetView = z.output<typeof TransferSetView>;

export async function setById(read: Read, id: Id<'transferSet'>): Promise<SetView | null> {
  return (await setsWhere(read, eq(ledgerSet.id, id)))[0] ?? null;
}

/** Everything that was posted for one thing (a deposit, a withdrawal), in the order of posting. */
export const setsOfThread = (read: Read, threadId: string): Promise<SetView[]> =>
  setsWhere(read, eq(ledgerSet.threadId, threadId));

async function setsWhere(read: Read, where: SQL): Promise<SetView[]> {
  const debit = alias(ledgerAccount, 'debit');
  const credit = alias(ledgerAccount, 'credit');
  const rows = await read.db
    .select({ head: ledgerSet, transfer: ledgerTransfer, debit: debit.address, credit: credit.address })
    .from(ledgerSet)
    .innerJoin(
      ledgerTransfer,
      and(eq(ledgerTransfer.tenantId, ledgerSet.tenantId), eq(ledgerTransfer.setId, ledgerSet.id)),
    )
    .innerJoin(debit, eq(debit.id, ledgerTransfer.debitId))
    .innerJoin(credit, eq(credit.id, ledgerTransfer.creditId))
    .where(where)
    .orderBy(asc(ledgerSet.recordedAt), asc(ledgerSet.id), asc(ledgerTransfer.n))
    .limit(500);
  const sets = new Map<string, SetView>();
  for (const { head, transfer, ...ends } of rows) {
    const { digest: _digest, tenantId: _tenant, ...shown } = head;
    const set = sets.get(head.id) ?? { ...shown, transfers: [] };
    const amount = { minor: transfer.amountMinor, asset: transfer.asset };
    set.transfers.push({ n: transfer.n, ...ends, amount, code: transfer.code });
    sets.set(head.id, set);
  }
  return [...sets.values()];
}
