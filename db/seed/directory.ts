import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import type { TenantEntry } from '@/jobs/house';
import { idFromUuid } from '@/server/kernel/ids';

type Row = { id: string; slug: string; name: string; organisation_id: string; environment: string };

/** What the worker would tell the jobs about tenants. */
export const listTenants = (platform: PlatformDatabase): Promise<TenantEntry[]> =>
  platform.transaction(async ({ db }) => {
    const { rows } = await db.execute<Row>(
      sql`select id, slug, name, organisation_id, environment from tenant where status <> 'closed' order by created_at`,
    );
    return rows.map(({ organisation_id, ...row }) => ({
      ...row,
      organisationId: idFromUuid('organisation', organisation_id),
    }));
  });

/** Rows whose time and the database's differ are honest only in a tenant that says so; no verb can say it. */
export const markSeeded = (platform: PlatformDatabase, tenantId: string): Promise<unknown> =>
  platform.transaction(({ db }) => db.execute(sql`update tenant set is_seeded = true where id = ${tenantId}`));
