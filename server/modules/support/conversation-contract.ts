import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';
import { PageInput, pageOf } from '@/server/kernel/page';

export const topics = ['deposit', 'withdrawal', 'verification', 'trading', 'account', 'complaint', 'other'] as const;
export const conversationStateNames = ['waiting', 'answered', 'closed'] as const;
/** Language of a text: two letters, as on the client. */
const Language = z.string().regex(/^[a-z]{2}$/);

const Words = z.object({
  text: z.string().trim().min(1).max(8_000),
  /** Sent before by the route of documents, as `attachment` of this client. */
  documentIds: z.array(idSchema('document')).max(5).default([]),
});
export const ConversationId = z.object({ id: idSchema('conversation') });
export const OpenConversation = Words.extend({
  /** For staff who write first; a client writes for himself. */
  clientId: idSchema('client').optional(),
  topic: z.enum(topics),
});
export const Reply = Words.extend({ id: idSchema('conversation') });
export const WriteNote = z.object({ id: idSchema('conversation'), text: z.string().trim().min(1).max(4_000) });
export const AssignConversation = z.object({ id: idSchema('conversation'), userId: idSchema('user').nullable() });

export const ListConversations = PageInput.extend({
  clientId: idSchema('client').nullish(),
  states: z.array(z.enum(conversationStateNames)).max(3).nullish(),
  topics: z.array(z.enum(topics)).max(topics.length).nullish(),
  isMine: z.boolean().nullish(),
  isUnassigned: z.boolean().nullish(),
});
export const ConversationRow = z.object({
  id: idSchema('conversation'),
  clientId: idSchema('client'),
  clientName: z.string(),
  topic: z.enum(topics),
  state: z.enum(conversationStateNames),
  assignee: z.string().nullable(),
  isMine: z.boolean(),
  openedAt: z.date(),
  lastMessageAt: z.date(),
  waitingSince: z.date().nullable(),
  dueAt: z.date().nullable(),
  isOverdue: z.boolean(),
  /** Something of ours that the client has not opened yet. */
  isUnread: z.boolean(),
});
export type ConversationRow = z.output<typeof ConversationRow>;
export const ConversationPage = pageOf(ConversationRow);

export const MessageView = z.object({
  id: idSchema('message'),
  side: z.enum(['client', 'staff', 'note']),
  /** null: erased with the person's key. */
  text: z.string().nullable(),
  author: z.string(),
  at: z.date(),
  isRead: z.boolean(),
  attachments: z.array(z.object({ id: idSchema('document'), fileName: z.string(), contentType: z.string() })),
});
export type MessageView = z.output<typeof MessageView>;
export const ConversationDetail = ConversationRow.extend({
  clientNumber: z.string(),
  language: z.string(),
  messages: z.array(MessageView),
});
export type ConversationDetail = z.output<typeof ConversationDetail>;

/** What a macro may name; anything else in braces is refused when it is saved. */
export const placeholders = ['name', 'number', 'agent', 'brand'] as const;
export const SaveMacro = z.object({
  id: idSchema('macro').optional(),
  name: z.string().trim().min(2).max(80),
  texts: z.record(Language, z.string().trim().min(1).max(4_000)).refine((texts) => 'en' in texts, 'English is needed'),
  isActive: z.boolean().default(true),
});
export const MacroView = z.object({
  id: idSchema('macro'),
  name: z.string(),
  texts: z.record(z.string(), z.string()),
  isActive: z.boolean(),
  updatedAt: z.date(),
  updatedBy: z.string(),
});
export type MacroView = z.output<typeof MacroView>;
export const FillMacro = z.object({ id: idSchema('macro'), conversationId: idSchema('conversation') });
