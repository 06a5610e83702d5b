'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { EmptyState } from '@/app/_ui/states';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { TaskRow } from '@/server/modules/work/task-contract';
import { TaskForm } from './task-form';

/** What is still to be done for a client, by whom, until when; and what was done. */
export function ClientTasks({ clientId }: { clientId: Id<'client'> }) {
  const t = useTranslations('reporting.tasks');
  const trpc = useTRPC();
  const may = useMay();
  const [isDone, setDone] = useState(false);
  const list = useQuery({ ...trpc.work.task.list.queryOptions({ clientId, isDone }), retry: false });
  if (list.error) return null;
  const rows = list.data?.rows ?? [];
  return (
    <Section
      title={t('ofClient')}
      note={list.data ? String(rows.length) : null}
      aside={
        <span className="flex items-center gap-2">
          <Button size="sm" variant="ghost" aria-pressed={isDone} onClick={() => setDone(!isDone)}>
            {isDone ? t('showOpen') : t('showDone')}
          </Button>
          {may('work.task.create') ? (
            <TaskForm clientId={clientId} trigger={<Button size="sm">{t('add')}</Button>} />
          ) : null}
        </span>
      }
    >
      {list.data && rows.length === 0 ? <EmptyState title={isDone ? t('noneDone') : t('none')} /> : null}
      <ul className="divide-y">
        {rows.map((row) => (
          <Task key={`${row.id} ${row.dueAt?.getTime()}`} row={row} />
        ))}
      </ul>
    </Section>
  );
}

function Task({ row }: { row: TaskRow }) {
  const t = useTranslations('reporting.tasks');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const { id } = row;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
      <span className="min-w-0 flex-1 basis-40">
        <span className="block break-words font-medium">
          <bdi>{row.title}</bdi>
        </span>
        <span className="block text-muted-foreground text-xs">
          <bdi>{row.owner.name}</bdi>
          {row.repeats === 'none' ? null : ` · ${t(`repeat.${row.repeats}`)}`}
          {row.note ? ` · ${row.note}` : null}
        </span>
      </span>
      {row.priority === 0 ? <Badge tone="warning">{t('priorities.0')}</Badge> : null}
      {row.doneAt ? (
        <span className="text-muted-foreground text-xs">
          {t('doneBy', { name: row.doneBy ?? '' })} <RelativeTime at={row.doneAt} zone="entity" />
        </span>
      ) : row.dueAt ? (
        <DueTime at={row.dueAt} />
      ) : null}
      {row.doneAt ? (
        may('work.task.reopen') ? (
          <Button size="sm" onClick={() => void atOnce(() => api.work.task.reopen.mutate({ id }), t('reopened'))}>
            {t('reopen')}
          </Button>
        ) : null
      ) : (
        <span className="flex gap-2">
          {may('work.task.change') ? (
            <TaskForm
              task={row}
              trigger={
                <Button size="sm" variant="ghost" aria-label={`${t('change')}: ${row.title}`}>
                  {t('edit')}
                </Button>
              }
            />
          ) : null}
          {may('work.task.finish') ? (
            <Button
              size="sm"
              aria-label={`${t('done')}: ${row.title}`}
              onClick={() => void atOnce(() => api.work.task.finish.mutate({ id }), t('finished'))}
            >
              {t('done')}
            </Button>
          ) : null}
        </span>
      )}
    </li>
  );
}
