import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { findClient, subjectOf } from '@/server/modules/clients';

const place = (table: string, column: string, row: string) => ({ table, column, row });

/** Whatever is written to or about a client is his personal data: it goes when his key goes. */
export async function sealAbout(
  uow: Uow,
  clientId: Id<'client'>,
  at: { table: string; column: string; row: string },
  text: string,
): Promise<string> {
  const { personId } = found(await findClient(uow, clientId), 'client_not_found');
  return seal(uow, subjectOf(personId), place(at.table, at.column, at.row), text);
}

export const opened = async (read: Read, table: string, column: string, row: string, envelope: string | null) =>
  envelope === null ? null : openText(read, place(table, column, row), envelope);
