import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';
import { channels } from './contract';

export const suppressionReasons = ['hard_bounce', 'complaint', 'opted_out'] as const;

export const SuppressionsInput = PageInput.extend({
  clientId: idSchema('client').nullish(),
  reasons: z.array(z.enum(suppressionReasons)).max(3).nullish(),
  /** Also those that were lifted. */
  withLifted: z.boolean().nullish(),
});
export const SuppressionView = z.object({
  id: idSchema('suppression'),
  channel: z.enum(channels),
  /** Null once the person was erased. */
  address: sensitive('contact', z.string().nullable()),
  reason: z.enum(suppressionReasons),
  /** What the provider said. */
  detail: z.string().nullable(),
  at: z.date(),
  clientId: idSchema('client').nullable(),
  clientName: z.string().nullable(),
  userId: idSchema('user').nullable(),
  liftedAt: z.date().nullable(),
  liftedBy: z.string().nullable(),
  liftReason: z.string().nullable(),
});
export type SuppressionView = z.output<typeof SuppressionView>;
export const SuppressionList = pageOf(SuppressionView);
export const LiftSuppression = z.object({
  id: idSchema('suppression'),
  reason: z.string().trim().min(4).max(500),
});
