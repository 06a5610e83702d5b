import { z } from 'zod';
import { found, Refusal } from '@/server/kernel/errors';
import { command, query } from '@/server/kernel/verb';
import { calendars, dropHoliday, findHours, isEntity, keepHoliday, keepHours, usualHours } from '../queries/offices';
import { AddHoliday, CalendarView, Holiday, SetHours } from '../task-contract';

const Nothing = z.object({});

export const readCalendars = query({
  name: 'work.calendar.read',
  actors: ['staff'],
  input: Nothing,
  output: z.object({ rows: z.array(CalendarView) }),
  run: async (read) => ({ rows: await calendars(read) }),
});

/** What is promised or due from now on counts by them; what was promised stays. */
export const setHours = command({
  name: 'work.calendar.set_hours',
  actors: ['staff'],
  input: SetHours,
  output: Nothing,
  run: async (uow, { entityId, opens, closes, weekend }) => {
    if (!(await isEntity(uow, entityId))) throw new Refusal('not_found', 'entity_not_found');
    if (opens >= closes) throw new Refusal('invalid', 'closes_before_opening', { field: 'closes' });
    const off = [...new Set(weekend)].sort();
    if (off.length === 7) throw new Refusal('invalid', 'no_working_day', { field: 'weekend' });
    const before = (await findHours(uow, entityId)) ?? usualHours;
    await keepHours(uow, entityId, { opens, closes, weekend: off });
    uow.audit({
      object: { type: 'entity', id: entityId },
      changes: { opens: [before.opens, opens], closes: [before.closes, closes], weekend: [before.weekend, off] },
    });
    return {};
  },
});

export const addHoliday = command({
  name: 'work.calendar.add_holiday',
  actors: ['staff'],
  input: AddHoliday,
  output: Nothing,
  run: async (uow, { entityId, day, name }) => {
    if (!(await isEntity(uow, entityId))) throw new Refusal('not_found', 'entity_not_found');
    await keepHoliday(uow, entityId, day, name);
    uow.audit({ object: { type: 'entity', id: entityId }, changes: { holiday: [null, `${day} ${name}`] } });
    return {};
  },
});

export const removeHoliday = command({
  name: 'work.calendar.remove_holiday',
  actors: ['staff'],
  input: Holiday,
  output: Nothing,
  run: async (uow, { entityId, day }) => {
    const name = found(await dropHoliday(uow, entityId, day), 'holiday_not_found');
    uow.audit({ object: { type: 'entity', id: entityId }, changes: { holiday: [`${day} ${name}`, null] } });
    return {};
  },
});
