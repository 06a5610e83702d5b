'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { Money } from '@/app/_ui/money';
import { EmptyState } from '@/app/_ui/states';
import { DueTime } from '@/app/_ui/time/relative-time';
import { isId } from '@/server/kernel/ids';
import { TaskForm } from '../tasks/task-form';

type Item = Answers['work']['item']['list']['rows'][number];

/** What this person holds and means to do, what is due first comes first; a note that came with it is read in the queue. */
export function MyWork({ base }: { base: string }) {
  const t = useTranslations('desk.homePage');
  const tasks = useTranslations('reporting.tasks');
  const trpc = useTRPC();
  const may = useMay();
  const mine = useQuery(trpc.work.item.list.queryOptions({ view: 'mine', limit: 8 }));
  const queue = `${base}/work?view=mine`;
  return (
    <Section
      title={t('mine')}
      note={mine.data?.total ?? null}
      aside={
        <span className="flex items-center gap-3">
          <Link href={queue} className="text-primary hover:underline">
            {t('queue')}
          </Link>
          {may('work.task.create') ? <TaskForm trigger={<Button size="sm">{tasks('add')}</Button>} /> : null}
        </span>
      }
    >
      <Loaded query={mine}>
        {({ rows }) =>
          rows.length === 0 ? (
            <EmptyState title={tasks('nothingMine')} />
          ) : (
            <ul className="divide-y">
              {rows.map((item) => (
                <Row key={item.id} item={item} queue={queue} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function Row({ item, queue }: { item: Item; queue: string }) {
  const t = useTranslations('desk.homePage');
  const tasks = useTranslations('reporting.tasks');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  const taskId = item.object.id;
  return (
    <li className="flex items-center hover:bg-muted">
      <Link
        href={`${queue}&row=${item.id}`}
        className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 px-4 py-2 outline-offset-[-2px]"
      >
        <span className="min-w-0 flex-1 basis-64">
          <span className="block break-words font-medium">{item.title}</span>
          <span className="block text-muted-foreground text-xs">{inWords(item.kind)}</span>
        </span>
        {item.handoverNote && !item.isNoteRead ? <Badge tone="warning">{t('noteToRead')}</Badge> : null}
        {item.stake ? <Money value={item.stake} /> : null}
        {item.dueAt ? <DueTime at={item.dueAt} /> : null}
      </Link>
      {isId('task', taskId) && may('work.task.finish') ? (
        <Button
          size="sm"
          className="me-4"
          aria-label={`${tasks('done')}: ${item.title}`}
          onClick={() => void atOnce(() => api.work.task.finish.mutate({ id: taskId }), tasks('finished'))}
        >
          {tasks('done')}
        </Button>
      ) : null}
    </li>
  );
}
