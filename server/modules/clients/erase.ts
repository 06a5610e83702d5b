import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { destroySubject } from '@/server/kernel/vault';
import { personalFields, refreshClient, subjectOf } from './people';
import { clientsOfPerson, findPerson, updateClient, updatePersonRow } from './repository/clients';

/**
 * GDPR Art. 17: what stood open about a person is emptied, and the key of what lay sealed destroyed. Books and the log stay and
 * say that somebody was there. Whether the law lets him go is for the caller to check.
 */
export async function erasePerson(uow: Uow, id: Id<'person'>, reason: string): Promise<void> {
  const before = found(await findPerson(uow, id, { lock: true }), 'person_not_found');
  const numbers = { documentNumber: null, documentNumberHash: null, taxNumber: null, taxNumberHash: null };
  const nothing = { ...Object.fromEntries(personalFields.map((field) => [field, null])), ...numbers, nameKey: null };
  await updatePersonRow(uow, id, nothing);
  for (const client of await clientsOfPerson(uow, id)) {
    const none = { email: null, phone: null, country: null };
    await updateClient(uow, client.id, none);
    await refreshClient(uow, { ...client, ...none }, { ...before, ...nothing });
  }
  await destroySubject(uow, subjectOf(id));
  uow.audit({ action: 'clients.person.erased', object: { type: 'person', id }, reason });
}
