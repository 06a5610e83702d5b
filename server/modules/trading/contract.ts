import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { Asset, MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';

const Reason = z.string().trim().min(4, 'at least four characters').max(500);
const Leverage = z.number().int().min(1).max(5_000);
const PositiveMoney = MoneySchema.refine((amount) => amount.minor > 0n, {
  message: 'must be more than zero',
  path: ['minor'],
});
const Environment = z.enum(['live', 'demo']);
const Mode = z.enum(['full', 'close_only', 'disabled']);

export const tiers = ['T0', 'T1', 'T2', 'T3', 'restricted'] as const;
export const categories = ['retail', 'professional', 'eligible_counterparty'] as const;
const InstrumentClass = z
  .string()
  .regex(/^(fx_major|fx_minor|gold|index_major|index_minor|commodity|crypto|government_bond|other)$/);

const offerFields = {
  name: z.string().trim().min(2).max(60),
  description: z.string().trim().max(300).nullish(),
  entityId: idSchema('entity').nullish(),
  groupName: z.string().trim().min(1).max(63),
  closeOnlyGroup: z.string().trim().min(1).max(63).nullish(),
  leverageDefault: Leverage,
  leverageMax: Leverage,
  leverageByClass: z.record(InstrumentClass, z.number().int().min(0).max(5_000)).default({}),
  countries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .max(250)
    .default([]),
  tiers: z.array(z.enum(tiers)).default([]),
  categories: z.array(z.enum(categories)).default([]),
  minDepositMinor: z.bigint().min(0n).default(0n),
  demoBalanceMinor: z.bigint().min(0n).default(0n),
  isSwapFree: z.boolean().default(false),
  accountsMax: z.number().int().min(1).max(100).default(5),
  position: z.number().int().min(0).max(10_000).default(100),
};
const isOrdered = (offer: { leverageDefault: number; leverageMax: number }) =>
  offer.leverageDefault <= offer.leverageMax;
const order = { message: 'must not be above the maximum', path: ['leverageDefault'] };

export const CreateOffer = z
  .object({ ...offerFields, connectionId: idSchema('connection'), environment: Environment, currency: Asset })
  .refine(isOrdered, order);
/** Platform, environment and currency belong to the accounts that were opened under it and stay. */
export const ChangeOffer = z.object({ ...offerFields, id: idSchema('offer') }).refine(isOrdered, order);
export const OfferState = z.object({ id: idSchema('offer'), state: z.enum(['open', 'closed']) });
export const OfferRef = z.object({ id: idSchema('offer') });
export const OfferView = z.object({
  id: idSchema('offer'),
  name: z.string(),
  description: z.string().nullable(),
  connectionId: idSchema('connection'),
  connectionName: z.string(),
  entityId: idSchema('entity').nullable(),
  environment: Environment,
  groupName: z.string(),
  closeOnlyGroup: z.string().nullable(),
  currency: Asset,
  leverageDefault: z.number().int(),
  leverageMax: z.number().int(),
  leverageByClass: z.record(z.string(), z.number().int()),
  countries: z.array(z.string()),
  tiers: z.array(z.string()),
  categories: z.array(z.string()),
  minDeposit: MoneySchema,
  demoBalance: MoneySchema,
  isSwapFree: z.boolean(),
  accountsMax: z.number().int(),
  position: z.number().int(),
  state: z.enum(['open', 'closed']),
  accounts: z.number().int(),
});
export type OfferView = z.output<typeof OfferView>;

/** An offer as a client may take it, with the leverage that law, tier and house leave him. */
export const ClientOffer = OfferView.pick({
  id: true,
  name: true,
  description: true,
  environment: true,
  currency: true,
  minDeposit: true,
  isSwapFree: true,
}).extend({
  platform: z.string(),
  leverage: z.number().int(),
  leverageMax: z.number().int(),
  byClass: z.record(z.string(), z.number().int()),
  because: z.array(z.string()),
});

/** What a client sees when he wants an account: what he may open, and what not and why. */
export const ClientOffers = z.object({
  rows: z.array(ClientOffer),
  missing: z.array(
    OfferView.pick({ id: true, name: true, environment: true, currency: true }).extend({ reason: z.string() }),
  ),
});

export const LoginRangeInput = z.object({
  connectionId: idSchema('connection'),
  first: z.bigint().min(1n).max(9_007_199_254_740_991n),
  last: z.bigint().min(1n).max(9_007_199_254_740_991n),
});

export const OpenAccount = z.object({
  offerId: idSchema('offer'),
  /** Staff name the client; a client opens for himself. */
  clientId: idSchema('client').nullish(),
  leverage: Leverage.nullish(),
  label: z.string().trim().max(40).nullish(),
});
export const AccountRef = z.object({ id: idSchema('tradingAccount') });
export const OpenedAccount = z.object({
  id: idSchema('tradingAccount'),
  state: z.string(),
  leverage: z.number().int(),
});
export const Credentials = z.object({
  login: z.string(),
  server: z.string(),
  masterPassword: z.string(),
  investorPassword: z.string(),
});

const TermsView = z.object({ group: z.string(), leverage: z.number().int(), trading: Mode });

export const AccountRow = z.object({
  id: idSchema('tradingAccount'),
  login: z.string().nullable(),
  label: z.string().nullable(),
  platform: z.string(),
  environment: Environment,
  clientId: idSchema('client'),
  clientName: z.string(),
  clientNumber: z.string(),
  offerName: z.string(),
  currency: Asset,
  state: z.string(),
  decided: TermsView,
  observed: TermsView.nullable(),
  observedAt: z.date().nullable(),
  driftSince: z.date().nullable(),
  driftFields: z.array(z.string()),
  pendingLeverage: z.number().int().nullable(),
  pendingFrom: z.date().nullable(),
  hasException: z.boolean(),
  balance: MoneySchema.nullable(),
  credit: MoneySchema.nullable(),
  equity: MoneySchema.nullable(),
  margin: MoneySchema.nullable(),
  freeMargin: MoneySchema.nullable(),
  floating: MoneySchema.nullable(),
  openPositions: z.number().int(),
  seenAt: z.date().nullable(),
  lastDealAt: z.date().nullable(),
  createdAt: z.date(),
});
export type AccountRow = z.output<typeof AccountRow>;

export const ListAccounts = PageInput.extend({
  clientId: idSchema('client').nullish(),
  connectionId: idSchema('connection').nullish(),
  offerId: idSchema('offer').nullish(),
  environment: Environment.nullish(),
  states: z.array(z.string().max(20)).max(6).nullish(),
  isDrifting: z.boolean().nullish(),
  /** Beginning of a login. */
  login: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullish(),
});
export const AccountPage = pageOf(AccountRow);

export const OperationView = z.object({
  id: idSchema('balanceOperation'),
  accountId: idSchema('tradingAccount'),
  login: z.string().nullable(),
  purpose: z.string(),
  amount: MoneySchema,
  state: z.string(),
  attempt: z.number().int(),
  opId: z.string(),
  platformRef: z.string().nullable(),
  /** For clients the key of a sentence, for staff the platform's own words. */
  problem: z.string().nullable(),
  lookups: z.number().int(),
  nextAt: z.date().nullable(),
  createdAt: z.date(),
  settledAt: z.date().nullable(),
});
export type OperationView = z.output<typeof OperationView>;
export const ListOperations = PageInput.extend({
  accountId: idSchema('tradingAccount').nullish(),
  clientId: idSchema('client').nullish(),
  states: z.array(z.string().max(20)).max(6).nullish(),
});
export const OperationPage = pageOf(OperationView);

export const AccountDetail = AccountRow.extend({
  connectionId: idSchema('connection'),
  serverId: z.string().nullable(),
  because: z.array(z.string()),
  decisionId: idSchema('decision').nullable(),
  exception: z
    .object({
      leverage: z.number().int().nullable(),
      trading: Mode.nullable(),
      group: z.string().nullable(),
      reason: z.string(),
      by: z.string(),
      at: z.date(),
      until: z.date().nullable(),
    })
    .nullable(),
  creationProblem: z.string().nullable(),
  mayShowPassword: z.boolean(),
  ledgerBalance: MoneySchema,
  operations: z.array(OperationView),
  /** What stands on the platform and is left as it is, by field. */
  tolerated: z.record(z.string(), z.string()),
  toleratedUntil: z.coerce.date().nullable(),
});
export type AccountDetail = z.output<typeof AccountDetail>;

export const SetException = z.object({
  id: idSchema('tradingAccount'),
  leverage: Leverage.nullish(),
  trading: Mode.nullish(),
  group: z.string().trim().min(1).max(63).nullish(),
  until: z.date().nullish(),
  reason: Reason,
});
export const WithReason = z.object({ id: idSchema('tradingAccount'), reason: Reason });
export const TolerateDrift = WithReason.extend({ until: z.date().nullish() });
export const RetryOperation = z.object({ id: idSchema('balanceOperation'), reason: Reason });
export const DecideOperation = RetryOperation.extend({
  outcome: z.enum(['applied', 'failed']),
  platformRef: z
    .string()
    .regex(/^\d{1,20}$/)
    .nullish(),
});

export const MoveMoney = z.object({ accountId: idSchema('tradingAccount'), amount: PositiveMoney });
export const MoneyMoved = z.object({ id: idSchema('balanceOperation'), state: z.string() });
