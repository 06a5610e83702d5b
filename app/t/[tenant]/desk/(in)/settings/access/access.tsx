'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { deviceName } from '@/server/kernel/device-name';
import { AddressesDialog } from './addresses-dialog';

type Row = Answers['access']['session']['list']['rows'][number];

/** Who of the staff is in the house now, and from where they may come. */
export function Access() {
  const t = useTranslations('settings.access');
  const trpc = useTRPC();
  const sessions = useQuery(trpc.access.session.list.queryOptions({}, { refetchInterval: 30_000 }));
  const addresses = useQuery(trpc.access.address.read.queryOptions({}));
  const c = columnsOf<Row>();
  const columns = [
    c.text('name', t('name'), (row) => (row.isCurrent ? t('you', { name: row.name }) : row.name), {
      strong: true,
      fold: 'title',
      width: 180,
    }),
    c.text('device', t('device'), (row) => deviceName(row.userAgent), { fold: 'subtitle', quiet: true }),
    c.text('ip', t('address'), (row) => row.ip, { width: 140 }),
    c.state('factor', t('factor'), (row) => ({
      label: row.isImpersonation ? t('impersonation') : inWords(row.method),
      tone: row.hasSecondFactor ? 'success' : 'warning',
    })),
    c.time('since', t('since'), (row) => row.createdAt, { width: 112 }),
    c.time('seen', t('seen'), (row) => row.lastSeenAt, { width: 112 }),
    c.custom('end', t('act'), (row) => (row.isCurrent ? null : <End row={row} />), {
      width: 92,
      align: 'end',
      fold: 'end',
    }),
  ];
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          addresses.data
            ? addresses.data.isOn
              ? t('addressesOn', { count: addresses.data.ranges.length })
              : t('addressesOff')
            : null
        }
        actions={addresses.data ? <AddressesDialog addresses={addresses.data} /> : null}
      />
      <PageBody>
        <Loaded query={sessions}>
          {({ rows }) => (
            <PlainTable
              label={t('sessions')}
              columns={columns}
              rows={rows}
              rowId={(row) => row.id}
              empty={<EmptyState title={t('none')} />}
            />
          )}
        </Loaded>
      </PageBody>
    </>
  );
}

function End({ row }: { row: Row }) {
  const t = useTranslations('settings.access');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={
        <Button variant="ghost" size="sm" aria-label={t('endOf', { name: row.name })}>
          {t('end')}
        </Button>
      }
      title={t('endTitle', { name: row.name })}
      consequence={t('endBody')}
      confirmLabel={t('end')}
      reason="required"
      onConfirm={(reason) =>
        inDialog(() => api.access.session.end.mutate({ sessionId: row.id, reason }), t('ended', { name: row.name }))
      }
    />
  );
}
