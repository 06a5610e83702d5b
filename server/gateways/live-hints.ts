import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';

/** Something a screen may be showing has changed. A hint carries no value: who may see it asks for it. */
export type Hint = { readonly topic: string; readonly id: string | null };

export const hintChannel = 'bos_live';
/** NOTIFY takes 8,000 bytes. */
const hintsPerNotice = 60;

/** Tells every web process. Outside of any command's transaction, because NOTIFY serialises commits. */
export async function sendHints(platform: PlatformDatabase, tenantId: string, hints: readonly Hint[], version: number) {
  for (let at = 0; at < hints.length; at += hintsPerNotice) {
    const notice = JSON.stringify({ tenantId, version, hints: hints.slice(at, at + hintsPerNotice) });
    await platform.transaction(({ db }) => db.execute(sql`select pg_notify(${hintChannel}, ${notice})`));
  }
}
