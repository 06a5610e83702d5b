import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { breakGlass } from '@/db/schema/tenancy';
import { canonicalJson } from '@/server/kernel/canonical';
import { type Id, idFromUuid } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

/** The functions behind these refuse in any tenant but the platform's own (db/repeatable/50-platform.sql). */

export async function createTenant(uow: Uow, input: Record<string, unknown>): Promise<string | null> {
  const { rows } = await uow.db.execute<{ refused: string | null }>(
    sql`select create_tenant(${canonicalJson(input)}::jsonb) as refused`,
  );
  return rows[0]?.refused ?? null;
}

export async function slugIsTaken(read: Read, slug: string): Promise<boolean> {
  const { rows } = await read.db.execute<{ found: unknown }>(sql`select resolve_tenant(${slug}) as found`);
  return rows[0]?.found !== null && rows[0]?.found !== undefined;
}

export async function platformTenants(read: Read) {
  const { rows } = await read.db.execute<{
    id: string;
    slug: string;
    name: string;
    kind: string;
    environment: string;
    status: string;
    features: string[];
    created_at: string | Date;
    organisation_id: string;
    organisation: string;
    country: string | null;
    go_live_requested_at: string | Date | null;
    vetted_at: string | Date | null;
    staff: string;
    clients: string;
    last_activity: string | Date | null;
  }>(sql`select * from platform_tenants() order by created_at desc, id`);
  const date = (value: string | Date | null) => (value === null ? null : new Date(value));
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    name: row.name,
    kind: row.kind,
    environment: row.environment === 'live' ? ('live' as const) : ('sandbox' as const),
    status: row.status,
    features: row.features,
    createdAt: new Date(row.created_at),
    organisationId: idFromUuid('organisation', row.organisation_id),
    organisation: row.organisation,
    country: row.country,
    goLiveRequestedAt: date(row.go_live_requested_at),
    vettedAt: date(row.vetted_at),
    staff: Number(row.staff),
    clients: Number(row.clients),
    lastActivity: date(row.last_activity),
  }));
}

/** As `platform_tenant_detail` builds it: columns in the database's spelling. */
export type TenantDetail = {
  tenant: {
    id: string;
    slug: string;
    name: string;
    kind: string;
    environment: string;
    status: string;
    features: string[];
  };
  organisation: { id: string; name: string; kind: string; country: string | null; vetted_at: string | null };
  entities: ({ id: string; name: string; licence: string | null } & Record<string, unknown>)[];
  brands: ({ id: string; entity_id: string; name: string } & Record<string, unknown>)[];
  roles: { key: string; name: string; grants: string[] }[];
  administrators: ({ id: string; email: string; name: string } & Record<string, unknown>)[];
};

export async function tenantDetail(read: Read, tenantId: string): Promise<TenantDetail | null> {
  const { rows } = await read.db.execute<{ detail: TenantDetail | null }>(
    sql`select platform_tenant_detail(${tenantId}::uuid) as detail`,
  );
  return rows[0]?.detail ?? null;
}

type ForeignAudit = Record<string, unknown>;

export async function setTenantStatus(uow: Uow, tenantId: string, status: string, audit: ForeignAudit): Promise<void> {
  await uow.db.execute(
    sql`select platform_set_tenant(${tenantId}::uuid, ${status}, ${canonicalJson(audit)}::jsonb, ${uow.now.toISOString()}::timestamptz)`,
  );
}

export async function markVetted(uow: Uow, organisationId: string, note: string): Promise<void> {
  await uow.db.execute(
    sql`select platform_vet(${organisationId}::uuid, ${uow.actor.name}, ${note}, ${uow.now.toISOString()}::timestamptz)`,
  );
}

export async function openBreakGlass(uow: Uow, tenantId: string, input: Record<string, unknown>): Promise<void> {
  await uow.db.execute(sql`select open_break_glass(${tenantId}::uuid, ${canonicalJson(input)}::jsonb)`);
}

export async function closeBreakGlass(
  uow: Uow,
  tenantId: string,
  userUuid: string,
  audit: ForeignAudit,
): Promise<void> {
  await uow.db.execute(
    sql`select close_break_glass(${tenantId}::uuid, ${userUuid}::uuid, ${canonicalJson(audit)}::jsonb, ${uow.now.toISOString()}::timestamptz)`,
  );
}

export async function insertBreakGlass(uow: Uow, row: typeof breakGlass.$inferInsert): Promise<void> {
  await uow.db.insert(breakGlass).values(row);
}

export async function findOpenBreakGlass(uow: Uow, id: Id<'breakGlass'>) {
  const [row] = await uow.db
    .select()
    .from(breakGlass)
    .where(and(eq(breakGlass.id, id), isNull(breakGlass.closedAt)))
    .for('update');
  return row ?? null;
}

export async function setBreakGlassClosed(uow: Uow, id: Id<'breakGlass'>): Promise<void> {
  await uow.db.update(breakGlass).set({ closedAt: uow.now }).where(eq(breakGlass.id, id));
}

export async function listBreakGlassRows(read: Read) {
  return read.db.select().from(breakGlass).orderBy(desc(breakGlass.openedAt)).limit(200);
}
