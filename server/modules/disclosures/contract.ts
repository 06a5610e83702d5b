import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitiveClasses } from '@/server/kernel/sensitive';

const Reason = z.string().trim().min(4).max(500);

export const OpenExport = z.object({
  table: z.string().regex(/^[a-z][a-z0-9_.-]{1,60}$/),
  rows: z.number().int().min(0).max(1_000_000),
  columns: z.array(z.string().max(60)).max(60),
  filters: z.string().max(2_000),
  reason: Reason,
});
export type OpenExport = z.output<typeof OpenExport>;
/** Written into the file: whoever finds it knows whose it was. */
export const OpenedExport = z.object({ id: idSchema('disclosure'), by: z.string(), at: z.date() });

export const disclosureKinds = ['reveal', 'export', 'permit'] as const;
export const ListDisclosures = PageInput.extend({
  kind: z.enum(disclosureKinds).nullish(),
  userId: idSchema('user').nullish(),
  clientId: idSchema('client').nullish(),
  what: z.string().trim().max(60).nullish(),
});
export const DisclosureRow = z.object({
  id: idSchema('disclosure'),
  kind: z.enum(disclosureKinds),
  userId: idSchema('user'),
  by: z.string(),
  clientId: idSchema('client').nullable(),
  what: z.string(),
  rows: z.number().int(),
  columns: z.array(z.string()),
  filters: z.string(),
  classes: z.array(z.enum(sensitiveClasses)),
  reason: z.string(),
  at: z.date(),
});
export type DisclosureRow = z.output<typeof DisclosureRow>;
export const DisclosurePage = pageOf(DisclosureRow);

const rowsMax = 10_000;
export const DisclosureRules = z.object({
  /** Rows a file may have before a second person agrees, per role; the widest of one's roles counts. */
  exportRows: z.record(z.string().max(60), z.number().int().min(0).max(rowsMax)),
  /** More than this in an hour is told, whatever is usual for the person. */
  revealsPerHour: z.number().int().min(1).max(500),
  exportRowsPerHour: z.number().int().min(1).max(1_000_000),
  /** Pages that show what is masked carry the reader's name across them. */
  watermark: z.boolean(),
});
/** What is named changes; what is not stays as it is, whoever changed it last. */
export const ChangeRules = DisclosureRules.partial();
export type ChangeRules = z.output<typeof ChangeRules>;
export type DisclosureRules = z.output<typeof DisclosureRules>;
