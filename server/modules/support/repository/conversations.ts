import { and, asc, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { conversation, conversationMessage, macro } from '@/db/schema/support';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { asFound, pageOfMany, totalOf, waysBy } from '@/server/kernel/long-list';
import { keyset, type PageInput } from '@/server/kernel/page';
import type { Read, Uow } from '@/server/kernel/uow';
import { waysThroughClients } from '@/server/modules/clients';
import { conversationStates } from '../state';

export type ConversationRecord = typeof conversation.$inferSelect;

export async function insertConversation(uow: Uow, row: typeof conversation.$inferInsert): Promise<void> {
  await uow.db.insert(conversation).values(row);
}

export async function updateConversation(
  uow: Uow,
  id: Id<'conversation'>,
  values: Partial<typeof conversation.$inferInsert>,
): Promise<void> {
  await uow.db.update(conversation).set(values).where(eq(conversation.id, id));
}

export async function findConversation(read: Read, id: Id<'conversation'>, lock = false) {
  const query = read.db.select().from(conversation).where(eq(conversation.id, id));
  const [row] = await (lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function insertMessage(uow: Uow, row: typeof conversationMessage.$inferInsert): Promise<void> {
  await uow.db.insert(conversationMessage).values(row);
}

export async function messagesOf(read: Read, id: Id<'conversation'>, withNotes: boolean) {
  return read.db
    .select()
    .from(conversationMessage)
    .where(
      and(eq(conversationMessage.conversationId, id), withNotes ? undefined : ne(conversationMessage.side, 'note')),
    )
    .orderBy(asc(conversationMessage.at), asc(conversationMessage.id))
    .limit(300);
}

export type ConversationFilter = {
  readonly clientId: Id<'client'> | null;
  readonly states: readonly string[] | null;
  readonly topics: readonly string[] | null;
  readonly assigneeId: Id<'user'> | null;
  readonly isUnassigned: boolean;
};

const sortable = {
  lastMessageAt: conversation.lastMessageAt,
  dueAt: conversation.dueAt,
  openedAt: conversation.openedAt,
};
// The name and the scope of clients are the clients module's; only the join column is used here.
const clientName = sql<string>`(select c.display_name from client c where c.tenant_id = ${conversation.tenantId} and c.id = ${conversation.clientId})`;

export async function pageOfConversations(read: Read, page: PageInput, filter: ConversationFilter, verb: string) {
  const keys = await keyset(page, sortable, 'lastMessageAt', conversation.id, filter);
  const by = (page.sort ?? 'lastMessageAt') as keyof typeof sortable; // keyset has refused any other
  const rest = and(
    filter.clientId ? eq(conversation.clientId, filter.clientId) : undefined,
    filter.topics?.length ? inArray(conversation.topic, [...filter.topics]) : undefined,
    filter.assigneeId ? eq(conversation.assigneeId, filter.assigneeId) : undefined,
    filter.isUnassigned ? isNull(conversation.assigneeId) : undefined,
  );
  const states = filter.states?.length ? filter.states : conversationStates.states;
  const reached = waysThroughClients(read, verb, conversation.clientId);
  const ways = waysBy(conversation.state, states, reached, rest);
  const list = { table: conversation, id: conversation.id, by: sortable[by], keys, ways, limit: page.limit };
  const { n, ids } = await pageOfMany(read, list);
  const ofPage = ids.map((id) => idFromUuid('conversation', id));
  const rows =
    ids.length > 0
      ? await read.db
          .select({ row: conversation, clientName })
          .from(conversation)
          .where(inArray(conversation.id, ofPage))
      : [];
  const finished = keys.finish(
    asFound(ids, rows, ({ row }) => uuidFromId('conversation', row.id)),
    ({ row }) => ({
      at: row[by],
      id: uuidFromId('conversation', row.id),
    }),
  );
  return { ...finished, total: totalOf(n) };
}

export async function allMacros(read: Read) {
  return read.db.select().from(macro).orderBy(asc(macro.name), asc(macro.id)).limit(500);
}

export async function findMacro(read: Read, id: Id<'macro'>) {
  const [row] = await read.db.select().from(macro).where(eq(macro.id, id));
  return row ?? null;
}

export async function insertMacro(uow: Uow, row: typeof macro.$inferInsert): Promise<void> {
  await uow.db.insert(macro).values(row);
}

export async function updateMacro(uow: Uow, id: Id<'macro'>, values: Partial<typeof macro.$inferInsert>) {
  await uow.db.update(macro).set(values).where(eq(macro.id, id));
}
