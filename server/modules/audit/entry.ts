import type { auditEntry } from '@/db/schema/_kernel';
import { uuidFromId } from '@/server/kernel/ids';

export type AuditRow = typeof auditEntry.$inferSelect;

/**
 * The object whose RFC 8785 text is the leaf: every column that says what happened. Dates are ISO with milliseconds;
 * `recordedAt` is the database's own clock. The transaction id is left out: it only orders.
 */
export function sealedForm(row: AuditRow): Record<string, unknown> {
  return {
    id: uuidFromId('audit', row.id),
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    actor: row.actor,
    action: row.action,
    objectType: row.objectType,
    objectId: row.objectId,
    threadId: row.threadId,
    clientId: row.clientId ? uuidFromId('client', row.clientId) : null,
    changes: row.changes,
    facts: row.facts,
    reason: row.reason,
    restrictedTo: row.restrictedTo,
    requestId: row.requestId,
  };
}
