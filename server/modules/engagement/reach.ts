import type { SQL } from 'drizzle-orm';
import { holds } from '@/server/kernel/access';
import type { Read } from '@/server/kernel/uow';
import { visibleClients } from '@/server/modules/clients';

const listVerb = 'clients.client.list';

/** Who may list clients has figures of his own; who may not, has figures without names. */
export const mayName = (read: Read): boolean => holds(read.actor, listVerb);

export const scopeOf = (read: Read, verb: string): SQL | undefined =>
  visibleClients(read, mayName(read) ? listVerb : verb);
