import type Stripe from 'stripe';
import type { CreatePayment } from '@/server/modules/payments/ports';
import { metadataChannel, metadataReference } from './map';

type Amount = { readonly amount: number; readonly currency: string };

const metadata = (request: CreatePayment, channel: string) => ({
  [metadataReference]: request.reference,
  [metadataChannel]: channel,
  payer: request.payer.reference,
});

/** Made from the request alone: the same request has to give the same words, else Stripe refuses the key. */
export function sessionParams(
  request: CreatePayment,
  { amount, currency }: Amount,
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    allowed_payment_method_types: ['card'],
    client_reference_id: request.reference,
    success_url: request.returnUrl,
    cancel_url: request.cancelUrl,
    metadata: metadata(request, 'hosted'),
    line_items: [
      { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: request.description } } },
    ],
    payment_intent_data: {
      description: request.description,
      metadata: metadata(request, 'hosted'),
      transfer_group: request.reference,
      ...(request.capture === 'manual' ? { capture_method: 'manual' as const } : {}),
    },
    ...(request.payer.email ? { customer_email: request.payer.email } : {}),
    ...(request.expiresAt ? { expires_at: Math.floor(request.expiresAt.getTime() / 1000) } : {}),
  };
}

export function intentParams(
  request: CreatePayment,
  { amount, currency }: Amount,
  token: string,
): Stripe.PaymentIntentCreateParams {
  return {
    amount,
    currency,
    confirm: true,
    payment_method: token,
    allowed_payment_method_types: ['card'],
    description: request.description,
    metadata: metadata(request, 'token'),
    transfer_group: request.reference,
    return_url: request.returnUrl,
    ...(request.capture === 'manual' ? { capture_method: 'manual' as const } : {}),
    ...(request.payer.email ? { receipt_email: request.payer.email } : {}),
  };
}
