import { z } from 'zod';
import { found } from '@/server/kernel/errors';
import type { Uow } from '@/server/kernel/uow';
import { command } from '@/server/kernel/verb';
import { Delivery } from '../contract';
import { allCameBack, byProviderRef, type NotificationRow, updateNotification } from '../repository';
import { stopAddress } from './stopping';

/** What may still change: calls come twice and out of order, and the last word about a message stands. */
const open: ReadonlySet<string> = new Set(['queued', 'sent']);

/** A full mailbox or a refused letter says little; so many in a row, and nobody reads there. */
const softMax = 3;
const complained = 'complaint';

async function apply(uow: Uow, row: NotificationRow, { providerRef, state, fault, detail }: Delivery) {
  const settled = { providerRef, nextAt: null, tryingSince: null, sentAt: row.sentAt ?? uow.now };
  switch (state) {
    case 'taken':
    case 'sent':
      // A reply that was lost is no riddle any more: the provider itself says that it has the message.
      if (row.state === 'queued') await updateNotification(uow, row.id, { ...settled, state: 'sent', problem: null });
      return row.state === 'queued' ? 'sent' : row.state;
    case 'delivered':
      await updateNotification(uow, row.id, { ...settled, state: 'delivered', deliveredAt: uow.now, problem: null });
      return 'delivered';
    case 'failed': {
      const isAddress = fault !== null && fault !== 'message';
      const next = isAddress ? 'bounced' : 'failed';
      await updateNotification(uow, row.id, { ...settled, state: next, problem: detail });
      if (isAddress) await stopAddress(uow, row, fault, detail);
      else if (row.channel === 'email' && (await allCameBack(uow, row.recipient, softMax)))
        await stopAddress(uow, row, 'address', `${softMax} in a row came back: ${detail ?? ''}`);
      return next;
    }
  }
}

/** What became of a message its provider had taken. */
export const recordDelivery = command({
  name: 'notifications.message.record_delivery',
  actors: ['webhook', 'job'],
  input: Delivery,
  output: z.object({ state: z.string() }),
  run: async (uow, delivery) => {
    const { id, providerRef, state: said } = delivery;
    const row = found(await byProviderRef(uow, { id, ref: providerRef }), 'message_not_found');
    // A complaint comes after delivery and is about the address.
    const state = open.has(row.state) ? await apply(uow, row, delivery) : row.state;
    if (delivery.fault === 'complaint' && !row.problem?.startsWith(complained)) {
      await stopAddress(uow, row, 'complaint', delivery.detail);
      // Said again later, it does not close an address that the desk has opened meanwhile.
      await updateNotification(uow, row.id, { problem: `${complained}: ${delivery.detail ?? ''}` });
    }
    uow.audit({
      object: { type: 'notification', id: row.id },
      ...(row.clientId ? { client: row.clientId } : {}),
      thread: row.objectId,
      changes: { state: [row.state, state] },
      facts: { said },
    });
    return { state };
  },
});
