'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Confirm } from '@/app/_ui/alert-dialog';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Slug } from '@/server/modules/tenancy/contract';
import type { Tenant } from './tenant-page';

/** What only the platform decides about a company: whether it may go live, and whether it may work. */
export function TenantActions({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('platform.tenant');
  const api = useTRPCClient();
  const { inDialog } = useAct();
  const { id: tenantId, name, staff, clients } = tenant;
  const isSuspended = tenant.status === 'suspended';
  const set = (status: 'active' | 'suspended', done: string) => (reason: string) =>
    inDialog(() => api.tenancy.platform.setStatus.mutate({ tenantId, status, reason }), done);
  return (
    <>
      {isSuspended ? (
        <Confirm
          trigger={<Button>{t('resume')}</Button>}
          title={t('resumeTitle', { name })}
          consequence={t('resumeBody', { staff, clients })}
          confirmLabel={t('resume')}
          tone="primary"
          reason="required"
          onConfirm={set('active', t('resumed'))}
        />
      ) : (
        <Confirm
          trigger={<Button variant="danger">{t('suspend')}</Button>}
          title={t('suspendTitle', { name })}
          consequence={t('suspendBody', { staff, clients })}
          confirmLabel={t('suspend')}
          reason="required"
          onConfirm={set('suspended', t('suspended'))}
        />
      )}
      {tenant.environment === 'sandbox' && !tenant.vettedAt ? <Vet tenant={tenant} /> : null}
    </>
  );
}

const VetFields = z.object({ liveSlug: Slug, note: z.string().trim().min(5).max(500) });

function Vet({ tenant }: { tenant: Tenant }) {
  const t = useTranslations('platform.tenant');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [open, setOpen] = useState(false);
  const form = useZodForm(VetFields, { defaultValues: { liveSlug: `${tenant.slug}-live`, note: '' } });
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant={tenant.goLiveRequestedAt ? 'primary' : 'default'}>{t('vet')}</Button>
      </DialogTrigger>
      <DialogContent
        title={t('vetTitle', { name: tenant.name })}
        description={t('vetBody', {
          entities: tenant.entities.length,
          brands: tenant.brands.length,
          administrators: tenant.administrators.length,
        })}
      >
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async (values) => {
            const problem = await inForm(
              () => api.tenancy.platform.vet.mutate({ tenantId: tenant.id, ...values }),
              t('vetted_done', { slug: values.liveSlug }),
            );
            if (!problem) setOpen(false);
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <FormAlert />
            <FormInput
              control={form.control}
              name="liveSlug"
              label={t('liveSlug')}
              hint={t('liveSlugHint')}
              autoCapitalize="none"
              dir="ltr"
            />
            <FormTextarea control={form.control} name="note" label={t('note')} hint={t('noteHint')} rows={3} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('vet')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
