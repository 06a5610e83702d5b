import { z } from 'zod';

const Iban = z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/);

export const BankConfig = z.object({
  /** Base of the bank's file gateway; files live under `/files`. */
  gatewayUrl: z.url({ protocol: /^https?$/ }),
  token: z.string().min(8),
  /** Name on our accounts, and on the beneficiary's statement. */
  debtorName: z.string().min(1).max(70),
  debtorBic: z.string().regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/),
  /** One account per currency that is paid out. */
  accounts: z.record(z.string().regex(/^[A-Z]{3}$/), Iban),
  timeoutMs: z.coerce.number().int().min(100).max(80_000).default(20_000),
});
export type BankConfig = z.output<typeof BankConfig>;
