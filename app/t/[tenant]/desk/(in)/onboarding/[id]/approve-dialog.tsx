'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { inWords } from '@/app/_domain/labels';
import { useAct } from '@/app/_domain/use-act';
import { useTRPC, useTRPCClient } from '@/app/_trpc/client';
import { Checkbox } from '@/app/_ui/checkbox';
import { Dialog, DialogBody, DialogContent, DialogFooter } from '@/app/_ui/dialog';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { FormTextarea } from '@/app/_ui/form/form-fields';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import { type ApplicationDetail, ApproveApplication, evidenceKinds } from '@/server/modules/onboarding/contract';
import { useEvidence } from './evidence';

type Props = { row: ApplicationDetail; onClose: () => void };
const Fields = ApproveApplication.pick({ reason: true });

/** Approval counts what the reviewer has seen himself, and says before which tier it gives. */
export function ApproveDialog({ row, onClose }: Props) {
  const t = useTranslations('operations.review');
  const trpc = useTRPC();
  const api = useTRPCClient();
  const { inForm } = useAct();
  const [evidence, setEvidence] = useEvidence();
  const input = { id: row.id, evidence: [...evidence] };
  const outlook = useQuery(
    trpc.onboarding.applications.outlook.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  const form = useZodForm(Fields, { defaultValues: { reason: '' } });
  const needsSenior = row.riskTier === 'high';
  return (
    <Dialog open onOpenChange={(open) => (open ? undefined : onClose())}>
      <DialogContent title={t('approveTitle', { name: row.clientName })}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async ({ reason }) => {
            const problem = await inForm(
              () => api.onboarding.applications.approve.mutate({ ...input, reason }),
              t('approved'),
            );
            if (!problem) onClose();
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4 py-1 pb-4">
            <FormAlert />
            <p className="text-muted-foreground">
              {outlook.data
                ? t('approveBody', { tier: inWords(outlook.data.approve.tier), before: inWords(outlook.data.now.tier) })
                : null}{' '}
              {outlook.data && outlook.data.approve.missing.length > 0
                ? t('missing', {
                    evidence: outlook.data.approve.missing.map((one) => inWords(one).toLowerCase()).join(', '),
                  })
                : null}{' '}
              {needsSenior ? <b className="font-medium text-pending">{t('asksSenior')}</b> : null}
            </p>
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1 font-medium">{t('seen')}</legend>
              {evidenceKinds.map((kind) => {
                const isKnown = row.evidence.includes(kind);
                return (
                  <label key={kind} htmlFor={`seen-${kind}`} className="flex items-center gap-2">
                    <Checkbox
                      id={`seen-${kind}`}
                      disabled={isKnown}
                      checked={isKnown || evidence.includes(kind)}
                      onCheckedChange={(on) =>
                        setEvidence(on === true ? [...evidence, kind] : evidence.filter((one) => one !== kind))
                      }
                    />
                    {inWords(kind)}
                    {isKnown ? <span className="text-muted-foreground text-xs">{t('shownAlready')}</span> : null}
                  </label>
                );
              })}
            </fieldset>
            <FormTextarea control={form.control} name="reason" label={t('reason')} />
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{t(needsSenior ? 'askSecond' : 'approve')}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
