import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { isZone } from '@/server/kernel/time';
import { command, query } from '@/server/kernel/verb';
import { changeContact, moveEmail } from '../contact-changes';
import { ChangeEmail, EditContact } from '../contract';
import { ConsentView, RecordConsent } from '../record-shapes';
import { recordConsents } from '../records';
import { consentsOf } from '../repository/records';
import { requireVisible } from '../standing';

const Ref = z.object({ id: idSchema('client') });

/** What a client may not change by a click: it is checked first, as a request to support. */
const asked = ['phone', 'addressLine', 'city', 'region', 'postcode'] as const;

/** Language and zone a client changes himself; phone and address staff, who say why. */
export const editContact = command({
  name: 'clients.contact.edit',
  actors: ['staff', 'client', 'job'],
  auditRefusal: true,
  input: EditContact,
  output: Ref,
  run: async (uow, { clientId, reason, ...changes }) => {
    await requireVisible(uow, clientId);
    if (uow.actor.kind === 'staff' && !reason) throw new Refusal('invalid', 'reason_needed', { field: 'reason' });
    if (changes.timeZone && !isZone(changes.timeZone))
      throw new Refusal('invalid', 'not_a_time_zone', { field: 'timeZone' });
    if (uow.actor.kind === 'client' && asked.some((field) => changes[field] !== undefined))
      throw new Refusal('rejected', 'ask_by_request');
    await changeContact(uow, clientId, changes, reason);
    return { id: clientId };
  },
});

/** The address is also how he signs in: it must be proven again, and the old one can no longer be used. */
export const changeEmail = command({
  name: 'clients.email.change',
  actors: ['staff'],
  stepUp: true,
  auditRefusal: true,
  input: ChangeEmail,
  output: Ref,
  run: async (uow, { clientId, email, reason }) => {
    await requireVisible(uow, clientId);
    await moveEmail(uow, clientId, email, reason);
    return { id: clientId };
  },
});

export const recordConsent = command({
  name: 'clients.consent.record',
  actors: ['staff', 'client', 'job'],
  input: RecordConsent,
  output: Ref,
  run: async (uow, { clientId, ...word }) => {
    await requireVisible(uow, clientId);
    await recordConsents(uow, clientId, [word]);
    uow.audit({ object: { type: 'client', id: clientId }, client: clientId, facts: word });
    return { id: clientId };
  },
});

export const listConsents = query({
  name: 'clients.consent.list',
  actors: ['staff', 'client', 'job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.array(ConsentView),
  run: async (read, { clientId }) => {
    await requireVisible(read, clientId, 'clients.consent.list');
    const rows = await consentsOf(read, clientId);
    return rows.map(({ purpose, channel, isGiven, at }) => ({ purpose, channel, isGiven, at }));
  },
});
