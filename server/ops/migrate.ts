import { migrate } from '@/db/migrate';
import { withDatabase } from './database';

/** `npm run migrate`: brings the configured database to the current schema and says which URLs web and worker need. */
await withDatabase(async ({ ownerUrl }) => {
  const urls = await migrate(ownerUrl);
  const shown = (url: string) => url.replace(/:[^:@/]+@/, ':•••@');
  console.log(`Schema is current. Roles: app ${shown(urls.appUrl)}, platform ${shown(urls.platformUrl)}.`);
  if (process.argv.includes('--print-urls'))
    console.log(`DATABASE_URL=${urls.appUrl}\nDATABASE_PLATFORM_URL=${urls.platformUrl}`);
});
