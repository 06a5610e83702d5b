'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge, type Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { ConnectionForm } from './connection-form';
import { vendors } from './vendors';

export type Connection = Answers['tenancy']['connection']['list']['rows'][number];

const isTroubled = ({ lastErrorAt, lastOkAt }: Connection) =>
  lastErrorAt !== null && (lastOkAt === null || lastErrorAt > lastOkAt);

/** Vendors this tenant talks to, how each answered last, and a knock at its door. */
export function Connections() {
  const t = useTranslations('settings.connections');
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.tenancy.connection.list.queryOptions({}), refetchInterval: 10_000 });
  const rows = list.data?.rows.filter((row) => row.state !== 'removed') ?? [];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          list.data
            ? t.rich('state', {
                count: rows.length,
                troubled: rows.filter(isTroubled).length,
                untried: rows.filter((row) => health(row).key === 'untried').length,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={<ConnectionForm connection={null} trigger={<Button variant="primary">{t('add')}</Button>} />}
      />
      <PageBody>
        <Loaded query={list} rows={6}>
          {() => (
            <Panel>
              {rows.length === 0 ? <EmptyState title={t('none')}>{t('noneBody')}</EmptyState> : null}
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </Panel>
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

function health(row: Connection): { key: 'paused' | 'troubled' | 'fine' | 'untried'; tone: Tone } {
  if (row.state === 'paused') return { key: 'paused', tone: 'neutral' };
  if (isTroubled(row)) return { key: 'troubled', tone: 'destructive' };
  return row.lastOkAt ? { key: 'fine', tone: 'success' } : { key: 'untried', tone: 'warning' };
}

function Row({ row }: { row: Connection }) {
  const t = useTranslations('settings.connections');
  const { key, tone } = health(row);
  const vendor = vendors.find((one) => one.id === row.vendor);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          {row.name}
          <Badge tone={tone}>{t(key)}</Badge>
        </p>
        <p className="text-muted-foreground text-xs">
          {vendor?.label ?? row.vendor}
          {row.secretNames.length > 0 ? ` · ${t('secrets', { count: row.secretNames.length })}` : ''}
        </p>
        {isTroubled(row) ? <p className="break-words text-destructive text-xs">{row.lastError}</p> : null}
      </div>
      <p className="text-muted-foreground text-xs">
        {row.lastOkAt ? (
          <>
            {t('answered')} <RelativeTime at={row.lastOkAt} />
          </>
        ) : (
          t('neverAnswered')
        )}
      </p>
      <RowActions row={row} />
    </div>
  );
}

function RowActions({ row }: { row: Connection }) {
  const t = useTranslations('settings.connections');
  const common = useTranslations('common.action');
  const api = useTRPCClient();
  const { atOnce, inDialog } = useAct();
  const { id: connectionId, name } = row;
  const isPaused = row.state === 'paused';
  const set = (state: 'active' | 'paused' | 'removed') => () =>
    inDialog(() => api.tenancy.connection.change.mutate({ connectionId, state }), t('saved'));
  const pauseWord = t(isPaused ? 'resume' : 'pause');
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        size="sm"
        aria-label={`${t('test')} ${name}`}
        onClick={() => void atOnce(() => api.tenancy.connection.test.mutate({ connectionId }), t('asked'))}
      >
        {t('test')}
      </Button>
      <ConnectionForm
        key={JSON.stringify([row.name, row.config])}
        connection={row}
        trigger={
          <Button size="sm" aria-label={`${t('change')} ${name}`}>
            {t('change')}
          </Button>
        }
      />
      <Confirm
        trigger={
          <Button size="sm" aria-label={`${pauseWord} ${name}`}>
            {pauseWord}
          </Button>
        }
        title={t(isPaused ? 'resumeTitle' : 'pauseTitle', { name })}
        consequence={t(isPaused ? 'resumeBody' : 'pauseBody')}
        confirmLabel={pauseWord}
        tone={isPaused ? 'primary' : 'danger-solid'}
        onConfirm={set(isPaused ? 'active' : 'paused')}
      />
      <Confirm
        trigger={
          <Button size="sm" variant="danger" aria-label={`${common('remove')} ${name}`}>
            {common('remove')}
          </Button>
        }
        title={t('removeTitle', { name })}
        consequence={t('removeBody', { count: row.secretNames.length })}
        confirmLabel={common('remove')}
        onConfirm={set('removed')}
      />
    </span>
  );
}
