import { z } from 'zod';

export const SmtpConfig = z.object({
  host: z.string().min(1),
  port: z.coerce.number().int().min(1).max(65_535).default(587),
  /** `tls` from the first byte (465), `starttls` before anything is said (587), `none` for loopback only. */
  security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
  user: z.string().optional(),
  password: z.string().optional(),
  timeoutMs: z.coerce.number().int().min(100).max(120_000).default(20_000),
});
export type SmtpConfig = z.output<typeof SmtpConfig>;
