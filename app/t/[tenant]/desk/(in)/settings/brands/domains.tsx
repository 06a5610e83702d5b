'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { FormDialog } from '@/app/_ui/form/form-dialog';
import { FormInput } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Host } from '@/server/modules/tenancy/contract';
import type { Brand } from './brands';

type Domain = Answers['tenancy']['domain']['list']['rows'][number];

/** Hosts of one brand; an unproven one shows the record to set until the look-up finds it. */
export function Domains({ brandId, name }: { brandId: Brand['id']; name: string }) {
  const t = useTranslations('settings.domains');
  const trpc = useTRPC();
  const list = useQuery({ ...trpc.tenancy.domain.list.queryOptions({}), refetchInterval: 15_000 });
  const rows = list.data?.rows.filter((row) => row.brandId === brandId) ?? [];
  return (
    <div className="border-t">
      {rows.map((row) => (
        <DomainRow key={row.host} domain={row} />
      ))}
      <div className="flex items-center gap-3 px-4 py-2">
        <AddDomain brandId={brandId} name={name} />
        {list.data && rows.length === 0 ? <span className="text-muted-foreground text-xs">{t('none')}</span> : null}
      </div>
    </div>
  );
}

function DomainRow({ domain }: { domain: Domain }) {
  const t = useTranslations('settings.domains');
  const api = useTRPCClient();
  const { atOnce, inDialog } = useAct();
  const { host, isVerified, record } = domain;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
      <bdi className="font-medium">{host}</bdi>
      {isVerified ? <Badge tone="success">{t('proven')}</Badge> : <Badge tone="pending">{t('unproven')}</Badge>}
      <span className="ms-auto flex gap-2">
        {isVerified ? null : (
          <Button size="sm" onClick={() => void atOnce(() => api.tenancy.domain.check.mutate({ host }), t('looking'))}>
            {t('check')}
          </Button>
        )}
        <Confirm
          trigger={
            <Button size="sm" variant="danger" aria-label={t('removeOf', { host })}>
              {t('remove')}
            </Button>
          }
          title={t('removeTitle', { host })}
          consequence={t('removeBody')}
          confirmLabel={t('remove')}
          onConfirm={() => inDialog(() => api.tenancy.domain.remove.mutate({ host }), t('removed'))}
        />
      </span>
      {isVerified ? null : (
        <dl className="grid w-full grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-xs">
          <dt className="text-muted-foreground">{t('type')}</dt>
          <dd>TXT</dd>
          <dt className="text-muted-foreground">{t('recordName')}</dt>
          <dd className="min-w-0 break-all">
            <CopyId value={record.name} />
          </dd>
          <dt className="text-muted-foreground">{t('recordValue')}</dt>
          <dd className="min-w-0 break-all">
            <CopyId value={record.value} />
          </dd>
        </dl>
      )}
    </div>
  );
}

function AddDomain({ brandId, name }: { brandId: Brand['id']; name: string }) {
  const t = useTranslations('settings.domains');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(z.object({ host: Host }), { defaultValues: { host: '' } });
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={t('addOf', { name })}>
          {t('add')}
        </Button>
      }
      title={t('addOf', { name })}
      description={t('addBody')}
      submit={t('add')}
      form={form}
      onSubmit={({ host }) => inForm(() => api.tenancy.domain.add.mutate({ host, brandId }), t('added'))}
    >
      <FormInput
        control={form.control}
        name="host"
        label={t('host')}
        placeholder="trade.example.com"
        autoCapitalize="none"
        dir="ltr"
      />
    </FormDialog>
  );
}
