import type {
  CreatePayment,
  CreatePayout,
  CreateRefund,
  Found,
  MoveOutcome,
  MoveState,
  PaymentLookup,
  PaymentState,
  PayoutLookup,
  PspCapabilities,
  PspPort,
  PspProblem,
  PspWebhook,
  RefundLookup,
  SettlementLine,
} from '@/server/modules/payments/ports';
import type { OutboundFetch } from '../../http/outbound';
import type { BankConfig } from './config';
import { type GatewayReply, gatewayCall } from './gateway';
import { writePain001 } from './pain001';
import { type BookedLine, readCamt, readPain002, type StatusLine } from './reports';
import { bankReference, referenceOf } from './text';

export type BankDeps = { readonly config: BankConfig; readonly http: OutboundFetch };

const unsupported: PspProblem = { class: 'unsupported', code: 'payouts_only', detail: 'this bank only pays out' };
const noDisputes = async () => ({ outcome: 'not_taken', problem: unsupported }) as const;
const dayMs = 86_400_000;

/** Statuses of ISO 20022 ExternalPaymentTransactionStatus1Code; what is not here is unknown. */
const outcomes: Readonly<Record<string, MoveOutcome>> = {
  RCVD: 'pending_psp',
  ACTC: 'pending_psp',
  ACCP: 'pending_psp',
  ACSP: 'pending_psp',
  ACWC: 'pending_psp',
  ACWP: 'pending_psp',
  PDNG: 'pending_psp',
  ACSC: 'settled',
  ACCC: 'settled',
  RJCT: 'failed',
  CANC: 'cancelled',
};

// Reasons that say something about the beneficiary's account, not about us: another try there is pointless.
const beneficiaryReasons = new Set(['AC01', 'AC04', 'AC06', 'AC07', 'AG01', 'BE01', 'BE04', 'MD07', 'RC01', 'RR03']);

export function createBankAdapter(deps: BankDeps): PspPort {
  return new BankAdapter(deps);
}

class BankAdapter implements PspPort {
  readonly capabilities: PspCapabilities;

  constructor(private readonly deps: BankDeps) {
    const { accounts } = deps.config;
    this.capabilities = {
      vendor: 'bank',
      payments: false,
      refunds: false,
      payouts: true,
      webhooks: false,
      // The bank knows every MsgId it ever took.
      idempotencyHours: 24 * 30,
      lookupGraceMs: 60_000,
      refundWindowDays: 0,
      acceptsAsset: (asset) => Object.hasOwn(accounts, asset),
    };
  }

  async payout(request: CreatePayout): Promise<MoveState> {
    const id = await bankReference(request.reference);
    const written = writePain001(this.deps.config, request, id);
    if (!written.ok) return this.state('error_not_sent', request.reference, written.problem);
    const reply = await this.call('PUT', `outgoing/${id}.xml`, written.xml);
    switch (reply.kind) {
      case 'ok':
        return { ...this.state('pending_psp', request.reference), pspId: id, amount: request.amount };
      case 'duplicate':
        return this.afterDuplicate(request, id, written.xml);
      case 'missing':
        return this.state('error_not_sent', request.reference, {
          class: 'config',
          code: 'http_404',
          detail: 'the gateway has no such place',
        });
      case 'not_sent':
      case 'unknown':
        return this.state(reply.kind === 'not_sent' ? 'error_not_sent' : 'unknown', request.reference, reply.problem);
    }
  }

  /** The bank has a file of this name: ours, whose reply was lost, or one with other words under our reference. */
  private async afterDuplicate(request: CreatePayout, id: string, xml: string): Promise<MoveState> {
    const sent = await this.call('GET', `outgoing/${id}.xml`);
    if (sent.kind !== 'ok') return this.state('unknown', request.reference, problemIn(sent));
    if (sent.body !== xml) {
      return this.state('unknown', request.reference, {
        class: 'unknown',
        code: 'reference_reused',
        detail: 'the bank holds another order under this reference',
      });
    }
    const now = await this.getPayout({ reference: request.reference, createdAt: request.createdAt, pspId: id });
    return now.found === 'yes'
      ? now.value
      : { ...this.state('pending_psp', request.reference), pspId: id, amount: request.amount };
  }

  /** Credit transfers cannot be disputed: nothing is known of a claim, and nothing can be said about it. */
  readonly getDispute = async () => ({ found: 'no' }) as const;
  readonly contestDispute = noDisputes;
  readonly acceptDispute = noDisputes;

  async getPayout(lookup: PayoutLookup): Promise<Found<MoveState>> {
    const id = lookup.pspId ?? (await bankReference(lookup.reference));
    try {
      const line = await this.lastStatus(id);
      if ('found' in line) return line;
      const state = this.fromStatus(lookup.reference, id, line);
      if (state.outcome !== 'settled') return { found: 'yes', value: state };
      return { found: 'yes', value: await this.withProof(state, id, lookup.createdAt) };
    } catch (error) {
      return {
        found: 'unknown',
        problem: {
          class: 'unknown',
          code: 'unreadable',
          detail: error instanceof Error ? error.message : String(error),
        },
      };
    }
  }

  private async lastStatus(id: string): Promise<StatusLine | Found<MoveState>> {
    const names = await this.list('pain.002', { reference: id });
    const last = names.at(-1);
    if (!last) {
      const sent = await this.call('HEAD', `outgoing/${id}.xml`);
      if (sent.kind === 'ok') return { endToEndId: id, status: 'RCVD', reason: null, amount: null };
      if (sent.kind === 'missing') return { found: 'no' };
      return { found: 'unknown', problem: problemIn(sent) };
    }
    const report = readPain002(await this.file(last));
    const line = report.lines.find((candidate) => candidate.endToEndId === id);
    if (line) return line;
    // A file refused as a whole lists no transfers.
    return {
      endToEndId: id,
      status: report.msgId === id ? (report.groupStatus ?? '') : '',
      reason: null,
      amount: null,
    };
  }

  private fromStatus(reference: string, id: string, line: StatusLine): MoveState {
    const outcome = outcomes[line.status] ?? 'unknown';
    const base = { ...this.state(outcome, reference), pspId: id, amount: line.amount };
    if (outcome === 'unknown')
      return { ...base, problem: { class: 'unknown', code: 'unmapped_status', detail: `status is ${line.status}` } };
    if (outcome !== 'failed') return base;
    const code = line.reason ?? 'RJCT';
    return {
      ...base,
      problem: {
        class: beneficiaryReasons.has(code) ? 'never' : 'config',
        code,
        detail: `the bank rejected the transfer (${code})`,
      },
    };
  }

  /** A settled transfer is proven by its debit line, and undone by a credit line with a return reason. */
  private async withProof(state: MoveState, id: string, createdAt: Date): Promise<MoveState> {
    const lines: BookedLine[] = [];
    for (const name of await this.list('camt.054', { since: new Date(createdAt.getTime() - dayMs).toISOString() })) {
      lines.push(...readCamt(await this.file(name)).filter((line) => line.endToEndId === id));
    }
    const debit = lines.find((line) => line.amount.minor < 0n);
    const back = lines.find((line) => line.amount.minor > 0n);
    const proofOf = (line: BookedLine) => ({ kind: 'camt.054', id: line.id, bookedAt: line.bookedAt });
    if (back) {
      const code = back.returnReason ?? 'RETURNED';
      return {
        ...state,
        outcome: 'returned',
        proof: proofOf(back),
        problem: { class: 'never', code, detail: `the beneficiary's bank sent it back (${code})` },
      };
    }
    return { ...state, proof: debit ? proofOf(debit) : null };
  }

  async listSettlement(from: Date, to: Date): Promise<Found<readonly SettlementLine[]>> {
    try {
      const seen = new Map<string, SettlementLine>();
      for (const name of await this.list('camt.053', { since: from.toISOString() })) {
        for (const line of readCamt(await this.file(name))) {
          if (line.bookedAt >= from && line.bookedAt < to) seen.set(line.id, settlementLine(line));
        }
      }
      return { found: 'yes', value: [...seen.values()] };
    } catch (error) {
      return {
        found: 'unknown',
        problem: {
          class: 'unknown',
          code: 'unreadable',
          detail: error instanceof Error ? error.message : String(error),
        },
      };
    }
  }

  private call(method: 'PUT' | 'GET' | 'HEAD', path: string, body?: string): Promise<GatewayReply> {
    return gatewayCall(this.deps.config, this.deps.http, method, path, body);
  }

  private async file(name: string): Promise<string> {
    const reply = await this.call('GET', `incoming/${encodeURIComponent(name)}`);
    if (reply.kind !== 'ok') throw new Error(`${name}: ${problemIn(reply).detail}`);
    return reply.body;
  }

  private async list(kind: string, by: { reference?: string; since?: string }): Promise<string[]> {
    const reply = await this.call('GET', `incoming?${new URLSearchParams({ kind, ...by })}`);
    if (reply.kind !== 'ok') throw new Error(problemIn(reply).detail);
    const names = reply.body.split('\n').filter(Boolean);
    // Anything else than a list of names is the page of something in between.
    if (names.some((name) => !/^[A-Za-z0-9._'()+,:-]+\.xml$/.test(name)))
      throw new Error('the list of files is unreadable');
    return names;
  }

  private state(outcome: MoveOutcome, reference: string, problem: PspProblem | null = null): MoveState {
    return { kind: 'payout', outcome, reference, pspId: null, amount: null, proof: null, problem };
  }

  async createPayment(request: CreatePayment): Promise<PaymentState> {
    return noPayment(request.reference);
  }
  async capturePayment(lookup: PaymentLookup): Promise<PaymentState> {
    return noPayment(lookup.reference);
  }
  async cancelPayment(lookup: PaymentLookup): Promise<PaymentState> {
    return noPayment(lookup.reference);
  }
  async getPayment(_lookup: PaymentLookup): Promise<Found<PaymentState>> {
    return { found: 'unknown', problem: unsupported };
  }
  async refund(request: CreateRefund): Promise<MoveState> {
    return { ...this.state('error_not_sent', request.reference, unsupported), kind: 'refund' };
  }
  async getRefund(_lookup: RefundLookup): Promise<Found<MoveState>> {
    return { found: 'unknown', problem: unsupported };
  }
  async parseWebhook(): Promise<PspWebhook> {
    return { verified: false, reason: 'malformed' };
  }
}

function problemIn(reply: Exclude<GatewayReply, { kind: 'ok' }>): PspProblem {
  if (reply.kind === 'missing') return { class: 'unknown', code: 'http_404', detail: 'no such file' };
  if (reply.kind === 'duplicate') return { class: 'unknown', code: 'http_409', detail: 'duplicate' };
  return reply.problem;
}

const noPayment = (reference: string): PaymentState => ({
  outcome: 'error_not_sent',
  reference,
  pspId: null,
  requested: null,
  authorised: null,
  received: null,
  charges: [],
  redirectUrl: null,
  instrument: null,
  problem: unsupported,
  expiresAt: null,
});

function settlementLine(line: BookedLine): SettlementLine {
  const ours = line.endToEndId !== null && line.endToEndId !== 'NOTPROVIDED';
  const kind = line.amount.minor < 0n && ours ? 'payout' : line.returnReason ? 'payout_failure' : 'other';
  return {
    id: line.id,
    kind,
    gross: line.amount,
    fee: { ...line.amount, minor: 0n },
    net: line.amount,
    sourceId: line.endToEndId,
    reference: referenceOf(line.endToEndId),
    at: line.bookedAt,
    availableAt: line.valueAt,
  };
}
