import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';

const Reason = z.string().trim().min(4, 'at least four characters').max(500);

export const BreakState = z.enum(['open', 'explained', 'closed']);

export const RunView = z.object({
  id: idSchema('reconciliationRun'),
  trigger: z.string(),
  state: z.string(),
  accounts: z.number().int(),
  matched: z.number().int(),
  waiting: z.number().int(),
  unreachable: z.number().int(),
  breaks: z.number().int(),
  totals: z.array(z.object({ ledger: MoneySchema, platform: MoneySchema, difference: MoneySchema })),
  startedAt: z.date(),
  finishedAt: z.date().nullable(),
});
export const ListRuns = PageInput;
export const RunPage = pageOf(RunView);
export const RunRef = z.object({ id: idSchema('reconciliationRun') });

export const BreakView = z.object({
  id: idSchema('breakItem'),
  /** `ledger`: our books differ from the platform's balance. `deals`: the platform's own deals do not add up to it. */
  kind: z.enum(['ledger', 'deals']),
  accountId: idSchema('tradingAccount'),
  clientId: idSchema('client'),
  login: z.string(),
  ledger: MoneySchema,
  deals: MoneySchema,
  platform: MoneySchema,
  difference: MoneySchema,
  state: BreakState,
  explanation: z.string().nullable(),
  explainedBy: z.string().nullable(),
  openedAt: z.date(),
  seenAt: z.date(),
  closedAt: z.date().nullable(),
});
export type BreakView = z.output<typeof BreakView>;
export const ListBreaks = PageInput.extend({
  states: z.array(BreakState).max(3).nullish(),
  clientId: idSchema('client').nullish(),
  accountId: idSchema('tradingAccount').nullish(),
});
export const BreakPage = pageOf(BreakView);
export const ExplainBreak = z.object({ id: idSchema('breakItem'), reason: Reason });

export const Outcome = z.enum(['matched', 'waiting', 'unreachable', 'suspect', 'break', 'skipped']);
export type Outcome = z.output<typeof Outcome>;
