import { z } from 'zod';
import { Refusal } from '@/server/kernel/errors';
import { idFromUuid } from '@/server/kernel/ids';
import { addOfficeMinutes } from '@/server/kernel/office';
import { command, query } from '@/server/kernel/verb';
import { noteClock } from '@/server/kernel/work';
import { promisedHours } from '../promises';
import { officesOf } from '../queries/offices';
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
    const offices = await officesOf(uow);
    for (const { id: uuid, kind, created, team, entity } of rows) {
      const id = idFromUuid('workItem', uuid);
      const hours = promisedHours[kind] ?? 0;
      const from = new Date(created);
      const dueAt = addOfficeMinutes(from, hours * 60, offices.of(idFromUuid('entity', entity), from));
      await updateItem(uow, id, { dueAt });
      await noteClock(uow, [{ id, dueAt, minutesLeft: null, team, assigneeId: null }], 'promised');
      uow.audit({
        object: { type: 'workItem', id },
        changes: { dueAt: [null, dueAt] },
        facts: { kind, hours },
      });
    }
    return { promised: rows.length };
  },
});
