import { z } from 'zod';
import { holds } from '@/server/kernel/access';
import type { Actor } from '@/server/kernel/context';
import { idSchema, uuidFromId } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { AuditActor, type AuditChange, type AuditEntryView } from './contract';
import type { AuditRow } from './entry';
import { namesOfClients } from './repository/entries';

const StoredActor = AuditActor.extend({ name: z.string().optional(), clientId: idSchema('client').optional() });
type ShownActor = z.output<typeof AuditActor>;
type Change = z.output<typeof AuditChange>;
type Stored = [unknown, unknown] | { sealed: [string | null, string | null] };

const maySeeRestricted = (actor: Actor): boolean =>
  actor.kind === 'job' || (!actor.impersonator && holds(actor, 'sensitive.restricted_reason'));
const maySeePersonal = (actor: Actor): boolean => actor.kind === 'job' || holds(actor, 'sensitive.contact');

async function openChange(read: Read, row: AuditRow, field: string, stored: Stored): Promise<Change> {
  if (Array.isArray(stored)) return { field, before: stored[0], after: stored[1], isSealed: false };
  if (!maySeePersonal(read.actor)) return { field, before: null, after: null, isSealed: true };
  const place = { table: 'audit_entry', column: field, row: uuidFromId('audit', row.id) };
  const opened = async (envelope: string | null): Promise<unknown> => {
    const text = envelope ? await openText(read, place, envelope) : null;
    return text === null ? null : JSON.parse(text);
  };
  const [before, after] = [await opened(stored.sealed[0]), await opened(stored.sealed[1])];
  return { field, before, after, isSealed: before === null && after === null };
}

type Listed = { readonly entry: AuditRow; readonly leafIndex: bigint | null };

/** Entries as this reader may see them. The log names a client by his id; his name is whatever he is called now. */
export async function viewEntries(read: Read, rows: readonly Listed[]): Promise<AuditEntryView[]> {
  const nameless = rows.flatMap(({ entry }) => {
    const { name, clientId } = StoredActor.parse(entry.actor);
    return name === undefined && clientId ? [clientId] : [];
  });
  const names = await namesOfClients(read, [...new Set(nameless)]);
  return Promise.all(
    rows.map(({ entry, leafIndex }) => {
      const { name, ...actor } = StoredActor.parse(entry.actor);
      const shown = name ?? (actor.clientId && names.get(actor.clientId)) ?? actor.kind;
      return viewEntry(read, entry, { ...actor, name: shown }, leafIndex);
    }),
  );
}

/** Restricted ones keep who, when and what object, and nothing of why. */
async function viewEntry(
  read: Read,
  row: AuditRow,
  actor: ShownActor,
  leafIndex: bigint | null,
): Promise<AuditEntryView> {
  const isHidden = row.restrictedTo !== null && !maySeeRestricted(read.actor);
  const stored = Object.entries(row.changes as Record<string, Stored>); // written by the funnel
  const changes: Change[] = [];
  if (!isHidden) for (const [field, change] of stored) changes.push(await openChange(read, row, field, change));
  return {
    id: row.id,
    at: row.at,
    recordedAt: row.recordedAt,
    actor: isHidden ? { kind: actor.kind, name: 'under_review' } : actor,
    action: isHidden ? 'under_review' : row.action,
    objectType: row.objectType,
    objectId: row.objectId,
    threadId: row.threadId,
    clientId: row.clientId,
    changes,
    facts: isHidden ? null : (row.facts as Record<string, unknown> | null),
    reason: isHidden ? 'under_review' : row.reason,
    isRestricted: row.restrictedTo !== null,
    requestId: row.requestId,
    leafIndex: leafIndex === null ? null : Number(leafIndex),
  };
}
