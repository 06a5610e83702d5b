import { and, asc, eq, sql } from 'drizzle-orm';
import { legalEntity } from '@/db/schema/tenancy';
import { officeHoliday, officeHours } from '@/db/schema/work';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { type OfficeHours, officeAround } from '@/server/kernel/office';
import type { Read, Uow } from '@/server/kernel/uow';

export const usualHours = { opens: '09:00', closes: '17:00', weekend: [6, 7] };

type Kept = {
  entity: string;
  name: string;
  zone: string;
  bank: string;
  opens: string;
  closes: string;
  weekend: number[];
  holidays: string[];
};

async function keptHours(read: Read): Promise<Kept[]> {
  const { opens, closes } = usualHours;
  const { rows } = await read.db.execute<Kept>(sql`
    select e.id as entity, e.short_name as name, e.time_zone as zone, e.bank_calendar as bank, coalesce(o.opens, ${opens}) as opens,
      coalesce(o.closes, ${closes}) as closes, to_jsonb(coalesce(o.weekend, '{6,7}')) as weekend,
      coalesce((select jsonb_agg(h.day) from office_holiday h where h.tenant_id = e.tenant_id and h.entity_id = e.id), '[]') as holidays
    from legal_entity e left join office_hours o on o.tenant_id = e.tenant_id and o.entity_id = e.id order by e.created_at, e.id`);
  return rows;
}

/** Of a house that has no entity yet. */
const nowhere = { ...usualHours, zone: 'UTC', bank: '', holidays: [] };

export type Offices = { of(entity: Id<'entity'> | null, at: Date): OfficeHours };

/** The hours of every entity; without one named, those of the first of the house. */
export async function officesOf(read: Read): Promise<Offices> {
  const kept = await keptHours(read);
  const byEntity = new Map(kept.map((one) => [idFromUuid('entity', one.entity), one]));
  return { of: (entity, at) => officeAround(at, (entity && byEntity.get(entity)) ?? kept[0] ?? nowhere) };
}

/** By whose hours time is promised: those of the client's entity. */
export async function officeOf(read: Read, clientId: Id<'client'> | null, at: Date = read.now): Promise<OfficeHours> {
  const offices = await officesOf(read);
  if (!clientId) return offices.of(null, at);
  const { rows } = await read.db.execute<{ entity: string }>(
    sql`select entity_id as entity from client where id = ${uuidFromId('client', clientId)}::uuid`,
  );
  return offices.of(rows[0] ? idFromUuid('entity', rows[0].entity) : null, at);
}

export async function calendars(read: Read) {
  const [kept, days] = await Promise.all([
    keptHours(read),
    read.db.select().from(officeHoliday).orderBy(asc(officeHoliday.day)).limit(2_000),
  ]);
  return kept.map(({ entity: uuid, holidays: _days, ...hours }) => {
    const entityId = idFromUuid('entity', uuid);
    const own = days.filter((one) => one.entityId === entityId);
    return { ...hours, entityId, holidays: own.map(({ day, name }) => ({ day, name })) };
  });
}

export async function isEntity(read: Read, id: Id<'entity'>): Promise<boolean> {
  const rows = await read.db.select({ id: legalEntity.id }).from(legalEntity).where(eq(legalEntity.id, id));
  return rows.length > 0;
}

export async function findHours(read: Read, entityId: Id<'entity'>) {
  const [row] = await read.db.select().from(officeHours).where(eq(officeHours.entityId, entityId));
  return row ?? null;
}

type Hours = Pick<typeof officeHours.$inferInsert, 'opens' | 'closes' | 'weekend'>;

export async function keepHours(uow: Uow, entityId: Id<'entity'>, hours: Hours): Promise<void> {
  await uow.db
    .insert(officeHours)
    .values({ entityId, ...hours })
    .onConflictDoUpdate({ target: [officeHours.tenantId, officeHours.entityId], set: hours });
}

export async function keepHoliday(uow: Uow, entityId: Id<'entity'>, day: string, name: string): Promise<void> {
  await uow.db
    .insert(officeHoliday)
    .values({ entityId, day, name })
    .onConflictDoUpdate({ target: [officeHoliday.tenantId, officeHoliday.entityId, officeHoliday.day], set: { name } });
}

export async function dropHoliday(uow: Uow, entityId: Id<'entity'>, day: string): Promise<string | null> {
  const [gone] = await uow.db
    .delete(officeHoliday)
    .where(and(eq(officeHoliday.entityId, entityId), eq(officeHoliday.day, day)))
    .returning({ name: officeHoliday.name });
  return gone?.name ?? null;
}
