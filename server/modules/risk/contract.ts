import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { Asset, MoneySchema } from '@/server/kernel/money';

export const Book = z.enum(['A', 'B']);
const Reason = z.string().trim().min(4, 'at least four characters').max(500);
/** Lots and units are exact decimals as text, signed from the clients' side. */
const Decimals = z.string();

export const AssignBook = z.object({ clientId: idSchema('client'), book: Book, reason: Reason });
export const BookOf = z.object({
  clientId: idSchema('client'),
  book: Book,
  since: z.date().nullable(),
  reason: z.string(),
});

export const SetBand = z.object({
  symbol: z.string().trim().min(1).max(60),
  book: Book.default('B'),
  /** Either way; null takes the band away. */
  lots: z
    .string()
    .regex(/^\d{1,9}(\.\d{1,8})?$/)
    .nullable(),
});

export const ExposureInput = z.object({
  book: Book.nullish(),
  /** Of the valuation; the first entity's base currency when absent. */
  currency: Asset.nullish(),
  /** Beginning of the day whose results are shown. */
  since: z.date().nullish(),
});

export const ExposureRow = z.object({
  symbol: z.string(),
  book: Book,
  positions: z.number().int(),
  /** Distinct: who is long and short counts once. */
  clients: z.number().int(),
  longLots: Decimals,
  shortLots: Decimals,
  netLots: Decimals,
  netUnits: Decimals,
  /** What the house carries: the opposite of its clients in book B, nothing in A. */
  houseLots: Decimals,
  /** Null while a quote or a rate is missing. */
  notional: MoneySchema.nullable(),
  /** The clients' floating result; the house has the opposite in book B. */
  floating: MoneySchema.nullable(),
  realised: MoneySchema.nullable(),
  bandLots: Decimals.nullable(),
  isOverBand: z.boolean(),
  bid: Decimals.nullable(),
  ask: Decimals.nullable(),
  quotedAt: z.date().nullable(),
});
export type ExposureRow = z.output<typeof ExposureRow>;
export const ExposureList = z.object({ currency: Asset, rows: z.array(ExposureRow) });

export const ExposureSnapshot = ExposureList.extend({
  at: z.date(),
  byCurrency: z.array(z.object({ currency: z.string(), units: Decimals, value: MoneySchema.nullable() })),
  books: z.array(
    z.object({
      book: Book,
      gross: MoneySchema.nullable(),
      floating: MoneySchema.nullable(),
      realised: MoneySchema.nullable(),
      positions: z.number().int(),
    }),
  ),
  overBand: z.number().int(),
  /** Symbols with positions that cannot be valued now: sums that would need them are null. */
  unvalued: z.array(z.string()),
  oldestQuoteAt: z.date().nullable(),
});
export type ExposureSnapshot = z.output<typeof ExposureSnapshot>;

export const ResultsInput = z
  .object({ clientId: idSchema('client').nullish(), accountId: idSchema('tradingAccount').nullish(), since: z.date() })
  .refine(({ clientId, accountId }) => Boolean(clientId) !== Boolean(accountId), {
    message: 'one client or one account',
    path: ['clientId'],
  });
export const Results = z.object({
  rows: z.array(
    z.object({
      symbol: z.string(),
      deals: z.number().int(),
      lots: Decimals,
      profit: MoneySchema,
      swap: MoneySchema,
      commission: MoneySchema,
    }),
  ),
  totals: z.array(MoneySchema),
  floating: z.array(MoneySchema),
});
