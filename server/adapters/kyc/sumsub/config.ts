import { z } from 'zod';

export const SumsubConfig = z.object({
  /** Sandbox tokens begin with `sbx:`. */
  appToken: z.string().min(8),
  secretKey: z.string().min(8),
  /** Secrets of the webhook, not of the token; more than one while one is being rolled. */
  webhookSecrets: z.array(z.string().min(8)).min(1).max(3),
  baseUrl: z.url({ protocol: /^https?$/ }).default('https://api.sumsub.com'),
  timeoutMs: z.coerce.number().int().min(100).max(80_000).default(20_000),
});
export type SumsubConfig = z.output<typeof SumsubConfig>;
