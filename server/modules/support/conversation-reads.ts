import { found } from '@/server/kernel/errors';
import { type Id, isId } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { query } from '@/server/kernel/verb';
import { clientStanding, requireVisible } from '@/server/modules/clients';
import { documentsOf } from '@/server/modules/documents';
import {
  ConversationDetail,
  ConversationId,
  ConversationPage,
  ConversationRow,
  ListConversations,
  type MessageView,
} from './conversation-contract';
import { type ConversationRecord, messagesOf, pageOfConversations } from './repository/conversations';
import { opened } from './sealed';
import { threadInReach } from './threads';

function rowOf(read: Read, row: ConversationRecord, clientName: string): ConversationRow {
  return ConversationRow.parse({
    ...row,
    clientName,
    // Who of us has it is not the client's affair until that person writes.
    assignee: read.actor.kind === 'client' ? null : row.assigneeName,
    isMine: row.assigneeId !== null && row.assigneeId === read.actor.userId,
    isOverdue: row.dueAt !== null && row.dueAt < read.now,
    isUnread: row.state !== 'waiting' && (row.clientReadAt === null || row.clientReadAt < row.lastMessageAt),
  });
}

export const listConversations = query({
  name: 'support.conversation.list',
  actors: ['staff', 'client'],
  input: ListConversations,
  output: ConversationPage,
  run: async (read, { clientId, states, topics, isMine, isUnassigned, ...page }) => {
    const verb = 'support.conversation.list';
    if (clientId) await requireVisible(read, clientId, verb);
    const filter = {
      clientId: clientId ?? null,
      states: states ?? null,
      topics: topics ?? null,
      assigneeId: (isMine && read.actor.userId) || null,
      isUnassigned: isUnassigned ?? false,
    };
    const found_ = await pageOfConversations(read, page, filter, verb);
    return { ...found_, rows: found_.rows.map(({ row, clientName }) => rowOf(read, row, clientName)) };
  },
});

export const readConversation = query({
  name: 'support.conversation.read',
  actors: ['staff', 'client'],
  input: ConversationId,
  output: ConversationDetail,
  run: async (read, { id }) => {
    const thread = await threadInReach(read, 'support.conversation.read', id);
    const [known, rows, documents] = await Promise.all([
      clientStanding(read, thread.clientId),
      messagesOf(read, id, read.actor.kind === 'staff'),
      documentsOf(read, thread.clientId),
    ]);
    const { client } = found(known, 'client_not_found');
    const files = new Map(documents.map(({ id: file, fileName, contentType }) => [file, { fileName, contentType }]));
    const attachmentsOf = (ids: readonly string[]) =>
      ids.flatMap((file) => {
        const name = isId('document', file) ? files.get(file) : undefined;
        return name ? [{ id: file as Id<'document'>, ...name }] : [];
      });
    const messages: MessageView[] = await Promise.all(
      rows.map(async (row) => ({
        id: row.id,
        side: row.side as MessageView['side'], // written through the list of sides
        text: await opened(read, 'conversation_message', 'text', row.id, row.text),
        author: row.authorName,
        at: row.at,
        isRead: thread.clientReadAt !== null && thread.clientReadAt >= row.at,
        attachments: attachmentsOf(row.documentIds),
      })),
    );
    return {
      ...rowOf(read, thread, client.legalName),
      clientNumber: client.number,
      language: client.language,
      messages,
    };
  },
});
