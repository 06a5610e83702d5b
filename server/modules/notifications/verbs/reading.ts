import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';
import { Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { command, query } from '@/server/kernel/verb';
import { definitionOf, type MessageDef, type MessageKey, messages } from '../catalogue';
import { Inbox, MessageList, MessagesOfClient, MessageView, Said } from '../contract';
import { countUnread, inboxOf, markRead, type NotificationRow, pageOfClient } from '../repository';
import { wordsPlace } from './drafts';

const defOf = (message: string): MessageDef | null =>
  Object.hasOwn(messages, message) ? definitionOf(message as MessageKey) : null;

const saidIn = async (read: Read, row: NotificationRow): Promise<Said | null> => {
  const text = await openText(read, wordsPlace(row.id), row.words);
  return text === null ? null : Said.parse(JSON.parse(text));
};

/** Words speak of names and sums: whoever may not see how to reach a client may not read his post either. */
const mayReadWords = ({ kind, ...actor }: Actor): boolean =>
  kind === 'job' || (kind === 'client' && !actor.impersonator) || holds({ kind, ...actor }, 'sensitive.contact');

export const isLetterOrText = (channel: string): boolean => channel === 'email' || channel === 'sms';

/** Its link was used up, or his yes has to be asked for again: there is another way to say it once more. */
export const isWrittenElsewhere = (message: string): boolean => {
  const def = defOf(message);
  return (def?.isIdentity ?? def?.isMarketing) === true;
};

async function viewOf(read: Read, row: NotificationRow) {
  const said = await saidIn(read, row);
  return MessageView.parse({
    ...row,
    title: defOf(row.message)?.title ?? row.message,
    at: row.createdAt,
    to: said?.to ?? null,
    words: said && mayReadWords(read.actor) ? { subject: said.subject, lines: said.lines } : null,
    isErased: said === null,
    isResendable:
      said !== null && isLetterOrText(row.channel) && row.state !== 'queued' && !isWrittenElsewhere(row.message),
  });
}

/** Who was told what, when and in which words. */
export const listMessages = query({
  name: 'notifications.message.list',
  actors: ['staff', 'client', 'job'],
  input: MessagesOfClient,
  output: MessageList,
  run: async (read, { clientId, ...page }) => {
    await requireReach(read, 'notifications.message.list', clientId);
    const { rows, keys } = await pageOfClient(read, clientId, page);
    const kept = keys.finish(rows, (row) => ({ at: row.createdAt, id: row.id }));
    return {
      rows: await Promise.all(kept.rows.map((row) => viewOf(read, row))),
      nextCursor: kept.nextCursor,
      total: null,
    };
  },
});

const self = ({ clientId, userId }: Actor): string => {
  const key = clientId ?? userId;
  if (!key) throw new Refusal('forbidden', 'not_for_this_kind_of_user');
  return key;
};

export const readInbox = query({
  name: 'notifications.inbox.read',
  actors: ['staff', 'client'],
  ownAccount: true,
  input: z.object({ limit: z.number().int().min(1).max(50).default(40) }),
  output: Inbox,
  run: async (read, { limit }) => {
    const recipient = self(read.actor);
    const [unread, rows] = await Promise.all([countUnread(read, recipient), inboxOf(read, recipient, limit)]);
    const items = await Promise.all(
      rows.map(async (row) => {
        const said = await saidIn(read, row);
        const path = defOf(row.message)?.path.replace('{id}', row.objectId) ?? '';
        return said ? [{ ...row, subject: said.subject, lines: said.lines, path, at: row.createdAt }] : [];
      }),
    );
    return { unread, rows: Inbox.shape.rows.parse(items.flat()) };
  },
});

export const countInbox = query({
  name: 'notifications.inbox.count',
  actors: ['staff', 'client'],
  ownAccount: true,
  input: z.object({}),
  output: z.object({ unread: z.number().int() }),
  run: async (read) => ({ unread: await countUnread(read, self(read.actor)) }),
});

export const markInboxRead = command({
  name: 'notifications.inbox.mark_read',
  actors: ['staff', 'client'],
  ownAccount: true,
  /** Without ids: everything. */
  input: z.object({ ids: z.array(idSchema('notification')).min(1).max(50).nullish() }),
  output: z.object({ read: z.number().int() }),
  run: async (uow, { ids }) => {
    const recipient = self(uow.actor);
    const read = await markRead(uow, recipient, ids ?? null);
    if (ids && read === 0) throw new Refusal('not_found', 'message_not_found', { field: 'ids' });
    uow.audit({
      object: { type: 'notification', id: ids?.[0] ?? recipient },
      ...(uow.actor.clientId ? { client: uow.actor.clientId } : {}),
      facts: { read },
    });
    return { read };
  },
});
