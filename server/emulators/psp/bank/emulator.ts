import { type BookStore, Books, memoryStore } from '../../books';
import { type FaultOptions, FaultPlan, type FaultRule } from '../../faults';
import { type Listening, listen } from '../../host';
import { type EmulatorClock, type EmulatorRng, randomText, realCallOut, realSleep, type Sleep } from '../../runtime';
import { gateway, plain } from './gateway';
import { balanceOf, book, type Customer, toUnits, type World } from './ledger';
import { giveBack, startDay, tick } from './processing';
import { notification } from './reports';

export type BankEmulatorOptions = {
  readonly clock: EmulatorClock;
  readonly rng: EmulatorRng;
  readonly faults?: FaultOptions;
  readonly store?: BookStore;
  readonly sleep?: Sleep;
  readonly acceptSeconds?: number;
  readonly settleSeconds?: number;
  readonly returnSeconds?: number;
  readonly controlToken?: string;
};

export type OpenCustomer = {
  readonly name: string;
  readonly token?: string;
  /** Decimal opening balance by currency. */
  readonly balances: Readonly<Record<string, string>>;
};

export type BankTruth = {
  readonly payments: ReadonlyArray<{
    readonly endToEndId: string;
    readonly status: string;
    readonly reason: string | null;
    readonly returned: boolean;
    readonly amount: string;
    readonly currency: string;
  }>;
  readonly balances: Record<string, string>;
  readonly conservation: Record<string, string>;
};

export type BankEmulator = {
  readonly faults: FaultPlan;
  handle(request: Request): Promise<Response>;
  openCustomer(input: OpenCustomer): Customer;
  /** Money comes in from somewhere. */
  credit(iban: string, amount: string, from: string, text: string): void;
  /** Returns a settled payment. */
  giveBack(endToEndId: string, reason?: string): void;
  truth(customer: string): BankTruth;
  tick(): void;
  snapshot(): string;
  restore(snapshot: string): void;
  listen(options?: { port?: number }): Promise<Listening>;
};

export function createBankEmulator(options: BankEmulatorOptions): BankEmulator {
  const { clock, rng, sleep = realSleep } = options;
  const faults = new FaultPlan(rng, options.faults);
  const books = new Books(options.store ?? memoryStore());
  const world: World = {
    runtime: { clock, rng, faults, books, sleep, callOut: realCallOut },
    customers: books.table('bank.customer'),
    payments: books.table('bank.payment'),
    lines: books.table('bank.line'),
    files: books.table('bank.file'),
    due: books.table('bank.due'),
    entries: books.table('bank.entry'),
    acceptSeconds: options.acceptSeconds ?? 5,
    settleSeconds: options.settleSeconds ?? 60,
    returnSeconds: options.returnSeconds ?? 86_400,
  };
  const run = <T>(deed: () => T): T => {
    const result = deed();
    books.flush();
    return result;
  };
  const emulator: BankEmulator = {
    faults,
    handle: async (request) => {
      tick(world);
      try {
        const { pathname } = new URL(request.url);
        return pathname.startsWith('/__')
          ? await control(emulator, options.controlToken, request, pathname)
          : await gateway(world, request);
      } finally {
        books.flush();
      }
    },
    openCustomer: (input) => run(() => openCustomer(world, input)),
    credit: (iban, amount, from, text) => run(() => credit(world, iban, amount, from, text)),
    giveBack: (endToEndId, reason = 'AC04') =>
      run(() => {
        const payment = world.payments.values().find((candidate) => candidate.transfer.endToEndId === endToEndId);
        if (!payment) throw new Error(`no payment ${endToEndId}`);
        giveBack(world, payment, reason);
      }),
    truth: (customer) => truthOf(world, customer),
    tick: () => run(() => tick(world)),
    snapshot: () => books.snapshot(),
    restore: (snapshot) => books.restore(snapshot),
    listen: (at) => listen(emulator.handle, at),
  };
  return emulator;
}

function makeIban(world: World): string {
  const account = randomText(world.runtime.rng, 24, '0123456789');
  // CY is 12, 34; the check digits follow from modulo 97.
  let rest = 0;
  for (const digit of `${account}123400`) rest = (rest * 10 + Number(digit)) % 97;
  return `CY${String(98 - rest).padStart(2, '0')}${account}`;
}

function openCustomer(world: World, input: OpenCustomer): Customer {
  const known = world.customers.values().find((candidate) => candidate.token === input.token);
  if (known) return known;
  const accounts = Object.keys(input.balances).map((currency) => ({ iban: makeIban(world), currency }));
  const id = `cust${world.runtime.books.next('bank.customer')}`;
  const token = input.token ?? randomText(world.runtime.rng, 40);
  const customer = world.customers.put(id, { id, token, name: input.name, bic: 'EMULCY2NXXX', accounts });
  for (const account of accounts) {
    startDay(world, customer, account, world.runtime.clock.now().toISOString().slice(0, 10));
    const opening = input.balances[account.currency] ?? '0';
    if (toUnits(opening, account.currency) !== 0n) credit(world, account.iban, opening, input.name, 'OPENING BALANCE');
  }
  return customer;
}

function credit(world: World, iban: string, amount: string, from: string, text: string): void {
  const customer = world.customers
    .values()
    .find((candidate) => candidate.accounts.some((account) => account.iban === iban));
  const currency = customer?.accounts.find((account) => account.iban === iban)?.currency;
  const units = currency ? toUnits(amount, currency) : null;
  if (!customer || !currency || units === null) throw new Error(`can not credit ${amount} to ${iban}`);
  const line = {
    customer: customer.id,
    iban,
    currency,
    units: units.toString(),
    endToEndId: null,
    msgId: null,
    counterparty: from,
    text,
    returnReason: null,
  };
  notification(world, book(world, line, `payer:${from}`));
}

function truthOf(world: World, customerId: string): BankTruth {
  const customer =
    world.customers.get(customerId) ?? world.customers.values().find((candidate) => candidate.token === customerId);
  if (!customer) throw new Error(`no customer ${customerId}`);
  const conservation: Record<string, string> = {};
  for (const entry of world.entries.values()) {
    conservation[entry.currency] = (BigInt(conservation[entry.currency] ?? '0') + BigInt(entry.units)).toString();
  }
  return {
    payments: world.payments
      .values()
      .filter((payment) => payment.customer === customer.id)
      .map(({ transfer, status, reason, returned }) => ({
        endToEndId: transfer.endToEndId,
        status,
        reason,
        returned: returned?.startsWith('done:') ?? false,
        amount: transfer.amount,
        currency: transfer.currency,
      })),
    balances: Object.fromEntries(
      customer.accounts.map((account) => [account.iban, balanceOf(world, account.iban).toString()]),
    ),
    conservation,
  };
}

async function control(
  emulator: BankEmulator,
  token: string | undefined,
  request: Request,
  pathname: string,
): Promise<Response> {
  if (token && request.headers.get('x-control-token') !== token) return plain(401, 'control token missing or wrong');
  const body = request.method === 'POST' ? ((await request.json()) as Record<string, unknown>) : {};
  const word = (name: string): string => String(body[name] ?? new URL(request.url).searchParams.get(name) ?? '');
  try {
    switch (pathname) {
      case '/__truth':
        return Response.json(emulator.truth(word('customer')));
      case '/__control/customers':
        return Response.json(emulator.openCustomer(body as OpenCustomer));
      case '/__control/credit':
        emulator.credit(word('iban'), word('amount'), word('from'), word('text'));
        return Response.json({ ok: true });
      case '/__control/return':
        emulator.giveBack(word('endToEndId'), word('reason') || undefined);
        return Response.json({ ok: true });
      case '/__control/faults':
        if (body.clear === true) emulator.faults.clear();
        for (const rule of (body.rules ?? []) as FaultRule[]) emulator.faults.add(rule);
        return Response.json({ ok: true });
      default:
        return plain(404, `unknown control ${pathname}`);
    }
  } catch (error) {
    return plain(400, error instanceof Error ? error.message : String(error));
  }
}
