'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Checkbox } from '@/app/_ui/checkbox';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ApplicationDetail, AskForMore } from '@/server/modules/onboarding/contract';

type Props = { row: ApplicationDetail; onClose: () => void };
const Fields = AskForMore.omit({ id: true });
const codes = Fields.shape.asks.element.options;

/** What the client is asked for, from the picklist: he reads it in his language. */
export function AskDialog({ row, onClose }: Props) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const picklists = useQuery(trpc.onboarding.picklists.queryOptions({}));
  const form = useZodForm(Fields, { defaultValues: { asks: [], reason: '', noteToClient: '' } });
  const chosen = form.watch('asks');
  const problem = form.formState.errors.asks?.message;
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t('askTitle', { name: row.clientName })} description={t('askBody')}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async (values) => {
            const refused = await inForm(
              () =>
                api.onboarding.applications.ask.mutate({
                  ...values,
                  id: row.id,
                  noteToClient: values.noteToClient || null,
                }),
              t('askedDone'),
            );
            if (!refused) onClose();
            return refused;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 font-medium">{t('askWhat')}</legend>
              {codes.map((code) => (
                <label key={code} htmlFor={`ask-${code}`} className="flex items-center gap-2">
                  <Checkbox
                    id={`ask-${code}`}
                    checked={chosen.includes(code)}
                    onCheckedChange={(on) =>
                      form.setValue('asks', on === true ? [...chosen, code] : chosen.filter((one) => one !== code), {
                        shouldValidate: form.formState.isSubmitted,
                      })
                    }
                  />
                  {picklists.data?.asks[code] ?? code}
                </label>
              ))}
              {problem ? (
                <p role="alert" className="text-destructive text-xs">
                  {t('chooseOne')}
                </p>
              ) : null}
            </fieldset>
            <FormTextarea control={form.control} name="noteToClient" label={t('noteToClient')} optional />
            <FormTextarea control={form.control} name="reason" label={t('reason')} hint={t('reasonInside')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t('ask')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
