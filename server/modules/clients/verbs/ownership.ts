import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { allTeams, teamMembers } from '@/server/modules/access';
import { activeStaffIds, namesOf } from '@/server/modules/identity';
import { Dealer } from '../assignment';
import { placeOf, setOwnership } from '../ownership';
import { AssignOwner, LoadView, OwnershipView, RuleAnswer, TryRules } from '../ownership-contract';
import { loadsOf, ownershipsOf, placesOf } from '../repository/ownership';
import { requireVisible } from '../standing';
import { placeNamed } from './register';

const Ref = z.object({ id: idSchema('client') });

export const assignOwner = command({
  name: 'clients.owner.assign',
  actors: ['staff', 'job'],
  input: AssignOwner,
  output: Ref,
  run: async (uow, { clientId, ownerId, teamId, desk, reason }) => {
    await requireVisible(uow, clientId);
    const [row] = await placesOf(uow, [clientId], { lock: true });
    const before = placeOf(found(row, 'client_not_found'));
    const dealer = await Dealer.of(uow);
    if (teamId && !dealer.teams.some((team) => team.id === teamId)) throw new Refusal('not_found', 'team_not_found');
    const own = ownerId ? dealer.toOwner(ownerId, before.teamId) : { ...before, ownerId: null };
    const team = teamId === undefined ? own.teamId : teamId;
    const next = { ownerId, teamId: team, desk: desk === undefined ? dealer.deskOf(team) : desk };
    const moved = await setOwnership(uow, [{ row: before, next }], { how: 'by_hand', reason });
    if (moved.length === 0) throw new Refusal('conflict', 'owner_already');
    return { id: clientId };
  },
});

/** Who looked after him, and from when to when. */
export const ownerHistory = query({
  name: 'clients.owner.history',
  actors: ['staff', 'job'],
  input: z.object({ clientId: idSchema('client') }),
  output: z.array(OwnershipView),
  run: async (read, { clientId }) => {
    await requireVisible(read, clientId, 'clients.owner.history');
    const rows = await ownershipsOf(read, clientId);
    const [teams, names] = await Promise.all([
      allTeams(read),
      namesOf(
        read,
        rows.flatMap(({ ownerId }) => ownerId ?? []),
      ),
    ]);
    return rows.map((row, i) => ({
      id: row.id,
      since: row.since,
      until: rows[i - 1]?.since ?? null,
      owner: row.ownerId ? (names.get(row.ownerId) ?? null) : null,
      team: teams.find((team) => team.id === row.teamId)?.name ?? null,
      desk: row.desk,
      how: OwnershipView.shape.how.parse(row.how),
      reason: row.reason,
      setBy: String((row.setBy as { name?: string }).name ?? ''), // written by actorRecord
    }));
  },
});

/** The staff who may be given clients, each with how many open ones he has. */
export const ownerLoads = query({
  name: 'clients.owner.loads',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(LoadView) }),
  run: async (read) => {
    const [active, members, teams, loads] = await Promise.all([
      activeStaffIds(read),
      teamMembers(read),
      allTeams(read),
      loadsOf(read),
    ]);
    const names = await namesOf(read, active);
    const rows = active.map((ownerId) => {
      const theirs = members.filter((one) => one.userId === ownerId);
      const teamId = theirs.find((one) => one.teamId)?.teamId ?? null;
      return {
        ownerId,
        name: names.get(ownerId) ?? '',
        teamId,
        team: teams.find((team) => team.id === teamId)?.name ?? null,
        roles: [...new Set(theirs.map((one) => one.role))].sort(),
        clients: loads.get(ownerId) ?? 0,
      };
    });
    return { rows: rows.sort((a, b) => b.clients - a.clients || a.name.localeCompare(b.name)) };
  },
});

/** What the rules in force would do with somebody who registers like this now. */
export const tryOwnerRules = query({
  name: 'clients.owner.try_rules',
  actors: ['staff'],
  input: TryRules,
  output: RuleAnswer,
  run: async (read, { brand: slug, ...facts }) => {
    const { brand, entity } = await placeNamed(read, slug);
    const dealer = await Dealer.of(read);
    const dealt = await dealer.byRules({ ...facts, brand: brand.slug, jurisdiction: entity.jurisdiction });
    const { place } = dealt;
    const names = await namesOf(read, place?.ownerId ? [place.ownerId] : []);
    return {
      owner: place?.ownerId ? (names.get(place.ownerId) ?? null) : null,
      team: dealer.teams.find((team) => team.id === place?.teamId)?.name ?? null,
      desk: place?.desk ?? null,
      row: dealt.row,
      version: dealt.version,
      problem: dealt.problem,
    };
  },
});
