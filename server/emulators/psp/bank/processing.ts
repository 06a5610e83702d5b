import {
  type Account,
  balanceOf,
  book,
  type Customer,
  type Due,
  type Payment,
  schedule,
  toUnits,
  type World,
} from './ledger';
import { ibanHolds, type Transfer } from './pain001';
import { notification, statement, statusReport } from './reports';

const daySeconds = 86_400;

/** Words in the beneficiary's name that make the bank misbehave, for demos; tests use the fault plan. */
const magic = /\b(REJECT|DELAY|RETURN)\b/i;

function fate(world: World, transfer: Transfer): { kind: string; code: string | null; seconds: number } {
  const fault = world.runtime.faults.take('payout', new Set(['reject', 'delay', 'return']));
  const kind = fault?.kind ?? magic.exec(transfer.creditorName)?.[1]?.toLowerCase() ?? 'pay';
  return { kind, code: fault?.code ?? null, seconds: (fault?.ms ?? 3 * daySeconds * 1000) / 1000 };
}

const set = (world: World, payment: Payment, change: Partial<Payment>): Payment => {
  const changed = world.payments.put(payment.id, { ...payment, ...change });
  if (change.status) statusReport(world, changed);
  return changed;
};

export function receive(world: World, customer: Customer, transfers: readonly Transfer[]): void {
  for (const [index, transfer] of transfers.entries()) {
    const id = `${customer.id}:${transfer.msgId}:${index}`;
    const payment = world.payments.put(id, {
      id,
      customer: customer.id,
      transfer,
      status: 'ACTC',
      reason: null,
      returned: null,
    });
    statusReport(world, payment);
    schedule(world, 'accept', id, world.acceptSeconds);
  }
}

/** The checks of the bank: whose account, whose money, does the number hold. */
function objection(world: World, customer: Customer, transfer: Transfer): string | null {
  const account = customer.accounts.find((candidate) => candidate.iban === transfer.debtorIban);
  if (!account) return 'AC02';
  if (account.currency !== transfer.currency) return 'AM03';
  const units = toUnits(transfer.amount, transfer.currency);
  if (units === null) return 'AM12';
  if (units <= 0n) return 'AM01';
  if (transfer.creditorIsIban && !ibanHolds(transfer.creditorAccount)) return 'AC01';
  if (balanceOf(world, account.iban) < units + reserved(world, account.iban)) return 'AM04';
  return null;
}

const reserved = (world: World, iban: string): bigint =>
  world.payments
    .values()
    .filter(
      (payment) =>
        payment.transfer.debtorIban === iban &&
        (payment.status === 'ACCP' || payment.status === 'ACSP' || payment.status === 'PDNG'),
    )
    .reduce((sum, payment) => sum + (toUnits(payment.transfer.amount, payment.transfer.currency) ?? 0n), 0n);

function accept(world: World, payment: Payment): void {
  const customer = world.customers.get(payment.customer);
  if (!customer || payment.status !== 'ACTC') return;
  const reason = objection(world, customer, payment.transfer);
  if (reason) return void set(world, payment, { status: 'RJCT', reason });
  const { kind, code, seconds } = fate(world, payment.transfer);
  if (kind === 'reject') return void set(world, payment, { status: 'RJCT', reason: code ?? 'AC06' });
  set(world, payment, {
    status: kind === 'delay' ? 'PDNG' : 'ACCP',
    ...(kind === 'return' ? { returned: `due:${code ?? 'AC04'}` } : {}),
  });
  schedule(world, 'settle', payment.id, kind === 'delay' ? seconds : world.settleSeconds);
}

function settle(world: World, payment: Payment): void {
  if (payment.status === 'ACSC' || payment.status === 'RJCT') return;
  const { transfer } = payment;
  const units = toUnits(transfer.amount, transfer.currency) ?? 0n;
  const line = book(
    world,
    {
      customer: payment.customer,
      iban: transfer.debtorIban,
      currency: transfer.currency,
      units: (-units).toString(),
      endToEndId: transfer.endToEndId,
      msgId: transfer.msgId,
      counterparty: transfer.creditorName,
      text: transfer.remittance,
      returnReason: null,
    },
    `beneficiary:${transfer.creditorAccount}`,
  );
  set(world, payment, { status: 'ACSC' });
  notification(world, line);
  if (payment.returned?.startsWith('due:')) schedule(world, 'return', payment.id, world.returnSeconds);
}

/** The beneficiary's bank sends the money back: it is a credit line of its own, the status report stays as it was. */
export function giveBack(world: World, payment: Payment, reason: string): void {
  if (payment.status !== 'ACSC' || payment.returned?.startsWith('done:'))
    throw new Error(`${payment.id} can not be returned`);
  const { transfer } = payment;
  const line = book(
    world,
    {
      customer: payment.customer,
      iban: transfer.debtorIban,
      currency: transfer.currency,
      units: (toUnits(transfer.amount, transfer.currency) ?? 0n).toString(),
      endToEndId: transfer.endToEndId,
      msgId: transfer.msgId,
      counterparty: transfer.creditorName,
      text: `RETURN ${transfer.remittance}`,
      returnReason: reason,
    },
    `beneficiary:${transfer.creditorAccount}`,
  );
  set(world, payment, { returned: `done:${reason}` });
  notification(world, line);
}

export function tick(world: World): void {
  const now = world.runtime.clock.now().getTime();
  for (;;) {
    const next = world.due
      .values()
      .filter((due) => due.at <= now)
      .sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id))[0];
    if (!next) return;
    world.due.delete(next.id);
    happen(world, next);
  }
}

function happen(world: World, due: Due): void {
  const payment = world.payments.get(due.subject);
  if (due.what === 'statement') endOfDay(world, due.subject);
  else if (!payment) return;
  else if (due.what === 'accept') accept(world, payment);
  else if (due.what === 'settle') settle(world, payment);
  else giveBack(world, payment, payment.returned?.slice(4) ?? 'AC04');
}

const midnightAfter = (day: string): number => Date.parse(`${day}T00:00:00Z`) + daySeconds * 1000;

/** Books of a day close at midnight UTC; days without movement bring a statement too. */
export function startDay(world: World, customer: Customer, account: Account, day: string): void {
  const id = String(world.runtime.books.next('bank.due'));
  world.due.put(id, {
    id,
    what: 'statement',
    subject: `${customer.id}|${account.iban}|${day}`,
    at: midnightAfter(day) + 1000,
  });
}

function endOfDay(world: World, subject: string): void {
  const [customerId = '', iban = '', day = ''] = subject.split('|');
  const customer = world.customers.get(customerId);
  const account = customer?.accounts.find((candidate) => candidate.iban === iban);
  if (!customer || !account) return;
  statement(world, customer, account, day);
  startDay(world, customer, account, new Date(midnightAfter(day)).toISOString().slice(0, 10));
}
