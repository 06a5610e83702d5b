import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { MoneySchema } from '@/server/kernel/money';
import { PageInput, pageOf } from '@/server/kernel/page';
import { handOffs, leakKeys } from './leak-contract';

const count = z.number().int();
/** The last seven days, and the seven before. */
const Flow = z.object({ now: count, before: count });

export const LeakLine = z.object({
  leak: z.enum(leakKeys as [string, ...string[]]),
  came: Flow,
  /** Went on to the next station; the others that left are lost. */
  passed: Flow,
  lost: Flow,
  /** Inside now, stuck or not. */
  waiting: count,
  stuck: Flow,
  medianMs: z.number().nullable(),
  oldestMs: z.number().nullable(),
  /** Of what is stuck, by currency. */
  money: z.array(MoneySchema),
  /** Where those who are stuck came from, the most first. */
  sources: z.array(z.object({ source: z.string().nullable(), stuck: count })),
});
export type LeakLine = z.output<typeof LeakLine>;
export const LeakBoard = z.object({ at: z.date(), lines: z.array(LeakLine) });

export const ListPassages = PageInput.extend({
  leaks: z
    .array(z.enum(leakKeys as [string, ...string[]]))
    .max(30)
    .nullish(),
  handOffs: z.array(z.enum(handOffs)).max(6).nullish(),
  /** Only what is stuck, or also what is inside in time. */
  state: z.enum(['stuck', 'waiting']).default('stuck'),
  source: z.string().max(300).nullish(),
});
export const PassageRow = z.object({
  id: z.string(),
  leak: z.enum(leakKeys as [string, ...string[]]),
  clientId: idSchema('client'),
  clientNumber: z.string(),
  clientName: z.string(),
  /** The object whose page shows it. */
  object: z.object({ type: z.string(), id: z.string() }),
  enteredAt: z.date(),
  isStuck: z.boolean(),
  money: MoneySchema.nullable(),
  source: z.string().nullable(),
  team: z.string(),
  waitsOn: z.string(),
  owner: z.string().nullable(),
});
export type PassageRow = z.output<typeof PassageRow>;
export const PassagePage = pageOf(PassageRow).extend({ totals: z.array(MoneySchema) });
