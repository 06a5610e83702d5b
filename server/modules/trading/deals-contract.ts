import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';

/** Lots, prices and rates are exact decimals as text. */
const Decimals = z.string();

const Ticket = z.string().trim().min(1).max(60);

export const DealView = z.object({
  id: idSchema('deal'),
  ticket: z.string(),
  accountId: idSchema('tradingAccount').nullable(),
  login: z.string(),
  action: z.string(),
  entry: z.string().nullable(),
  reason: z.string(),
  symbol: z.string().nullable(),
  lots: Decimals.nullable(),
  price: Decimals.nullable(),
  positionRef: z.string().nullable(),
  marketBid: Decimals.nullable(),
  marketAsk: Decimals.nullable(),
  specVersion: z.string().nullable(),
  profit: MoneySchema.nullable(),
  swap: MoneySchema.nullable(),
  commission: MoneySchema.nullable(),
  comment: z.string(),
  isEdited: z.boolean(),
  at: z.date(),
  rawTimeMs: z.bigint(),
  isBooked: z.boolean(),
});
export type DealView = z.output<typeof DealView>;
export const ListDeals = PageInput.extend({
  accountId: idSchema('tradingAccount').nullish(),
  clientId: idSchema('client').nullish(),
  connectionId: idSchema('connection').nullish(),
  symbol: z.string().max(40).nullish(),
  kind: z.enum(['trades', 'money']).nullish(),
  /** The platform's number, the whole of it. */
  ticket: Ticket.nullish(),
  from: z.date().nullish(),
  to: z.date().nullish(),
});
export const DealPage = pageOf(DealView);

export const PositionView = z.object({
  ticket: z.string(),
  accountId: idSchema('tradingAccount'),
  clientId: idSchema('client'),
  clientName: z.string(),
  clientNumber: z.string(),
  environment: z.enum(['live', 'demo']),
  login: z.string(),
  symbol: z.string(),
  side: z.enum(['buy', 'sell']),
  lots: Decimals,
  openPrice: Decimals,
  currentPrice: Decimals,
  stopLoss: Decimals.nullable(),
  takeProfit: Decimals.nullable(),
  profit: MoneySchema,
  swap: MoneySchema,
  openedAt: z.date(),
  seenAt: z.date(),
});
export type PositionView = z.output<typeof PositionView>;
export const ListPositions = z.object({
  ticket: Ticket.nullish(),
  accountId: idSchema('tradingAccount').nullish(),
  clientId: idSchema('client').nullish(),
  symbol: z.string().max(40).nullish(),
  environment: z.enum(['live', 'demo']).nullish(),
  limit: z.number().int().min(1).max(500).default(200),
});
export const PositionList = z.object({ rows: z.array(PositionView), total: z.number().int() });
