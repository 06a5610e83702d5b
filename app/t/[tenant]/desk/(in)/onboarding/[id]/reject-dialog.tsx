'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormCheckbox, FormSelect, FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ApplicationDetail, RejectApplication } from '@/server/modules/onboarding/contract';

type Props = { row: ApplicationDetail; onClose: () => void };
const Fields = RejectApplication.omit({ id: true });

export function RejectDialog({ row, onClose }: Props) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const picklists = useQuery(trpc.onboarding.picklists.queryOptions({}));
  const form = useZodForm(Fields, {
    defaultValues: { code: 'identity_not_confirmed', mayTryAgain: true, reason: '', noteToClient: '' },
  });
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t('rejectTitle', { name: row.clientName })} description={t('rejectBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async (values) => {
            const problem = await inForm(
              () =>
                api.onboarding.applications.reject.mutate({
                  ...values,
                  id: row.id,
                  noteToClient: values.noteToClient || null,
                }),
              t('rejected'),
            );
            if (!problem) onClose();
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <FormSelect
              control={form.control}
              name="code"
              label={t('rejectCode')}
              options={Object.entries(picklists.data?.rejections ?? {}).map(([value, label]) => ({ value, label }))}
            />
            <FormCheckbox
              control={form.control}
              name="mayTryAgain"
              label={t('mayTryAgain')}
              hint={t('mayTryAgainHint')}
            />
            <FormTextarea control={form.control} name="reason" label={t('reason')} hint={t('reasonInside')} />
            <FormTextarea control={form.control} name="noteToClient" label={t('noteToClient')} optional />
          </DialogBody>
          <DialogFooter>
            <SubmitButton variant="danger-solid">{t('reject')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
