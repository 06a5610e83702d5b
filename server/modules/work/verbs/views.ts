import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { idSchema } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { ListViews, SavedViewRow, SaveView } from '../contract';
import { deleteView, insertView, updateView, viewsOf } from '../repository';

const own = { actors: ['staff', 'partner'] as const, ownAccount: true };

export const listViews = query({
  ...own,
  name: 'work.view.list',
  input: ListViews,
  output: z.object({ rows: z.array(SavedViewRow) }),
  run: async (read, { table }) => {
    const userId = found(read.actor.userId, 'needs_a_person');
    const rows = await viewsOf(read, userId, table);
    return {
      rows: rows.map((row) => ({
        id: row.id,
        table: row.tableName,
        name: row.name,
        isTeam: row.isTeam,
        isMine: row.ownerId === userId,
        state: SavedViewRow.shape.state.parse(row.state),
      })),
    };
  },
});

export const saveView = command({
  ...own,
  name: 'work.view.save',
  input: SaveView,
  output: z.object({ id: idSchema('savedView') }),
  run: async (uow, { id: given, table, name, isTeam, state }) => {
    const ownerId = found(uow.actor.userId, 'needs_a_person');
    const id = given ?? uow.id('savedView');
    if (given) {
      if (!(await updateView(uow, given, ownerId, { name, isTeam, state })))
        throw new Refusal('not_found', 'view_not_found');
    } else {
      await insertView(uow, { id, ownerId, tableName: table, name, isTeam, state, createdAt: uow.now });
    }
    uow.audit({ object: { type: 'savedView', id }, facts: { table, name, isTeam } });
    return { id };
  },
});

export const removeView = command({
  ...own,
  name: 'work.view.remove',
  input: z.object({ id: idSchema('savedView') }),
  output: z.object({}),
  run: async (uow, { id }) => {
    const ownerId = found(uow.actor.userId, 'needs_a_person');
    if (!(await deleteView(uow, id, ownerId))) throw new Refusal('not_found', 'view_not_found');
    uow.audit({ object: { type: 'savedView', id } });
    return {};
  },
});
