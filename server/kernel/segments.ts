import { and, eq, gt, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { segment, segmentMember } from '@/db/schema/_segments';
import { type Id, uuidFromId } from './ids';
import type { Read } from './uow';

/** Segments as every module may ask for them. The engagement module alone decides who is in one and writes it down. */
export type InSegment = {
  readonly id: Id<'segment'>;
  readonly key: string;
  readonly name: string;
  readonly since: Date;
};

/** In which segments the client is, or was at an instant. */
export async function segmentsOf(read: Read, clientId: Id<'client'>, at: Date = read.now): Promise<InSegment[]> {
  const { joinedAt, leftAt } = segmentMember;
  return read.db
    .select({ id: segment.id, key: segment.key, name: segment.name, since: joinedAt })
    .from(segmentMember)
    .innerJoin(segment, eq(segment.id, segmentMember.segmentId))
    .where(and(eq(segmentMember.clientId, clientId), lte(joinedAt, at), or(isNull(leftAt), gt(leftAt, at))))
    .orderBy(segment.name)
    .limit(200);
}

export async function isInSegment(read: Read, clientId: Id<'client'>, key: string, at?: Date): Promise<boolean> {
  return (await segmentsOf(read, clientId, at)).some((one) => one.key === key);
}

/** Condition of lists of clients: the members of today. `client` is the column with their uuid. */
export const inSegment = (client: SQL, id: Id<'segment'>): SQL =>
  sql`${client} in (select m.client_id from segment_member m where m.segment_id = ${uuidFromId('segment', id)}::uuid and m.left_at is null)`;
