import type Stripe from 'stripe';
import type { PaymentLookup } from '@/server/modules/payments/ports';
import { idOf, metadataReference, type Seen } from './map';

const scanLimit = 2000;
const slackSeconds = 300;
const keyWindowSeconds = 24 * 3600;

export class ScanLimitError extends Error {
  override readonly name = 'ScanLimitError';
}

/**
 * Everything Stripe knows under one reference. Charges are found by transfer_group, which is exact; the search API is not
 * used, because its index runs up to a minute behind (docs.stripe.com/search) and would prove nothing.
 */
export async function lookAround(stripe: Stripe, lookup: PaymentLookup): Promise<Seen | null> {
  const charges = await chargesOf(stripe, lookup.reference);
  const root = lookup.pspId ? await byId(stripe, lookup.pspId) : await byReference(stripe, lookup, charges);
  if (!root && charges.length === 0) return null;
  return { reference: lookup.reference, session: root?.session ?? null, intent: root?.intent ?? null, charges };
}

export async function chargesOf(stripe: Stripe, reference: string): Promise<Stripe.Charge[]> {
  const charges: Stripe.Charge[] = [];
  for await (const charge of stripe.charges.list({ transfer_group: reference, limit: 100 })) charges.push(charge);
  // Oldest first: the first charge is the wanted one, what follows is the second taking.
  return charges.reverse();
}

type Root = { readonly session: Stripe.Checkout.Session | null; readonly intent: Stripe.PaymentIntent | null };

async function byId(stripe: Stripe, pspId: string): Promise<Root> {
  if (!pspId.startsWith('cs_')) return { session: null, intent: await stripe.paymentIntents.retrieve(pspId) };
  const session = await stripe.checkout.sessions.retrieve(pspId, { expand: ['payment_intent'] });
  return { session, intent: typeof session.payment_intent === 'object' ? session.payment_intent : null };
}

async function byReference(
  stripe: Stripe,
  lookup: PaymentLookup,
  charges: readonly Stripe.Charge[],
): Promise<Root | null> {
  const at = Math.floor(lookup.createdAt.getTime() / 1000);
  const created = { gte: at - slackSeconds, lte: at + keyWindowSeconds };
  let seen = 0;
  for await (const session of stripe.checkout.sessions.list({ created, limit: 100 })) {
    if (session.client_reference_id === lookup.reference) return byId(stripe, session.id);
    seen += 1;
    if (seen > scanLimit)
      throw new ScanLimitError(`more than ${scanLimit} sessions around ${lookup.createdAt.toISOString()}`);
  }
  const intentId = idOf(charges[0]?.payment_intent);
  if (intentId) return byId(stripe, intentId);
  seen = 0;
  for await (const intent of stripe.paymentIntents.list({ created, limit: 100 })) {
    if (intent.metadata[metadataReference] === lookup.reference) return { session: null, intent };
    seen += 1;
    if (seen > scanLimit)
      throw new ScanLimitError(`more than ${scanLimit} payment intents around ${lookup.createdAt.toISOString()}`);
  }
  return null;
}
