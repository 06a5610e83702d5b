import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { isZone } from '@/server/kernel/time';
import { command, query } from '@/server/kernel/verb';
import { findUserOfClient, sendVerification, updateUser, userWithEmail } from '@/server/modules/identity';
import { ChangeEmail, EditContact } from '../contract';
import { personalFields, refreshClient, subjectOf, updatePerson } from '../people';
import { ConsentView, RecordConsent } from '../record-shapes';
import { recordConsents } from '../records';
import { findClient, findPerson, updateClient } from '../repository/clients';
import { consentsOf } from '../repository/records';
import { requireVisible } from '../standing';

const Ref = z.object({ id: idSchema('client') });

/** Phone, address, language and zone. A client changes his own; staff say why. */
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
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const own = {
      ...(changes.phone === undefined ? {} : { phone: changes.phone }),
      ...(changes.language === undefined ? {} : { language: changes.language }),
      ...(changes.timeZone === undefined ? {} : { timeZone: changes.timeZone }),
    };
    const address = Object.fromEntries(
      personalFields.flatMap((field) => {
        const value = field in changes ? changes[field as 'city'] : undefined;
        return value === undefined ? [] : [[field, value] as const];
      }),
    );
    await updateClient(uow, clientId, { ...own, displayName: row.displayName });
    const next = { ...row, ...own };
    if (Object.keys(address).length > 0) await updatePerson(uow, row.personId, address);
    else await refreshClient(uow, next, found(await findPerson(uow, row.personId), 'person_not_found'));
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      subject: subjectOf(row.personId),
      changes: {
        ...('phone' in own ? { phone: [row.phone, own.phone] as const } : {}),
        ...('language' in own ? { language: [row.language, own.language] as const } : {}),
        ...('timeZone' in own ? { timeZone: [row.timeZone, own.timeZone] as const } : {}),
      },
      ...(reason ? { reason } : {}),
    });
    uow.emit({ name: 'clients/contact.changed', data: { clientId } });
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
    const row = found(await findClient(uow, clientId, { lock: true }), 'client_not_found');
    const user = found(await findUserOfClient(uow, clientId), 'user_not_found');
    const holder = await userWithEmail(uow, 'client', email);
    if (holder && holder.id !== user.id) throw new Refusal('conflict', 'email_taken', { field: 'email' });
    await updateUser(uow, user.id, { email, emailVerifiedAt: null });
    await sendVerification(uow, user.id, email, row.brandId);
    await updateClient(uow, clientId, { email });
    await refreshClient(uow, { ...row, email }, found(await findPerson(uow, row.personId), 'person_not_found'));
    uow.audit({
      object: { type: 'client', id: clientId },
      client: clientId,
      subject: subjectOf(row.personId),
      changes: { email: [row.email, email] },
      reason,
    });
    uow.emit({ name: 'clients/contact.changed', data: { clientId } });
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
