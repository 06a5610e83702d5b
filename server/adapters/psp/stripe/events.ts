import type Stripe from 'stripe';
import type { DisputeState, PspEvent } from '@/server/modules/payments/ports';
import { fromStripe } from './amounts';
import { idOf, metadataReference, paymentState, refundState } from './map';

const disputeStatus: Record<string, DisputeState['status']> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'inquiry_closed',
  needs_response: 'open',
  under_review: 'under_review',
  appeal_needs_response: 'open',
  appeal_under_review: 'under_review',
  won: 'won',
  lost: 'lost',
  prevented: 'prevented',
};

export function disputeState(dispute: Stripe.Dispute): DisputeState | null {
  const status = disputeStatus[dispute.status];
  const chargeId = idOf(dispute.charge);
  if (!status || !chargeId) return null;
  const due = dispute.evidence_details.due_by;
  const lines = dispute.balance_transactions;
  const sum = (of: (line: Stripe.BalanceTransaction) => number) => lines.reduce((total, line) => total + of(line), 0);
  // Lines are in the currency of the balance; one that was converted says nothing about the charge, the status then does.
  const isConverted = lines.some((line) => line.currency !== dispute.currency);
  const isTaken = status === 'open' || status === 'under_review' || status === 'lost';
  const withdrawn = isConverted ? (isTaken ? dispute.amount : 0) : -sum((line) => line.amount);
  const feeCurrency = lines[0]?.currency ?? dispute.currency;
  return {
    pspId: dispute.id,
    chargeId,
    paymentPspId: idOf(dispute.payment_intent),
    reference: dispute.metadata[metadataReference] ?? null,
    amount: fromStripe(dispute.amount, dispute.currency),
    status,
    reason: dispute.reason,
    respondBy: due ? new Date(due * 1000) : null,
    withdrawn: fromStripe(withdrawn, dispute.currency),
    fee: fromStripe(
      sum((line) => line.fee),
      feeCurrency,
    ),
    submissions: dispute.evidence_details.submission_count,
  };
}

/** A verified event in our words. Stripe repeats, reorders and invents types; what we do not know is `unrecognised`. */
export function canonicalEvent(event: Stripe.Event): PspEvent {
  const base = { eventId: event.id, vendorType: event.type, occurredAt: new Date(event.created * 1000) };
  const object = event.data.object;
  const kind = 'object' in object ? object.object : null;
  if (kind === 'checkout.session') {
    const session = object as Stripe.Checkout.Session;
    const seen = { reference: session.client_reference_id, session, intent: null, charges: [] };
    return { ...base, kind: 'payment', payment: paymentState(seen) };
  }
  if (kind === 'payment_intent') {
    const intent = object as Stripe.PaymentIntent;
    const seen = { reference: intent.metadata[metadataReference] ?? null, session: null, intent, charges: [] };
    const payment = paymentState(seen);
    const chargeId = idOf(intent.latest_charge);
    const charges =
      payment.received && chargeId
        ? [{ id: chargeId, received: payment.received, refunded: { ...payment.received, minor: 0n } }]
        : [];
    return { ...base, kind: 'payment', payment: { ...payment, charges } };
  }
  if (kind === 'refund') return { ...base, kind: 'move', move: refundState(object as Stripe.Refund) };
  if (kind === 'dispute') {
    const dispute = disputeState(object as Stripe.Dispute);
    if (dispute) return { ...base, kind: 'dispute', dispute };
  }
  return { ...base, kind: 'unrecognised' };
}
