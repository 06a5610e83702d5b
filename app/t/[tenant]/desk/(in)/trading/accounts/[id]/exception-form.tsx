'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { AccountDetail } from '@/server/modules/trading/contract';

const Fields = z.object({
  leverage: z.string().regex(/^\d{0,4}$/),
  trading: z.enum(['as_decided', 'full', 'close_only', 'disabled']),
  until: z.string(),
  reason: z.string().trim().min(4).max(500),
});

/** A dealer's signed exception from what policy decides for this one account. */
export function ExceptionForm({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [isOpen, setOpen] = useState(false);
  const form = useZodForm(Fields, { defaultValues: { leverage: '', trading: 'as_decided', until: '', reason: '' } });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button>{t('setException')}</Button>
      </DialogTrigger>
      <DialogContent title={t('exceptionTitle', { login: row.login ?? '' })} description={t('exceptionBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async ({ leverage, trading, until, reason }) => {
            const problem = await inForm(
              () =>
                api.trading.accounts.setException.mutate({
                  id: row.id,
                  leverage: leverage === '' ? null : Number(leverage),
                  trading: trading === 'as_decided' ? null : trading,
                  until: until === '' ? null : new Date(`${until}T23:59:59Z`),
                  reason,
                }),
              t('exceptionSet'),
            );
            if (!problem) setOpen(false);
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <FormInput
              control={form.control}
              name="leverage"
              label={t('leverage')}
              hint={t('leverageHint', { leverage: row.decided.leverage })}
              inputMode="numeric"
              optional
            />
            <FormSelect
              control={form.control}
              name="trading"
              label={t('trading')}
              options={Fields.shape.trading.options.map((value) => ({ value, label: inWords(value) }))}
            />
            <FormInput control={form.control} name="until" label={t('untilDay')} type="date" optional />
            <FormTextarea control={form.control} name="reason" label={t('reason')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('setException')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
