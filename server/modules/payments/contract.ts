import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';

const PositiveMoney = MoneySchema.refine((amount) => amount.minor > 0n, {
  message: 'must be more than zero',
  path: ['minor'],
});
const Reason = z.string().trim().min(4, 'at least four characters').max(500);

export const StartDeposit = z.object({
  amount: PositiveMoney,
  connectionId: idSchema('connection').nullish(),
  targetAccountId: idSchema('tradingAccount').nullish(),
  /** Page of the portal the client comes back to; a path, never a foreign address. */
  returnPath: z
    .string()
    .regex(/^\/(?!\/)[\w\-/?=&.]*$/)
    .max(300),
});
export const DepositStarted = z.object({
  id: idSchema('deposit'),
  state: z.string(),
  redirectUrl: z.string().nullable(),
  reason: z.string().nullable(),
});

/** Net deposit is what stands credited less what is paid: the client's header, home and insight count these states alone. */
export const netDepositStates = { in: 'credited', out: 'paid' } as const;

export const DepositView = z.object({
  id: idSchema('deposit'),
  number: z.string(),
  clientId: idSchema('client'),
  clientName: z.string(),
  requested: MoneySchema,
  credited: MoneySchema.nullable(),
  state: z.string(),
  reason: z.string().nullable(),
  method: z.string().nullable(),
  vendor: z.string().nullable(),
  createdAt: z.date(),
  creditedAt: z.date().nullable(),
});
export type DepositView = z.output<typeof DepositView>;
/** Our number, our id, or what the provider calls the payment: the whole of it, no part. */
export const PaymentReference = z.string().trim().min(3).max(255);

export const ListDeposits = PageInput.extend({
  clientId: idSchema('client').nullish(),
  reference: PaymentReference.nullish(),
  state: z.string().max(40).nullish(),
  states: z.array(z.string().max(40)).max(12).nullish(),
});
export const DepositPage = pageOf(DepositView).extend({
  /** By currency; null where there are more rows than lists count. */
  totals: z.array(z.object({ asset: z.string(), minor: z.bigint(), count: z.number().int() })).nullable(),
});

export const AddBankAccount = z.object({
  holderName: z.string().trim().min(2).max(140),
  country: z.string().regex(/^[A-Z]{2}$/, 'a two-letter country code'),
  iban: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .pipe(z.string().regex(/^[A-Z]{2}\d{2}[A-Z0-9]{8,30}$/, 'an IBAN')),
  bic: z
    .string()
    .regex(/^[A-Z0-9]{8}([A-Z0-9]{3})?$/, 'a BIC of 8 or 11 characters')
    .nullish(),
});
export const InstrumentView = z.object({
  id: idSchema('instrument'),
  kind: z.string(),
  label: sensitive('card', z.string()),
  holderName: sensitive('identity', z.string().nullable()),
  country: z.string().nullable(),
  ownership: z.enum(['own_name', 'unverified', 'third_party']),
  ownershipWhy: z.string().nullable(),
  firstSeenAt: z.date(),
});
export const VerifyInstrument = z.object({
  id: idSchema('instrument'),
  ownership: z.enum(['own_name', 'third_party']),
  reason: Reason,
});

export const RequestWithdrawal = z.object({
  amount: PositiveMoney,
  /** The money comes from this trading account; without it from the wallet. */
  sourceAccountId: idSchema('tradingAccount').nullish(),
  payoutInstrumentId: idSchema('instrument').nullish(),
});
export const WithdrawalRef = z.object({ id: idSchema('withdrawal'), state: z.string() });
export const OneWithdrawal = z.object({ id: idSchema('withdrawal') });
/** Staff say why; a client need not. */
export const CancelWithdrawal = OneWithdrawal.extend({ reason: Reason.nullish() });
export const RejectWithdrawal = z.object({
  id: idSchema('withdrawal'),
  reason: Reason,
  isRestricted: z.boolean().default(false),
});

export const CheckView = z.object({
  run: z.number().int(),
  name: z.string(),
  result: z.enum(['pass', 'warn', 'fail']),
  facts: z.record(z.string(), z.unknown()),
  at: z.date(),
});
export const LegView = z.object({
  id: idSchema('leg'),
  kind: z.enum(['refund', 'bank']),
  amount: MoneySchema,
  state: z.string(),
  instrument: sensitive('card', z.string().nullable()),
  vendor: z.string(),
  pspId: z.string().nullable(),
  problem: z.string().nullable(),
  sentAt: z.date().nullable(),
  settledAt: z.date().nullable(),
});
export const WithdrawalView = z.object({
  id: idSchema('withdrawal'),
  number: z.string(),
  clientId: idSchema('client'),
  clientName: z.string(),
  amount: MoneySchema,
  state: z.string(),
  reason: sensitive('restricted_reason', z.string().nullable()),
  publicReason: z.string().nullable(),
  sourceLogin: z.string().nullable(),
  needed: z.number().int().nullable(),
  approvals: z.number().int(),
  approvalId: idSchema('approval').nullable(),
  policyRow: z.string().nullable(),
  policyVersion: z.string().nullable(),
  requestedAt: z.date(),
  approvedAt: z.date().nullable(),
  closedAt: z.date().nullable(),
});
export type WithdrawalView = z.output<typeof WithdrawalView>;
export const WithdrawalDetail = WithdrawalView.extend({
  checks: z.array(CheckView),
  legs: z.array(LegView),
  plan: z.array(z.object({ kind: z.enum(['refund', 'bank']), amount: MoneySchema, to: sensitive('card', z.string()) })),
});
export const ListWithdrawals = PageInput.extend({
  clientId: idSchema('client').nullish(),
  reference: PaymentReference.nullish(),
  states: z.array(z.string().max(40)).max(12).nullish(),
});
export const WithdrawalPage = pageOf(WithdrawalView).extend({
  /** By currency; null where there are more rows than lists count. */
  totals: z.array(z.object({ asset: z.string(), minor: z.bigint(), count: z.number().int() })).nullable(),
});
