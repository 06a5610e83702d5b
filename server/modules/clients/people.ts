import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { declareSensitiveFields } from '@/server/kernel/sensitive-fields';
import type { Uow } from '@/server/kernel/uow';
import { seal } from '@/server/kernel/vault';
import { raiseWork } from '@/server/kernel/work';
import { emailKey, legalName, nameKey, phoneKey } from './names';
import {
  type ClientRow,
  clientsOfPerson,
  findPerson,
  type PersonRow,
  searchVector,
  updateClient,
  updatePersonRow,
} from './repository/clients';
import { insertDuplicate, personsAlike, referencesOfClient } from './repository/records';

const nameFields = ['firstName', 'middleName', 'lastName', 'nativeName', 'companyName'] as const;
const identityFields = ['bornOn', 'nationality', 'country', 'addressLine', 'city', 'region', 'postcode'] as const;
export const personalFields = [...nameFields, ...identityFields];
declareSensitiveFields('person', { contact: nameFields, identity: identityFields });
declareSensitiveFields('client', { contact: ['name', 'email', 'phone'] });

/** The person's key: destroying it erases what was sealed and logged about him. */
export const subjectOf = (person: Id<'person'>): `person:${string}` => `person:${person}`;

export type PersonChanges = Partial<Pick<PersonRow, (typeof personalFields)[number] | 'kind'>> & {
  /** Plain text; kept sealed, found by its peppered hash. */
  readonly documentNumber?: string | null;
  readonly taxNumber?: string | null;
};

/** Identity data as checks and forms establish them. Names, search words and suspicions of duplicates follow. */
export async function updatePerson(uow: Uow, id: Id<'person'>, changes: PersonChanges): Promise<void> {
  const before = found(await findPerson(uow, id, { lock: true }), 'person_not_found');
  const { documentNumber, taxNumber, ...open } = changes;
  const numbers = {
    ...(await sealedNumber(uow, id, 'documentNumber', documentNumber)),
    ...(await sealedNumber(uow, id, 'taxNumber', taxNumber)),
  };
  const after = { ...before, ...open, ...numbers };
  const key = nameKey(after);
  await updatePersonRow(uow, id, { ...open, ...numbers, nameKey: key });
  const clients = await clientsOfPerson(uow, id);
  for (const client of clients) await refreshClient(uow, client, after);
  const changed = personalFields.filter((field) => field in open && open[field] !== before[field]);
  const hidden = (['documentNumber', 'taxNumber'] as const).filter((field) => field in changes);
  if (changed.length + hidden.length > 0)
    uow.audit({
      action: 'clients.person.changed',
      object: { type: 'person', id },
      subject: subjectOf(id),
      ...(clients[0] ? { client: clients[0].id } : {}),
      changes: Object.fromEntries(changed.map((field) => [field, [before[field], after[field]] as const])),
      ...(hidden.length > 0 ? { facts: { changedNumbers: hidden } } : {}),
    });
  for (const client of clients) await raiseDuplicates(uow, { ...after, nameKey: key }, client, null);
}

async function sealedNumber(
  uow: Uow,
  id: Id<'person'>,
  field: 'documentNumber' | 'taxNumber',
  value: string | null | undefined,
): Promise<Record<string, string | null>> {
  if (value === undefined) return {};
  if (value === null) return { [field]: null, [`${field}Hash`]: null };
  const place = { table: 'person', column: field, row: id };
  return {
    [field]: await seal(uow, subjectOf(id), place, value),
    [`${field}Hash`]: await uow.ctx.keys.pepper(field, value.replaceAll(/[^\p{L}\p{N}]/gu, '').toUpperCase()),
  };
}

/** Display name, keys and search words follow from person, contact and references. */
export async function refreshClient(uow: Uow, client: ClientRow, person: PersonRow): Promise<void> {
  const references = await referencesOfClient(uow, client.id);
  const { number, email, phone, tags } = client;
  await updateClient(uow, client.id, {
    displayName: legalName(person) || (email ?? number),
    country: person.country ?? client.country,
    emailKey: email ? emailKey(email) : null,
    phoneKey: phone ? phoneKey(phone) : null,
    search: searchVector(uow, {
      ...person,
      number,
      email,
      phone,
      tags,
      references: references.map((one) => one.externalId),
    }),
  });
}

/** Raises each new suspicion once, as one item of work for the client it was found on. */
export async function raiseDuplicates(
  uow: Uow,
  person: PersonRow,
  client: Pick<ClientRow, 'id' | 'number' | 'emailKey' | 'phoneKey'>,
  deviceId: string | null,
): Promise<number> {
  const alike = await personsAlike(uow, person.id, { ...person, ...client, deviceId });
  let raised = 0;
  for (const [other, signals] of alike) {
    // A shared device alone is a household more often than a fraud.
    if (signals.size === 1 && signals.has('device')) continue;
    const [personId, otherId] = person.id < other ? [person.id, other] : [other, person.id];
    const id = await insertDuplicate(uow, {
      id: uow.id('duplicate'),
      personId,
      otherId,
      signals: [...signals].sort(),
      state: 'open',
      raisedAt: uow.now,
    });
    if (!id) continue;
    raised += 1;
    uow.audit({
      action: 'clients.duplicate.raised',
      object: { type: 'duplicate', id },
      client: client.id,
      facts: { signals: [...signals].sort() },
    });
  }
  if (raised > 0)
    await raiseWork(uow, {
      kind: 'possible_duplicate',
      object: { type: 'client', id: client.id },
      title: `${client.number} may be the same person as ${raised === 1 ? 'another client' : `${raised} other clients`}`,
      team: 'onboarding',
      client: client.id,
    });
  return raised;
}
