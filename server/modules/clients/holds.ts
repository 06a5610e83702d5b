import { found, Refusal } from '@/server/kernel/errors';
import { actorRecord } from '@/server/kernel/funnel';
import type { Id } from '@/server/kernel/ids';
import type { Money } from '@/server/kernel/money';
import type { Uow } from '@/server/kernel/uow';
import { type HoldReason, restrictedHolds } from './capabilities';
import { type ClientRow, clientsOfPerson, closeHold, findHold, type HoldRow, insertHold } from './repository/clients';

/** Reasons that are about the human being: they follow him to every entity and brand. */
const onPerson: ReadonlySet<HoldReason> = new Set(['aml', 'fraud', 'legal', 'deceased']);

export type NewHold = {
  readonly reason: HoldReason;
  readonly note: string;
  readonly amount?: Money | null;
  readonly expiresAt?: Date | null;
  /** What raised it: a case, a chargeback. */
  readonly sourceId?: string;
};

/** Why of a restricted hold: told to nobody outside compliance, wherever it is written. */
export const secret = (reason: string) =>
  restrictedHolds.has(reason as HoldReason) ? { restrictedTo: 'compliance' as const } : {};

/** Restricts by name. Upper modules (chargebacks, cases) call it inside their own unit of work. */
export async function placeHoldOn(
  uow: Uow,
  client: Pick<ClientRow, 'id' | 'personId'>,
  hold: NewHold,
): Promise<Id<'hold'>> {
  if (hold.expiresAt && hold.expiresAt <= uow.now)
    throw new Refusal('invalid', 'date_in_the_past', { field: 'expiresAt' });
  const id = uow.id('hold');
  await insertHold(uow, {
    id,
    personId: client.personId,
    clientId: onPerson.has(hold.reason) ? null : client.id,
    reason: hold.reason,
    note: hold.note,
    amountMinor: hold.amount?.minor ?? null,
    asset: hold.amount?.asset ?? null,
    sourceId: hold.sourceId ?? null,
    placedAt: uow.now,
    placedBy: actorRecord(uow.actor),
    expiresAt: hold.expiresAt ?? null,
  });
  uow.audit({
    action: 'clients.hold.placed',
    object: { type: 'hold', id },
    client: client.id,
    thread: client.id,
    changes: { reason: [null, hold.reason], expiresAt: [null, hold.expiresAt ?? null] },
    reason: hold.note,
    ...secret(hold.reason),
  });
  await tellAffected(uow, client.personId, onPerson.has(hold.reason) ? null : client.id, 'clients/hold.placed', id);
  return id;
}

/** The person and, for a hold on the person, each of his clients. */
async function tellAffected(
  uow: Uow,
  person: Id<'person'>,
  only: Id<'client'> | null,
  name: 'clients/hold.placed' | 'clients/hold.released',
  holdId: Id<'hold'>,
): Promise<void> {
  const clients = only ? [{ id: only }] : await clientsOfPerson(uow, person);
  for (const { id } of clients) {
    uow.emit({ name, data: { clientId: id, holdId } });
    uow.emit({ name: 'clients/capabilities.changed', data: { clientId: id } });
  }
}

export async function openHold(uow: Uow, id: Id<'hold'>): Promise<HoldRow> {
  const hold = found(await findHold(uow, id, { lock: true }), 'hold_not_found');
  if (hold.releasedAt) throw new Refusal('conflict', 'hold_already_released');
  return hold;
}

/** For the module that placed it, when what it was about is over; two people may have released it before, by the verb. */
export async function releaseHoldOn(uow: Uow, id: Id<'hold'>, reason: string): Promise<void> {
  const hold = found(await findHold(uow, id, { lock: true }), 'hold_not_found');
  if (hold.releasedAt) return;
  await closeHold(uow, id, { releasedBy: actorRecord(uow.actor), releaseReason: reason });
  uow.audit({
    action: 'clients.hold.released',
    object: { type: 'hold', id },
    ...(hold.clientId ? { client: hold.clientId, thread: hold.clientId } : { thread: hold.personId }),
    changes: { releasedAt: [null, uow.now] },
    reason,
    ...secret(hold.reason),
  });
  await tellAffected(uow, hold.personId, hold.clientId, 'clients/hold.released', id);
}
