import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { sensitive } from '@/server/kernel/sensitive';
import { ListClients } from '@/server/modules/clients/contract';
import { marketingChannels, marketingTopics } from './marketing';

const Line = z.string().trim().min(1).max(1_000);
export const SendMarketing = z.object({
  /** Of the form it was written in: sent again under the same key, nobody gets it twice. */
  key: z.uuid(),
  topic: z.enum(marketingTopics),
  channel: z.enum(marketingChannels),
  subject: z.string().trim().min(3).max(160),
  lines: z.array(Line).min(1).max(20),
  /** One client, or a page of those a filter finds among the sender's own. */
  to: z.union([z.object({ clientId: idSchema('client') }), z.object({ filter: ListClients })]),
});
export const MarketingSent = z.object({
  queued: z.number().int(),
  withoutConsent: z.number().int(),
  tooOften: z.number().int(),
  unreachable: z.number().int(),
  already: z.number().int(),
  nextCursor: z.string().nullable(),
});

export const MarketingChoices = z.object({
  channels: z.array(z.enum(marketingChannels)),
  topics: z.array(z.enum(marketingTopics)),
});
export type MarketingChoices = z.output<typeof MarketingChoices>;

export const UnsubscribeToken = z.string().regex(/^ntf_[0-9a-z]{26}\.[\w-]{43}$/);
export const Unsubscribe = z.object({ token: UnsubscribeToken, all: z.boolean().default(false) });
export const Unsubscribing = z.object({
  brand: z.string(),
  topic: z.enum(marketingTopics),
  channel: z.string(),
  isSubscribed: z.boolean(),
});

/** Who said what, when, to which words, and where. */
export const ConsentLine = z.object({
  id: idSchema('consent'),
  purpose: z.string(),
  channel: z.string(),
  isGiven: z.boolean(),
  wording: z.string(),
  by: z.string(),
  ip: sensitive('address_of_access', z.string().nullable()),
  at: z.date(),
});
export const ConsentHistory = z.object({ rows: z.array(ConsentLine) });
