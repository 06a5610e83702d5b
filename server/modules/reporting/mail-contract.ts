import { z } from 'zod';
import { isZone } from '@/server/kernel/time';
import { Period } from './insight-contract';

export const mailedViews = ['insight', 'leaks'] as const;
export const cadences = ['workdays', 'weekly', 'monthly'] as const;
export type Cadence = (typeof cadences)[number];

const View = z.enum(mailedViews);
export const MailView = z.object({ view: View });
export const ScheduleMail = z.object({
  view: View,
  days: Period.shape.days,
  cadence: z.enum(cadences),
  /** The full hour in the zone, 0 to 23. */
  hour: z.number().int().min(0).max(23),
  zone: z.string().max(64).refine(isZone, 'must be a time zone'),
});
export const Mailed = ScheduleMail.extend({ nextAt: z.date(), lastAt: z.date().nullable() });
