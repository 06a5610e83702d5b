import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectPlatform } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import { localKeyRing } from '@/server/kernel/keys';
import { logSigner, originOf, verifyLog } from '@/server/modules/audit';
import { keySecret } from '@/server/transports/composition';
import { withDatabase } from './database';
import { loadSecrets } from './secrets';
import { sealWaitOf, tenantsToCheck } from './tenants';

/**
 * `npm run verify:audit -- [--tenant SLUG] [--published FOLDER|URL]`: recomputes each sealed log from its rows and compares it with
 * notes kept outside: a folder of `.note` files or the address of one note. Exit 1 names the first fault.
 */
const { values } = parseArgs({
  options: { tenant: { type: 'string' }, json: { type: 'boolean' }, published: { type: 'string' } },
});

async function publishedNotes(where: string | undefined): Promise<string[]> {
  if (!where) return [];
  if (/^https?:/.test(where)) return [await (await fetch(where)).text()];
  const names = (await readdir(where, { recursive: true })).filter((name) => name.endsWith('.note'));
  return Promise.all(names.map((name) => readFile(join(where, name), 'utf8')));
}

/** A folder may hold the notes of several tenants: the first line of a note names its log. */
const notesOf = (notes: readonly string[], tenantId: string) =>
  notes.filter((note) => note.startsWith(`${originOf(tenantId)}\n`));

const notes = await publishedNotes(values.published);
const isGood = await withDatabase(async ({ platformUrl }) => {
  const platform = await connectPlatform(platformUrl);
  const keys = await localKeyRing(keySecret(loadSecrets().KEY_ENCRYPTION_SECRET));
  let all = true;
  try {
    for (const { id, slug } of await tenantsToCheck(platform, values.tenant)) {
      const { verifier } = await logSigner(keys, id);
      const sealWaitSeconds = await platform.asTenant(id, ({ db }) => sealWaitOf(db, id));
      const options = { published: notesOf(notes, id), ...(sealWaitSeconds ? { sealWaitSeconds } : {}) };
      const verdict = await platform.asTenant(id, ({ db }) => verifyLog(db, verifier, systemClock.now(), options));
      all &&= verdict.ok;
      if (values.json) console.log(JSON.stringify({ tenant: slug, ...verdict }));
      else if (verdict.ok)
        console.log(
          `${slug}: ${verdict.sealed} entries and ${verdict.checkpoints} checkpoints verified. Key ${verifier.text}`,
        );
      else
        console.error(
          `${slug}: ${verdict.fault?.kind} at ${verdict.fault?.leafIndex ?? 'the end'}: ${verdict.fault?.detail} ${verdict.fault?.auditId ?? ''}`,
        );
    }
  } finally {
    await platform.end();
  }
  return all;
});
process.exitCode = isGood ? 0 : 1;
