'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import type { Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { EmptyState, ErrorState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { DataTable } from '@/app/_ui/table/data-table';
import type { FilterSpec } from '@/app/_ui/table/types';
import { useTableQuery } from '@/app/_ui/table/use-table-query';

type Overview = Answers['tenancy']['job']['overview'];
type Row = Answers['tenancy']['job']['list']['rows'][number];

const runStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
const tones: Record<Row['state'], Tone> = {
  queued: 'neutral',
  running: 'pending',
  completed: 'success',
  failed: 'destructive',
  cancelled: 'warning',
};
export const runTone = (state: Row['state']): Tone => tones[state];
const spec = { filters: ['state', 'function'] };

/** What the house does in the background; where Inngest does it, its own console shows it. */
export function Jobs() {
  const t = useTranslations('platform.jobs');
  const trpc = useTRPC();
  const overview = useQuery(trpc.tenancy.job.overview.queryOptions({}));
  if (overview.data?.engine.kind === 'embedded') return <Runs overview={overview.data} />;
  return (
    <>
      <PageHeader title={t('title')} />
      <PageBody>
        <Loaded query={overview}>
          {({ engine }) => (
            <Panel>
              {engine.kind === 'inngest' ? (
                <EmptyState
                  title={t('elsewhere')}
                  action={
                    engine.consoleUrl ? (
                      <Button asChild variant="primary">
                        <a href={engine.consoleUrl}>{t('openInngest')}</a>
                      </Button>
                    ) : null
                  }
                >
                  {t('elsewhereBody')}
                </EmptyState>
              ) : (
                <ErrorState title={t('down')}>{t('downBody')}</ErrorState>
              )}
            </Panel>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

function Runs({ overview }: { overview: Overview }) {
  const t = useTranslations('platform.jobs');
  const trpc = useTRPC();
  const state = useTableQuery(spec);
  const { state: states, function: functions } = state.query.filters;
  const chosen = runStates.find((one) => one === states?.[0]) ?? null;
  const list = useQuery(
    trpc.tenancy.job.list.queryOptions(
      { state: chosen, functionId: functions?.[0] ?? null, cursor: state.query.cursor, limit: 50 },
      { placeholderData: keepPreviousData, refetchInterval: 10_000 },
    ),
  );
  const names = useMemo(() => new Map(overview.functions.map((fn) => [fn.id, fn.name])), [overview.functions]);
  const columns = useMemo(() => {
    const c = columnsOf<Row>();
    return [
      c.text('function', 'Function', (row) => names.get(row.functionId) ?? row.functionId, {
        fold: 'title',
        strong: true,
      }),
      c.state('state', 'State', (row) => ({ label: t(`states.${row.state}`), tone: runTone(row.state) })),
      c.text('event', 'Started by', (row) => row.eventName, { width: 240, quiet: true, fold: 'subtitle' }),
      c.text('error', 'Error', (row) => row.error, { width: 260, quiet: true }),
      c.time('queued', 'Queued', (row) => row.queuedAt),
      c.time('ended', 'Ended', (row) => row.endedAt),
    ];
  }, [names, t]);
  const filters = useMemo<FilterSpec[]>(
    () => [
      {
        id: 'state',
        label: 'State',
        kind: 'choice',
        options: runStates.map((value) => ({ value, label: t(`states.${value}`) })),
      },
      {
        id: 'function',
        label: 'Function',
        kind: 'choice',
        options: overview.functions.map((fn) => ({ value: fn.id, label: fn.name })),
      },
    ],
    [overview.functions, t],
  );
  const rows = list.data?.rows;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={t.rich('state', {
          active: overview.functions.filter((fn) => fn.isActive).length,
          failed: rows?.filter((row) => row.state === 'failed').length ?? 0,
          b: (text) => <b>{text}</b>,
        })}
      />
      <DataTable
        id="runs"
        label={t('title')}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowHref={(row) => `/platform/jobs/${row.id}`}
        state={state}
        filters={filters}
        pending={list.isFetching}
        error={list.error ? { retry: () => void list.refetch() } : null}
        page={list.data ? { next: list.data.nextCursor } : undefined}
        empty={{ title: t('empty'), body: t('emptyBody') }}
      />
    </>
  );
}
