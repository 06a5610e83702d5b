import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { type Capability, clientStanding } from '@/server/modules/clients';

/** What payments need to know of a client, read through the clients' door in the caller's transaction. */
export type Payee = {
  readonly id: Id<'client'>;
  readonly entityId: Id<'entity'>;
  readonly personId: Id<'person'>;
  readonly number: string;
  readonly legalName: string;
  readonly email: string | null;
  readonly tier: 'T0' | 'T1' | 'T2' | 'T3' | 'restricted';
  readonly verification: string;
  readonly deposit: Capability;
  readonly withdraw: Capability;
};

/** Clients reach themselves; staff and jobs reach whoever the id names. A stranger's id does not exist. */
export async function payeeFor(read: Read, clientId: Id<'client'> | undefined): Promise<Payee> {
  const { actor } = read;
  if (actor.kind === 'client' && clientId && clientId !== actor.clientId)
    throw new Refusal('not_found', 'client_not_found');
  const id = found(clientId ?? actor.clientId, 'client_not_found');
  const standing = found(await clientStanding(read, id), 'client_not_found');
  const { client, capabilities } = standing;
  return { ...client, deposit: capabilities.deposit, withdraw: capabilities.withdraw };
}
