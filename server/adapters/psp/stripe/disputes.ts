import type Stripe from 'stripe';
import type { DisputeAnswer, DisputeEvidence } from '@/server/modules/payments/ports';
import { problemOf } from './declines';
import { troubleOf } from './errors';
import { disputeState } from './events';

/** Stripe takes 150,000 characters of evidence over all fields (docs.stripe.com/api/disputes/evidence_object). */
const evidenceOf = (evidence: DisputeEvidence): Stripe.DisputeUpdateParams.Evidence => ({
  uncategorized_text: evidence.statement,
  customer_name: evidence.payerName,
  product_description: evidence.product,
  ...(evidence.payerEmail ? { customer_email_address: evidence.payerEmail } : {}),
  ...(evidence.payerIp ? { customer_purchase_ip: evidence.payerIp } : {}),
  ...(evidence.deliveredOn ? { service_date: evidence.deliveredOn } : {}),
});

export const contestDispute = (stripe: Stripe, pspId: string, evidence: DisputeEvidence): Promise<DisputeAnswer> =>
  answered(() => stripe.disputes.update(pspId, { evidence: evidenceOf(evidence), submit: true }));

export const acceptDispute = (stripe: Stripe, pspId: string): Promise<DisputeAnswer> =>
  answered(() => stripe.disputes.close(pspId));

/** No key is sent: what was taken already shows in the claim itself, and a second word is refused. */
async function answered(say: () => Promise<Stripe.Dispute>): Promise<DisputeAnswer> {
  try {
    const dispute = disputeState(await say());
    if (dispute) return { outcome: 'taken', dispute };
    const problem = {
      class: 'unknown',
      code: 'unmapped_status',
      detail: 'Stripe answers a status of its own',
    } as const;
    return { outcome: 'unknown', problem };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.kind === 'declined') return { outcome: 'not_taken', problem: problemOf(trouble.error) };
    return { outcome: trouble.kind === 'unknown' ? 'unknown' : 'not_taken', problem: trouble.problem };
  }
}
