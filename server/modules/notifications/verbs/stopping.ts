import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { openText, seal } from '@/server/kernel/vault';
import { findClient, subjectOf } from '@/server/modules/clients';
import { Said } from '../contract';
import { addSuppression, type NotificationRow, suppressionAt, updateSuppression } from '../repository';
import { addressHash, wordsPlace } from './drafts';

export type StopCause = 'address' | 'opted_out' | 'complaint';
const reasonOf = { address: 'hard_bounce', opted_out: 'opted_out', complaint: 'complaint' } as const;

export const addressPlace = (row: Id<'suppression'>) => ({ table: 'suppression', column: 'address', row });

type Owner = { readonly channel: string; readonly clientId: Id<'client'> | null; readonly userId: Id<'user'> | null };

/** Nothing more is sent there until somebody at the desk lifts it, or its owner changes it. */
export async function stop(
  uow: Uow,
  { channel, clientId, userId }: Owner,
  address: string,
  cause: StopCause,
  detail: string | null,
): Promise<void> {
  const hash = await addressHash(uow, channel, address);
  const known = await suppressionAt(uow, channel, hash);
  const why = { reason: reasonOf[cause], detail: detail?.slice(0, 500) ?? null, at: uow.now };
  if (known) return updateSuppression(uow, known.id, { ...why, liftedAt: null, liftedBy: null, liftReason: null });
  const client = clientId && (await findClient(uow, clientId));
  const id = uow.id('suppression');
  const sealed = await seal(uow, client ? subjectOf(client.personId) : 'tenant', addressPlace(id), address);
  await addSuppression(uow, { id, channel, addressHash: hash, address: sealed, clientId, userId, ...why });
}

export async function stopAddress(
  uow: Uow,
  row: NotificationRow,
  cause: StopCause,
  detail: string | null,
): Promise<void> {
  const text = await openText(uow, wordsPlace(row.id), row.words);
  const to = text === null ? null : Said.parse(JSON.parse(text)).to;
  if (to) await stop(uow, row, to, cause, detail);
}
