import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import {
  advance,
  advanceIfPossible,
  changeContact,
  erasePerson,
  findClient,
  findPerson,
  moveEmail,
  updatePerson,
} from '@/server/modules/clients';
import {
  deactivateUser,
  findUserOfClient,
  removeSecondFactors,
  sendVerification,
  type UserRow,
  unlockSignIn,
} from '@/server/modules/identity';
import { reopenVerification } from '@/server/modules/onboarding';
import type { RequestKind, Wanted } from './request-contract';

type Apply<K extends RequestKind> = (
  uow: Uow,
  clientId: Id<'client'>,
  wanted: Extract<Wanted, { kind: K }>['wanted'],
  reason: string,
) => Promise<void>;

const userOf = async (uow: Uow, clientId: Id<'client'>): Promise<UserRow> =>
  found(await findUserOfClient(uow, clientId), 'user_not_found');

async function closeRelationship(uow: Uow, clientId: Id<'client'>, reason: string): Promise<void> {
  await advanceIfPossible(uow, clientId, 'relationship', 'start_closing', reason);
  await advance(uow, clientId, 'relationship', 'close', reason);
  const user = await findUserOfClient(uow, clientId);
  if (user?.status === 'active') await deactivateUser(uow, user, 'account closed');
}

/** Each kind does what its owning module does for it; nothing is written here. */
const applies: { readonly [K in RequestKind]: Apply<K> } = {
  change_email: (uow, clientId, { email }, reason) => moveEmail(uow, clientId, email, reason),
  change_phone: (uow, clientId, { phone }, reason) => changeContact(uow, clientId, { phone }, reason),
  change_name: async (uow, clientId, { firstName, lastName }, reason) => {
    const { personId } = found(await findClient(uow, clientId), 'client_not_found');
    await updatePerson(uow, personId, { firstName, lastName });
    await reopenVerification(uow, clientId, reason);
  },
  change_address: (uow, clientId, address, reason) => changeContact(uow, clientId, blank(address), reason),
  change_country: async (uow, clientId, { country, ...address }, reason) => {
    const { personId } = found(await findClient(uow, clientId), 'client_not_found');
    await updatePerson(uow, personId, { country });
    await changeContact(uow, clientId, blank(address), reason);
    await reopenVerification(uow, clientId, reason);
  },
  reset_2fa: async (uow, clientId, _wanted, reason) => removeSecondFactors(uow, await userOf(uow, clientId), reason),
  unlock: async (uow, clientId, _wanted, reason) => unlockSignIn(uow, await userOf(uow, clientId), reason),
  resend_verification: async (uow, clientId) => {
    const user = await userOf(uow, clientId);
    const { brandId } = found(await findClient(uow, clientId), 'client_not_found');
    await sendVerification(uow, user.id, user.email, brandId);
  },
  close_account: (uow, clientId, _wanted, reason) => closeRelationship(uow, clientId, reason),
  data_subject: async (uow, clientId, { right }, reason) => {
    if (right !== 'erasure') return;
    const client = found(await findClient(uow, clientId), 'client_not_found');
    if (client.relationship !== 'closed') await closeRelationship(uow, clientId, reason);
    await erasePerson(uow, client.personId, reason);
  },
};

/** An address is replaced whole: a region of the old one does not stay behind. */
const blank = (address: Extract<Wanted, { kind: 'change_address' }>['wanted']) => ({
  ...address,
  region: address.region ?? null,
  postcode: address.postcode ?? null,
});

export async function applyWanted(uow: Uow, clientId: Id<'client'>, { kind, wanted }: Wanted, reason: string) {
  const apply = applies[kind] as Apply<RequestKind>; // the table pairs each kind with its own fields
  await apply(uow, clientId, wanted, reason);
}

/** What stands there now, field by field, for the page to show beside what is wanted. */
export async function standsNow(read: Read, clientId: Id<'client'>): Promise<Record<string, string | null>> {
  const client = found(await findClient(read, clientId), 'client_not_found');
  const person = found(await findPerson(read, client.personId), 'person_not_found');
  const { firstName, lastName, country, addressLine, city, region, postcode } = person;
  const { email, phone } = client;
  return { email, phone, firstName, lastName, country, addressLine, city, region, postcode };
}

const needsIdentity: ReadonlySet<RequestKind> = new Set([
  'change_name',
  'change_address',
  'change_country',
  'reset_2fa',
  'data_subject',
]);

/** Who cannot see who somebody is cannot decide that it is he. */
export function requireSight(kind: RequestKind, maySee: boolean): void {
  if (needsIdentity.has(kind) && !maySee)
    throw new Refusal('forbidden', 'grant_missing', { params: { grant: 'sensitive.identity' } });
}
