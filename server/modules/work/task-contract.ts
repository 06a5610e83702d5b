import { z } from 'zod';
import { idSchema } from '@/server/kernel/ids';

export const TaskId = z.object({ id: idSchema('task') });
const Day = z.iso.date();
/** A day off is the next business day of the client's entity; what is due is due when its office closes. */
export const Due = z.discriminatedUnion('by', [
  z.object({ by: z.literal('business_days'), days: z.number().int().min(0).max(250) }),
  z.object({ by: z.literal('day'), day: Day }),
]);
export const repeats = ['none', 'daily', 'weekly', 'monthly'] as const;
export const reminders = ['none', 'that_day', 'day_before'] as const;

const TaskWords = z.object({
  title: z.string().trim().min(2).max(200),
  note: z.string().trim().max(2_000).nullish(),
  ownerId: idSchema('user').nullish(),
  due: Due.nullable(),
  /** 0 now, 1 today, 2 normal, 3 when there is time. */
  priority: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]).default(2),
  repeats: z.enum(repeats).default('none'),
  remind: z.enum(reminders).default('none'),
});
export const CreateTask = TaskWords.extend({
  clientId: idSchema('client').nullish(),
  /** The entry of the contact log it came from. */
  sourceId: idSchema('contact').nullish(),
});
/** `due` left out stays as it is. */
export const ChangeTask = TaskId.extend(TaskWords.shape).extend({ due: Due.nullable().optional() });

export const TaskRow = z.object({
  id: idSchema('task'),
  itemId: idSchema('workItem'),
  title: z.string(),
  note: z.string().nullable(),
  owner: z.object({ id: idSchema('user'), name: z.string() }),
  client: z.object({ id: idSchema('client'), name: z.string() }).nullable(),
  dueAt: z.date().nullable(),
  isOverdue: z.boolean(),
  priority: z.number().int(),
  repeats: z.enum(repeats),
  remindAt: z.date().nullable(),
  createdBy: z.string(),
  doneAt: z.date().nullable(),
  doneBy: z.string().nullable(),
});
export type TaskRow = z.output<typeof TaskRow>;
/** Without a client: the reader's own. */
export const ListTasks = z.object({ clientId: idSchema('client').nullish(), isDone: z.boolean().default(false) });

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const CalendarView = z.object({
  entityId: idSchema('entity'),
  name: z.string(),
  zone: z.string(),
  bank: z.string(),
  opens: z.string(),
  closes: z.string(),
  weekend: z.array(z.number().int()),
  holidays: z.array(z.object({ day: z.string(), name: z.string() })),
});
export type CalendarView = z.output<typeof CalendarView>;
export const SetHours = z.object({
  entityId: idSchema('entity'),
  opens: Time,
  closes: Time,
  weekend: z.array(z.number().int().min(1).max(7)).max(7),
});
export const Holiday = z.object({ entityId: idSchema('entity'), day: Day });
export const AddHoliday = Holiday.extend({ name: z.string().trim().min(2).max(80) });
