'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CheckList } from '@/app/_domain/check-list';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useMay } from '@/app/_domain/may';
import { SecondPerson } from '@/app/_domain/second-person';
import { Section } from '@/app/_domain/section';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { DueTime, RelativeTime } from '@/app/_ui/time/relative-time';
import type { Id } from '@/server/kernel/ids';
import type { RequestDetail } from '@/server/modules/support/request-contract';
import { Decide } from './decide';

type Props = { id: Id<'request'>; tenant: string };
const tone = { open: 'pending', done: 'success', refused: 'destructive', withdrawn: 'neutral' } as const;

/** One request as it is worked: what changes, what was looked at, who must agree, and the two ends. */
export function RequestPage({ id, tenant }: Props) {
  const trpc = useTRPC();
  const request = useQuery(trpc.support.requests.read.queryOptions({ id }));
  return (
    <>
      {request.data ? <Head row={request.data} base={`/t/${tenant}/desk`} /> : null}
      <PageBody className={request.data ? '' : 'pt-6'}>
        <SecondPerson objectId={id} />
        <Loaded query={request} rows={8}>
          {(row) => (
            <div className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
              <div className="flex min-w-0 flex-col gap-6">
                <Changes row={row} />
                <Checks row={row} />
                <Papers row={row} tenant={tenant} />
              </div>
              <Facts row={row} />
            </div>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

function Head({ row, base }: { row: RequestDetail; base: string }) {
  const t = useTranslations('support.requests');
  return (
    <>
      <PageCrumb label={`${row.clientName}, ${t(`kind.${row.kind}`)}`} />
      <PageHeader
        title={t(`kind.${row.kind}`)}
        facts={
          <>
            <Link className="text-primary hover:underline" href={`${base}/clients/${row.clientId}`}>
              <bdi>{row.clientName}</bdi>
            </Link>
            <span>{row.clientNumber}</span>
            <Badge tone={tone[row.state]}>{t(`stateName.${row.state}`)}</Badge>
          </>
        }
        state={
          row.state === 'open' ? (
            <>
              <b>{row.blockedBy.length > 0 ? t('blocked', { count: row.blockedBy.length }) : t('clear')}</b> {t('due')}{' '}
              <DueTime at={row.dueAt} />
            </>
          ) : (
            <>
              <b>{t(`stateName.${row.state}`)}.</b> {row.reason}
            </>
          )
        }
        actions={row.state === 'open' ? <Decide row={row} /> : null}
      />
    </>
  );
}

function Changes({ row }: { row: RequestDetail }) {
  const t = useTranslations('support.requests');
  const changes = [...row.contact, ...row.identity];
  return (
    <Section title={t('what')}>
      <dl className="divide-y">
        {changes.map(({ field, before, after }) => (
          <div key={field} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
            <dt className="w-32 shrink-0 text-muted-foreground text-xs">{t(`fieldName.${field as 'email'}`)}</dt>
            <dd className="flex min-w-0 flex-wrap gap-x-2">
              <bdi className="text-muted-foreground line-through">{before ?? '—'}</bdi>
              <span aria-hidden>→</span>
              <bdi className="font-medium">{after ?? '—'}</bdi>
            </dd>
          </div>
        ))}
        {row.right ? (
          <div className="flex gap-3 px-4 py-2">
            <dt className="w-32 shrink-0 text-muted-foreground text-xs">{t('right')}</dt>
            <dd className="font-medium">{t(`rightName.${row.right}`)}</dd>
          </div>
        ) : null}
        {row.why ? (
          <div className="flex gap-3 px-4 py-2">
            <dt className="w-32 shrink-0 text-muted-foreground text-xs">{t('why')}</dt>
            <dd>
              <bdi>{row.why}</bdi>
            </dd>
          </div>
        ) : null}
        {changes.length === 0 && !row.right && !row.why ? (
          <p className="px-4 py-2 text-muted-foreground">{t('nothingMore')}</p>
        ) : null}
      </dl>
    </Section>
  );
}

function Checks({ row }: { row: RequestDetail }) {
  const t = useTranslations('support.requests');
  return (
    <Section title={t('checks')} note={row.state === 'open' ? t('checksNow') : t('checksThen')}>
      <CheckList checks={row.checks} />
    </Section>
  );
}

function Papers({ row, tenant }: { row: RequestDetail; tenant: string }) {
  const t = useTranslations('support.requests');
  const api = useTRPCClient();
  const may = useMay();
  const { atOnce } = useAct();
  if (row.documents.length === 0) return null;
  const canAccept = row.state === 'open' && may('documents.document.accept');
  return (
    <Section title={t('papers')} note={String(row.documents.length)}>
      <ul className="divide-y">
        {row.documents.map(({ id, kind, state }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-2">
            <a className="text-primary hover:underline" href={`/api/documents/${id}?tenant=${tenant}&surface=desk`}>
              {inWords(kind)}
            </a>
            <Badge tone={state === 'accepted' ? 'success' : state === 'rejected' ? 'destructive' : 'pending'}>
              {inWords(state)}
            </Badge>
            {canAccept && state === 'received' ? (
              <Button
                size="sm"
                className="ms-auto"
                onClick={() => void atOnce(() => api.documents.accept.mutate({ id }), t('accepted'))}
              >
                {t('accept')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Facts({ row }: { row: RequestDetail }) {
  const t = useTranslations('support.requests');
  const facts = [
    [t('opened'), <RelativeTime key="at" at={row.openedAt} zone="entity" />],
    [t('openedBy'), row.openedBy],
    [t('proof'), row.proof ? inWords(row.proof) : null],
    [t('people'), t('peopleOf', { count: row.care.people })],
    [
      t('hold'),
      row.holdUntil ? (
        <RelativeTime key="hold" at={row.holdUntil} style="date-time" zone="entity" />
      ) : (
        t('holdOf', { days: row.care.holdDays })
      ),
    ],
    [t('decidedBy'), row.decidedBy],
    [t('approvedBy'), row.approvedBy.join(', ') || null],
    [t('extended'), row.extendReason],
  ] as const;
  return (
    <Section title={t('facts')}>
      <dl className="divide-y">
        {facts
          .filter(([, value]) => value !== null)
          .map(([label, value]) => (
            <div key={label} className="flex gap-3 px-4 py-2">
              <dt className="w-28 shrink-0 text-muted-foreground text-xs">{label}</dt>
              <dd className="min-w-0">{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}
