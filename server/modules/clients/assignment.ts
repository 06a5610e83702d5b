import { Refusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import type { Read } from '@/server/kernel/uow';
import { allTeams, teamMembers } from '@/server/modules/access';
import { activeStaffIds, userWithEmail } from '@/server/modules/identity';
import { consult } from '@/server/modules/policy';
import { type Load, leastLoaded } from './calc';
import type { Place, ReassignTarget } from './ownership-contract';
import { ownerRule } from './policy';
import { loadsOf } from './repository/ownership';

export type RuleFacts = {
  readonly language: string;
  readonly country: string | null;
  readonly source: string | null;
  readonly introducer: string | null;
  readonly brand: string;
  readonly jurisdiction: string;
};

/** `place` null: stays where he is. `problem` says why a rule that hit gave nobody. */
export type Dealt = {
  readonly place: Place | null;
  readonly row: string | null;
  readonly version: string;
  readonly problem: string | null;
};

export const factsOf = ({ language, country, source, introducer, brand, jurisdiction }: RuleFacts) => ({
  language,
  country: country ?? '',
  source: source ?? '',
  introducer: introducer ?? '',
  brand,
  jurisdiction,
});

type Outcome = (typeof ownerRule)['default'];
type Share = { readonly role: string | null; readonly capacity: number | null };

/** Hands clients out to people and teams; what it gave counts at once, so that a batch is dealt as evenly as single ones. */
export class Dealer {
  readonly #loads = new Map<Id<'user'>, Load<Id<'user'>>>();
  /** Few clients of a batch differ in what rules look at. */
  readonly #decisions = new Map<string, ReturnType<typeof consult<(typeof ownerRule)['facts'], Outcome>>>();

  private constructor(
    private readonly read: Read,
    readonly teams: Awaited<ReturnType<typeof allTeams>>,
    readonly members: Awaited<ReturnType<typeof teamMembers>>,
    private readonly active: ReadonlySet<Id<'user'>>,
  ) {}

  static async of(read: Read): Promise<Dealer> {
    const [teams, members, active] = await Promise.all([allTeams(read), teamMembers(read), activeStaffIds(read)]);
    return new Dealer(read, teams, members, new Set(active));
  }

  /** A team the person sits in, the client's present one if it is among them. */
  #teamOf(owner: Id<'user'>, present: Id<'team'> | null): Id<'team'> | null {
    const theirs = this.members.flatMap((one) => (one.userId === owner && one.teamId ? [one.teamId] : []));
    return present && theirs.includes(present) ? present : (theirs[0] ?? null);
  }

  deskOf = (team: Id<'team'> | null): string | null => this.teams.find((one) => one.id === team)?.desk ?? null;
  isActive = (owner: Id<'user'>): boolean => this.active.has(owner);

  toOwner(ownerId: Id<'user'>, present: Id<'team'> | null): Place {
    if (!this.isActive(ownerId)) throw new Refusal('rejected', 'owner_not_active', { field: 'ownerId' });
    const teamId = this.#teamOf(ownerId, present);
    return { ownerId, teamId, desk: this.deskOf(teamId) };
  }

  /** To whoever of the role in this team has the fewest; nobody has room: the team's queue. */
  async toTeam(teamId: Id<'team'>, share: Share): Promise<Place> {
    const desk = this.deskOf(teamId);
    if (!this.teams.some((one) => one.id === teamId)) throw new Refusal('not_found', 'team_not_found');
    if (share.role === null) return { ownerId: null, teamId, desk };
    const people = this.members.flatMap((one) =>
      one.teamId === teamId && one.role === share.role && this.active.has(one.userId) ? [one.userId] : [],
    );
    const next = leastLoaded(await this.#loadsFor([...new Set(people)]), share.capacity);
    if (next) next.clients += 1;
    return { ownerId: next?.id ?? null, teamId, desk };
  }

  async #loadsFor(people: readonly Id<'user'>[]): Promise<Load<Id<'user'>>[]> {
    const unknown = people.filter((id) => !this.#loads.has(id));
    if (unknown.length > 0) {
      const counted = await loadsOf(this.read, unknown);
      for (const id of unknown) this.#loads.set(id, { id, clients: counted.get(id) ?? 0 });
    }
    return people.flatMap((id) => this.#loads.get(id) ?? []);
  }

  #decide(of: RuleFacts) {
    const facts = factsOf(of);
    const key = JSON.stringify(facts);
    const decision = this.#decisions.get(key) ?? consult(this.read, ownerRule, facts);
    this.#decisions.set(key, decision);
    return decision;
  }

  async byRules(facts: RuleFacts): Promise<Dealt> {
    const { outcome, row, version } = await this.#decide(facts);
    const answer = (place: Place | null, problem: string | null): Dealt => ({ place, row, version, problem });
    if (outcome.owner) {
      const person = await userWithEmail(this.read, 'staff', outcome.owner);
      if (person && this.isActive(person.id)) return answer(this.toOwner(person.id, null), null);
      if (!outcome.team) return answer(null, 'rule_names_nobody_here');
    }
    if (!outcome.team) return answer(null, null);
    const team = this.teams.find((one) => one.name === outcome.team);
    if (!team) return answer(null, 'rule_names_no_team_here');
    const place = await this.toTeam(team.id, { role: outcome.share, capacity: outcome.capacity });
    return answer(place, outcome.share && !place.ownerId ? 'everybody_is_full' : null);
  }

  /** Rules that name nobody leave a client where he is, but not with somebody who works here no longer. */
  async to(target: ReassignTarget, of: RuleFacts & Place): Promise<Dealt> {
    if (target.to === 'rules') {
      const dealt = await this.byRules(of);
      const isStranded = !dealt.place && of.ownerId !== null && !this.isActive(of.ownerId);
      return isStranded ? { ...dealt, place: { ownerId: null, teamId: of.teamId, desk: of.desk } } : dealt;
    }
    const place =
      target.to === 'owner'
        ? this.toOwner(target.ownerId, of.teamId)
        : await this.toTeam(target.teamId, { role: target.share, capacity: null });
    return { place, row: null, version: '', problem: null };
  }
}
