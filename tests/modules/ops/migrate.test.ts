import pg from 'pg';
import { expect, it } from 'vitest';
import { migrate } from '@/db/migrate';
import { testDatabase } from '../../support/postgres';

it('runs again unharmed, and refuses a database of another history in words', async () => {
  const { adminUrl } = await testDatabase({ fresh: true });
  await migrate(adminUrl);
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('update drizzle.__drizzle_migrations set created_at = created_at - 1');
  await admin.end();
  await expect(migrate(adminUrl)).rejects.toThrow(/made by another version .* delete it/);
});
