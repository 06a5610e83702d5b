import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { requireReach } from '@/server/kernel/reach';
import { openText, seal } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { findClient, subjectOf } from '@/server/modules/clients';
import { Said } from '../contract';
import { addNotifications, isQueuedAgain, lockNotifications, suppressedHashes } from '../repository';
import { addressHash, textProvider, wordsPlace } from './drafts';
import { isLetterOrText, isWrittenElsewhere } from './reading';

/** The same words once more, to where the client is reached today. */
export const resendMessage = command({
  name: 'notifications.message.resend',
  actors: ['staff'],
  auditRefusal: true,
  input: z.object({ id: idSchema('notification') }),
  output: z.object({ id: idSchema('notification') }),
  run: async (uow, { id: of }) => {
    const [row] = await lockNotifications(uow, [of]);
    if (!row?.clientId) throw new Refusal('not_found', 'message_not_found');
    await requireReach(uow, 'notifications.message.resend', row.clientId);
    // Its link was used up or has run out: a fresh one is asked for where links are made.
    if (isWrittenElsewhere(row.message) || !isLetterOrText(row.channel))
      throw new Refusal('rejected', 'message_not_resendable');
    const client = found(await findClient(uow, row.clientId), 'client_not_found');
    const text = await openText(uow, wordsPlace(row.id), row.words);
    const phone = client.phone ? `+${client.phone.replaceAll(/\D/g, '')}` : null;
    const to = row.channel === 'sms' ? phone : client.email;
    if (text === null || !to || (row.channel === 'sms' && !(await textProvider(uow))))
      throw new Refusal('rejected', 'message_has_no_way');
    const hash = await addressHash(uow, row.channel, to);
    if ((await suppressedHashes(uow, row.channel, [hash])).has(hash))
      throw new Refusal('rejected', 'address_is_suppressed');
    if (row.state === 'queued' || (await isQueuedAgain(uow, row)))
      throw new Refusal('conflict', 'message_still_queued');
    const id = uow.id('notification');
    const said = { ...Said.parse(JSON.parse(text)), to };
    const { message, recipient, clientId, channel, language, brandId, wordsVersion, objectType, objectId } = row;
    await addNotifications(uow, [
      {
        ...{ id, message, recipient, clientId, channel, language, brandId, wordsVersion, objectType, objectId },
        eventId: `again/${id}`,
        state: 'queued',
        words: await seal(uow, subjectOf(client.personId), wordsPlace(id), JSON.stringify(said)),
        nextAt: uow.now,
        createdAt: uow.now,
      },
    ]);
    uow.audit({
      object: { type: 'notification', id },
      client: clientId,
      thread: objectId,
      facts: { message, channel, again: of },
    });
    return { id };
  },
});
