import { connectPlatform } from '@/db/platform-client';
import { logSigner, sealTenant, verifyLog } from '@/server/modules/audit';
import { verifyLedger } from '@/server/modules/ledger';
import { verificationBreaks } from './applicants';
import { fallenBetween } from './moving';
import { morning } from './vendors';
import type { World } from './world';

/** Everything a person may be waiting on: an open work item or a parked request names him. */
const named = `(
  select object_id from work_item where tenant_id = $1 and state not in ('done', 'closed', 'cancelled')
  union select object_id from approval_request where tenant_id = $1 and state = 'waiting'
)`;

type Faults = string[];

/** True at every moment, whatever is half done: books add up, and nothing was credited twice. */
export async function atAnyTime(world: World): Promise<Faults> {
  const wrong: Faults = [];
  const platform = await connectPlatform(world.tenant.platformUrl);
  try {
    const ledger = await platform.asTenant(world.tenant.id, ({ db }) => verifyLedger(db));
    if (!ledger.ok) wrong.push(`ledger: ${JSON.stringify(ledger.fault)}`);
  } finally {
    await platform.end();
  }
  const { stripe, merchant } = world.vendors;
  const truth = stripe.truth(merchant.id);
  const vendorSum = Object.values(truth.conservation).some((sum) => sum !== 0);
  if (vendorSum) wrong.push(`the card emulator's own books do not add up: ${JSON.stringify(truth.conservation)}`);
  const taken = new Map<string, bigint>();
  for (const { reference, captured } of truth.payments)
    taken.set(reference ?? '', (taken.get(reference ?? '') ?? 0n) + BigInt(captured));
  const credited = await world.rows<{ attempt: string; minor: string; id: string }>(
    `select a.id as attempt, d.credited_minor as minor, d.id from deposit d join payment_attempt a on a.tenant_id = d.tenant_id and a.deposit_id = d.id
     where d.tenant_id = $1 and d.state = 'credited'`,
  );
  const byDeposit = new Map<string, bigint>();
  for (const row of credited)
    byDeposit.set(row.id, (byDeposit.get(row.id) ?? 0n) + (taken.get(world.attemptName(row.attempt)) ?? 0n));
  for (const row of credited)
    if (BigInt(row.minor) > (byDeposit.get(row.id) ?? 0n))
      wrong.push(`deposit ${row.id} is credited with ${row.minor} of ${byDeposit.get(row.id)} received`);
  const sent = await world.rows<{ id: string; amount: string; sent: string }>(
    `select w.id, w.amount_minor as amount, sum(l.amount_minor) as sent from withdrawal w
     join withdrawal_leg l on l.tenant_id = w.tenant_id and l.withdrawal_id = w.id and l.state not in ('dropped', 'failed', 'returned')
     where w.tenant_id = $1 group by 1, 2 having sum(l.amount_minor) > w.amount_minor`,
  );
  for (const row of sent) wrong.push(`withdrawal ${row.id} sends ${row.sent} of ${row.amount}`);
  const negative = await world.rows<{ kind: string; minor: string }>(
    `select kind, posted_minor as minor from ledger_account where tenant_id = $1 and is_client and posted_minor < 0
       and kind in ('wallet', 'in_transit')`,
  );
  for (const row of negative) wrong.push(`${row.kind} is ${row.minor}`);
  return wrong;
}

/** True when the dust has settled: books equal the vendors', and nobody waits for nobody. */
export async function atRest(world: World): Promise<Faults> {
  return [
    ...(await atAnyTime(world)),
    ...(await platformBreaks(world)),
    ...(await cardBreaks(world)),
    ...(await bankBreaks(world)),
    ...(await verificationBreaks(world)),
    ...(await stuck(world)),
    ...(await fallenBetween(world)),
    ...(await auditFaults(world)),
  ];
}

async function platformBreaks(world: World): Promise<Faults> {
  const rows = await world.rows<{ id: string; login: string; minor: string | null; pending: boolean }>(
    `select t.id, t.login, (select posted_minor from ledger_account l where l.tenant_id = t.tenant_id and l.kind = 'trading:' || t.login) as minor,
       exists (select from account_operation o where o.tenant_id = t.tenant_id and o.account_id = t.id and o.state in ('intent', 'sent', 'unknown')) as pending
     from trading_account t where t.tenant_id = $1 and t.login is not null`,
  );
  const known = new Set(rows.map(({ login }) => Number(login)));
  const strangers = world.platform.emulator.control
    .logins()
    .filter((login) => !known.has(login) && login !== world.platform.emulator.manager.login);
  const breaks = rows.flatMap(({ login, minor, pending }) => {
    const there = BigInt(world.platform.emulator.control.account(Number(login)).balance.replace('.', ''));
    return pending || there === BigInt(minor ?? 0)
      ? []
      : [`account ${login} has ${there} there and ${minor} in our books`];
  });
  return [
    ...breaks,
    ...strangers.map((login) => `account ${login} on the platform is nobody's`),
    ...(await postingBreaks(world)),
  ];
}

/** Each movement of ours is posted there once, or not at all when it failed; the books may follow a mistake, the money is gone. */
async function postingBreaks(world: World): Promise<Faults> {
  const { adapter } = world.platform;
  const postings = new Map<string, Set<string>>();
  let cursor = adapter.dealCursorAt(morning);
  for (let complete = false; !complete; ) {
    const batch = await adapter.pollDeals(cursor, 1_000);
    for (const { tag, ticket } of batch.deals) if (tag) postings.set(tag, (postings.get(tag) ?? new Set()).add(ticket));
    ({ next: cursor, complete } = batch);
  }
  const operations = await world.rows<{ tag: string; state: string }>(
    'select op_id as tag, state from account_operation where tenant_id = $1',
  );
  const wanted: Record<string, number> = { applied: 1, compensated: 1, failed: 0, intent: 0 };
  return operations.flatMap(({ tag, state }) => {
    const count = postings.get(adapter.operationTag(tag))?.size ?? 0;
    return (wanted[state] ?? count) === count ? [] : [`operation ${tag} is ${state} and posted ${count} times`];
  });
}

export async function cardBreaks(world: World): Promise<Faults> {
  const { stripe, merchant } = world.vendors;
  const wrong: Faults = [];
  for (const payment of stripe.truth(merchant.id).payments) {
    const attempt = world.attemptUuid(payment.reference ?? '');
    const [deposit] = await world.rows<{ state: string; minor: string | null; id: string }>(
      `select d.state, d.credited_minor as minor, d.id from deposit d join payment_attempt a on a.tenant_id = d.tenant_id and a.deposit_id = d.id
       where d.tenant_id = $1 and a.id = $2`,
      [attempt],
    );
    if (!deposit) wrong.push(`charge ${payment.charge} belongs to no deposit`);
    else if (!['credited', 'in_review', 'sent_back', 'disputed', 'charged_back'].includes(deposit.state))
      wrong.push(`charge ${payment.charge} was taken and its deposit is ${deposit.state}`);
    else if (deposit.state === 'sent_back' && payment.refunded !== payment.captured)
      wrong.push(`deposit ${deposit.id} is sent back, the card got ${payment.refunded} of ${payment.captured}`);
    const [legs] = await world.rows<{ sum: string }>(
      `select coalesce(sum(amount_minor), 0) as sum from withdrawal_leg
       where tenant_id = $1 and psp_charge_id = $2 and kind = 'refund' and state = 'settled'`,
      [payment.charge],
    );
    const ours = deposit?.state === 'sent_back' ? BigInt(payment.captured) : BigInt(legs?.sum ?? 0);
    const [open] = await world.rows<{ n: number }>(
      `select count(*)::int as n from withdrawal_leg where tenant_id = $1 and psp_charge_id = $2 and state in ('sending', 'unknown')`,
      [payment.charge],
    );
    if (ours !== BigInt(payment.refunded) && open?.n === 0)
      wrong.push(`charge ${payment.charge}: ${payment.refunded} refunded there, ${ours} in our books`);
  }
  return wrong;
}

export async function bankBreaks(world: World): Promise<Faults> {
  const paid = world.vendors.bank
    .truth(world.vendors.customer.id)
    .payments.filter(({ status, returned }) => status === 'ACSC' && !returned)
    .reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
  const [row] = await world.rows<{ sum: string; open: number }>(
    `select coalesce(sum(amount_minor) filter (where state = 'settled'), 0) as sum,
       count(*) filter (where state in ('sending', 'unknown'))::int as open
     from withdrawal_leg where tenant_id = $1 and kind = 'bank'`,
  );
  return row?.open === 0 && BigInt(row.sum) !== paid ? [`the bank paid ${paid}, our books say ${row.sum}`] : [];
}

export async function stuck(world: World): Promise<Faults> {
  const rows = await world.rows<{ what: string; id: string; state: string }>(
    `with waits as (
       select 'deposit' as what, id::text, state, client_id from deposit where tenant_id = $1
         and state not in ('credited', 'failed', 'expired', 'cancelled', 'sent_back', 'charged_back')
       union all select 'withdrawal', id::text, state, client_id from withdrawal where tenant_id = $1
         and state not in ('paid', 'returned', 'rejected', 'cancelled', 'failed')
       union all select 'operation', id::text, state, client_id from account_operation where tenant_id = $1
         and state in ('intent', 'sent', 'unknown')
       union all select 'account', id::text, state, client_id from trading_account where tenant_id = $1
         and state in ('provisioning', 'failed')
     )
     select what, id, state from waits w`,
  );
  const waiting = await world.rows<{ object_id: string }>(`select object_id from ${named} n`);
  const names = new Set(waiting.map(({ object_id }) => world.uuidOf(object_id)));
  return rows
    .filter(({ id }) => !names.has(id))
    .map(({ what, id, state }) => `${what} ${id} is ${state} and waits for nobody`);
}

async function auditFaults(world: World): Promise<Faults> {
  const platform = await connectPlatform(world.tenant.platformUrl);
  try {
    const signer = await logSigner(world.keys, world.tenant.id);
    const inTenant = platform.asTenant.bind(platform);
    for (let sealed = 1; sealed > 0; )
      sealed = (await inTenant(world.tenant.id, ({ db }) => sealTenant(db, world.tenant.id, signer, world.clock.now())))
        .sealed;
    const verdict = await inTenant(world.tenant.id, ({ db }) => verifyLog(db, signer.verifier, world.clock.now()));
    return verdict.ok ? [] : [`audit: ${JSON.stringify(verdict.fault)}`];
  } finally {
    await platform.end();
  }
}
