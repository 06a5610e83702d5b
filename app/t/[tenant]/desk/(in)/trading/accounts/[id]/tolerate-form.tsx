'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { AccountDetail } from '@/server/modules/trading/contract';

const Fields = z.object({ until: z.string(), reason: z.string().trim().min(4).max(500) });

/** Known and left as it is, for a time or until the platform changes again. */
export function TolerateForm({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [isOpen, setOpen] = useState(false);
  const form = useZodForm(Fields, { defaultValues: { until: '', reason: '' } });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">{t('tolerate')}</Button>
      </DialogTrigger>
      <DialogContent title={t('tolerateTitle', { login: row.login ?? '' })} description={t('tolerateBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async ({ until, reason }) => {
            const input = { id: row.id, reason, until: until === '' ? null : new Date(`${until}T23:59:59Z`) };
            const problem = await inForm(() => api.trading.drift.tolerate.mutate(input), t('tolerateDone'));
            if (!problem) setOpen(false);
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <FormInput
              control={form.control}
              name="until"
              label={t('untilDay')}
              hint={t('tolerateUntilHint')}
              type="date"
              optional
            />
            <FormTextarea control={form.control} name="reason" label={t('reason')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('tolerate')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
