import type { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { findUserOfClient, sendVerification, updateUser, userWithEmail } from '@/server/modules/identity';
import type { EditContact } from './contract';
import { personalFields, refreshClient, subjectOf, updatePerson } from './people';
import { findClient, findPerson, updateClient } from './repository/clients';

type Changes = Omit<z.output<typeof EditContact>, 'clientId' | 'reason'>;

/** Phone, address, language and zone; search words, duplicates and the audit log follow. */
export async function changeContact(
  uow: Uow,
  clientId: Id<'client'>,
  changes: Changes,
  reason: string | undefined,
): Promise<void> {
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
}

/** The address is also how he signs in: it must be proven again, and the old one can no longer be used. */
export async function moveEmail(uow: Uow, clientId: Id<'client'>, email: string, reason: string): Promise<void> {
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
}
