'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { Id } from '@/server/kernel/ids';
import { CreateTask, reminders, repeats, type TaskRow } from '@/server/modules/work/task-contract';

const onDay = 'day';
const never = 'never';
const asItIs = 'as_it_is';
const ahead = ['0', '1', '2', '3', '5', '10'] as const;
const dues = [asItIs, ...ahead, onDay, never] as const;
const priorities = ['0', '1', '2', '3'] as const;
const me = 'me';

const Fields = z
  .object({
    title: CreateTask.shape.title,
    note: z.string().trim().max(2_000),
    due: z.enum(dues),
    day: z.string(),
    owner: z.string(),
    priority: z.enum(priorities),
    repeats: z.enum(repeats),
    remind: z.enum(reminders),
  })
  .refine(({ due, day }) => due !== onDay || day !== '', { path: ['day'] });
type Fields = z.output<typeof Fields>;

/** What the choice says; undefined leaves a task's time as it is. */
const dueOf = ({ due, day }: Fields) =>
  due === asItIs
    ? undefined
    : due === never
      ? null
      : due === onDay
        ? { by: 'day' as const, day }
        : { by: 'business_days' as const, days: Number(due) };

const priorityOf = (value: string) => ([0, 1, 2, 3] as const).find((one) => String(one) === value) ?? 2;

type Props = {
  trigger: ReactNode;
  task?: TaskRow;
  clientId?: Id<'client'>;
  sourceId?: Id<'contact'>;
  title?: string;
};

/** A to-do for oneself or a colleague, due by the business days of the client's entity. */
export function TaskForm({ trigger, task, clientId, sourceId, title = '' }: Props) {
  const t = useTranslations('reporting.tasks');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const colleagues = useQuery({ ...trpc.work.item.colleagues.queryOptions({}), staleTime: 300_000 });
  const people = colleagues.data?.rows ?? [];
  const form = useZodForm(Fields, {
    defaultValues: {
      title: task?.title ?? title,
      note: task?.note ?? '',
      due: task ? asItIs : '2',
      day: '',
      owner: people.some(({ id }) => id === task?.owner.id) ? (task?.owner.id ?? me) : me,
      priority: priorities.find((one) => one === String(task?.priority)) ?? '2',
      repeats: task?.repeats ?? 'none',
      remind: task?.remindAt ? 'that_day' : 'none',
    },
  });
  const { control } = form;
  const choices = dues.filter((due) => task !== undefined || due !== asItIs);
  return (
    <FormDialog
      trigger={trigger}
      title={task ? t('change') : t('add')}
      submit={task ? t('save') : t('add')}
      form={form}
      onSubmit={(fields) => {
        const ownerId = people.find(({ id }) => id === fields.owner)?.id ?? null;
        const words = {
          title: fields.title,
          note: fields.note || null,
          priority: priorityOf(fields.priority),
          repeats: fields.repeats,
          remind: fields.remind,
        };
        const due = dueOf(fields);
        return inForm(
          () =>
            task
              ? api.work.task.change.mutate({
                  ...words,
                  id: task.id,
                  ownerId,
                  ...(due === undefined ? {} : { due }),
                })
              : api.work.task.create.mutate({
                  ...words,
                  ownerId,
                  due: due ?? null,
                  clientId: clientId ?? null,
                  sourceId: sourceId ?? null,
                }),
          task ? t('saved') : t('added'),
        );
      }}
    >
      <FormInput control={control} name="title" label={t('title')} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormSelect
          control={control}
          name="due"
          label={t('due')}
          options={choices.map((value) => ({ value, label: t(`dueIn.${value}`) }))}
        />
        {form.watch('due') === onDay ? <FormInput control={control} name="day" type="date" label={t('day')} /> : null}
        <FormSelect
          control={control}
          name="owner"
          label={t('owner')}
          options={[{ value: me, label: t('me') }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <FormSelect
          control={control}
          name="priority"
          label={t('priority')}
          options={priorities.map((value) => ({ value, label: t(`priorities.${value}`) }))}
        />
        <FormSelect
          control={control}
          name="repeats"
          label={t('repeats')}
          options={repeats.map((value) => ({ value, label: t(`repeat.${value}`) }))}
        />
        <FormSelect
          control={control}
          name="remind"
          label={t('remind')}
          options={reminders.map((value) => ({ value, label: t(`reminder.${value}`) }))}
        />
      </div>
      <FormTextarea control={control} name="note" label={t('note')} rows={3} optional />
    </FormDialog>
  );
}
