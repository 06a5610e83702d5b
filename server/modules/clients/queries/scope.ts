import { eq, or, type SQL, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import { client } from '@/db/schema/clients';
import { uuidFromId } from '@/server/kernel/ids';
import { reachOf } from '@/server/kernel/reach';
import type { Read } from '@/server/kernel/uow';

/**
 * Condition on the client table: the rows this actor reaches with this verb; undefined means all of the tenant.
 * The SQL function client_in_reach says the same of one client.
 */
export function visibleClients(read: Read, verb: string): SQL | undefined {
  const { actor } = read;
  if (actor.kind === 'client') return actor.clientId ? eq(client.id, actor.clientId) : sql`false`;
  const scope = reachOf(read, verb);
  if (scope === 'all') return undefined;
  if (!actor.userId) return sql`false`;
  const user = uuidFromId('user', actor.userId);
  // Arrays, not semi-joins: an index on team or desk can be entered with what they hold.
  const ofTeam = sql`${client.teamId} = any(array(select m.team_id from membership m where m.user_id = ${user}::uuid))`;
  const ofDesk = sql`${client.desk} = any(array(select t.desk from membership m
    join team t on t.tenant_id = m.tenant_id and t.id = m.team_id where m.user_id = ${user}::uuid))`;
  const own = eq(client.ownerId, actor.userId);
  if (scope === 'own') return own;
  return scope === 'team' ? or(own, ofTeam) : or(own, ofTeam, ofDesk);
}

/** The same as ways that share no client, each of which enters an index of its own; a choice between columns enters none. */
export function waysToClients(read: Read, verb: string): (SQL | undefined)[] {
  const whole = visibleClients(read, verb);
  if (reachOf(read, verb) !== 'team' || !read.actor.userId || read.actor.kind === 'client') return [whole];
  // As values: of a list it cannot see the planner thinks that it is long.
  const teams = read.actor.memberships.flatMap(({ team }) => (team ? [uuidFromId('team', team)] : []));
  const ofTeam = sql`${client.teamId} = any(${sql.param(teams)}::uuid[])`;
  return [ofTeam, sql`${eq(client.ownerId, read.actor.userId)} and ${ofTeam} is not true`];
}

/** The same for rows that belong to a client. */
export const waysThroughClients = (read: Read, verb: string, column: AnyPgColumn): (SQL | undefined)[] =>
  waysToClients(read, verb).map((way) => way && sql`${column} in (select client.id from client where ${way})`);
