import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

export const contactChannels = ['call', 'mail', 'chat', 'note'] as const;
export const contactDirections = ['in', 'out'] as const;
export const contactOutcomes = ['reached', 'no_answer', 'left_message', 'call_back', 'resolved'] as const;

const OfClient = z.object({ clientId: idSchema('client') });

export const LogContact = OfClient.extend({
  channel: z.enum(contactChannels),
  direction: z.enum(contactDirections).nullish(),
  outcome: z.enum(contactOutcomes).nullish(),
  text: z.string().trim().min(1).max(4_000),
  nextAction: z.string().trim().min(2).max(300).nullish(),
  nextActionAt: z.date().nullish(),
  /** A colleague who is asked to look. */
  mentionId: idSchema('user').nullish(),
  isRestricted: z.boolean().default(false),
});
export const ListContacts = OfClient;
export const ContactView = z.object({
  id: idSchema('contact'),
  channel: z.enum(contactChannels),
  direction: z.enum(contactDirections).nullable(),
  outcome: z.enum(contactOutcomes).nullable(),
  /** null: erased with the person's key. */
  text: z.string().nullable(),
  nextAction: z.string().nullable(),
  nextActionAt: z.date().nullable(),
  mentioned: z.string().nullable(),
  isIdentityChecked: z.boolean(),
  isRestricted: z.boolean(),
  author: z.string(),
  at: z.date(),
});
export type ContactView = z.output<typeof ContactView>;

export const Colleague = z.object({ id: idSchema('user'), name: z.string() });
