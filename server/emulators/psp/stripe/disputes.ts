import { move } from './balance';
import { missing, refused } from './errors';
import type * as stripe from './objects';
import type { Params } from './params';
import { chargeById } from './refunds';
import { emit, newRow, own, type Scope, schedule, update } from './world';

const day = 86_400;
const disputeFee = 1500;
const noEvidence: stripe.DisputeEvidence = {
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  product_description: null,
  service_date: null,
  uncategorized_text: null,
};

export function openDispute(
  scope: Scope,
  chargeId: string,
  reason: string,
  inquiry = false,
  amount?: number,
): stripe.Dispute {
  const charge = chargeById(scope, chargeId);
  if (!charge.captured) throw refused(`Charge ${chargeId} holds no money to dispute.`);
  const dispute = newRow(
    scope,
    scope.tables.dispute,
    {
      id: scope.id('du'),
      object: 'dispute',
      amount: amount ?? charge.amount_captured,
      balance_transactions: [],
      charge: chargeId,
      created: scope.now(),
      currency: charge.currency,
      evidence: noEvidence,
      evidence_details: { due_by: scope.now() + 9 * day, has_evidence: false, past_due: false, submission_count: 0 },
      is_charge_refundable: inquiry,
      livemode: false,
      metadata: {},
      network_reason_code: reason === 'fraudulent' ? '10.4' : '13.1',
      payment_intent: charge.payment_intent,
      reason,
      status: inquiry ? 'warning_needs_response' : 'needs_response',
    } satisfies stripe.Dispute,
    null,
  );
  if (inquiry) emit(scope, 'charge.dispute.created', dispute);
  else {
    update(scope, scope.tables.charge, chargeId, { disputed: true });
    const line = moveDispute(scope, dispute, -dispute.amount, disputeFee, 'dispute');
    const withdrawn = update(scope, scope.tables.dispute, dispute.id, { balance_transactions: [line] });
    emit(scope, 'charge.dispute.created', withdrawn);
    emit(scope, 'charge.dispute.funds_withdrawn', withdrawn);
  }
  schedule(scope, 'dispute.overdue', dispute.id, 9 * day);
  return disputeById(scope, dispute.id);
}

const moveDispute = (scope: Scope, dispute: stripe.Dispute, amount: number, fee: number, category: string) =>
  move(scope, {
    type: 'adjustment',
    category,
    amount,
    fee,
    currency: dispute.currency,
    source: dispute.id,
    description: `Chargeback ${amount < 0 ? 'withdrawal' : 'reversal'} for ${dispute.charge}`,
    against: 'cards',
  });

export function disputeById(scope: Scope, id: string): stripe.Dispute {
  const row = own(scope, scope.tables.dispute, id);
  if (!row) throw missing('dispute', id);
  return row.object;
}

/** In test mode the words of the evidence decide (docs.stripe.com/testing#disputes). */
export function submitEvidence(scope: Scope, id: string, params: Params): stripe.Dispute {
  const dispute = disputeById(scope, id);
  if (dispute.status !== 'needs_response' && dispute.status !== 'warning_needs_response') {
    throw refused(`This dispute is ${dispute.status} and takes no more evidence.`);
  }
  const evidence = { ...dispute.evidence, ...(params.evidence as Partial<stripe.DisputeEvidence> | undefined) };
  const words = evidence.uncategorized_text;
  const submitted = params.submit !== false;
  const changed = update(scope, scope.tables.dispute, id, {
    evidence,
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: Object.values(evidence).some((value) => value !== null),
      submission_count: dispute.evidence_details.submission_count + (submitted ? 1 : 0),
    },
    ...(submitted && dispute.status === 'needs_response' ? { status: 'under_review' as const } : {}),
  });
  emit(scope, 'charge.dispute.updated', changed);
  if (submitted && words === 'winning_evidence') return closeDispute(scope, id, true);
  if (submitted && words === 'losing_evidence') return closeDispute(scope, id, false);
  return changed;
}

export function closeDispute(scope: Scope, id: string, won: boolean): stripe.Dispute {
  const dispute = disputeById(scope, id);
  if (dispute.status === 'won' || dispute.status === 'lost' || dispute.status === 'warning_closed') {
    throw refused(`This dispute is already closed.`);
  }
  if (dispute.status === 'warning_needs_response') {
    const closed = update(scope, scope.tables.dispute, id, { status: 'warning_closed' });
    emit(scope, 'charge.dispute.closed', closed);
    return closed;
  }
  if (!won) {
    const lost = update(scope, scope.tables.dispute, id, { status: 'lost' });
    emit(scope, 'charge.dispute.closed', lost);
    return lost;
  }
  const line = moveDispute(scope, dispute, dispute.amount, -disputeFee, 'dispute_reversal');
  const back = update(scope, scope.tables.dispute, id, {
    status: 'won',
    balance_transactions: [...dispute.balance_transactions, line],
  });
  update(scope, scope.tables.charge, dispute.charge, { disputed: false });
  emit(scope, 'charge.dispute.funds_reinstated', back);
  emit(scope, 'charge.dispute.closed', back);
  return back;
}
