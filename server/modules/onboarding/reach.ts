import { found, Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { requireVisible } from '@/server/modules/clients';
import { type ApplicationRow, findApplication } from './repository/applications';

/** The application, for an actor who may see its client; else it does not exist. */
export async function reachApplication(
  read: Read | Uow,
  id: Id<'application'>,
  options: { lock?: boolean; verb?: string } = {},
): Promise<ApplicationRow> {
  const row = found(await findApplication(read, id, options), 'application_not_found');
  if (read.actor.kind === 'job' || read.actor.kind === 'webhook') return row;
  if (read.actor.kind === 'client' && read.actor.clientId !== row.clientId)
    throw new Refusal('not_found', 'application_not_found');
  await requireVisible(read, row.clientId, options.verb ?? ('verb' in read ? read.verb : ''));
  return row;
}

/** Clients act for themselves; staff and jobs for whom they name. */
export async function clientFor(
  read: Read | Uow,
  given: Id<'client'> | null | undefined,
  verb?: string,
): Promise<Id<'client'>> {
  const { actor } = read;
  const id = found(actor.kind === 'client' ? actor.clientId : given, 'client_not_found');
  if (actor.kind === 'client' && given && given !== id) throw new Refusal('not_found', 'client_not_found');
  if (actor.kind !== 'job') await requireVisible(read, id, verb ?? ('verb' in read ? read.verb : ''));
  return id;
}
