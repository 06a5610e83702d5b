import type { Actor, ActorKind, RowScope } from './context';
import { Refusal } from './errors';
import { verbs } from './registry';

/** `payments.*` covers every verb below payments; a full name covers itself; `read:payments.*` covers the queries among them. */
export function covers(grant: string, verb: string): boolean {
  if (grant.startsWith('read:')) return verbs().get(verb)?.kind === 'query' && covers(grant.slice(5), verb);
  return grant === '*' || grant === verb || (grant.endsWith('.*') && verb.startsWith(grant.slice(0, -1)));
}

export const holds = (actor: Actor, verb: string): boolean => actor.grants.some((grant) => covers(grant, verb));

/** Kinds whose rights are a list of grants; the others are trusted code or reach only their own rows. */
const grantedKinds: ReadonlySet<ActorKind> = new Set(['staff', 'partner', 'apiKey']);

/** Throws unless the actor may call the verb at all. Which rows it reaches is decided by the row scope. */
export function requireGrant(
  actor: Actor,
  verb: { name: string; actors: readonly ActorKind[]; isWrite: boolean; ownAccount: boolean },
): void {
  if (!verb.actors.includes(actor.kind)) {
    if (actor.kind === 'anonymous') throw new Refusal('unauthenticated', 'sign_in_first');
    throw new Refusal('forbidden', 'not_for_this_kind_of_user', { params: { verb: verb.name } });
  }
  if (actor.impersonator && verb.isWrite) throw new Refusal('forbidden', 'impersonation_only_reads');
  if (grantedKinds.has(actor.kind) && !verb.ownAccount && !holds(actor, verb.name)) {
    throw new Refusal('forbidden', 'grant_missing', { params: { grant: verb.name } });
  }
}

const width: Record<RowScope, number> = { own: 0, team: 1, desk: 2, all: 3 };

/** The widest row scope among the memberships that give this grant. */
export function scopeFor(actor: Actor, verb: string): RowScope {
  let widest: RowScope = 'own';
  for (const membership of actor.memberships) {
    if (width[membership.scope] > width[widest] && membership.grants.some((grant) => covers(grant, verb)))
      widest = membership.scope;
  }
  return actor.kind === 'staff' || actor.kind === 'apiKey' || actor.kind === 'partner'
    ? widest
    : actor.kind === 'client'
      ? 'own'
      : 'all';
}
