import { expect, onTestFinished } from 'vitest';
import type { ManualClock } from '@/server/kernel/clock';
import type {
  CreatePayment,
  CreateRefund,
  PaymentState,
  ProblemClass,
  PspEvent,
  PspPort,
} from '@/server/modules/payments/ports';

export type WireFault = { on: 'create' | 'refund'; kind: string; status?: number; ms?: number; times?: number };
export type Received = { readonly body: Uint8Array; readonly headers: Headers };
export type Booked = { readonly reference: string | null; readonly captured: bigint; readonly refunded: bigint };

/** What a PSP's adapter and its emulator offer to the suite; one instance per test. */
export type PspHarness = {
  readonly psp: PspPort;
  readonly clock: ManualClock;
  readonly asset: string;
  /** An instrument per decline class, and good ones. */
  readonly tokens: Readonly<
    Record<ProblemClass | 'good' | 'threeDs' | 'dispute' | 'inquiry' | 'refundFails' | 'refundPending', string>
  >;
  fault(fault: WireFault): void;
  webhookFault(kind: string, times?: number): void;
  vendorFault(kind: 'charge_twice' | 'processing'): void;
  /** The client on the hosted page. */
  pay(state: PaymentState, token: string, challenge?: 'pass' | 'fail'): Promise<void>;
  settleLate(reference: string, succeeded: boolean): Promise<void>;
  closeDispute(reference: string, won: boolean): Promise<void>;
  dispute(reference: string): Promise<void>;
  failRefund(pspId: string): Promise<void>;
  /** Lets the vendor's clock and callbacks run; returns what the product received since the last call. */
  deliver(): Promise<Received[]>;
  books(): Booked[];
  /** Zero by asset, or the emulator itself is broken. */
  conservation(): Record<string, number>;
  /** The same adapter with nobody at the other end. */
  unreachable(): PspPort;
  close(): Promise<void>;
};

let serial = 0;
export const minute = 60_000;
export const day = 86_400_000;

export function paymentRequest(h: PspHarness, change: Partial<CreatePayment> = {}): CreatePayment {
  serial += 1;
  return {
    reference: `att_${serial}_${h.clock.now().getTime()}`,
    amount: { minor: 100_000n, asset: h.asset },
    payer: { reference: 'cl_1', email: 'client@example.com', name: 'Zoë Ångström' },
    description: 'Deposit',
    method: { kind: 'hosted' },
    returnUrl: 'https://broker.example/return',
    cancelUrl: 'https://broker.example/cancel',
    createdAt: h.clock.now(),
    ...change,
  };
}
export const byToken = (h: PspHarness, token: string, change: Partial<CreatePayment> = {}): CreatePayment =>
  paymentRequest(h, { method: { kind: 'token', token }, ...change });
export const lookup = (request: CreatePayment, state?: PaymentState) => ({
  reference: request.reference,
  createdAt: request.createdAt,
  ...(state?.pspId ? { pspId: state.pspId } : {}),
});
export function refundRequest(payment: CreatePayment, minor: bigint, change: Partial<CreateRefund> = {}): CreateRefund {
  serial += 1;
  return {
    reference: `leg_${serial}`,
    payment: { reference: payment.reference, createdAt: payment.createdAt },
    amount: { minor, asset: payment.amount.asset },
    reason: 'requested_by_customer',
    createdAt: payment.createdAt,
    ...change,
  };
}

export async function found(h: PspHarness, request: CreatePayment, state?: PaymentState): Promise<PaymentState> {
  const answer = await h.psp.getPayment(lookup(request, state));
  if (answer.found !== 'yes') throw new Error(`${request.reference}: ${JSON.stringify(answer)}`);
  return answer.value;
}
export async function events(h: PspHarness): Promise<PspEvent[]> {
  const seen: PspEvent[] = [];
  for (const { body, headers } of await h.deliver()) {
    const parsed = await h.psp.parseWebhook(body, headers);
    if (!parsed.verified) throw new Error(`webhook refused: ${parsed.reason}`);
    seen.push(...parsed.events);
  }
  return seen;
}
export const capturedFor = (h: PspHarness, request: CreatePayment): bigint =>
  h
    .books()
    .filter((row) => row.reference === request.reference)
    .reduce((sum, row) => sum + row.captured, 0n);

export type Open = () => Promise<PspHarness>;
export const opened = async (open: Open): Promise<PspHarness> => {
  const h = await open();
  onTestFinished(async () => {
    for (const sum of Object.values(h.conservation())) expect(sum, 'the emulator conserves money').toBe(0);
    await h.close();
  });
  return h;
};
