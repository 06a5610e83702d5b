import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { savedView } from '@/db/schema/_kernel';
import { segment, segmentVersion } from '@/db/schema/_segments';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type SegmentRecord = typeof segment.$inferSelect;
export type VersionRecord = typeof segmentVersion.$inferSelect;

const alive = isNull(segment.removedAt);

export async function allSegments(read: Read): Promise<SegmentRecord[]> {
  return read.db.select().from(segment).where(alive).orderBy(segment.name).limit(500);
}

export async function findSegment(read: Read, id: Id<'segment'>, lock = false): Promise<SegmentRecord | null> {
  const query = read.db
    .select()
    .from(segment)
    .where(and(eq(segment.id, id), alive));
  const [row] = await (lock ? query.for('no key update') : query);
  return row ?? null;
}

/** The versions in force, of all segments or of one. */
export async function inForce(read: Read, id?: Id<'segment'>) {
  return read.db
    .select({ segment, version: segmentVersion })
    .from(segment)
    .innerJoin(
      segmentVersion,
      and(eq(segmentVersion.segmentId, segment.id), eq(segmentVersion.version, segment.version)),
    )
    .where(and(alive, id ? eq(segment.id, id) : undefined))
    .orderBy(segment.id)
    .limit(500);
}

export async function isKeyTaken(read: Read, key: string): Promise<boolean> {
  const rows = await read.db
    .select({ id: segment.id })
    .from(segment)
    .where(and(eq(segment.key, key), alive));
  return rows.length > 0;
}

export async function insertSegment(uow: Uow, row: typeof segment.$inferInsert): Promise<void> {
  await uow.db.insert(segment).values(row);
}

export async function updateSegment(uow: Uow, id: Id<'segment'>, values: Partial<typeof segment.$inferInsert>) {
  await uow.db.update(segment).set(values).where(eq(segment.id, id));
}

export async function versionsOf(read: Read, id: Id<'segment'>): Promise<VersionRecord[]> {
  return read.db
    .select()
    .from(segmentVersion)
    .where(eq(segmentVersion.segmentId, id))
    .orderBy(desc(segmentVersion.version))
    .limit(100);
}

export async function drafted(read: Read): Promise<Set<Id<'segment'>>> {
  const rows = await read.db
    .select({ id: segmentVersion.segmentId })
    .from(segmentVersion)
    .where(isNull(segmentVersion.publishedAt));
  return new Set(rows.map(({ id }) => id));
}

export async function insertVersion(uow: Uow, row: typeof segmentVersion.$inferInsert): Promise<void> {
  await uow.db.insert(segmentVersion).values(row);
}

export async function updateVersion(
  uow: Uow,
  id: Id<'segment'>,
  version: number,
  values: Partial<typeof segmentVersion.$inferInsert>,
): Promise<void> {
  await uow.db
    .update(segmentVersion)
    .set(values)
    .where(and(eq(segmentVersion.segmentId, id), eq(segmentVersion.version, version)));
}

/** Saved views of lists that show this segment; of another's own view only that it is there. */
export async function viewsWith(read: Read, id: Id<'segment'>) {
  return read.db
    .select({ name: savedView.name, isTeam: savedView.isTeam, ownerId: savedView.ownerId })
    .from(savedView)
    .where(sql`${savedView.state} ->> 'search' like ${`%segment=${id}%`}`)
    .limit(50);
}

type Counted = { id: string; members: number; joined: number; gone: number };

/** How many of the reader's clients are in each segment now, and how many came and went since. */
export async function memberCounts(read: Read, scope: SQL | undefined, since: Date, id?: Id<'segment'>) {
  const from = sql`${since.toISOString()}::timestamptz`;
  const { rows } = await read.db.execute<Counted>(sql`
    select m.segment_id as id, count(*) filter (where m.left_at is null)::int as members,
      count(*) filter (where m.joined_at > ${from} and not m.is_founding)::int as joined,
      count(*) filter (where m.left_at > ${from})::int as gone
    from segment_member m ${scope ? sql`join client on client.tenant_id = m.tenant_id and client.id = m.client_id` : sql``}
    where (m.left_at is null or m.left_at > ${from}) ${id ? sql`and m.segment_id = ${uuidFromId('segment', id)}::uuid` : sql``}
      ${scope ? sql`and ${scope}` : sql``}
    group by m.segment_id`);
  return new Map(rows.map((row) => [idFromUuid('segment', row.id), row]));
}

/** By whose clock days are counted: the first entity of the house. */
export const dayZone = sql`coalesce((select e.time_zone from legal_entity e order by e.created_at limit 1), 'UTC')`;
