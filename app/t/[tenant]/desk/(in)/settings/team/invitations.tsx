'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import type { Tone } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type Row = Answers['access']['invitation']['list']['rows'][number];
const tones: Record<Row['state'], Tone> = {
  waiting: 'pending',
  accepted: 'success',
  revoked: 'neutral',
  expired: 'warning',
};

export function Invitations() {
  const t = useTranslations('settings.team');
  const trpc = useTRPC();
  const list = useQuery(trpc.access.invitation.list.queryOptions({}));
  const c = columnsOf<Row>();
  const columns = [
    c.text('name', t('name'), (row) => row.name, { strong: true, fold: 'title', note: (row) => row.email }),
    c.text('roles', t('roles'), (row) => row.roles.join(', '), { width: 220, fold: 'subtitle' }),
    c.state('state', t('stateOf'), (row) => ({ label: t(`invitation.${row.state}`), tone: tones[row.state] })),
    c.time(
      'expires',
      t('expires'),
      (row) => (row.state === 'waiting' || row.state === 'expired' ? row.expiresAt : null),
      { width: 120 },
    ),
    c.custom('revoke', t('act'), (row) => (row.state === 'waiting' ? <Revoke row={row} /> : null), {
      width: 92,
      align: 'end',
      fold: 'end',
    }),
  ];
  return (
    <Loaded query={list}>
      {({ rows }) => (
        <PlainTable
          label={t('invitations')}
          columns={columns}
          rows={rows}
          rowId={(row) => row.id}
          empty={<EmptyState title={t('noInvitations')}>{t('noInvitationsBody')}</EmptyState>}
        />
      )}
    </Loaded>
  );
}

function Revoke({ row }: { row: Row }) {
  const t = useTranslations('settings.team');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={
        <Button size="sm" aria-label={`${t('revoke')} ${row.name}`}>
          {t('revoke')}
        </Button>
      }
      title={t('revokeTitle', { name: row.name })}
      consequence={t('revokeBody')}
      confirmLabel={t('revoke')}
      onConfirm={() => inDialog(() => api.access.invitation.revoke.mutate({ invitationId: row.id }), t('revoked'))}
    />
  );
}
