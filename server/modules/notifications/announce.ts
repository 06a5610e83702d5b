import type { Id } from '@/server/kernel/ids';
import type { Uow } from '@/server/kernel/uow';
import { definitionOf, type MessageKey } from './catalogue';
import { tell } from './verbs/drafts';
import type { Facts } from './words';

export type Announcement = {
  readonly message: Extract<MessageKey, `report_${string}`>;
  readonly to: Id<'user'>;
  readonly object: { readonly type: string; readonly id: string };
  /** Said again under the same key, it is not told again. */
  readonly key: string;
  readonly facts: Facts;
};

/** Tells a member of staff what a module above has worked out, within that module's transaction; the sending job takes it from there. */
export async function announce(uow: Uow, { message, to, object, key, facts }: Announcement): Promise<void> {
  const subject = { clientId: null, state: '', since: null, facts, staff: [to] };
  const of = { objectType: object.type, objectId: object.id };
  await tell(uow, key, { message, def: definitionOf(message), subject, ...of });
}
