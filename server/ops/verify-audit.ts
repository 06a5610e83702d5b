import { parseArgs } from 'node:util';
import { connectPlatform } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import { localKeyRing } from '@/server/kernel/keys';
import { logSigner, verifyLog } from '@/server/modules/audit';
import { keySecret } from '@/server/transports/composition';
import { withDatabase } from './database';
import { loadSecrets } from './secrets';
import { tenantsToCheck } from './tenants';

/** `npm run verify:audit -- [--tenant SLUG]`: recomputes each sealed log from its rows; exit 1 names the first fault. */
const { values } = parseArgs({ options: { tenant: { type: 'string' }, json: { type: 'boolean' } } });

const isGood = await withDatabase(async ({ platformUrl }) => {
  const platform = await connectPlatform(platformUrl);
  const keys = await localKeyRing(keySecret(loadSecrets().KEY_ENCRYPTION_SECRET));
  let all = true;
  try {
    for (const { id, slug } of await tenantsToCheck(platform, values.tenant)) {
      const { verifier } = await logSigner(keys, id);
      const verdict = await platform.asTenant(id, ({ db }) => verifyLog(db, verifier, systemClock.now()));
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
