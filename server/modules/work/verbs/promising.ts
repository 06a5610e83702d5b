import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { idFromUuid } from '@/server/kernel/ids';
import { command, query } from '@/server/kernel/verb';
import { noteClock } from '@/server/kernel/work';
import { dueAfter, promisedHours } from '../promises';
import { unpromisedItems, updateItem } from '../repository';

const itemsMax = 200;
const kinds = Object.keys(promisedHours);

/** Asked first, because a clock that finds nothing to do leaves no trace in the log. */
export const listUnpromised = query({
  name: 'work.item.count_unpromised',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ items: z.number().int() }),
  run: async (read) => ({ items: (await unpromisedItems(read, kinds, 1)).length }),
});

/** Job: items that came without a time get one, in working hours of the client's entity. */
export const promiseWork = command({
  name: 'work.item.promise',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ promised: z.number().int() }),
  run: async (uow) => {
    const rows = await unpromisedItems(uow, kinds, itemsMax);
    if (rows.length === 0) throw new Refusal('conflict', 'nothing_to_promise');
    for (const { id: uuid, kind, created, team, zone, calendar } of rows) {
      const id = idFromUuid('workItem', uuid);
      const hours = promisedHours[kind] ?? 0;
      const dueAt = dueAfter(new Date(created), hours, { zone, calendar });
      await updateItem(uow, id, { dueAt });
      await noteClock(uow, [{ id, dueAt, minutesLeft: null, team, assigneeId: null }], 'promised');
      uow.audit({
        object: { type: 'workItem', id },
        changes: { dueAt: [null, dueAt] },
        facts: { kind, hours, calendar },
      });
    }
    return { promised: rows.length };
  },
});
