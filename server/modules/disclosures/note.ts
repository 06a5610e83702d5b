import { holds } from '@/server/kernel/access';
import { found } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { sensitiveClasses } from '@/server/kernel/sensitive';
import type { Uow } from '@/server/kernel/uow';
import { raiseWork } from '@/server/kernel/work';
import { isUnusual, rulesOf, usualFloors } from './policy';
import { habitOf, hasOpenAlert, insertDisclosure, type NewDisclosure } from './repository';

type Noted = Omit<NewDisclosure, 'id' | 'userId' | 'classes' | 'at'>;

/** Writes one disclosure down, and tells the owner of security when this hour is unlike the person. */
export async function note(uow: Uow, row: Noted): Promise<Id<'disclosure'>> {
  const id = uow.id('disclosure');
  const userId = found(uow.actor.userId, 'user_not_found');
  const classes = sensitiveClasses.filter((kind) => holds(uow.actor, `sensitive.${kind}`));
  await insertDisclosure(uow, { ...row, id, userId, classes, at: uow.now });
  if (row.kind === 'reveal' || row.kind === 'export') await watch(uow, userId, row.kind);
  return id;
}

async function watch(uow: Uow, userId: Id<'user'>, kind: 'reveal' | 'export'): Promise<void> {
  const rules = rulesOf(uow.tenant.settings);
  const cap = kind === 'reveal' ? rules.revealsPerHour : rules.exportRowsPerHour;
  const { hour, busiestHour } = await habitOf(uow, userId, kind);
  if (!isUnusual(hour, busiestHour, cap, usualFloors[kind]) || (await hasOpenAlert(uow, userId))) return;
  const much = kind === 'reveal' ? `${hour} fields revealed` : `${hour} rows exported`;
  const itemId = await raiseWork(uow, {
    kind: 'disclosure_alert',
    object: { type: 'user', id: userId },
    title: `${uow.actor.name}: ${much} within an hour`,
    team: 'administration',
    priority: 0,
  });
  uow.audit({
    action: 'disclosures.alert.raised',
    object: { type: 'user', id: userId },
    facts: { kind, hour, busiestHour, cap },
  });
  uow.emit({ name: 'disclosures/alert.raised', data: { itemId, userId } });
}

/** Upper modules call it where they show one masked field to one person. */
export async function noteReveal(
  uow: Uow,
  { clientId, field, reason }: { clientId: Id<'client'>; field: string; reason: string },
): Promise<void> {
  await note(uow, { kind: 'reveal', what: field, rows: 1, columns: [field], filters: '', reason, clientId });
}
