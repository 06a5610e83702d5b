'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import {
  type ContactView,
  contactChannels,
  contactDirections,
  contactOutcomes,
} from '@/server/modules/support/contract';
import { TaskForm } from '../../tasks/task-form';

const none = 'none';
const Entry = z.object({
  channel: z.enum(contactChannels),
  direction: z.enum([none, ...contactDirections]),
  outcome: z.enum([none, ...contactOutcomes]),
  text: z.string().trim().min(1).max(4_000),
  nextAction: z.string().trim().max(300),
  nextDay: z.string(),
  mentionId: z.string(),
});
const blank: z.input<typeof Entry> = {
  channel: 'call',
  direction: 'out',
  outcome: none,
  text: '',
  nextAction: '',
  nextDay: '',
  mentionId: none,
};

const options = (values: readonly string[]) => values.map((value) => ({ value, label: inWords(value) }));
const unless = <T extends string>(value: T | typeof none): T | null => (value === none ? null : value);

/** Who talked with him, how, what came of it and what was promised; notes of colleagues among them. */
export function ContactLog({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.contacts');
  const trpc = useTRPC();
  const may = useMay();
  const list = useQuery({ ...trpc.support.contacts.list.queryOptions({ clientId }), retry: false });
  if (list.error) return null;
  const rows = list.data ?? [];
  return (
    <Section
      title={t('title')}
      note={list.data ? String(rows.length) : null}
      aside={may('support.contact.log') ? <LogContactDialog clientId={clientId} /> : null}
    >
      {list.data && rows.length === 0 ? <EmptyState title={t('none')} /> : null}
      <ul className="divide-y">
        {rows.map((row) => (
          <Contact key={row.id} row={row} clientId={clientId} />
        ))}
      </ul>
    </Section>
  );
}

function Contact({ row, clientId }: { row: ContactView; clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.contacts');
  const tasks = useTranslations('reporting.tasks');
  const may = useMay();
  const how = [row.direction ? t(`how.${row.channel}_${row.direction}`) : inWords(row.channel), row.outcome]
    .filter((word) => word !== null)
    .map(inWords)
    .join(' · ');
  return (
    <li className="px-4 py-2">
      <p className="flex justify-between gap-2 text-muted-foreground text-xs">
        <span>
          {how} · {row.author}
        </span>
        <RelativeTime at={row.at} />
      </p>
      <p className="whitespace-pre-wrap">
        <bdi>{row.text ?? t('erased')}</bdi>
      </p>
      <p className="flex flex-wrap gap-x-3 text-muted-foreground text-xs empty:hidden">
        {row.isIdentityChecked ? <Badge tone="success">{t('checked')}</Badge> : null}
        {row.isRestricted ? <Badge tone="warning">{t('restricted')}</Badge> : null}
        {row.nextAction ? <span>{t('next', { what: row.nextAction })}</span> : null}
        {row.nextActionAt ? <RelativeTime at={row.nextActionAt} zone="entity" /> : null}
        {row.mentioned ? <span>{t('mentioned', { name: row.mentioned })}</span> : null}
        {may('work.task.create') ? (
          <TaskForm
            clientId={clientId}
            sourceId={row.id}
            title={row.nextAction ?? ''}
            trigger={
              <Button size="sm" variant="link">
                {tasks('fromContact')}
              </Button>
            }
          />
        ) : null}
      </p>
    </li>
  );
}

function LogContactDialog({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('desk.client.contacts');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Entry, { defaultValues: blank });
  const colleagues = useQuery({ ...trpc.support.contacts.colleagues.queryOptions({}), staleTime: 300_000 });
  const people = colleagues.data ?? [];
  const { control } = form;
  return (
    <FormDialog
      trigger={<Button size="sm">{t('log')}</Button>}
      title={t('log')}
      submit={t('save')}
      form={form}
      onSubmit={({ nextDay, nextAction, mentionId, direction, outcome, ...entry }) =>
        inForm(
          () =>
            api.support.contacts.log.mutate({
              ...entry,
              clientId,
              direction: entry.channel === 'note' ? null : unless(direction),
              outcome: unless(outcome),
              nextAction: nextAction || null,
              nextActionAt: nextDay ? new Date(`${nextDay}T09:00`) : null,
              mentionId: people.find(({ id }) => id === mentionId)?.id ?? null,
            }),
          t('saved'),
        )
      }
    >
      <div className="grid gap-4 sm:grid-cols-3">
        <FormSelect control={control} name="channel" label={t('channel')} options={options(contactChannels)} />
        <FormSelect
          control={control}
          name="direction"
          label={t('direction')}
          options={[
            { value: 'in', label: t('in') },
            { value: 'out', label: t('out') },
            { value: none, label: '—' },
          ]}
        />
        <FormSelect
          control={control}
          name="outcome"
          label={t('outcome')}
          options={[{ value: none, label: '—' }, ...options(contactOutcomes)]}
        />
      </div>
      <FormTextarea control={control} name="text" label={t('text')} rows={4} />
      <div className="grid gap-4 sm:grid-cols-2">
        <FormInput control={control} name="nextAction" label={t('nextAction')} optional />
        <FormInput control={control} name="nextDay" type="date" label={t('nextDay')} optional />
      </div>
      <FormSelect
        control={control}
        name="mentionId"
        label={t('mention')}
        options={[{ value: none, label: '—' }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
      />
    </FormDialog>
  );
}
