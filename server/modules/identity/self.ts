import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { findUser, type UserRow } from './repository';

/** The person behind this call. API keys and jobs are nobody. */
export function selfId(read: Read): Id<'user'> {
  if (!read.actor.userId) throw new Refusal('forbidden', 'needs_a_person');
  return read.actor.userId;
}

export async function self(uow: Uow): Promise<UserRow> {
  return found(await findUser(uow, selfId(uow), { lock: true }), 'user_not_found');
}

export const people = ['staff', 'client', 'partner'] as const;

/** Audit facts of one's own account: the user row, and the client whose timeline it belongs to. */
export const about = (user: UserRow) => ({
  object: { type: 'user', id: user.id },
  ...(user.clientId ? { client: user.clientId } : {}),
});
