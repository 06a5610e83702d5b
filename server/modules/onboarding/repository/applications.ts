import { and, desc, eq, inArray, isNull, lt, ne, notInArray, or, sql } from 'drizzle-orm';
import { application, applicationSubmission, onboardingFlow } from '@/db/schema/onboarding';
import { connection } from '@/db/schema/tenancy';
import type { Id } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type ApplicationRow = typeof application.$inferSelect;
export type SubmissionRow = typeof applicationSubmission.$inferSelect;
type Change = Partial<typeof application.$inferInsert>;

export async function insertApplication(uow: Uow, row: typeof application.$inferInsert): Promise<void> {
  await uow.db.insert(application).values(row);
}

export async function updateApplication(uow: Uow, id: Id<'application'>, set: Change): Promise<void> {
  await uow.db.update(application).set(set).where(eq(application.id, id));
}

export async function findApplication(
  read: Read,
  id: Id<'application'>,
  options: { lock?: boolean } = {},
): Promise<ApplicationRow | null> {
  const query = read.db.select().from(application).where(eq(application.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

/** The newest first; an open one, if there is one, is always the newest. */
export async function applicationsOfClient(read: Read, id: Id<'client'>, max = 20): Promise<ApplicationRow[]> {
  return read.db
    .select()
    .from(application)
    .where(eq(application.clientId, id))
    .orderBy(desc(application.createdAt), desc(application.id))
    .limit(max);
}

/** The one that decides now: the newest that was not replaced. */
export async function currentApplication(
  read: Read,
  id: Id<'client'>,
  options: { lock?: boolean } = {},
): Promise<ApplicationRow | null> {
  const query = read.db
    .select()
    .from(application)
    .where(and(eq(application.clientId, id), sql`state <> 'superseded'`))
    .orderBy(desc(application.createdAt), desc(application.id))
    .limit(1);
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function applicationOfApplicant(
  read: Read,
  connectionId: Id<'connection'>,
  applicantId: string,
): Promise<ApplicationRow | null> {
  const [row] = await read.db
    .select()
    .from(application)
    .where(
      and(
        eq(application.connectionId, connectionId),
        eq(application.applicantId, applicantId),
        sql`state <> 'superseded'`,
      ),
    )
    .orderBy(desc(application.createdAt), desc(application.id))
    .limit(1);
  return row ?? null;
}

export async function insertSubmission(uow: Uow, row: typeof applicationSubmission.$inferInsert): Promise<void> {
  await uow.db.insert(applicationSubmission).values(row);
}

export async function submissionsOf(read: Read, id: Id<'application'>, max = 2): Promise<SubmissionRow[]> {
  return read.db
    .select()
    .from(applicationSubmission)
    .where(eq(applicationSubmission.applicationId, id))
    .orderBy(desc(applicationSubmission.number))
    .limit(max);
}

/** Waiting for the provider's word for longer than a webhook takes: asked again by the sweeper. */
export async function silentApplications(read: Read, before: Date, max: number): Promise<ApplicationRow[]> {
  return read.db
    .select()
    .from(application)
    .where(and(inArray(application.state, ['submitted', 'checking']), lt(application.stateSince, before)))
    .orderBy(application.stateSince)
    .limit(max);
}

/** Approved ones whose renewal comes up, or was not met. */
export async function renewalsBefore(read: Read, before: Date, max: number): Promise<ApplicationRow[]> {
  return read.db
    .select()
    .from(application)
    .where(
      and(
        eq(application.state, 'approved'),
        lt(application.renewsAt, before),
        or(isNull(application.remindedAt), lt(application.renewsAt, read.now)),
      ),
    )
    .orderBy(application.renewsAt)
    .limit(max);
}

export type KycConnection = {
  readonly id: Id<'connection'>;
  readonly vendor: string;
  readonly config: Readonly<Record<string, unknown>>;
};

/** The tenant's provider for this entity: its own before one for all, the oldest first. */
export async function kycConnection(read: Read, entityId: Id<'entity'>): Promise<KycConnection | null> {
  const [row] = await read.db
    .select({ id: connection.id, vendor: connection.vendor, config: connection.config })
    .from(connection)
    .where(
      and(
        eq(connection.port, 'kyc'),
        eq(connection.state, 'active'),
        or(eq(connection.entityId, entityId), isNull(connection.entityId)),
      ),
    )
    .orderBy(sql`${connection.entityId} is null`, connection.createdAt)
    .limit(1);
  return row ? { ...row, config: row.config as Record<string, unknown> } : null; // written by createConnection
}

export async function connectionById(read: Read, id: Id<'connection'>): Promise<KycConnection | null> {
  const [row] = await read.db
    .select({ id: connection.id, vendor: connection.vendor, config: connection.config })
    .from(connection)
    .where(eq(connection.id, id));
  return row ? { ...row, config: row.config as Record<string, unknown> } : null; // as above
}

export async function newestFlow(read: Read) {
  const [row] = await read.db.select().from(onboardingFlow).orderBy(desc(onboardingFlow.version)).limit(1);
  return row ?? null;
}

export async function insertFlow(uow: Uow, row: typeof onboardingFlow.$inferInsert): Promise<void> {
  await uow.db.insert(onboardingFlow).values(row);
}

/** What an approval replaces: an earlier application of the same client that is still in force. */
export async function supersedeOthers(uow: Uow, client: Id<'client'>, keep: Id<'application'>): Promise<void> {
  await uow.db
    .update(application)
    .set({ state: 'superseded', stateSince: uow.now })
    .where(
      and(
        eq(application.clientId, client),
        ne(application.id, keep),
        notInArray(application.state, ['superseded', 'submitted', 'checking', 'in_review']),
      ),
    );
}

/** How long an answer has taken lately, in the middle; null while too few were given to say. */
export async function usualMinutes(read: Read): Promise<number | null> {
  const taken = sql`extract(epoch from decided_at - submitted_at) / 60`;
  const [row] = await read.db
    .select({
      answers: sql<number>`count(*)::int`,
      minutes: sql<number>`ceil(percentile_cont(0.5) within group (order by ${taken}))::int`,
    })
    .from(application)
    .where(sql`decided_at > ${read.now}::timestamptz - interval '90 days' and submitted_at is not null`);
  return row && row.answers >= 5 ? row.minutes : null;
}
