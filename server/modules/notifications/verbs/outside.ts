import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { seal } from '@/server/kernel/vault';
import { command } from '@/server/kernel/verb';
import { findClient, subjectOf } from '@/server/modules/clients';
import { messageKeys } from '../catalogue';
import { Outcome, type Said } from '../contract';
import { addNotifications } from '../repository';
import { wordsPlace } from './drafts';
import { stop } from './stopping';

const stateOf = { accepted: 'sent', unknown: 'sent', refused: 'failed' } as const;

/** A mail another module wrote and sent, because it holds a link nobody else may see: logged in its words without the link. */
export const recordOutsideMail = command({
  name: 'notifications.message.record_outside',
  actors: ['job'],
  input: z.object({
    id: idSchema('notification').optional(),
    eventId: z.string().min(1).max(200),
    message: z.enum(messageKeys),
    channel: z.enum(['email', 'sms']).default('email'),
    clientId: idSchema('client').nullable(),
    userId: idSchema('user').nullable(),
    language: z.string().max(20),
    to: z.string(),
    subject: z.string(),
    lines: z.array(z.string()),
    outcome: Outcome.shape.outcome.exclude(['deferred']),
    what: Outcome.shape.what,
  }),
  output: z.object({}),
  run: async (uow, { id: named, ...input }) => {
    const { eventId, message, clientId, userId, language, to, subject, lines, outcome, what } = input;
    const client = clientId ? found(await findClient(uow, clientId), 'client_not_found') : null;
    const id = named ?? uow.id('notification');
    const isBounce = outcome === 'refused' && what === 'address';
    const said: Said = { to, subject, lines, action: null, url: null };
    await addNotifications(uow, [
      {
        ...{ id, eventId, message, clientId, userId, language },
        recipient: clientId ?? userId ?? 'invited',
        channel: input.channel,
        brandId: client?.brandId ?? null,
        state: isBounce ? 'bounced' : stateOf[outcome],
        wordsVersion: 0,
        words: await seal(uow, client ? subjectOf(client.personId) : 'tenant', wordsPlace(id), JSON.stringify(said)),
        objectType: 'user',
        objectId: userId ?? eventId,
        createdAt: uow.now,
        sentAt: outcome === 'refused' ? null : uow.now,
      },
    ]);
    if (isBounce) await stop(uow, { channel: input.channel, clientId, userId }, to, 'address', null);
    uow.audit({
      object: { type: 'notification', id },
      ...(clientId ? { client: clientId } : {}),
      facts: { message, outcome },
    });
    return {};
  },
});
