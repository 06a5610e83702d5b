import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

/** What a browser hands out (`PushSubscription.toJSON()`): an uncompressed P-256 point and sixteen bytes. */
export const SubscribePush = z.object({
  endpoint: z.url().max(1_000),
  p256dh: z.string().regex(/^B[\w-]{86}$/),
  auth: z.string().regex(/^[\w-]{22}$/),
});

export const PushDevice = z.object({
  id: idSchema('pushSubscription'),
  device: z.string().nullable(),
  createdAt: z.date(),
});
export const PushDevices = z.object({ rows: z.array(PushDevice) });
export const PushKey = z.object({ publicKey: z.string() });

/** All that one ring needs; only the sending job sees it. */
export const PushRing = SubscribePush.extend({ publicKey: z.string(), privateKey: z.string() });

/** What a browser's worker gets: a title and a page of his own. */
export type PushPayload = { readonly id: string; readonly title: string; readonly path: string };
