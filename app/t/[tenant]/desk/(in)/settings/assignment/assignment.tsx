'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { TryRules } from './try-rules';

type Load = Answers['clients']['owners']['loads']['rows'][number];
type Run = Answers['clients']['owners']['runs']['rows'][number];

/** Who gets which newcomer, how clients are spread now, and what was handed over in bulk. */
export function Assignment({ base }: { base: string }) {
  const t = useTranslations('settings.assignment');
  const trpc = useTRPC();
  const loads = useQuery(trpc.clients.owners.loads.queryOptions({}));
  const runs = useQuery(trpc.clients.owners.runs.queryOptions({}));
  const l = columnsOf<Load>();
  const loadColumns = [
    l.text('name', t('person'), (row) => row.name, { strong: true, fold: 'title' }),
    l.text('team', t('team'), (row) => row.team, { width: 160, quiet: true }),
    l.text('roles', t('roles'), (row) => row.roles.map(inWords).join(', '), { width: 200, quiet: true }),
    l.number('clients', t('clients'), (row) => row.clients, { width: 96 }),
  ];
  const r = columnsOf<Run>();
  const runColumns = [
    r.time('startedAt', t('startedAt'), (run) => run.startedAt, { width: 120 }),
    r.text('reason', t('reason'), (run) => run.reason, { strong: true, fold: 'title' }),
    r.text('by', t('by'), (run) => run.startedBy, { width: 160, quiet: true }),
    r.number('total', t('total'), (run) => run.total, { width: 80 }),
    r.number('moved', t('moved'), (run) => run.moved, { width: 80 }),
    r.number('refused', t('refused'), (run) => run.refused, { width: 80 }),
    r.state('state', t('stateOf'), (run) => (run.finishedAt ? null : { label: t('running'), tone: 'pending' })),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={t('lead')}
        actions={
          <Button asChild variant="primary">
            <Link href={`${base}/settings/policy/clients.owner.rule`}>{t('editRules')}</Link>
          </Button>
        }
      />
      <PageBody>
        <TryRules />
        <Section title={t('loads')}>
          <Loaded query={loads} rows={6}>
            {({ rows }) => (
              <PlainTable
                label={t('loads')}
                columns={loadColumns}
                rows={rows}
                rowId={(row) => row.ownerId}
                rowHref={(row) => `${base}/clients?owner=${row.ownerId}`}
              />
            )}
          </Loaded>
        </Section>
        <Section title={t('runs')}>
          <Loaded query={runs}>
            {({ rows }) => (
              <PlainTable
                label={t('runs')}
                columns={runColumns}
                rows={rows}
                rowId={(run) => run.id}
                empty={<EmptyState title={t('noRuns')} />}
              />
            )}
          </Loaded>
        </Section>
      </PageBody>
    </>
  );
}
