import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';

/** All tenants, or the one named; an unknown slug is an error, not an empty success. */
export async function tenantsToCheck(
  platform: PlatformDatabase,
  slug: string | undefined,
): Promise<{ id: string; slug: string }[]> {
  const rows = await platform.transaction(async ({ db }) => {
    const result = await db.execute<{ id: string; slug: string }>(
      sql`select id, slug from tenant where ${slug ?? null}::text is null or slug = ${slug ?? null} order by slug`,
    );
    return result.rows;
  });
  if (slug && rows.length === 0) throw new Error(`There is no tenant ${slug}.`);
  return rows;
}
