import { sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
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

/** The tenant's own limit for how long an entry may wait for its seal; null when it has set none. */
export async function sealWaitOf(db: Db, tenantId: string): Promise<number | null> {
  const { rows } = await db.execute<{ wait: number | null }>(
    sql`select (settings->>'sealWaitSeconds')::int as wait from tenant where id = ${tenantId}::uuid`,
  );
  return rows[0]?.wait ?? null;
}
