import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { CreateTeam, TeamRow, UpdateTeam } from '../contract';
import { allTeams, deleteTeam, insertTeam, updateTeam } from '../repository';

export const listTeams = query({
  name: 'access.team.list',
  actors: ['staff'],
  input: z.object({}),
  output: z.object({ rows: z.array(TeamRow) }),
  run: async (read) => ({ rows: await allTeams(read) }),
});

export const createTeam = command({
  name: 'access.team.create',
  actors: ['staff'],
  input: CreateTeam,
  output: z.object({ id: idSchema('team') }),
  run: async (uow, { name, desk }) => {
    const id = uow.id('team');
    await insertTeam(uow, { id, name, desk, createdAt: uow.now });
    uow.audit({ object: { type: 'team', id }, changes: { name: [null, name], desk: [null, desk] } });
    return { id };
  },
});

export const editTeam = command({
  name: 'access.team.update',
  actors: ['staff'],
  input: UpdateTeam,
  output: z.object({}),
  run: async (uow, { teamId, name, desk }) => {
    const before = found(
      (await allTeams(uow)).find((team) => team.id === teamId),
      'team_not_found',
    );
    const next = { name: name ?? before.name, desk: desk ?? before.desk };
    await updateTeam(uow, teamId, next);
    uow.audit({
      object: { type: 'team', id: teamId },
      changes: { name: [before.name, next.name], desk: [before.desk, next.desk] },
    });
    return {};
  },
});

export const removeTeam = command({
  name: 'access.team.remove',
  actors: ['staff'],
  input: z.object({ teamId: idSchema('team') }),
  output: z.object({}),
  run: async (uow, { teamId }) => {
    const before = found(
      (await allTeams(uow)).find((team) => team.id === teamId),
      'team_not_found',
    );
    if (!(await deleteTeam(uow, teamId))) throw new Refusal('conflict', 'team_in_use');
    uow.audit({ object: { type: 'team', id: teamId }, changes: { name: [before.name, null] } });
    return {};
  },
});
