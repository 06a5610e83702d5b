import { parseArgs } from 'node:util';
import { connectPlatform } from '@/db/platform-client';
import { verifyLedger } from '@/server/modules/ledger';
import { withDatabase } from './database';
import { tenantsToCheck } from './tenants';

/** `npm run verify:ledger -- [--tenant SLUG]`: recomputes every balance from the transfers; exit 1 names the first fault. */
const { values } = parseArgs({ options: { tenant: { type: 'string' }, json: { type: 'boolean' } } });

const isGood = await withDatabase(async ({ platformUrl }) => {
  const platform = await connectPlatform(platformUrl);
  let all = true;
  try {
    for (const { id, slug } of await tenantsToCheck(platform, values.tenant)) {
      const verdict = await platform.asTenant(id, ({ db }) => verifyLedger(db));
      all &&= verdict.ok;
      if (values.json) console.log(JSON.stringify({ tenant: slug, ...verdict }));
      else if (verdict.fault) console.error(`${slug}: broken: ${verdict.fault.rule}: ${verdict.fault.detail}`);
      else console.log(`${slug}: ${verdict.accounts} accounts and ${verdict.transfers} transfers verified.`);
    }
  } finally {
    await platform.end();
  }
  return all;
});
process.exitCode = isGood ? 0 : 1;
