import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';

export type LedgerVerdict = {
  readonly ok: boolean;
  readonly accounts: number;
  readonly transfers: number;
  /** The first rule that does not hold, and where. */
  readonly fault: { readonly rule: string; readonly detail: string } | null;
};

const mine = sql.raw("current_setting('app.tenant_id')::uuid");

/** Each statement returns where its rule is broken; from the rows themselves to what is summed from them, the first counts. */
const rules: readonly { readonly rule: string; readonly statement: ReturnType<typeof sql> }[] = [
  {
    rule: 'a transfer joins two accounts of one entity that hold its asset',
    statement: sql`select t.set_id || ' n ' || t.n as detail from ledger_transfer t
      left join ledger_account d on d.tenant_id = t.tenant_id and d.id = t.debit_id
      left join ledger_account c on c.tenant_id = t.tenant_id and c.id = t.credit_id
      where t.tenant_id = ${mine} and (d.id is null or c.id is null or d.asset <> t.asset or c.asset <> t.asset
        or d.entity_id <> c.entity_id or t.amount_minor <= 0) limit 1`,
  },
  {
    rule: 'the transfers of a set are numbered without gaps',
    statement: sql`select t.set_id::text as detail from ledger_transfer t where t.tenant_id = ${mine}
      group by t.set_id having max(t.n) <> count(*) or min(t.n) <> 1 limit 1`,
  },
  {
    rule: 'every transfer belongs to a set',
    statement: sql`select t.set_id::text as detail from ledger_transfer t where t.tenant_id = ${mine}
      and not exists (select from ledger_set s where s.tenant_id = t.tenant_id and s.id = t.set_id) limit 1`,
  },
  {
    rule: "a client account's entries are numbered 1, 2, 3 and each balance follows from the one before",
    statement: sql`select a.address || ' version ' || coalesce(x.version::text, 'missing') as detail from (
        select e.account_id, e.version, e.balance_minor,
          row_number() over w as expected, sum(e.delta_minor) over (w rows unbounded preceding) as sum
        from ledger_entry e where e.tenant_id = ${mine} window w as (partition by e.account_id order by e.seq)
      ) x join ledger_account a on a.tenant_id = ${mine} and a.id = x.account_id and a.is_client
      where x.version is distinct from x.expected or x.balance_minor is distinct from x.sum
      order by x.account_id, x.expected limit 1`,
  },
  {
    rule: "an account's balance is the sum of its entries",
    statement: sql`select a.address || ' says ' || (a.posted_minor + coalesce(t.delta, 0)) || ', entries say ' || coalesce(e.sum, 0) as detail
      from ledger_account a
      left join (select account_id, sum(delta_minor) as sum, count(*) as entries from ledger_entry
        where tenant_id = ${mine} group by account_id) e on e.account_id = a.id
      left join (select account_id, sum(delta_minor) as delta from ledger_house_delta
        where tenant_id = ${mine} group by account_id) t on t.account_id = a.id
      where a.tenant_id = ${mine} and (a.posted_minor + coalesce(t.delta, 0) <> coalesce(e.sum, 0)
        or (a.is_client and (a.version <> coalesce(e.entries, 0) or t.delta is not null))) limit 1`,
  },
  {
    rule: 'no account is below what it may be, at any entry',
    statement: sql`select a.address || ' at ' || e.balance_minor as detail from ledger_entry e
      join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
      where e.tenant_id = ${mine} and not a.may_go_negative and e.balance_minor < 0
      union all select address || ' holds more than it has' from ledger_account
      where tenant_id = ${mine} and not may_go_negative and posted_minor - held_minor < 0 limit 1`,
  },
  {
    rule: 'what an account holds is the sum of its open holds',
    statement: sql`select a.address || ' says ' || a.held_minor || ', holds say ' || coalesce(h.sum, 0) as detail
      from ledger_account a left join (select account_id, sum(remaining_minor) as sum from ledger_hold
        where tenant_id = ${mine} and state = 'open' group by account_id) h on h.account_id = a.id
      where a.tenant_id = ${mine} and a.held_minor <> coalesce(h.sum, 0) limit 1`,
  },
  {
    rule: 'a hold gave what was captured from it and nothing else',
    statement: sql`select h.id || ' ' || h.state as detail from ledger_hold h
      left join (select hold_id, debit_id, sum(amount_minor) as captured from ledger_transfer
        where tenant_id = ${mine} and hold_id is not null group by 1, 2) c on c.hold_id = h.id
      where h.tenant_id = ${mine} and (coalesce(c.debit_id <> h.account_id, false)
        or coalesce(c.captured, 0) > h.amount_minor
        or (h.state = 'open' and h.amount_minor - coalesce(c.captured, 0) <> h.remaining_minor)
        or (h.state = 'captured' and coalesce(c.captured, 0) <> h.amount_minor)) limit 1`,
  },
  {
    rule: 'money of one asset and entity sums to zero',
    statement: sql`select a.asset || ' is off by ' || sum(a.posted_minor + coalesce(t.delta, 0)) as detail from ledger_account a
      left join (select account_id, sum(delta_minor) as delta from ledger_house_delta
        where tenant_id = ${mine} group by account_id) t on t.account_id = a.id
      where a.tenant_id = ${mine} group by a.entity_id, a.asset having sum(a.posted_minor + coalesce(t.delta, 0)) <> 0 limit 1`,
  },
];

/** Recomputes everything the ledger says from its transfers, in one statement: postings go on, and it sees one moment. */
export async function verifyLedger(db: Db): Promise<LedgerVerdict> {
  const broken = rules.map(
    ({ statement }, i) => sql`(select ${i}::int as rule, broken.detail from (${statement}) broken)`,
  );
  const { rows } = await db.execute<{
    accounts: number;
    transfers: number;
    rule: number | null;
    detail: string | null;
  }>(sql`
    select (select count(*)::int from ledger_account where tenant_id = ${mine}) as accounts,
      (select count(*)::int from ledger_transfer where tenant_id = ${mine}) as transfers, first.rule, first.detail
    from (select 1) one left join (${sql.join(broken, sql` union all `)} limit 1) first on true`);
  const row = rows[0];
  const rule = row?.rule === null || row?.rule === undefined ? undefined : rules[row.rule]?.rule;
  return {
    ok: rule === undefined,
    accounts: row?.accounts ?? 0,
    transfers: row?.transfers ?? 0,
    fault: rule === undefined ? null : { rule, detail: row?.detail ?? '' },
  };
}

/** Moves the tail of house accounts into their balances; at most `max` rows. Returns how many it moved. */
export async function rollUpHouse(db: Db, max = 20_000): Promise<number> {
  const { rows } = await db.execute<{ rolled: number }>(sql`select ledger_roll_up(${max}) as rolled`);
  return rows[0]?.rolled ?? 0;
}
