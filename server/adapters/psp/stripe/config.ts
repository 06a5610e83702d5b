import { z } from 'zod';

export const StripeConfig = z.object({
  secretKey: z.string().regex(/^(sk|rk)_(test|live)_[A-Za-z0-9]+$/),
  /** More than one while a secret is being rolled. */
  webhookSecrets: z
    .array(z.string().regex(/^whsec_\S+$/))
    .min(1)
    .max(3),
  /** Another address than api.stripe.com; the demo's emulator or a forward proxy. */
  endpoint: z
    .object({
      protocol: z.enum(['http', 'https']),
      host: z.string().min(1),
      port: z.coerce.number().int().min(1).max(65_535),
    })
    .optional(),
  timeoutMs: z.coerce.number().int().min(100).max(80_000).default(20_000),
});
export type StripeConfig = z.output<typeof StripeConfig>;
