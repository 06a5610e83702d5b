import { z } from 'zod';
import type { IdKind } from '@/server/kernel/ids';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';

export const periods = [7, 30, 90] as const;
/** Who gets the merit: the first contact, the last one before the first deposit, or what was declared at registration. */
export const attributions = ['first', 'last', 'declared'] as const;
export type Attribution = (typeof attributions)[number];

/** Events by what their list is called and which page shows one. Only who may read that list is told of them. */
export const events = {
  registered: { verb: 'clients.client.list', page: 'client' },
  verified: { verb: 'clients.client.list', page: 'client' },
  funded: { verb: 'clients.client.list', page: 'client' },
  trading: { verb: 'clients.client.list', page: 'client' },
  deposit: { verb: 'payments.deposit.list', page: 'deposit' },
  withdrawal: { verb: 'payments.withdrawal.list', page: 'withdrawal' },
  decision: { verb: 'onboarding.application.list', page: 'application' },
} as const satisfies Readonly<Record<string, { verb: string; page: IdKind }>>;
export type EventKey = keyof typeof events;
export const eventKeys = Object.keys(events) as readonly EventKey[]; // keys of the literal above
const Event = z.enum(eventKeys as [EventKey, ...EventKey[]]);

export const Period = z.object({ days: z.union([z.literal(7), z.literal(30), z.literal(90)]).default(30) });
export const FunnelInput = Period.extend({ attribution: z.enum(attributions).default('first') });

const count = z.number().int();
const Sums = z.array(MoneySchema);
const now = <S extends z.ZodType>(value: S) => z.object({ now: value, before: value });
const Times = z.object({ count, medianMs: z.number().nullable(), p90Ms: z.number().nullable() });

/** A part that this reader may not see is null. */
export const Overview = z.object({
  registered: now(count).nullable(),
  funded: now(count).nullable(),
  active: now(count).nullable(),
  netDeposit: now(Sums).nullable(),
  decision: now(Times).nullable(),
  payout: now(Times).nullable(),
});
export type Overview = z.output<typeof Overview>;

export const FunnelRow = z.object({
  source: z.string(),
  registered: count,
  verified: count,
  funded: count,
  trading: count,
  netDeposit: Sums.nullable(),
  result: Sums.nullable(),
});
export type FunnelRow = z.output<typeof FunnelRow>;
export const Funnel = z.object({ rows: z.array(FunnelRow) });

export const FlowDay = z.object({
  day: z.string(),
  asset: z.string(),
  deposits: MoneySchema,
  withdrawals: MoneySchema,
});
export const Flows = z.object({
  days: z.array(FlowDay),
  totals: z.array(z.object({ asset: z.string(), deposits: now(MoneySchema), withdrawals: now(MoneySchema) })),
});

export const CohortRow = z.object({ month: z.string(), clients: count, active: z.array(count) });
export type CohortRow = z.output<typeof CohortRow>;
export const Cohorts = z.object({ rows: z.array(CohortRow) });

export const StaffRow = z.object({
  id: idSchema('user'),
  name: z.string(),
  open: count,
  overdue: count,
  closed: now(count),
});
export type StaffRow = z.output<typeof StaffRow>;
export const StaffLoad = z.object({ rows: z.array(StaffRow) });

export const ListEvents = PageInput.extend({
  event: Event,
  days: Period.shape.days,
  /** Of the clients registered in the period, whenever it happened; else what happened in the period. */
  isCohort: z.boolean().default(false),
  attribution: z.enum(attributions).default('first'),
  source: z.string().max(300).nullish(),
  /** One day, in the zone of each client's entity. */
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullish(),
  asset: z.string().max(12).nullish(),
});
/** Clients who traded on a live account: in the period; of a cohort of first deposits, so many months after; or of those registered in the period. */
export const ListTraders = PageInput.extend({
  days: Period.shape.days,
  isCohort: z.boolean().default(false),
  attribution: z.enum(attributions).default('first'),
  source: z.string().max(300).nullish(),
  month: z
    .string()
    .regex(/^(19|20)\d{2}-(0[1-9]|1[0-2])$/)
    .nullish(),
  later: z.number().int().min(0).max(120).nullish(),
});
export const TraderRow = z.object({
  clientId: idSchema('client'),
  clientNumber: z.string(),
  clientName: z.string(),
  source: z.string(),
  deals: count,
  /** Null for whoever may not see what clients win and lose. */
  results: Sums.nullable(),
  at: z.date(),
});
export type TraderRow = z.output<typeof TraderRow>;
export const TraderPage = pageOf(TraderRow);
export const EventRow = z.object({
  id: z.string(),
  clientId: idSchema('client'),
  clientNumber: z.string(),
  clientName: z.string(),
  object: z.object({ type: z.string(), id: z.string() }),
  at: z.date(),
  money: MoneySchema.nullable(),
  tookMs: z.number().nullable(),
  source: z.string(),
});
export type EventRow = z.output<typeof EventRow>;
export const EventPage = pageOf(EventRow).extend({ totals: Sums });
