import { z } from 'zod';
import { Money } from './portal';
import type { Finding } from './report';
import type { Ending, Stage } from './story';
import { minorOf } from './trading';
import { until } from './waiting';

const house = (step: string, what: string): Finding => ({ who: 'the house', step, what });

/** The books per currency: each must be zero, whatever has happened. */
export async function trialBalance(stage: Stage): Promise<{ totals: Record<string, string>; findings: Finding[] }> {
  const Trial = z.object({
    rows: z.array(z.object({ group: z.string(), side: z.string(), asset: z.string(), balance: Money })),
    totals: z.array(Money),
  });
  const { rows, totals } = await stage.roster.financeHead.query('ledger.trialBalance', {}, Trial);
  const findings = totals
    .filter(({ minor }) => minor !== 0n)
    .map(({ minor, asset }) => house('trial balance', `${asset} sums to ${minor}, not to zero`));
  if (rows.length === 0) findings.push(house('trial balance', 'the books are empty'));
  // Money on its way rests in no account once every story is told.
  for (const { group, asset, balance } of rows.filter((row) => row.group === 'in_transit' && row.balance.minor !== 0n))
    findings.push(house('trial balance', `${balance.minor} ${asset} still ${group}`));
  return { totals: Object.fromEntries(totals.map(({ asset, minor }) => [asset, String(minor)])), findings };
}

const LedgerAccount = z.object({ kind: z.string(), asset: z.string(), posted: Money, held: Money });
const Run = z.object({
  id: z.string(),
  state: z.string(),
  breaks: z.number(),
  waiting: z.number(),
  accounts: z.number(),
});
const Break = z.object({ login: z.string(), kind: z.string(), difference: Money, clientId: z.string() });

/** Our books against the platform's balances: as the product's own reconciliation finds, and as we read both sides ourselves. */
export async function clientMoneyBreaks(stage: Stage, endings: readonly Ending[]): Promise<Finding[]> {
  const { financeHead } = stage.roster;
  const whose = (login: string) => {
    const ending = endings.find((one) => String(one.login) === login);
    return ending ? `client ${ending.client.person.n}` : `account ${login}`;
  };
  const run = await until('a comparison of books and platforms to end', async () => {
    const { id } = await financeHead.mutate('reconciliation.runs.start', {}, z.object({ id: z.string() }));
    return until('the run to end', async () => {
      const found = (await financeHead.all('reconciliation.runs.list', {}, Run)).find((one) => one.id === id);
      return found && found.state !== 'running' ? found : null;
    }).then((found) => (found.waiting === 0 ? found : null));
  });
  const open = await financeHead.all('reconciliation.breaks.list', { states: ['open'] }, Break);
  const findings = open.map(({ login, kind, difference }) => ({
    who: whose(login),
    step: 'client money against platform',
    what: `${kind} differ by ${difference.minor} ${difference.asset}`,
  }));
  const accounts = await financeHead.all('ledger.accounts', { kind: 'trading' }, LedgerAccount);
  const books = new Map(accounts.map(({ kind, posted }) => [kind.split(':').at(-1), posted.minor]));
  const logins = await stage.vendors.logins();
  for (const login of logins) {
    const { balance } = await stage.vendors.platformAccount(login);
    const [ours, theirs] = [books.get(String(login)) ?? 0n, minorOf(balance)];
    if (ours !== theirs)
      findings.push({
        who: whose(String(login)),
        step: 'client money against platform',
        what: `the books hold ${ours}, the platform ${theirs}`,
      });
  }
  if (run.accounts < endings.filter((one) => one.login !== null).length)
    findings.push(house('client money against platform', `only ${run.accounts} accounts were compared`));
  return findings;
}

const Deal = z.object({
  action: z.string(),
  symbol: z.string().nullable(),
  lots: z.string().nullable(),
});
const Exposure = z.object({
  rows: z.array(z.object({ symbol: z.string(), netLots: z.string(), positions: z.number() })),
});

/** Hundredths of a lot: what every trade of this story is made of. */
const hundredths = (lots: string): bigint => minorOf(lots);

/** Net lots by symbol, thrice: summed from raw deals, from the platform's own positions, and as the desk shows them. */
export async function exposureMismatches(stage: Stage): Promise<Finding[]> {
  const { dealer } = stage.roster;
  const add = (sums: Map<string, bigint>, symbol: string, lots: bigint) =>
    sums.set(symbol, (sums.get(symbol) ?? 0n) + lots);
  const truth = new Map<string, bigint>();
  for (const login of await stage.vendors.logins())
    for (const { symbol, side, lots } of (await stage.vendors.platformAccount(login)).positions)
      add(truth, symbol, side === 'buy' ? hundredths(lots) : -hundredths(lots));
  const measure = async () => {
    const deals = new Map<string, bigint>();
    for (const { action, symbol, lots } of await dealer.all('trading.deals.list', { kind: 'trades' }, Deal))
      if (symbol && lots) add(deals, symbol, action === 'buy' ? hundredths(lots) : -hundredths(lots));
    const shown = new Map<string, bigint>();
    const { rows } = await dealer.query('risk.exposure.list', {}, Exposure);
    for (const row of rows) add(shown, row.symbol, hundredths(row.netLots));
    return [...new Set([...truth.keys(), ...deals.keys(), ...shown.keys()])].flatMap((symbol) => {
      const [platform, raw, desk] = [truth, deals, shown].map((sums) => sums.get(symbol) ?? 0n);
      return platform === raw && raw === desk
        ? []
        : [house('exposure', `${symbol}: platform ${platform}, raw deals ${raw}, desk ${desk} hundredths of a lot`)];
    });
  };
  // The desk is a second behind the platform; a difference that stays is one.
  let last: Finding[] = [];
  await until(
    'the desk to catch up',
    async () => {
      last = await measure();
      return last.length === 0;
    },
    20,
  ).catch(() => undefined);
  return last;
}

const Deposit = z.object({ id: z.string(), number: z.string(), state: z.string(), credited: Money.nullable() });
const Leg = z.object({ id: z.string(), kind: z.string(), state: z.string(), amount: Money });

/** What PSP and bank say they took and paid, against what we credited and sent. */
export async function vendorsDiffer(stage: Stage): Promise<Finding[]> {
  const { financeHead } = stage.roster;
  const deposits = await financeHead.all('payments.deposits.list', {}, Deposit);
  const withdrawals = await financeHead.all('payments.withdrawals.list', {}, z.object({ id: z.string() }));
  const Detail = z.object({ legs: z.array(Leg) });
  const legs: z.output<typeof Leg>[] = [];
  for (const { id } of withdrawals)
    legs.push(...(await financeHead.query('payments.withdrawals.read', { id }, Detail)).legs);
  const sumOf = (rows: readonly Money[], asset: string) =>
    rows.filter((row) => row.asset === asset).reduce((all, row) => all + row.minor, 0n);
  const settled = (kind: string) =>
    legs.filter((leg) => leg.kind === kind && leg.state === 'settled').map((leg) => leg.amount);
  const stripe = await stage.vendors.stripeTruth();
  const bank = await stage.vendors.bankTruth();
  const findings: Finding[] = [];
  const compare = (what: string, ours: bigint, theirs: bigint) => {
    if (ours !== theirs) findings.push(house('vendors', `${what}: ours ${ours}, theirs ${theirs}`));
  };
  for (const asset of ['EUR', 'USD']) {
    const payments = stripe.payments.filter(({ currency }) => currency.toUpperCase() === asset);
    const credited = deposits.flatMap((row) => (row.credited ? [row.credited] : []));
    compare(
      `${asset} taken by card`,
      sumOf(credited, asset),
      payments.reduce((all, row) => all + BigInt(row.captured), 0n),
    );
    compare(
      `${asset} refunded`,
      sumOf(settled('refund'), asset),
      payments.reduce((all, row) => all + BigInt(row.refunded), 0n),
    );
    const paid = bank.payments.filter((row) => row.currency === asset && row.status === 'ACSC' && !row.returned);
    compare(
      `${asset} paid by bank`,
      sumOf(settled('bank'), asset),
      paid.reduce((all, row) => all + minorOf(row.amount), 0n),
    );
  }
  return findings;
}
