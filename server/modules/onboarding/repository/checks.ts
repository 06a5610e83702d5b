import { and, desc, eq } from 'drizzle-orm';
import { kycCheck, kycEvent, riskAssessment } from '@/db/schema/onboarding';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type CheckRow = typeof kycCheck.$inferSelect;
export type AssessmentRow = typeof riskAssessment.$inferSelect;

export async function insertCheck(uow: Uow, row: typeof kycCheck.$inferInsert): Promise<void> {
  await uow.db.insert(kycCheck).values(row);
}

export async function checksOf(read: Read, id: Id<'application'>): Promise<CheckRow[]> {
  return read.db
    .select()
    .from(kycCheck)
    .where(eq(kycCheck.applicationId, id))
    .orderBy(desc(kycCheck.recordedAt), desc(kycCheck.id))
    .limit(50);
}

/** The provider's last word on an applicant, whichever application it was for. */
export async function lastCheck(
  read: Read,
  connectionId: Id<'connection'>,
  applicantId: string,
): Promise<CheckRow | null> {
  const [row] = await read.db
    .select()
    .from(kycCheck)
    .where(and(eq(kycCheck.connectionId, connectionId), eq(kycCheck.applicantId, applicantId)))
    .orderBy(desc(kycCheck.recordedAt), desc(kycCheck.id))
    .limit(1);
  return row ?? null;
}

/** False when this very event was kept before. */
export async function insertEvent(uow: Uow, row: typeof kycEvent.$inferInsert): Promise<boolean> {
  const rows = await uow.db.insert(kycEvent).values(row).onConflictDoNothing().returning({ id: kycEvent.eventId });
  return rows.length > 0;
}

export async function insertAssessment(uow: Uow, row: typeof riskAssessment.$inferInsert): Promise<void> {
  await uow.db.insert(riskAssessment).values(row);
}

export async function assessmentsOf(read: Read, id: Id<'client'>, max = 20): Promise<AssessmentRow[]> {
  return read.db
    .select()
    .from(riskAssessment)
    .where(eq(riskAssessment.clientId, id))
    .orderBy(desc(riskAssessment.at), desc(riskAssessment.id))
    .limit(max);
}
