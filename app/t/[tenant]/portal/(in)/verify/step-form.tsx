'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { z } from 'zod';
import { useTRPCClient } from '@/app/_trpc/client';
import { attempt } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Form, FormAlert, SubmitButton } from '@/app/_ui/form/form';
import { useZodForm } from '@/app/_ui/form/use-zod-form';
import type { Id } from '@/server/kernel/ids';
import { type FaultTexts, faultsOf } from './field-faults';
import { FlowQuestion } from './flow-fields';
import { type Answers, answersOf, type FlowStep, isAsked, type Values, valuesOf } from './flow-form';

type Props = {
  applicationId: Id<'application'>;
  step: FlowStep;
  answers: Answers;
  onSaved: () => Promise<void>;
  onBack: (() => void) | null;
};

/** One group of questions. It is kept as soon as it is complete, so that nothing is lost between two evenings. */
export function StepForm({ applicationId, step, answers, onSaved, onBack }: Props) {
  const t = useTranslations('portal.verify');
  const api = useTRPCClient();
  const schema = useStepSchema(step, answers);
  const form = useZodForm(schema, { defaultValues: valuesOf(step, answers) });
  const said = { ...answers, ...answersOf(step, form.watch(), answers) };
  return (
    <Form
      form={form}
      onSubmit={(values: Values) =>
        attempt(async () => {
          const given = answersOf(step, values, answers);
          await api.onboarding.applications.saveStep.mutate({ id: applicationId, step: step.key, answers: given });
          await onSaved();
        })
      }
    >
      <FormAlert />
      {step.fields
        .filter((field) => isAsked(field, said))
        .map((field) => (
          <FlowQuestion key={field.key} field={field} control={form.control} />
        ))}
      <div className="mt-2 flex gap-2 max-sm:flex-col-reverse">
        {onBack ? <Button onClick={onBack}>{t('back')}</Button> : null}
        <SubmitButton>{t('continue')}</SubmitButton>
      </div>
    </Form>
  );
}

function useStepSchema(step: FlowStep, answers: Answers) {
  const t = useTranslations('portal.verify.fault');
  return useMemo(() => {
    const texts: FaultTexts = {
      required: t('required'),
      date: t('date'),
      phone: t('phone'),
      number: t('number'),
      confirm: t('confirm'),
      taxNumber: t('taxNumber'),
      tooLong: (max) => t('tooLong', { max }),
    };
    return z.record(z.string(), z.unknown()).superRefine((values, context) => {
      const said = { ...answers, ...answersOf(step, values, answers) };
      const asked = step.fields.filter((field) => isAsked(field, said));
      for (const { path, message } of faultsOf(asked, values, texts))
        context.addIssue({ code: 'custom', path, message });
    });
  }, [step, answers, t]);
}
