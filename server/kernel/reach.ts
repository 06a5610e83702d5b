import { sql } from 'drizzle-orm';
import { scopeFor } from './access';
import type { RowScope } from './context';
import { Refusal } from './errors';
import { type Id, uuidFromId } from './ids';
import type { Read } from './uow';

/** The row scope a verb gives this actor. A replayed request runs as its requester, so it reaches what he reaches now. */
export const reachOf = (read: Read, verb: string): RowScope => scopeFor(read.actor, verb);

/** A client outside the actor's reach does not exist: his own for a client, the rows of the grant's scope for staff. */
export async function requireReach(read: Read, verb: string, client: Id<'client'>): Promise<void> {
  const { actor } = read;
  if (actor.kind === 'client') {
    if (actor.clientId === client) return;
    throw new Refusal('not_found', 'client_not_found');
  }
  const scope = reachOf(read, verb);
  const user = actor.userId ? uuidFromId('user', actor.userId) : null;
  const { rows } = await read.db.execute<{ reached: boolean }>(
    sql`select client_in_reach(${uuidFromId('client', client)}::uuid, ${scope}, ${user}::uuid) as reached`,
  );
  if (!rows[0]?.reached) throw new Refusal('not_found', 'client_not_found');
}
