import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { next } from '@/server/kernel/state';
import type { Read, Uow } from '@/server/kernel/uow';
import { closeWork, raiseWork } from '@/server/kernel/work';
import { findClient, noteContact, requireVisible } from '@/server/modules/clients';
import { findDocument } from '@/server/modules/documents';
import type { ConversationRow } from './conversation-contract';
import {
  type ConversationRecord,
  findConversation,
  insertMessage,
  updateConversation,
} from './repository/conversations';
import { sealAbout } from './sealed';
import { conversationStates } from './state';

const hour = 3_600_000;
/** How soon a waiting client is answered; a complaint has its own clock in law, its first answer is the same day. */
const answerHours: Readonly<Record<string, number>> = { withdrawal: 2, deposit: 2, complaint: 8 };
const answerMs = (topic: string) => (answerHours[topic] ?? 4) * hour;

type State = ConversationRow['state'];
export type Words = { readonly text: string; readonly documentIds: readonly Id<'document'>[] };

/** The thread within the actor's rows; for anybody else it does not exist. */
export async function threadInReach(
  read: Read,
  verb: string,
  id: Id<'conversation'>,
  lock = false,
): Promise<ConversationRecord> {
  const row = found(await findConversation(read, id, lock), 'conversation_not_found');
  await requireVisible(read, row.clientId, verb);
  return row;
}

/** Only what was sent in for this client and as an attachment: a passport is not passed around in messages. */
async function requireAttachments(read: Read, clientId: Id<'client'>, ids: readonly Id<'document'>[]): Promise<void> {
  for (const id of ids) {
    const row = await findDocument(read, id);
    if (!row || row.clientId !== clientId || row.kind !== 'attachment' || row.state === 'failed')
      throw new Refusal('invalid', 'document_not_found', { field: 'documentIds' });
  }
}

export async function write(
  uow: Uow,
  thread: Pick<ConversationRecord, 'id' | 'clientId'>,
  side: 'client' | 'staff' | 'note',
  { text, documentIds }: Words,
): Promise<Id<'message'>> {
  await requireAttachments(uow, thread.clientId, documentIds);
  const id = uow.id('message');
  await insertMessage(uow, {
    id,
    conversationId: thread.id,
    clientId: thread.clientId,
    side,
    text: await sealAbout(uow, thread.clientId, { table: 'conversation_message', column: 'text', row: id }, text),
    documentIds: [...documentIds],
    authorId: uow.actor.userId ?? null,
    authorName: uow.actor.name,
    at: uow.now,
  });
  return id;
}

/** One message and what it means: whose turn it is, by when, and who is told to act. */
export async function say(
  uow: Uow,
  thread: Pick<ConversationRecord, 'id' | 'clientId' | 'topic' | 'state' | 'waitingSince' | 'dueAt' | 'assigneeId'>,
  side: 'client' | 'staff',
  words: Words,
): Promise<void> {
  await write(uow, thread, side, words);
  const isAsked = side === 'client';
  const before = thread.state as State; // written here alone
  const state = next(conversationStates, before, isAsked ? 'ask' : 'answer');
  const dueAt = isAsked ? (thread.dueAt ?? new Date(uow.now.getTime() + answerMs(thread.topic))) : null;
  await updateConversation(uow, thread.id, {
    state,
    lastMessageAt: uow.now,
    waitingSince: isAsked ? (thread.waitingSince ?? uow.now) : null,
    dueAt,
    closedAt: null,
    ...(isAsked ? { clientReadAt: uow.now } : {}),
    ...(isAsked || thread.assigneeId ? {} : { assigneeId: uow.actor.userId ?? null, assigneeName: uow.actor.name }),
  });
  if (dueAt) await raiseWaiting(uow, thread, dueAt);
  else await closeWork(uow, thread.id, 'answered', 'conversation');
  await noteContact(uow, thread.clientId);
  uow.audit({
    action: isAsked ? 'support.message.received' : 'support.message.sent',
    object: { type: 'conversation', id: thread.id },
    client: thread.clientId,
    thread: thread.id,
    ...(before === state ? {} : { changes: { state: [before, state] as const } }),
    facts: { topic: thread.topic, attachments: words.documentIds.length },
  });
  uow.emit({
    name: isAsked ? 'support/message.received' : 'support/message.sent',
    data: { conversationId: thread.id, clientId: thread.clientId },
  });
}

export async function raiseWaiting(
  uow: Uow,
  thread: Pick<ConversationRecord, 'id' | 'clientId' | 'topic' | 'assigneeId'>,
  dueAt: Date,
): Promise<void> {
  const { number } = found(await findClient(uow, thread.clientId), 'client_not_found');
  await raiseWork(uow, {
    kind: 'conversation',
    object: { type: 'conversation', id: thread.id },
    title: `${number} waits for an answer: ${thread.topic}`,
    team: 'support',
    client: thread.clientId,
    priority: thread.topic === 'complaint' ? 1 : 2,
    dueAt,
    ...(thread.assigneeId ? { assignee: thread.assigneeId } : {}),
  });
}
