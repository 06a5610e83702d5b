import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { raiseWork } from '@/server/kernel/work';
import { findClient } from '@/server/modules/clients';
import { activeStaffIds, namesOf } from '@/server/modules/identity';
import type { ConversationRecord } from './repository/conversations';

const plain = (text: string) => text.toLowerCase().replaceAll(/\s+/g, ' ');

/** Whoever is named with an @ in a note gets it as work, and a message that he was asked. */
export async function askColleagues(
  uow: Uow,
  thread: Pick<ConversationRecord, 'id' | 'clientId'>,
  note: Id<'message'>,
  text: string,
): Promise<void> {
  if (!text.includes('@')) return;
  const said = plain(text);
  const names = await namesOf(uow, await activeStaffIds(uow));
  const asked = [...names].filter(([id, name]) => id !== uow.actor.userId && said.includes(`@${plain(name)}`));
  const { number } = found(await findClient(uow, thread.clientId), 'client_not_found');
  for (const [id, name] of asked.slice(0, 5)) {
    const itemId = await raiseWork(uow, {
      kind: 'mention',
      // One item a colleague: two who are asked in one note both have to look.
      object: { type: 'mention', id: `${thread.id}.${note}.${id}` },
      title: `${number}: ${uow.actor.name} asks you to look`,
      team: 'support',
      client: thread.clientId,
      assignee: id,
      waitingOn: name,
    });
    uow.emit({ name: 'support/colleague.mentioned', data: { itemId, clientId: thread.clientId } });
  }
}
