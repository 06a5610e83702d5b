import { z } from 'zod';

const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const Preferences = z.object({
  /** Of staff: mails at once, gathered into one a day, or none; what cannot wait comes at once all the same. */
  mail: z.enum(['at_once', 'digest', 'none']),
  digestHour: z.number().int().min(0).max(23),
  /** Between these wall times of his own day nothing rings; null: never quiet. */
  quiet: z.object({ from: WallTime, to: WallTime }).nullable(),
});
export type Preferences = z.output<typeof Preferences>;
