import { found, Refusal } from '@/server/kernel/errors';
import { next } from '@/server/kernel/state';
import { command } from '@/server/kernel/verb';
import { closeWork } from '@/server/kernel/work';
import { findClient, requireVisible } from '@/server/modules/clients';
import { activeStaffIds, namesOf } from '@/server/modules/identity';
import {
  AssignConversation,
  ConversationId,
  type ConversationRow,
  OpenConversation,
  Reply,
  WriteNote,
} from './conversation-contract';
import { askColleagues } from './mentions';
import { insertConversation, updateConversation } from './repository/conversations';
import { conversationStates } from './state';
import { raiseWaiting, say, threadInReach, write } from './threads';

const both = ['staff', 'client'] as const;
const perHour = { max: 60, seconds: 3_600 };

/** A client writes for himself; staff write first when there is something to tell. */
export const openConversation = command({
  name: 'support.conversation.open',
  actors: both,
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? [{ key: `message/${ctx.credential.sessionId}`, ...perHour }] : [],
  input: OpenConversation,
  output: ConversationId,
  run: async (uow, { clientId: named, topic, ...words }) => {
    const clientId = uow.actor.kind === 'client' ? uow.actor.clientId : named;
    if (!clientId) throw new Refusal('invalid', 'client_not_found', { field: 'clientId' });
    await requireVisible(uow, clientId);
    found(await findClient(uow, clientId), 'client_not_found');
    const id = uow.id('conversation');
    const thread = { id, clientId, topic, state: 'waiting', openedAt: uow.now, lastMessageAt: uow.now };
    await insertConversation(uow, thread);
    await say(
      uow,
      { ...thread, waitingSince: null, dueAt: null, assigneeId: null },
      uow.actor.kind === 'client' ? 'client' : 'staff',
      words,
    );
    return { id };
  },
});

export const replyToConversation = command({
  name: 'support.conversation.reply',
  actors: both,
  limits: (_input, ctx) =>
    ctx.credential.kind === 'session' ? [{ key: `message/${ctx.credential.sessionId}`, ...perHour, max: 240 }] : [],
  input: Reply,
  output: ConversationId,
  run: async (uow, { id, ...words }) => {
    const thread = await threadInReach(uow, uow.verb, id, true);
    await say(uow, thread, uow.actor.kind === 'client' ? 'client' : 'staff', words);
    return { id };
  },
});

/** Between colleagues: the client neither sees it nor hears that something was written. */
export const writeConversationNote = command({
  name: 'support.conversation.note',
  actors: ['staff'],
  input: WriteNote,
  output: ConversationId,
  run: async (uow, { id, text }) => {
    const thread = await threadInReach(uow, uow.verb, id);
    const note = await write(uow, thread, 'note', { text, documentIds: [] });
    await askColleagues(uow, thread, note, text);
    uow.audit({ object: { type: 'conversationNote', id: note }, client: thread.clientId, thread: id });
    return { id };
  },
});

export const assignConversation = command({
  name: 'support.conversation.assign',
  actors: ['staff'],
  input: AssignConversation,
  output: ConversationId,
  run: async (uow, { id, userId }) => {
    const thread = await threadInReach(uow, uow.verb, id, true);
    if (userId && !(await activeStaffIds(uow)).includes(userId))
      throw new Refusal('invalid', 'user_not_found', { field: 'userId' });
    const name = userId ? ((await namesOf(uow, [userId])).get(userId) ?? null) : null;
    await updateConversation(uow, id, { assigneeId: userId, assigneeName: name });
    if (thread.dueAt) {
      await closeWork(uow, id, name ? `given to ${name}` : 'given back', 'conversation');
      await raiseWaiting(uow, { ...thread, assigneeId: userId }, thread.dueAt);
    }
    uow.audit({
      object: { type: 'conversation', id },
      client: thread.clientId,
      thread: id,
      changes: { assignee: [thread.assigneeName, name] },
    });
    return { id };
  },
});

export const closeConversation = command({
  name: 'support.conversation.close',
  actors: ['staff'],
  input: ConversationId,
  output: ConversationId,
  run: async (uow, { id }) => {
    const thread = await threadInReach(uow, uow.verb, id, true);
    const before = thread.state as ConversationRow['state']; // written by this module alone
    const state = next(conversationStates, before, 'close');
    await updateConversation(uow, id, { state, waitingSince: null, dueAt: null, closedAt: uow.now });
    await closeWork(uow, id, 'closed', 'conversation');
    uow.audit({
      object: { type: 'conversation', id },
      client: thread.clientId,
      thread: id,
      changes: { state: [before, state] },
    });
    return { id };
  },
});

/** It was not over after all: from now it waits for us again. */
export const reopenConversation = command({
  name: 'support.conversation.reopen',
  actors: ['staff'],
  input: ConversationId,
  output: ConversationId,
  run: async (uow, { id }) => {
    const thread = await threadInReach(uow, uow.verb, id, true);
    const before = thread.state as ConversationRow['state']; // as above
    const state = next(conversationStates, before, 'reopen');
    const dueAt = new Date(uow.now.getTime() + 4 * 3_600_000);
    await updateConversation(uow, id, { state, waitingSince: uow.now, dueAt, closedAt: null });
    await raiseWaiting(uow, thread, dueAt);
    uow.audit({
      object: { type: 'conversation', id },
      client: thread.clientId,
      thread: id,
      changes: { state: [before, state] },
    });
    return { id };
  },
});

/** The client has seen what we wrote. */
export const markConversationRead = command({
  name: 'support.conversation.mark_read',
  actors: ['client'],
  input: ConversationId,
  output: ConversationId,
  run: async (uow, { id }) => {
    const thread = await threadInReach(uow, uow.verb, id, true);
    await updateConversation(uow, id, { clientReadAt: uow.now });
    uow.audit({ object: { type: 'conversation', id }, client: thread.clientId, thread: id });
    return { id };
  },
});
