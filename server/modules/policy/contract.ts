import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

const RowInput = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'lower-case letters, digits, - and _, at most 40'),
  when: z.record(z.string().min(1).max(60), z.string().max(500)),
  outcome: z.unknown(),
  note: z.string().max(500).optional(),
});

export const PointName = z
  .string()
  .regex(/^[a-z_]+(\.[a-z_]+)+$/)
  .max(80);

export const PointView = z.object({
  name: z.string(),
  purpose: z.string(),
  facts: z.array(
    z.object({ name: z.string(), type: z.string(), label: z.string(), values: z.array(z.string()).nullable() }),
  ),
  default: z.unknown(),
  publishedVersion: z.number().int().nullable(),
  hasDraft: z.boolean(),
  decisions30d: z.number().int(),
});

export const TableView = z.object({
  id: idSchema('policyTable'),
  point: z.string(),
  version: z.number().int(),
  state: z.enum(['draft', 'published']),
  rows: z.array(RowInput),
  note: z.string(),
  createdAt: z.date(),
  publishedAt: z.date().nullable(),
  effectiveFrom: z.date().nullable(),
});
export type TableView = z.output<typeof TableView>;

export const SaveDraft = z.object({
  point: PointName,
  rows: z.array(RowInput).max(500),
  note: z.string().trim().min(4).max(500),
});
export const TableProblem = z.object({ row: z.number().int(), column: z.string(), message: z.string() });
export const DraftSaved = z.object({
  id: idSchema('policyTable'),
  version: z.number().int(),
  problems: z.array(TableProblem),
});

export const Publish = z.object({ id: idSchema('policyTable'), reason: z.string().trim().min(4).max(500) });

/** How the draft would have decided what was decided in the last days. */
export const Simulation = z.object({
  decisions: z.number().int(),
  changed: z.number().int(),
  unreadable: z.number().int(),
  examples: z.array(
    z.object({
      objectId: z.string(),
      at: z.date(),
      before: z.unknown(),
      after: z.unknown(),
      row: z.string().nullable(),
    }),
  ),
});
