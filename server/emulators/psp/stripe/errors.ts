export type StripeErrorBody = {
  readonly type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly decline_code?: string;
  readonly advice_code?: string;
  readonly network_decline_code?: string;
  readonly param?: string;
  readonly charge?: string;
  readonly payment_intent?: unknown;
  readonly payment_method?: unknown;
};

export class StripeFault extends Error {
  override readonly name = 'StripeFault';
  constructor(
    readonly status: number,
    readonly body: StripeErrorBody,
    /** Stripe stores an answer under the key only once the endpoint began to execute. */
    readonly executed = false,
  ) {
    super(body.message);
  }
}

export const invalid = (message: string, extra: Partial<StripeErrorBody> = {}, status = 400): StripeFault =>
  new StripeFault(status, { type: 'invalid_request_error', message, ...extra });

/** A refusal found while executing: it is replayed under the same key. */
export const refused = (message: string, extra: Partial<StripeErrorBody> = {}): StripeFault =>
  new StripeFault(400, { type: 'invalid_request_error', message, ...extra }, true);

export const missing = (kind: string, id: string): StripeFault =>
  new StripeFault(
    404,
    { type: 'invalid_request_error', code: 'resource_missing', message: `No such ${kind}: '${id}'`, param: 'id' },
    true,
  );

export function plainError(status: number): StripeErrorBody {
  if (status === 429) {
    return {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded. Learn more about rate limits.',
    };
  }
  return { type: 'api_error', message: 'An unknown error occurred' };
}
