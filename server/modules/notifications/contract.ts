import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';
import { sensitive } from '@/server/kernel/sensitive';

export const channels = ['in_app', 'email', 'sms', 'push'] as const;
export const notificationStates = ['queued', 'sent', 'delivered', 'failed', 'bounced', 'suppressed'] as const;

/** What an envelope holds: the message as it was said, and where to. */
export const Said = z.object({
  to: z.string().nullable(),
  subject: z.string(),
  lines: z.array(z.string()),
  action: z.string().nullable(),
  url: z.string().nullable(),
});
export type Said = z.output<typeof Said>;

/** Ready to be handed to a provider; only the sending job sees it. */
export const Parcel = z.object({
  id: idSchema('notification'),
  channel: z.enum(channels),
  language: z.string(),
  brand: z.object({ name: z.string(), color: z.string(), senderEmail: z.string().nullable() }),
  foot: z.string(),
  said: Said,
  /** The tenant's provider of texts. */
  connectionId: idSchema('connection').nullable(),
  message: z.string(),
  /** Of marketing: where it is stopped without a sign-in. */
  unsubscribeUrl: z.string().nullable(),
  subscriptionId: idSchema('pushSubscription').nullable(),
  since: z.date(),
  /** An earlier try of then has no certain end: it is looked up first. */
  unclearSince: z.date().nullable(),
});
export type Parcel = z.output<typeof Parcel>;

export const Happened = z.object({
  eventId: z.string().min(1).max(200),
  event: z.string().max(100),
  data: z.record(z.string(), z.string()),
});
export type Happened = z.output<typeof Happened>;

export const Outcome = z.object({
  id: idSchema('notification'),
  outcome: z.enum(['accepted', 'deferred', 'unknown', 'refused']),
  /** Of a refusal: whether the address is no good, its owner has said stop, or only this message is. */
  what: z.enum(['address', 'opted_out', 'message']).nullable(),
  detail: z.string().nullable(),
  providerRef: z.string().nullable(),
  /** Of a deferral: the provider asks not to be bothered before. */
  retryAt: z.date().nullable().default(null),
  /** Of an unknown end: handed over at this time; null when it was only looked for. */
  triedAt: z.date().nullable().default(null),
});
export type Outcome = z.output<typeof Outcome>;

/** What a provider says later of a message it had taken. */
export const Delivery = z.object({
  id: idSchema('notification').nullable(),
  providerRef: z.string().min(1).max(200),
  state: z.enum(['taken', 'sent', 'delivered', 'failed']),
  fault: z.enum(['address', 'opted_out', 'complaint', 'message']).nullable(),
  detail: z.string().max(500).nullable(),
});
export type Delivery = z.output<typeof Delivery>;

export const MessagesOfClient = PageInput.extend({ clientId: idSchema('client') });
export const MessageView = z.object({
  id: idSchema('notification'),
  message: z.string(),
  title: z.string(),
  channel: z.enum(channels),
  state: z.enum(notificationStates),
  language: z.string(),
  /** Version of the tenant's own words; 0 are the built-in ones. */
  wordsVersion: z.number().int(),
  at: z.date(),
  sentAt: z.date().nullable(),
  deliveredAt: z.date().nullable(),
  readAt: z.date().nullable(),
  problem: z.string().nullable(),
  to: sensitive('contact', z.string().nullable()),
  /** Null where the reader may not see them, and after the person was erased. */
  words: z.object({ subject: z.string(), lines: z.array(z.string()) }).nullable(),
  isErased: z.boolean(),
  /** The same words can go out once more. */
  isResendable: z.boolean(),
});
export type MessageView = z.output<typeof MessageView>;
export const MessageList = pageOf(MessageView);

export const InboxItem = z.object({
  id: idSchema('notification'),
  message: z.string(),
  subject: z.string(),
  lines: z.array(z.string()),
  /** Below the reader's own pages. */
  path: z.string(),
  at: z.date(),
  readAt: z.date().nullable(),
});
export type InboxItem = z.output<typeof InboxItem>;
export const Inbox = z.object({ unread: z.number().int(), rows: z.array(InboxItem) });
