import { and, desc, eq, ne, sql } from 'drizzle-orm';
import { brand, connection, domain, legalEntity, organisation, tenant } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type EntityRecord = typeof legalEntity.$inferSelect;
export type BrandRecord = typeof brand.$inferSelect;
export type ConnectionRecord = typeof connection.$inferSelect;
export type DomainRecord = typeof domain.$inferSelect;

export async function settingsRow(read: Read) {
  const [row] = await read.db
    .select({ tenant, organisation })
    .from(tenant)
    .innerJoin(organisation, eq(organisation.id, tenant.organisationId))
    .where(eq(tenant.id, read.tenant.id));
  return row ?? null;
}

export async function updateTenant(uow: Uow, values: Partial<typeof tenant.$inferInsert>): Promise<void> {
  await uow.db.update(tenant).set(values).where(eq(tenant.id, uow.tenant.id));
}

export async function allEntities(read: Read): Promise<EntityRecord[]> {
  return read.db.select().from(legalEntity).orderBy(legalEntity.createdAt, legalEntity.id);
}

export async function findEntity(read: Read, id: Id<'entity'>): Promise<EntityRecord | null> {
  const [row] = await read.db.select().from(legalEntity).where(eq(legalEntity.id, id));
  return row ?? null;
}

export async function insertEntity(uow: Uow, row: typeof legalEntity.$inferInsert): Promise<void> {
  await uow.db.insert(legalEntity).values(row);
}

export async function updateEntity(uow: Uow, id: Id<'entity'>, values: Partial<EntityRecord>): Promise<void> {
  await uow.db.update(legalEntity).set(values).where(eq(legalEntity.id, id));
}

/** The default brand first. */
export async function allBrands(read: Read, options: { lock?: boolean } = {}): Promise<BrandRecord[]> {
  const query = read.db.select().from(brand).orderBy(desc(brand.isDefault), brand.createdAt, brand.id);
  return options.lock ? query.for('update') : query;
}

export async function findBrand(read: Read, id: Id<'brand'>): Promise<BrandRecord | null> {
  const [row] = await read.db.select().from(brand).where(eq(brand.id, id));
  return row ?? null;
}

export async function insertBrand(uow: Uow, row: typeof brand.$inferInsert): Promise<boolean> {
  const inserted = await uow.db.insert(brand).values(row).onConflictDoNothing().returning({ id: brand.id });
  return inserted.length > 0;
}

export async function updateBrand(uow: Uow, id: Id<'brand'>, values: Partial<BrandRecord>): Promise<void> {
  await uow.db.update(brand).set(values).where(eq(brand.id, id));
}

export async function allDomains(read: Read): Promise<DomainRecord[]> {
  return read.db.select().from(domain).orderBy(domain.host);
}

export async function findDomain(read: Read, host: string): Promise<DomainRecord | null> {
  const [row] = await read.db.select().from(domain).where(eq(domain.host, host));
  return row ?? null;
}

export async function insertDomain(uow: Uow, row: typeof domain.$inferInsert): Promise<boolean> {
  const inserted = await uow.db.insert(domain).values(row).onConflictDoNothing().returning({ host: domain.host });
  return inserted.length > 0;
}

export async function setVerified(uow: Uow, host: string): Promise<void> {
  await uow.db.update(domain).set({ verifiedAt: uow.now }).where(eq(domain.host, host));
}

/** A host may be proven by one tenant at a time; the others' rows stay unproven. */
export async function isProvenElsewhere(read: Read, host: string): Promise<boolean> {
  const { rows } = await read.db.execute<{ found: { tenant: string } | null }>(
    sql`select resolve_domain(${host}) as found`,
  );
  const owner = rows[0]?.found?.tenant;
  return owner !== undefined && owner !== read.tenant.id;
}

export async function deleteDomain(uow: Uow, host: string): Promise<boolean> {
  const gone = await uow.db.delete(domain).where(eq(domain.host, host)).returning({ host: domain.host });
  return gone.length > 0;
}

export async function allConnections(read: Read): Promise<ConnectionRecord[]> {
  return read.db
    .select()
    .from(connection)
    .where(ne(connection.state, 'removed'))
    .orderBy(connection.port, desc(connection.createdAt));
}

export async function findConnection(
  read: Read,
  id: Id<'connection'>,
  options: { lock?: boolean } = {},
): Promise<ConnectionRecord | null> {
  const query = read.db.select().from(connection).where(eq(connection.id, id));
  const [row] = await (options.lock ? query.for('update') : query);
  return row ?? null;
}

export async function connectionsOfPort(read: Read, port: string): Promise<ConnectionRecord[]> {
  return read.db
    .select()
    .from(connection)
    .where(and(eq(connection.port, port), eq(connection.state, 'active')))
    .orderBy(connection.createdAt);
}

export async function insertConnection(uow: Uow, row: typeof connection.$inferInsert): Promise<void> {
  await uow.db.insert(connection).values(row);
}

export async function updateConnection(
  uow: Uow,
  id: Id<'connection'>,
  values: Partial<typeof connection.$inferInsert>,
): Promise<void> {
  await uow.db.update(connection).set(values).where(eq(connection.id, id));
}

/** Facts for the set-up checklist, in one statement. */
export async function setupFacts(read: Read) {
  const { rows } = await read.db.execute<{
    ports: string[] | null;
    licences: number;
    entities: number;
    logos: number;
    senders: number;
    domains: number;
  }>(sql`select
    (select array_agg(distinct port) from connection where state = 'active') as ports,
    (select count(*)::int from legal_entity where coalesce(licence, '') <> '') as licences,
    (select count(*)::int from legal_entity) as entities,
    (select count(*)::int from brand where logo_png is not null) as logos,
    (select count(*)::int from brand where sender_email is not null) as senders,
    (select count(*)::int from domain where verified_at is not null) as domains`);
  return rows[0] ?? null;
}

export async function markGoLiveRequested(uow: Uow): Promise<void> {
  await uow.db.execute(sql`select request_go_live(${uow.now.toISOString()}::timestamptz)`);
}
