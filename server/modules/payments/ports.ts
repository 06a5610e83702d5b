import type { Money } from '@/server/kernel/money';
import type { ConnectionPorts } from '@/server/kernel/ports';

/** What we know about one attempt to take money. `unknown` is neither success nor failure: look it up before anything is tried again. */
export type AttemptOutcome =
  | 'approved'
  | 'pending_action' // the client has to do something (hosted page, 3-D Secure)
  | 'pending_psp' // the PSP is working on it, or holds an authorisation that is not yet money
  | 'declined_hard' // never again with this instrument
  | 'declined_soft' // the issuer may say yes another time or through another acquirer
  | 'declined_step_up' // again with 3-D Secure
  | 'error_not_sent' // proven: nothing reached the PSP, or it refused before doing anything
  | 'unknown'
  | 'cancelled'
  | 'expired';

/** The same question for money we send (refund, payout). */
export type MoveOutcome =
  | 'settled'
  | 'pending_psp'
  | 'failed'
  | 'returned' // came back after it had been settled
  | 'cancelled'
  | 'error_not_sent'
  | 'unknown';

/** Why an attempt went as it did: decides who acts, and whether another route may be tried. */
export type ProblemClass =
  | 'never'
  | 'issuer_soft'
  | 'step_up'
  | 'technical_not_sent'
  | 'technical_psp_failed'
  | 'unknown'
  | 'risk' // shown to nobody but fraud staff
  | 'config'
  | 'unsupported';

export type PspProblem = {
  readonly class: ProblemClass;
  /** The vendor's own code, kept raw for the decline tables. */
  readonly code: string;
  /** For staff and logs; never shown to a client. */
  readonly detail: string;
  readonly retryAfterMs?: number;
};

export type Payer = { readonly reference: string; readonly email?: string; readonly name?: string };

export type CreatePayment = {
  /** Our attempt id: merchant reference and idempotency key at once. */
  readonly reference: string;
  readonly amount: Money;
  readonly payer: Payer;
  readonly description: string;
  /** `hosted`: the PSP's own page. `token`: a stored instrument of this client. */
  readonly method: { readonly kind: 'hosted' } | { readonly kind: 'token'; readonly token: string };
  readonly capture?: 'automatic' | 'manual';
  readonly returnUrl: string;
  readonly cancelUrl: string;
  /** When the attempt was first sent. Beyond the PSP's key window the adapter refuses to send again. */
  readonly createdAt: Date;
  readonly expiresAt?: Date;
};

/** Names one payment: the PSP's id if we have it, else our reference and when it was sent. */
export type PaymentLookup = { readonly reference: string; readonly createdAt: Date; readonly pspId?: string };

export type Instrument = {
  readonly kind: string;
  readonly fingerprint: string | null;
  readonly brand: string | null;
  readonly last4: string | null;
  readonly funding: string | null;
  readonly country: string | null;
  readonly holderName: string | null;
  readonly threeDs: {
    readonly result: string;
    readonly eci: string | null;
    readonly transactionId: string | null;
  } | null;
};

/** One successful charge. More than one under a reference means the PSP took the money twice. */
export type ChargeRef = { readonly id: string; readonly received: Money; readonly refunded: Money };

export type PaymentState = {
  readonly outcome: AttemptOutcome;
  readonly reference: string | null;
  readonly pspId: string | null;
  readonly requested: Money | null;
  readonly authorised: Money | null;
  /** Money the PSP has really taken; book this, never `requested`. */
  readonly received: Money | null;
  readonly charges: readonly ChargeRef[];
  readonly redirectUrl: string | null;
  readonly instrument: Instrument | null;
  readonly problem: PspProblem | null;
  readonly expiresAt: Date | null;
};

export type Found<T> =
  | { readonly found: 'yes'; readonly value: T }
  /** Two `no` answers at least `capabilities.lookupGraceMs` apart prove absence; one alone does not. */
  | { readonly found: 'no' }
  | { readonly found: 'unknown'; readonly problem: PspProblem };

export type CreateRefund = {
  /** Our leg id: idempotency key. */
  readonly reference: string;
  readonly payment: PaymentLookup;
  /** Which charge, when the payment has several. */
  readonly chargeId?: string;
  readonly amount: Money;
  readonly reason: 'requested_by_customer' | 'duplicate' | 'fraudulent';
  readonly createdAt: Date;
};

export type RefundLookup = { readonly reference: string; readonly payment: PaymentLookup; readonly pspId?: string };

export type Beneficiary = {
  readonly holderName: string;
  readonly country: string;
  readonly iban?: string;
  readonly accountNumber?: string;
  readonly bic?: string;
};

export type CreatePayout = {
  readonly reference: string;
  readonly amount: Money;
  readonly beneficiary: Beneficiary;
  /** Text on the beneficiary's statement. */
  readonly remittance: string;
  readonly createdAt: Date;
};

export type PayoutLookup = { readonly reference: string; readonly createdAt: Date; readonly pspId?: string };

export type MoveState = {
  readonly kind: 'refund' | 'payout';
  readonly outcome: MoveOutcome;
  readonly reference: string | null;
  readonly pspId: string | null;
  readonly amount: Money | null;
  /** The statement line or balance entry that proves it, once there is one. */
  readonly proof: { readonly kind: string; readonly id: string; readonly bookedAt: Date } | null;
  readonly problem: PspProblem | null;
};

export type DisputeState = {
  readonly pspId: string;
  readonly chargeId: string;
  readonly paymentPspId: string | null;
  readonly reference: string | null;
  readonly amount: Money;
  readonly status: 'inquiry' | 'inquiry_closed' | 'open' | 'under_review' | 'won' | 'lost' | 'prevented';
  readonly reason: string;
  readonly respondBy: Date | null;
  /** What the PSP has taken for it and not returned, as its own books say; zero for an inquiry and after it was won. */
  readonly withdrawn: Money;
  /** What the PSP has charged for it and not returned. */
  readonly fee: Money;
  /** How often evidence was handed in; the card bank reads it once. */
  readonly submissions: number;
};

/** What we tell the card bank: our words, and what is known of the payment. */
export type DisputeEvidence = {
  readonly statement: string;
  readonly payerName: string;
  readonly payerEmail: string | null;
  readonly payerIp: string | null;
  readonly product: string;
  readonly deliveredOn: string | null;
};

export type DisputeAnswer =
  | { readonly outcome: 'taken'; readonly dispute: DisputeState }
  | { readonly outcome: 'not_taken' | 'unknown'; readonly problem: PspProblem };

/** `eventId` is unique per connection. Amounts in an event are a hint: the verb looks the object up and decides on that. */
export type PspEvent = { readonly eventId: string; readonly vendorType: string; readonly occurredAt: Date } & (
  | { readonly kind: 'payment'; readonly payment: PaymentState }
  | { readonly kind: 'move'; readonly move: MoveState }
  | { readonly kind: 'dispute'; readonly dispute: DisputeState }
  | { readonly kind: 'unrecognised' }
);

export type PspWebhook =
  | { readonly verified: true; readonly events: readonly PspEvent[] }
  | { readonly verified: false; readonly reason: 'signature' | 'too_old' | 'malformed' };

/** A line of the PSP's own books, for reconciliation. Signed: money to us is positive. */
export type SettlementLine = {
  readonly id: string;
  readonly kind:
    | 'charge'
    | 'refund'
    | 'refund_failure'
    | 'dispute'
    | 'dispute_reversal'
    | 'payout'
    | 'payout_failure'
    | 'fee'
    | 'other';
  readonly gross: Money;
  readonly fee: Money;
  readonly net: Money;
  readonly sourceId: string | null;
  readonly reference: string | null;
  readonly at: Date;
  readonly availableAt: Date;
};

export type PspCapabilities = {
  readonly vendor: string;
  readonly payments: boolean;
  readonly refunds: boolean;
  readonly payouts: boolean;
  /** False: the vendor pushes nothing, poll getPayment, getRefund and getPayout. */
  readonly webhooks: boolean;
  /** How long the same request may be sent again under the same reference without a second effect. */
  readonly idempotencyHours: number;
  readonly lookupGraceMs: number;
  readonly refundWindowDays: number;
  acceptsAsset(asset: string): boolean;
};

/** Methods never throw for what the network or the vendor does; the answer says it. */
export interface PspPort {
  readonly capabilities: PspCapabilities;
  /** Calling again with the same request inside `idempotencyHours` resumes and never charges twice. */
  createPayment(request: CreatePayment): Promise<PaymentState>;
  getPayment(lookup: PaymentLookup): Promise<Found<PaymentState>>;
  capturePayment(lookup: PaymentLookup, amount: Money, reference: string): Promise<PaymentState>;
  cancelPayment(lookup: PaymentLookup, reference: string): Promise<PaymentState>;
  refund(request: CreateRefund): Promise<MoveState>;
  getRefund(lookup: RefundLookup): Promise<Found<MoveState>>;
  payout(request: CreatePayout): Promise<MoveState>;
  getPayout(lookup: PayoutLookup): Promise<Found<MoveState>>;
  getDispute(pspId: string): Promise<Found<DisputeState>>;
  /** Hands the evidence in for good: nothing can be added later. */
  contestDispute(pspId: string, evidence: DisputeEvidence): Promise<DisputeAnswer>;
  /** Gives the claim up: it is lost at once and cannot be taken back. */
  acceptDispute(pspId: string): Promise<DisputeAnswer>;
  parseWebhook(rawBody: Uint8Array, headers: Headers): Promise<PspWebhook>;
  listSettlement(from: Date, to: Date): Promise<Found<readonly SettlementLine[]>>;
}

declare module '@/server/kernel/ports' {
  interface Ports {
    /** PSPs and banks alike; which of its parts a connection can do is in its capabilities. */
    psp: ConnectionPorts<PspPort>;
  }
}
