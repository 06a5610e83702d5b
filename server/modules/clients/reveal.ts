import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { noteReveal } from '@/server/modules/disclosures';
import { wideClient } from './queries/clients';

type Field = 'email' | 'phone' | 'bornOn' | 'address';

/** One masked field in the open: an act of its own in the log, and told to whoever watches such acts. */
export async function revealedField(uow: Uow, clientId: Id<'client'>, field: Field, reason: string) {
  const { client, person } = found(await wideClient(uow, clientId), 'client_not_found');
  const { addressLine, postcode, city, country } = person;
  const values = {
    email: client.email,
    phone: client.phone,
    bornOn: person.bornOn,
    address: [addressLine, postcode, city, country].filter(Boolean).join(', ') || null,
  };
  uow.audit({ object: { type: 'client', id: clientId }, client: clientId, facts: { field }, reason });
  await noteReveal(uow, { clientId, field, reason });
  uow.emit({ name: 'clients/field.revealed', data: { clientId, userId: uow.actor.userId ?? '', field } });
  return values[field];
}
