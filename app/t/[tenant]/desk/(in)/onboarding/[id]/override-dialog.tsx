'use client';

import { useTranslations } from 'next-intl';
import { useAct } from '@/app/_domain/use-act';
import { useTRPCClient } from '@/app/_trpc/client';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormRadio, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ApplicationDetail, OverrideApplication } from '@/server/modules/onboarding/contract';

type Props = { row: ApplicationDetail; onClose: () => void };
const Fields = OverrideApplication.omit({ id: true });

/** Where the process got it wrong: by hand, with a reason, and a second person's yes. */
export function OverrideDialog({ row, onClose }: Props) {
  const t = useTranslations('operations.review');
  const api = useTRPCClient();
  const { inForm } = useAct();
  const form = useZodForm(Fields, { defaultValues: { outcome: 'in_review', reason: '' } });
  const outcome = form.watch('outcome');
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t('overrideTitle', { name: row.clientName })} description={t('overrideBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async (values) => {
            const problem = await inForm(
              () => api.onboarding.applications.override.mutate({ ...values, id: row.id }),
              t('overridden'),
            );
            if (!problem) onClose();
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <FormRadio
              control={form.control}
              name="outcome"
              label={t('outcome')}
              options={[
                { value: 'in_review', label: t('toReview'), hint: t('toReviewHint') },
                { value: 'approved', label: t('toApproved'), hint: t('asksSecond') },
                { value: 'rejected', label: t('toRejected'), hint: t('asksSecond') },
              ]}
            />
            <FormTextarea control={form.control} name="reason" label={t('reason')} hint={t('reasonLong')} rows={4} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t(outcome === 'in_review' ? 'overrideButton' : 'askSecond')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
