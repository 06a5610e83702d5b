'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { z } from 'zod';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Button } from '@/app/_ui/button';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormInput, FormRadio, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { Money } from '@/app/_ui/money';
import type { OperationView } from '@/server/modules/trading/contract';

const Fields = z
  .object({
    outcome: z.enum(['applied', 'failed']),
    platformRef: z.string().regex(/^\d{0,20}$/),
    reason: z.string().trim().min(4).max(500),
  })
  .refine(({ outcome, platformRef }) => outcome === 'failed' || platformRef !== '', { path: ['platformRef'] });

/** After looking at the platform with one's own eyes; a second person agrees before it counts. */
export function DecideOperation({ row }: { row: OperationView }) {
  const t = useTranslations('operations.account');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [isOpen, setOpen] = useState(false);
  const form = useZodForm(Fields, { defaultValues: { outcome: 'applied', platformRef: '', reason: '' } });
  return (
    <Dialog open={isOpen} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">{t('decide')}</Button>
      </DialogTrigger>
      <DialogContent
        title={t('decideTitle')}
        description={t.rich('decideBody', { amount: () => <Money value={row.amount} />, id: row.opId })}
      >
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async ({ outcome, platformRef, reason }) => {
            const ref = outcome === 'applied' ? platformRef : null;
            const problem = await inForm(
              () => api.trading.operations.decide.mutate({ id: row.id, outcome, platformRef: ref, reason }),
              t('decidedDone'),
            );
            if (!problem) setOpen(false);
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <FormRadio
              control={form.control}
              name="outcome"
              label={t('happened')}
              options={[
                { value: 'applied', label: t('moved'), hint: t('movedHint') },
                { value: 'failed', label: t('notMoved'), hint: t('notMovedHint') },
              ]}
            />
            <FormInput
              control={form.control}
              name="platformRef"
              label={t('platformRef')}
              hint={t('platformRefHint')}
              inputMode="numeric"
            />
            <FormTextarea control={form.control} name="reason" label={t('reason')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('askSecond')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
