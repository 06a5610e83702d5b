import type { Table } from '../../books';
import type { EmulatorRuntime } from '../../runtime';
import type { Transfer } from './pain001';

export type Customer = {
  readonly id: string;
  readonly token: string;
  readonly name: string;
  readonly bic: string;
  readonly accounts: readonly Account[];
};
export type Account = { readonly iban: string; readonly currency: string };
export type PaymentStatus = 'ACTC' | 'ACCP' | 'ACSP' | 'ACSC' | 'RJCT' | 'PDNG';
export type Payment = {
  readonly id: string;
  readonly customer: string;
  readonly transfer: Transfer;
  readonly status: PaymentStatus;
  readonly reason: string | null;
  readonly returned: string | null;
};
/** A booked line of an account; amounts are decimal text in the smallest unit of the currency. */
export type Line = {
  readonly id: string;
  readonly customer: string;
  readonly iban: string;
  readonly currency: string;
  readonly units: string;
  readonly bookedAt: string;
  readonly endToEndId: string | null;
  readonly msgId: string | null;
  readonly counterparty: string;
  readonly text: string;
  readonly returnReason: string | null;
};
export type File = {
  readonly name: string;
  readonly customer: string;
  readonly kind: 'pain.001' | 'pain.002' | 'camt.053' | 'camt.054';
  readonly reference: string;
  readonly at: string;
  readonly body: string;
};
export type Due = {
  readonly id: string;
  readonly at: number;
  readonly what: 'accept' | 'settle' | 'return' | 'statement';
  readonly subject: string;
};
export type Entry = { readonly id: string; readonly party: string; readonly currency: string; readonly units: string };

export type World = {
  readonly runtime: EmulatorRuntime;
  readonly customers: Table<Customer>;
  readonly payments: Table<Payment>;
  readonly lines: Table<Line>;
  readonly files: Table<File>;
  readonly due: Table<Due>;
  readonly entries: Table<Entry>;
  readonly acceptSeconds: number;
  readonly settleSeconds: number;
  readonly returnSeconds: number;
};

const decimals: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  CLP: 0,
  VND: 0,
  ISK: 0,
  XAF: 0,
  XOF: 0,
  BHD: 3,
  JOD: 3,
  KWD: 3,
  OMR: 3,
  TND: 3,
};
const decimalsOf = (currency: string): number => decimals[currency] ?? 2;

export function toUnits(amount: string, currency: string): bigint | null {
  const [whole = '0', fraction = ''] = amount.split('.');
  const places = decimalsOf(currency);
  if (/[1-9]/.test(fraction.slice(places))) return null;
  return BigInt(whole + fraction.slice(0, places).padEnd(places, '0'));
}

export function fromUnits(units: bigint, currency: string): string {
  const places = decimalsOf(currency);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

export const balanceOf = (world: World, iban: string): bigint =>
  world.lines.values().reduce((sum, line) => (line.iban === iban ? sum + BigInt(line.units) : sum), 0n);

/** The only way an account moves: a line for the customer and two entries that sum to zero. */
export function book(world: World, line: Omit<Line, 'id' | 'bookedAt'>, against: string): Line {
  const seq = world.runtime.books.next('bank.line');
  const id = `BK${String(seq).padStart(12, '0')}`;
  const booked = world.lines.put(id, { ...line, id, bookedAt: world.runtime.clock.now().toISOString() });
  const { currency, units } = line;
  world.entries.put(`${id}:0`, { id: `${id}:0`, party: line.iban, currency, units });
  world.entries.put(`${id}:1`, { id: `${id}:1`, party: against, currency, units: (-BigInt(units)).toString() });
  return booked;
}

export function schedule(world: World, what: Due['what'], subject: string, inSeconds: number): void {
  const id = String(world.runtime.books.next('bank.due'));
  world.due.put(id, { id, what, subject, at: world.runtime.clock.now().getTime() + inSeconds * 1000 });
}
