'use client';

import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormCheckbox, FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { AddHoliday, type CalendarView, SetHours } from '@/server/modules/work/task-contract';

/** 1 January 2024 was a Monday: a week of days to name weekdays by. */
const dayOfWeek = (weekday: number) => new Date(Date.UTC(2024, 0, weekday, 12));
const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const short = { weekday: 'short', timeZone: 'UTC' } as const;

/** When each entity works: due times of tasks and promises count these hours only. */
export function Calendars() {
  const t = useTranslations('settings.calendar');
  const trpc = useTRPC();
  const list = useQuery(trpc.work.calendar.read.queryOptions({}));
  return (
    <>
      <PageHeader title={t('title')} state={t('lead')} />
      <PageBody>
        <Loaded query={list} rows={6}>
          {({ rows }) =>
            rows.map((one) => (
              <Calendar key={`${one.entityId} ${one.opens} ${one.closes} ${one.weekend.join()}`} calendar={one} />
            ))
          }
        </Loaded>
      </PageBody>
    </>
  );
}

function Calendar({ calendar }: { calendar: CalendarView }) {
  const t = useTranslations('settings.calendar');
  const format = useFormatter();
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const worked = weekdays.filter((day) => !calendar.weekend.includes(day));
  const words = format.list(
    worked.map((day) => format.dateTime(dayOfWeek(day), short)),
    { type: 'unit' },
  );
  return (
    <Section
      title={calendar.name}
      note={t('zone', { zone: calendar.zone })}
      aside={
        <>
          {may('work.calendar.set_hours') ? <EditHours calendar={calendar} /> : null}
          {may('work.calendar.add_holiday') ? <NewHoliday calendar={calendar} /> : null}
        </>
      }
    >
      <Panel>
        <ListRow title={t('hours')} note={words} value={`${calendar.opens} – ${calendar.closes}`} />
        <ListRow title={t('bank')} note={t('bankNote')} value={calendar.bank || '—'} />
        {calendar.holidays.length === 0 ? <EmptyState title={t('none')} /> : null}
        {calendar.holidays.map(({ day, name }) => (
          <ListRow
            key={day}
            title={<bdi>{name}</bdi>}
            note={format.dateTime(new Date(`${day}T12:00:00Z`), { dateStyle: 'full', timeZone: 'UTC' })}
            value={
              may('work.calendar.remove_holiday') ? (
                <Button
                  size="icon"
                  variant="ghost"
                  aria-label={`${t('remove')}: ${name}`}
                  onClick={() =>
                    void atOnce(
                      () => api.work.calendar.removeHoliday.mutate({ entityId: calendar.entityId, day }),
                      t('removed'),
                    )
                  }
                >
                  <X size={14} aria-hidden />
                </Button>
              ) : null
            }
          />
        ))}
      </Panel>
    </Section>
  );
}

const Hours = z.object({
  opens: SetHours.shape.opens,
  closes: SetHours.shape.closes,
  works: z.object(Object.fromEntries(weekdays.map((day) => [`d${day}`, z.boolean()]))),
});

function EditHours({ calendar: { entityId, opens, closes, weekend, name } }: { calendar: CalendarView }) {
  const t = useTranslations('settings.calendar');
  const format = useFormatter();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const works = Object.fromEntries(weekdays.map((day) => [`d${day}`, !weekend.includes(day)]));
  const form = useZodForm(Hours, { defaultValues: { opens, closes, works } });
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={`${t('edit')} ${name}`}>
          {t('edit')}
        </Button>
      }
      title={t('editTitle', { name })}
      description={t('editLead')}
      submit={t('save')}
      size="sm"
      form={form}
      onSubmit={(hours) =>
        inForm(
          () =>
            api.work.calendar.setHours.mutate({
              entityId,
              opens: hours.opens,
              closes: hours.closes,
              weekend: weekdays.filter((day) => !hours.works[`d${day}`]),
            }),
          t('saved'),
        )
      }
    >
      <div className="grid grid-cols-2 gap-4">
        <FormInput control={form.control} name="opens" type="time" label={t('opens')} />
        <FormInput control={form.control} name="closes" type="time" label={t('closes')} />
      </div>
      <fieldset className="grid grid-cols-2 gap-2">
        <legend className="pb-1 text-sm">{t('works')}</legend>
        {weekdays.map((day) => (
          <FormCheckbox
            key={day}
            control={form.control}
            name={`works.d${day}`}
            label={format.dateTime(dayOfWeek(day), { weekday: 'long', timeZone: 'UTC' })}
          />
        ))}
      </fieldset>
    </FormDialog>
  );
}

const Day = AddHoliday.pick({ day: true, name: true });

function NewHoliday({ calendar: { entityId, name } }: { calendar: CalendarView }) {
  const t = useTranslations('settings.calendar');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Day, { defaultValues: { day: '', name: '' } });
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={`${t('add')} ${name}`}>
          {t('add')}
        </Button>
      }
      title={t('addTitle', { name })}
      submit={t('add')}
      size="sm"
      form={form}
      onSubmit={(day) => inForm(() => api.work.calendar.addHoliday.mutate({ entityId, ...day }), t('added'))}
    >
      <FormInput control={form.control} name="day" type="date" label={t('day')} />
      <FormInput control={form.control} name="name" label={t('name')} />
    </FormDialog>
  );
}
