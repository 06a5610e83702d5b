'use client';

import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { Section } from '@/app/_domain/section';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import { hasUnreadNote, type WorkRow } from '../work/use-work-acts';
import { partInput, type ShiftPart, shiftParts } from './parts';
import { Promises } from './promises';

type List = Answers['work']['item']['list'];

/** The page two shifts look at together: nothing is left between them that stands in none of three lists. */
export function Shift({ base }: { base: string }) {
  const t = useTranslations('reporting.work');
  const trpc = useTRPC();
  const counts = useQuery(trpc.work.item.counts.queryOptions({}));
  const hasTeam = counts.data ? counts.data.team > 0 : true;
  const open = useQuery(trpc.work.item.list.queryOptions(partInput('open', hasTeam)));
  const acknowledged = useQuery(trpc.work.item.list.queryOptions(partInput('acknowledged', hasTeam)));
  const promised = useQuery(trpc.work.item.list.queryOptions(partInput('promised', hasTeam)));
  const total = (list: { data: List | undefined }) => list.data?.total ?? list.data?.rows.length ?? 0;
  return (
    <>
      <PageCrumb label={t('shiftTitle')} />
      <PageHeader
        title={t('shiftTitle')}
        state={t.rich('shiftState', {
          open: total(open),
          acknowledged: total(acknowledged),
          promised: total(promised),
          b: (text) => <b>{text}</b>,
        })}
      />
      <PageBody className="grid items-start gap-6 xl:grid-cols-3">
        <Part base={base} part="open" list={open} title={t('shiftOpen')} note={t('shiftOpenNote')} />
        <Part
          base={base}
          part="acknowledged"
          list={acknowledged}
          title={t('shiftAcknowledged')}
          note={t('shiftAcknowledgedNote')}
        />
        <Part base={base} part="promised" list={promised} title={t('shiftPromised')} note={t('shiftPromisedNote')} />
      </PageBody>
      <PageBody className="pt-0">
        <Promises base={base} />
      </PageBody>
    </>
  );
}

type PartProps = {
  base: string;
  part: ShiftPart;
  list: UseQueryResult<List, unknown>;
  title: string;
  note: string;
};

function Part({ base, part, list, title, note }: PartProps) {
  const t = useTranslations('reporting.work');
  const all = `${base}/work?states=${shiftParts[part].join(',')}`;
  return (
    <Section
      title={title}
      note={note}
      aside={
        <Link href={all} className="text-primary hover:underline">
          {list.data?.total ?? ''}
        </Link>
      }
    >
      <Loaded query={list}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="px-4 py-3 text-muted-foreground text-xs">{t('none')}</p>
          ) : (
            <ul className="divide-y">
              {rows.map((row) => (
                <ShiftItem key={row.id} row={row} href={`${all}&row=${row.id}`} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

function ShiftItem({ row, href }: { row: WorkRow; href: string }) {
  const t = useTranslations('reporting.work');
  return (
    <li>
      <Link href={href} className="block px-4 py-2 outline-offset-[-2px] hover:bg-muted">
        <span className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1 break-words font-medium">{row.title}</span>
          {row.snoozedUntil ? (
            <RelativeTime at={row.snoozedUntil} zone="entity" />
          ) : row.dueAt ? (
            <DueTime at={row.dueAt} />
          ) : null}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 text-muted-foreground text-xs">
          {inWords(row.kind)}
          <span>{row.assignee ? t('held', { name: row.assignee.name }) : inWords(row.team)}</span>
          {row.stake ? <Money value={row.stake} /> : null}
          {hasUnreadNote(row) ? <Badge tone="warning">{t('noteUnread')}</Badge> : null}
        </span>
        {row.snoozeReason ? <span className="block break-words text-xs">{row.snoozeReason}</span> : null}
      </Link>
    </li>
  );
}
