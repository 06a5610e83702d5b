import { sql } from 'drizzle-orm';
import type { Actor } from './context';
import { InvariantError } from './errors';
import { auditedActor } from './funnel';
import { type Id, idFromUuid, uuidFromId } from './ids';
import { classOfField } from './sensitive-fields';
import type { AuditInput, Ledgered, Uow } from './uow';
import { seal } from './vault';

/** What the funnel gathered during a run, in the shape kernel_leave writes. */
export async function toRows(uow: Uow, record: Ledgered, actor: Actor) {
  const who = auditedActor(actor);
  const subjectFor = subjects(uow);
  const audit = await Promise.all(record.audits.map((entry) => auditRow(uow, entry, who, subjectFor)));
  const decisions = record.decisions.map((decision) => ({
    id: uuidFromId('decision', decision.id),
    point: decision.point,
    version: decision.version,
    object_id: decision.objectId,
    client_id: decision.client ? uuidFromId('client', decision.client) : null,
    facts: decision.facts,
    outcome: decision.outcome,
    matched_row: decision.matchedRow,
    at: uow.now,
  }));
  return { audit, decisions, events: record.events.map((event) => ({ ...event, at: uow.now })) };
}

type SubjectFor = (entry: AuditInput) => Promise<string>;

/** The person an entry is about: named, or the one behind its client. Staff, who are nobody's client, fall under the tenant's key. */
function subjects(uow: Uow): SubjectFor {
  const known = new Map<string, Promise<string>>();
  return ({ subject, client }) => {
    if (subject) return Promise.resolve(subject);
    if (!client) return Promise.resolve('tenant');
    const found = known.get(client) ?? personBehind(uow, client);
    known.set(client, found);
    return found;
  };
}

async function personBehind(uow: Uow, client: Id<'client'>): Promise<string> {
  const { rows } = await uow.db.execute<{ person: string | null }>(
    sql`select person_of_client(${uuidFromId('client', client)}::uuid) as person`,
  );
  const person = rows[0]?.person;
  if (!person) throw new InvariantError('an audit entry names a client that does not exist');
  return `person:${idFromUuid('person', person)}`;
}

async function auditRow(uow: Uow, entry: AuditInput, actor: Record<string, unknown>, subjectFor: SubjectFor) {
  const id = uuidFromId('audit', uow.id('audit'));
  return {
    id,
    at: uow.now,
    actor: uow.approval ? { ...actor, approvedBy: uow.approval.approvers, approvalId: uow.approval.id } : actor,
    action: entry.action ?? uow.verb,
    object_type: entry.object.type,
    object_id: entry.object.id,
    thread_id: entry.thread ?? null,
    client_id: entry.client ? uuidFromId('client', entry.client) : null,
    changes: await sealedChanges(uow, id, entry, subjectFor),
    facts: entry.facts ?? null,
    reason: entry.reason ?? null,
    restricted_to: entry.restrictedTo ?? null,
    request_id: uow.request.id,
  };
}

/** Personal data enters the log only under its subject's key: the leaf hashes ciphertext, so erasure keeps the log verifiable. */
async function sealedChanges(uow: Uow, row: string, entry: AuditInput, subjectFor: SubjectFor) {
  const changes: Record<string, unknown> = {};
  for (const [field, [before, after]] of Object.entries(entry.changes ?? {})) {
    if (!classOfField(entry.object.type, field)) {
      changes[field] = [before ?? null, after ?? null];
      continue;
    }
    const subject = await subjectFor(entry);
    const place = { table: 'audit_entry', column: field, row };
    const sealed = (value: unknown) =>
      value === null || value === undefined ? null : seal(uow, subject, place, JSON.stringify(value));
    changes[field] = { sealed: [await sealed(before), await sealed(after)] };
  }
  return changes;
}
