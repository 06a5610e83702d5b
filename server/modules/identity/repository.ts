import { and, count, desc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { oneTimeToken, passkey, session, user } from '@/db/schema/identity';
import { brand, domain } from '@/db/schema/tenancy';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import type { Read, Uow } from '@/server/kernel/uow';

export type UserRow = typeof user.$inferSelect;
export type SessionRow = typeof session.$inferSelect;
export type TokenRow = typeof oneTimeToken.$inferSelect;
export type PasskeyRecord = typeof passkey.$inferSelect;

export async function findUser(read: Read, id: Id<'user'>, options: { lock?: boolean } = {}): Promise<UserRow | null> {
  const query = read.db.select().from(user).where(eq(user.id, id));
  const [row] = await (options.lock ? query.for('no key update') : query);
  return row ?? null;
}

export async function findUserByEmail(read: Read, kind: string, email: string): Promise<UserRow | null> {
  const [row] = await read.db
    .select()
    .from(user)
    .where(and(eq(user.kind, kind), sql`lower(${user.email}) = ${email.toLowerCase()}`));
  return row ?? null;
}

export async function findUserOfClient(read: Read, clientId: Id<'client'>): Promise<UserRow | null> {
  const [row] = await read.db.select().from(user).where(eq(user.clientId, clientId)).orderBy(user.createdAt).limit(1);
  return row ?? null;
}

export async function insertUser(uow: Uow, row: typeof user.$inferInsert): Promise<boolean> {
  const inserted = await uow.db.insert(user).values(row).onConflictDoNothing().returning({ id: user.id });
  return inserted.length > 0;
}

export async function updateUser(uow: Uow, id: Id<'user'>, values: Partial<typeof user.$inferInsert>): Promise<void> {
  await uow.db.update(user).set(values).where(eq(user.id, id));
}

export async function insertToken(uow: Uow, row: typeof oneTimeToken.$inferInsert): Promise<void> {
  await uow.db.insert(oneTimeToken).values(row);
}

export async function findToken(read: Read, id: Id<'token'>): Promise<TokenRow | null> {
  const [row] = await read.db.select().from(oneTimeToken).where(eq(oneTimeToken.id, id));
  return row ?? null;
}

/** One winner: whoever sets `used_at` has the right, everyone else gets nothing. */
export async function takeToken(uow: Uow, id: Id<'token'>, kind: string): Promise<TokenRow | null> {
  const [row] = await uow.db
    .update(oneTimeToken)
    .set({ usedAt: uow.now })
    .where(
      and(
        eq(oneTimeToken.id, id),
        eq(oneTimeToken.kind, kind),
        isNull(oneTimeToken.usedAt),
        gt(oneTimeToken.expiresAt, uow.now),
      ),
    )
    .returning();
  return row ?? null;
}

/** Older links of the same kind stop working when a new one is sent. */
export async function spendTokens(uow: Uow, userId: Id<'user'>, kinds: readonly string[]): Promise<void> {
  await uow.db
    .update(oneTimeToken)
    .set({ usedAt: uow.now })
    .where(and(eq(oneTimeToken.userId, userId), inArray(oneTimeToken.kind, [...kinds]), isNull(oneTimeToken.usedAt)));
}

export async function setMailed(uow: Uow, id: Id<'token'>): Promise<void> {
  await uow.db.update(oneTimeToken).set({ mailedAt: uow.now }).where(eq(oneTimeToken.id, id));
}

export async function insertSession(uow: Uow, row: typeof session.$inferInsert): Promise<void> {
  await uow.db.insert(session).values(row);
}

export async function findSession(read: Read, id: Id<'session'>) {
  const [row] = await read.db.select().from(session).where(eq(session.id, id));
  return row ?? null;
}

/** What this person was seen with before; sessions he disowned and those of others through his eyes prove nothing. */
export async function tracesOf(read: Read, userId: Id<'user'>) {
  return read.db
    .selectDistinct({ deviceId: session.deviceId, userAgent: session.userAgent, country: session.country })
    .from(session)
    .where(
      and(
        eq(session.userId, userId),
        isNull(session.impersonatorId),
        sql`${session.revokedReason} is distinct from 'not_me'`,
      ),
    )
    .limit(1_000);
}

export async function setSteppedUp(uow: Uow, id: Id<'session'>): Promise<void> {
  await uow.db.update(session).set({ steppedUpAt: uow.now }).where(eq(session.id, id));
}

export type SessionFilter = { userId: Id<'user'>; id?: Id<'session'>; except?: Id<'session'> | undefined };

export async function endSessionRows(uow: Uow, filter: SessionFilter, reason: string): Promise<Id<'session'>[]> {
  const ended = await uow.db
    .update(session)
    .set({ revokedAt: uow.now, revokedReason: reason })
    .where(
      and(
        eq(session.userId, filter.userId),
        isNull(session.revokedAt),
        ...(filter.id ? [eq(session.id, filter.id)] : []),
        ...(filter.except ? [ne(session.id, filter.except)] : []),
      ),
    )
    .returning({ id: session.id });
  return ended.map((row) => row.id);
}

/** Somebody else's: this session and, of the same browser, every other. Ended or not, they vouch for nobody any more. */
export async function disownSessions(uow: Uow, { id, userId, deviceId }: SessionRow): Promise<void> {
  await uow.db
    .update(session)
    .set({ revokedAt: sql`coalesce(${session.revokedAt}, ${uow.now})`, revokedReason: 'not_me' })
    .where(
      and(eq(session.userId, userId), or(eq(session.id, id), deviceId ? eq(session.deviceId, deviceId) : undefined)),
    );
}

export async function endImpersonations(uow: Uow, impersonatorId: Id<'user'>): Promise<number> {
  const ended = await uow.db
    .update(session)
    .set({ revokedAt: uow.now, revokedReason: 'impersonation_stopped' })
    .where(and(eq(session.impersonatorId, impersonatorId), isNull(session.revokedAt)))
    .returning({ id: session.id });
  return ended.length;
}

export async function liveSessions(read: Read, userId: Id<'user'>) {
  const impersonator = sql<
    string | null
  >`(select u.name from app_user u where u.tenant_id = ${session.tenantId} and u.id = ${session.impersonatorId})`;
  return read.db
    .select({ row: session, impersonator })
    .from(session)
    .where(and(eq(session.userId, userId), isNull(session.revokedAt), gt(session.expiresAt, read.now)))
    .orderBy(desc(session.lastSeenAt))
    .limit(100);
}

/** Everybody of the staff who is signed in now, and those of them who look through a client's eyes. */
export async function staffSessions(read: Read) {
  const owner = sql<Id<'user'>>`coalesce(${session.impersonatorId}, ${session.userId})`;
  return read.db
    .select({ row: session, name: user.name, kind: user.kind, owner })
    .from(session)
    .innerJoin(user, and(eq(user.tenantId, session.tenantId), eq(user.id, owner)))
    .where(and(eq(user.kind, 'staff'), isNull(session.revokedAt), gt(session.expiresAt, read.now)))
    .orderBy(desc(session.lastSeenAt))
    .limit(500);
}

export async function passkeysOf(read: Read, userId: Id<'user'>): Promise<PasskeyRecord[]> {
  return read.db.select().from(passkey).where(eq(passkey.userId, userId)).orderBy(passkey.createdAt);
}

export async function countPasskeys(read: Read, userId: Id<'user'>): Promise<number> {
  const [row] = await read.db.select({ n: count() }).from(passkey).where(eq(passkey.userId, userId));
  return row?.n ?? 0;
}

export async function findPasskey(read: Read, credentialId: string): Promise<PasskeyRecord | null> {
  const [row] = await read.db.select().from(passkey).where(eq(passkey.credentialId, credentialId));
  return row ?? null;
}

export async function insertPasskey(uow: Uow, row: typeof passkey.$inferInsert): Promise<boolean> {
  const inserted = await uow.db.insert(passkey).values(row).onConflictDoNothing().returning({ id: passkey.id });
  return inserted.length > 0;
}

export async function touchPasskey(uow: Uow, id: Id<'passkey'>, signCount: number): Promise<void> {
  await uow.db.update(passkey).set({ signCount, lastUsedAt: uow.now }).where(eq(passkey.id, id));
}

export async function deletePasskey(uow: Uow, id: Id<'passkey'>, userId: Id<'user'>): Promise<PasskeyRecord | null> {
  const [row] = await uow.db
    .delete(passkey)
    .where(and(eq(passkey.id, id), eq(passkey.userId, userId)))
    .returning();
  return row ?? null;
}

/** Hosts this tenant has proven to own, the default brand's first: where links point and where passkeys may be used. */
export async function verifiedHosts(read: Read): Promise<{ host: string; brandId: Id<'brand'> }[]> {
  return read.db
    .select({ host: domain.host, brandId: domain.brandId })
    .from(domain)
    .innerJoin(brand, eq(brand.id, domain.brandId))
    .where(sql`${domain.verifiedAt} is not null`)
    .orderBy(desc(brand.isDefault), domain.createdAt);
}

export async function brandLook(read: Read, brandId: Id<'brand'> | null) {
  const [row] = await read.db
    .select({ id: brand.id, name: brand.name, color: brand.color, senderEmail: brand.senderEmail })
    .from(brand)
    .where(brandId ? eq(brand.id, brandId) : undefined)
    .orderBy(desc(brand.isDefault), brand.createdAt, brand.id)
    .limit(1);
  return row ?? null;
}

/** By its table's name alone: clients stand above identities. */
export async function brandOfClient(read: Read, id: Id<'client'>): Promise<Id<'brand'> | null> {
  const { rows } = await read.db.execute<{ brand_id: string }>(
    sql`select c.brand_id from client c where c.id = ${uuidFromId('client', id)}::uuid`,
  );
  return rows[0] ? idFromUuid('brand', rows[0].brand_id) : null;
}

/** Everybody of one kind, with what a staff list shows about their sign-in. */
export async function usersOfKind(read: Read, kind: string) {
  // Nested, because Drizzle writes a column of a one-table selection without its table, and sessions have an id too.
  const theirs = sql`${user.id}`;
  const lastSeenAt =
    sql<Date | null>`(select max(s.last_seen_at) from session s where s.tenant_id = ${user.tenantId} and s.user_id = ${theirs})`.mapWith(
      session.lastSeenAt,
    );
  const passkeys = sql<number>`(select count(*)::int from passkey p where p.tenant_id = ${user.tenantId} and p.user_id = ${theirs})`;
  return read.db
    .select({
      id: user.id,
      name: user.name,
      email: user.email,
      status: user.status,
      emailVerifiedAt: user.emailVerifiedAt,
      totpEnabledAt: user.totpEnabledAt,
      endsAt: user.endsAt,
      createdAt: user.createdAt,
      lastSeenAt,
      passkeys,
    })
    .from(user)
    .where(eq(user.kind, kind))
    .orderBy(user.name, user.id)
    .limit(2_000);
}

export async function activeStaffIds(read: Read): Promise<Id<'user'>[]> {
  const rows = await read.db
    .select({ id: user.id })
    .from(user)
    .where(and(eq(user.kind, 'staff'), eq(user.status, 'active'), or(isNull(user.endsAt), gt(user.endsAt, read.now))));
  return rows.map((row) => row.id);
}

/** Names for a screen, in one statement. */
export async function namesOf(read: Read, ids: readonly Id<'user'>[]): Promise<Map<Id<'user'>, string>> {
  if (ids.length === 0) return new Map();
  const rows = await read.db
    .select({ id: user.id, name: user.name })
    .from(user)
    .where(inArray(user.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, row.name]));
}
