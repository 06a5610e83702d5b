import { sql } from 'drizzle-orm';
import type { Actor } from './context';
import { type Id, idFromUuid, uuidFromId } from './ids';
import type { Read } from './uow';

type StoredMembership = Omit<Actor['memberships'][number], 'team'> & { team: string | null };
type StoredActor = {
  status: string;
  kind: Actor['kind'];
  name: string;
  grants: string[];
  memberships: StoredMembership[];
  clientId: string | null;
};

/** Somebody as he is now, for what runs in his name while he is away: what he reaches is what his memberships give him now. Null: he is not active any more. */
export async function actorOfUser(read: Read, userId: Id<'user'>): Promise<Actor | null> {
  const { rows } = await read.db.execute<{ actor: StoredActor | null }>(
    sql`select kernel_user_actor(${read.tenant.id}::uuid, ${uuidFromId('user', userId)}::uuid) as actor`,
  );
  const raw = rows[0]?.actor;
  if (raw?.status !== 'active') return null;
  const { kind, name, grants, memberships, clientId } = raw;
  return {
    ...{ kind, name, userId, grants },
    memberships: memberships.map((one) => ({ ...one, team: one.team ? idFromUuid('team', one.team) : null })),
    ...(clientId ? { clientId: idFromUuid('client', clientId) } : {}),
  };
}
