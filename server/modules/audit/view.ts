import { z } from 'zod';
import type { Actor } from '@/server/kernel/context';
import { idSchema, uuidFromId } from '@/server/kernel/ids';
import { maySee, type SensitiveClass, seenBy } from '@/server/kernel/sensitive';
import { classOfField } from '@/server/kernel/sensitive-fields';
import type { Read } from '@/server/kernel/uow';
import { openText } from '@/server/kernel/vault';
import { AuditActor, type AuditChange, type AuditEntryView } from './contract';
import type { AuditRow } from './entry';
import { namesOfClients } from './repository/entries';

const StoredActor = AuditActor.extend({ name: z.string().optional(), clientId: idSchema('client').optional() });
type ShownActor = z.output<typeof AuditActor>;
type Change = z.output<typeof AuditChange>;
type Stored = [unknown, unknown] | { sealed: [string | null, string | null] };

/** What was sealed under a class that no code declares any more is nobody's to read but a job's. */
const maySeeField = (actor: Actor, row: AuditRow, field: string): boolean => {
  const kind = classOfField(row.objectType, field);
  return kind ? maySee(actor, kind) : actor.kind === 'job';
};

async function openChange(read: Read, row: AuditRow, field: string, stored: Stored): Promise<Change> {
  if (Array.isArray(stored)) return { field, before: stored[0], after: stored[1], isSealed: false };
  if (!maySeeField(read.actor, row, field)) return { field, before: null, after: null, isSealed: true };
  const place = { table: 'audit_entry', column: field, row: uuidFromId('audit', row.id) };
  const opened = async (envelope: string | null): Promise<unknown> => {
    const text = envelope ? await openText(read, place, envelope) : null;
    return text === null ? null : JSON.parse(text);
  };
  const [before, after] = [await opened(stored.sealed[0]), await opened(stored.sealed[1])];
  return { field, before, after, isSealed: before === null && after === null };
}

type Listed = { readonly entry: AuditRow; readonly leafIndex: bigint | null };

/** Facts are written as the decision saw them; these names among them are personal wherever they stand. */
const factClasses: Readonly<Record<string, SensitiveClass>> = {
  ip: 'address_of_access',
  email: 'contact',
  phone: 'contact',
  iban: 'card',
};

function seenFacts(actor: Actor, facts: unknown): unknown {
  if (Array.isArray(facts)) return facts.map((one) => seenFacts(actor, one));
  if (typeof facts !== 'object' || facts === null) return facts;
  const entries = Object.entries(facts).map(([name, value]) => {
    const kind = factClasses[name];
    return [name, kind ? seenBy(actor, kind, value) : seenFacts(actor, value)];
  });
  return Object.fromEntries(entries);
}

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
  const isHidden = row.restrictedTo !== null && !maySee(read.actor, 'restricted_reason');
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
    facts: isHidden ? null : (seenFacts(read.actor, row.facts) as Record<string, unknown> | null),
    reason: isHidden ? 'under_review' : row.reason,
    isRestricted: row.restrictedTo !== null,
    requestId: row.requestId,
    leafIndex: leafIndex === null ? null : Number(leafIndex),
  };
}
