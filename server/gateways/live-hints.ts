import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import type { AuditRow } from '@/server/modules/audit';
import { everything, type Hint, hintChannel, topicOfObject } from '@/server/transports/live-topics';

/** NOTIFY takes 8,000 bytes. */
const hintsPerNotice = 60;
/** A night's import must not become thousands of notices: beyond this, screens hear once that all may be old. */
const hintsPerBatch = 600;

/** Tells every web process. Outside of any command's transaction, because NOTIFY serialises commits. */
export async function sendHints(platform: PlatformDatabase, tenantId: string, hints: readonly Hint[], version: number) {
  for (let at = 0; at < hints.length; at += hintsPerNotice) {
    const notice = JSON.stringify({ tenantId, version, hints: hints.slice(at, at + hintsPerNotice) });
    await platform.transaction(({ db }) => db.execute(sql`select pg_notify(${hintChannel}, ${notice})`));
  }
}

/** What sealed entries say to screens. Work is raised and closed inside of other changes, so every change may concern the inbox. */
export function hintsOf(entries: readonly AuditRow[]): Hint[] {
  const hints = new Map<string, Hint>();
  const add = (hint: Hint) => hints.set(JSON.stringify(hint), hint);
  for (const entry of entries) {
    const topic = topicOfObject.get(entry.objectType);
    const restricted = entry.restrictedTo === null ? {} : { restricted: true as const };
    if (topic) add({ topic, id: entry.objectId, ...(entry.clientId ? { client: entry.clientId } : {}), ...restricted });
    if (entry.clientId) add({ topic: 'clients.record', id: entry.clientId, ...restricted });
    add({ topic: 'work.item', id: null, ...restricted });
    add({ topic: 'audit.entry', id: null, ...restricted });
  }
  return hints.size <= hintsPerBatch ? [...hints.values()] : [{ topic: everything, id: null }];
}
