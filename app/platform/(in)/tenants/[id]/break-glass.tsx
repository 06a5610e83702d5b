'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { Loaded } from '@/app/_domain/loaded';
import { useAct } from '@/app/_domain/use-act';
import { type Answers, useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { openSessionWith } from '@/app/_trpc/sign-in';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { useNow } from '@/app/_ui/time/now';
import type { Tenant } from './tenant-page';

const Fields = z.object({
  reason: z.string().trim().min(5).max(500),
  minutes: z.string().regex(/^([5-9]|[1-9]\d|1[01]\d|120)$/),
});

/** Into a tenant's desk as a reading guest with an end; its own log says who came and why. */
export function BreakGlass({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('platform.glass');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [open, setOpen] = useState(false);
  const form = useZodForm(Fields, { defaultValues: { reason: '', minutes: '30' } });
  const { id: tenantId, slug, name, status } = tenant;
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button disabled={status === 'suspended'}>{t('open')}</Button>
      </DialogTrigger>
      <DialogContent title={t('openTitle', { name })} description={t('openBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async ({ reason, minutes }) => {
            let ticket = '';
            const problem = await inForm(async () => {
              const input = { tenantId, reason, minutes: Number(minutes) };
              ticket = (await api.tenancy.breakGlass.open.mutate(input)).ticket;
            });
            if (problem) return problem;
            if (!(await openSessionWith({ tenant: slug, surface: 'desk' }, ticket))) return { reason: 'session_ended' };
            window.location.assign(`/t/${slug}/desk`);
            return undefined;
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <FormAlert />
            <FormTextarea control={form.control} name="reason" label={t('reason')} rows={3} />
            <FormInput
              control={form.control}
              name="minutes"
              label={t('minutes')}
              hint={t('minutesHint')}
              inputMode="numeric"
              className="max-w-40"
            />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('enter')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}

type Row = Answers['tenancy']['breakGlass']['list']['rows'][number];

export function BreakGlassList({ tenantId }: { tenantId: string }) {
  const t = useTranslations('platform.glass');
  const trpc = useTRPC();
  const now = useNow();
  const list = useQuery(trpc.tenancy.breakGlass.list.queryOptions({}));
  const isOpen = (row: Row) => row.closedAt === null && row.expiresAt > now;
  const c = columnsOf<Row>();
  const columns = [
    c.text('who', t('who'), (row) => row.staffName, { width: 180, strong: true, fold: 'title' }),
    c.text('why', t('why'), (row) => row.reason, { fold: 'subtitle' }),
    c.time('opened', t('opened'), (row) => row.openedAt, { width: 120 }),
    c.time('until', t('until'), (row) => row.closedAt ?? row.expiresAt, { width: 120 }),
    c.state('state', t('state'), (row) =>
      isOpen(row)
        ? { label: t('stateOpen'), tone: 'warning' }
        : { label: row.closedAt ? t('stateClosed') : t('stateOver') },
    ),
    c.custom('close', t('act'), (row) => (isOpen(row) ? <CloseGlass id={row.id} /> : null), {
      width: 88,
      align: 'end',
    }),
  ];
  return (
    <Section title={t('title')}>
      <Loaded query={list}>
        {({ rows }) => (
          <PlainTable
            label={t('title')}
            columns={columns}
            rows={rows.filter((row) => row.tenantId === tenantId)}
            rowId={(row) => row.id}
            empty={<EmptyState title={t('none')}>{t('noneBody')}</EmptyState>}
          />
        )}
      </Loaded>
    </Section>
  );
}

function CloseGlass({ id }: { id: Row['id'] }) {
  const t = useTranslations('platform.glass');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  return (
    <Confirm
      trigger={<Button size="sm">{t('close')}</Button>}
      title={t('closeTitle')}
      consequence={t('closeBody')}
      confirmLabel={t('close')}
      onConfirm={() => inDialog(() => api.tenancy.breakGlass.close.mutate({ id }), t('closed'))}
    />
  );
}
