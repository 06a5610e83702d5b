import type Stripe from 'stripe';
import type { Clock } from '@/server/kernel/clock';
import type { Money } from '@/server/kernel/money';
import type {
  CreatePayment,
  CreatePayout,
  CreateRefund,
  DisputeAnswer,
  DisputeEvidence,
  DisputeState,
  Found,
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
import { acceptsAsset, toStripe } from './amounts';
import { createStripeClient } from './client';
import type { StripeConfig } from './config';
import { outcomeOfDecline, problemOf } from './declines';
import { acceptDispute, contestDispute } from './disputes';
import { asked, troubleOf } from './errors';
import { disputeState } from './events';
import { chargesOf, lookAround } from './lookup';
import { bareMove, bareState, idOf, instrumentOf, paymentState, refundState } from './map';
import { intentParams, sessionParams } from './requests';
import { settlementLine } from './settlement';
import { parseWebhook } from './webhook';

// Stripe keeps keys for at least 24 hours; an hour is left for clocks and queues.
const idempotencyHours = 23;
const settlementLimit = 50_000;

const capabilities: PspCapabilities = {
  vendor: 'stripe',
  payments: true,
  refunds: true,
  // Stripe pays out to the merchant's own bank only, not to clients.
  payouts: false,
  webhooks: true,
  idempotencyHours,
  lookupGraceMs: 60_000,
  refundWindowDays: 365,
  acceptsAsset,
};

const noPayouts: PspProblem = {
  class: 'unsupported',
  code: 'payouts_unsupported',
  detail: 'Stripe pays no third parties',
};
const config = (code: string, detail: string): PspProblem => ({ class: 'config', code, detail });

export type StripeDeps = { readonly config: StripeConfig; readonly http: OutboundFetch; readonly clock: Clock };

export function createStripeAdapter(deps: StripeDeps): PspPort {
  return new StripeAdapter(deps);
}

class StripeAdapter implements PspPort {
  readonly capabilities = capabilities;
  private readonly stripe: Stripe;

  constructor(private readonly deps: StripeDeps) {
    this.stripe = createStripeClient(deps.config, deps.http);
  }

  async createPayment(request: CreatePayment): Promise<PaymentState> {
    const amount = toStripe(request.amount);
    if (!amount.ok) return bareState('error_not_sent', request.reference, config(amount.code, amount.detail));
    if (this.keyMayBeGone(request.createdAt)) return bareState('unknown', request.reference, this.keyGone());
    const idempotencyKey = request.reference;
    const seen = { reference: request.reference, session: null, intent: null, charges: [] };
    try {
      if (request.method.kind === 'hosted') {
        const session = await this.stripe.checkout.sessions.create(sessionParams(request, amount), { idempotencyKey });
        return paymentState({ ...seen, session });
      }
      const intent = await this.stripe.paymentIntents.create(intentParams(request, amount, request.method.token), {
        idempotencyKey,
      });
      return this.withCharge(paymentState({ ...seen, intent }), intent);
    } catch (error) {
      return this.troubledPayment(error, request.reference);
    }
  }

  getPayment(lookup: PaymentLookup): Promise<Found<PaymentState>> {
    return asked(async () => {
      const seen = await lookAround(this.stripe, lookup);
      return seen && paymentState(seen);
    });
  }

  capturePayment(lookup: PaymentLookup, amount: Money, reference: string): Promise<PaymentState> {
    const take = toStripe(amount);
    if (!take.ok) return Promise.resolve(bareState('error_not_sent', lookup.reference, config(take.code, take.detail)));
    return this.onIntent(lookup, (id) =>
      this.stripe.paymentIntents.capture(id, { amount_to_capture: take.amount }, { idempotencyKey: reference }),
    );
  }

  async cancelPayment(lookup: PaymentLookup, reference: string): Promise<PaymentState> {
    const before = await this.getPayment(lookup);
    if (before.found !== 'yes') return this.unfound(before, lookup.reference);
    if (before.value.outcome === 'pending_action' && before.value.pspId?.startsWith('cs_')) {
      try {
        const session = await this.stripe.checkout.sessions.expire(
          before.value.pspId,
          {},
          { idempotencyKey: reference },
        );
        const state = paymentState({ reference: lookup.reference, session, intent: null, charges: [] });
        return { ...state, outcome: 'cancelled' };
      } catch (error) {
        return this.troubledPayment(error, lookup.reference);
      }
    }
    return this.onIntent(lookup, (id) =>
      this.stripe.paymentIntents.cancel(
        id,
        { cancellation_reason: 'requested_by_customer' },
        { idempotencyKey: reference },
      ),
    );
  }

  async refund(request: CreateRefund): Promise<MoveState> {
    const amount = toStripe(request.amount);
    const failed = (outcome: MoveState['outcome'], problem: PspProblem) =>
      bareMove('refund', outcome, request.reference, problem);
    if (!amount.ok) return failed('error_not_sent', config(amount.code, amount.detail));
    if (this.keyMayBeGone(request.createdAt)) return failed('unknown', this.keyGone());
    const target = await asked(() => this.refundTarget(request));
    // Only questions were asked so far: whatever went wrong, no refund was sent.
    if (target.found === 'unknown') return failed('error_not_sent', { ...target.problem, class: 'technical_not_sent' });
    if (target.found === 'no') return failed('error_not_sent', config('charge_not_found', 'no charge to refund'));
    try {
      const params = {
        ...target.value,
        amount: amount.amount,
        reason: request.reason,
        metadata: { reference: request.reference },
      };
      return refundState(await this.stripe.refunds.create(params, { idempotencyKey: request.reference }));
    } catch (error) {
      const trouble = troubleOf(error);
      switch (trouble.kind) {
        case 'not_sent':
        case 'missing':
          return failed('error_not_sent', trouble.problem);
        case 'refused':
          return failed('failed', trouble.problem);
        case 'declined':
          return failed('failed', problemOf(trouble.error));
        case 'unknown':
          return failed('unknown', trouble.problem);
      }
    }
  }

  getRefund(lookup: RefundLookup): Promise<Found<MoveState>> {
    return asked(async () => {
      if (lookup.pspId) return refundState(await this.stripe.refunds.retrieve(lookup.pspId));
      for (const charge of await chargesOf(this.stripe, lookup.payment.reference)) {
        for await (const refund of this.stripe.refunds.list({ charge: charge.id, limit: 100 })) {
          if (refund.metadata?.reference === lookup.reference) return refundState(refund);
        }
      }
      return null;
    });
  }

  async payout(request: CreatePayout): Promise<MoveState> {
    return bareMove('payout', 'error_not_sent', request.reference, noPayouts);
  }

  async getPayout(_lookup: PayoutLookup): Promise<Found<MoveState>> {
    return { found: 'unknown', problem: noPayouts };
  }

  getDispute(pspId: string): Promise<Found<DisputeState>> {
    return asked(async () => disputeState(await this.stripe.disputes.retrieve(pspId)));
  }

  contestDispute(pspId: string, evidence: DisputeEvidence): Promise<DisputeAnswer> {
    return contestDispute(this.stripe, pspId, evidence);
  }

  acceptDispute(pspId: string): Promise<DisputeAnswer> {
    return acceptDispute(this.stripe, pspId);
  }

  parseWebhook(rawBody: Uint8Array, headers: Headers): Promise<PspWebhook> {
    const { config, clock } = this.deps;
    return parseWebhook(this.stripe, config.webhookSecrets, clock.now(), rawBody, headers);
  }

  async listSettlement(from: Date, to: Date): Promise<Found<readonly SettlementLine[]>> {
    const created = { gte: Math.floor(from.getTime() / 1000), lt: Math.floor(to.getTime() / 1000) };
    return asked(async () => {
      const lines: SettlementLine[] = [];
      for await (const line of this.stripe.balanceTransactions.list({ created, limit: 100, expand: ['data.source'] })) {
        lines.push(settlementLine(line));
        if (lines.length > settlementLimit)
          throw new Error(`more than ${settlementLimit} lines; ask for a shorter time`);
      }
      return lines.reverse();
    });
  }

  private keyMayBeGone(createdAt: Date): boolean {
    return this.deps.clock.now().getTime() - createdAt.getTime() > idempotencyHours * 3_600_000;
  }

  private keyGone(): PspProblem {
    return {
      class: 'unknown',
      code: 'key_window_passed',
      detail: `sent first more than ${idempotencyHours} h ago: look it up instead`,
    };
  }

  private async refundTarget(request: CreateRefund): Promise<{ charge: string } | { payment_intent: string } | null> {
    if (request.chargeId) return { charge: request.chargeId };
    if (request.payment.pspId?.startsWith('pi_')) return { payment_intent: request.payment.pspId };
    const charge = (await chargesOf(this.stripe, request.payment.reference)).find((candidate) => candidate.captured);
    return charge ? { charge: charge.id } : null;
  }

  /** Acts on the intent behind a payment, however it is named. */
  private async onIntent(
    lookup: PaymentLookup,
    act: (id: string) => Promise<Stripe.PaymentIntent>,
  ): Promise<PaymentState> {
    const seen = await asked(() => lookAround(this.stripe, lookup));
    if (seen.found !== 'yes') return this.unfound(seen, lookup.reference);
    const id =
      seen.value.intent?.id ?? idOf(seen.value.session?.payment_intent) ?? idOf(seen.value.charges[0]?.payment_intent);
    if (!id)
      return bareState('error_not_sent', lookup.reference, config('no_payment_yet', 'the client has not paid yet'));
    try {
      const intent = await act(id);
      const state = await this.withCharge(
        paymentState({ reference: lookup.reference, session: null, intent, charges: [] }),
        intent,
      );
      return { ...state, pspId: seen.value.session?.id ?? state.pspId };
    } catch (error) {
      return this.troubledPayment(error, lookup.reference);
    }
  }

  private unfound<T>(answer: Exclude<Found<T>, { found: 'yes' }>, reference: string): PaymentState {
    if (answer.found === 'no')
      return bareState('error_not_sent', reference, config('payment_not_found', 'Stripe does not know it'));
    return bareState('error_not_sent', reference, { ...answer.problem, class: 'technical_not_sent' });
  }

  /** Adds the charge of a payment that was decided in one call; that it can not be read now changes no outcome. */
  private async withCharge(state: PaymentState, intent: Stripe.PaymentIntent): Promise<PaymentState> {
    const id = idOf(intent.latest_charge);
    if (!id || intent.status !== 'succeeded') return state;
    const charge = await asked(() => this.stripe.charges.retrieve(id));
    const refunded = { minor: 0n, asset: state.received?.asset ?? intent.currency.toUpperCase() };
    return {
      ...state,
      charges: state.received ? [{ id, received: state.received, refunded }] : [],
      instrument: charge.found === 'yes' ? instrumentOf(charge.value) : null,
    };
  }

  private troubledPayment(error: unknown, reference: string): PaymentState {
    const trouble = troubleOf(error);
    switch (trouble.kind) {
      case 'not_sent':
      case 'missing':
      case 'refused':
        return bareState('error_not_sent', reference, trouble.problem);
      case 'unknown':
        return bareState('unknown', reference, trouble.problem);
      case 'declined': {
        const problem = problemOf(trouble.error);
        const intent = trouble.error.payment_intent;
        const state = bareState(outcomeOfDecline(problem), reference, problem);
        return intent
          ? { ...paymentState({ reference, session: null, intent, charges: [] }), outcome: state.outcome, problem }
          : state;
      }
    }
  }
}
