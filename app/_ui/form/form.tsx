'use client';

import { TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ComponentProps, type ReactNode, useRef } from 'react';
import { type FieldPath, type FieldValues, FormProvider, type UseFormReturn, useFormContext } from 'react-hook-form';
import { type RefusalFacts, useRefusalText } from '../../_i18n/refusal-text';
import { Button, type ButtonProps } from '../button';
import { cn } from '../cn';
import { useTypedEarly } from './typed-early';

/** How a verb said no, in the shape every transport gives: a reason, the field it is about, the numbers for its sentence. */
export type FormProblem = { reason: string; field?: string; params?: RefusalFacts; reference?: string };

type FormProps<In extends FieldValues, Out> = Omit<ComponentProps<'form'>, 'onSubmit' | 'ref'> & {
  form: UseFormReturn<In, unknown, Out>;
  /** Resolves to nothing when done, or to the refusal. */
  onSubmit: (values: Out) => Promise<FormProblem | undefined> | Promise<void>;
};

/** A form that sends once, shows the refusal where it belongs, and puts the cursor into the first field that needs it. */
export function Form<In extends FieldValues, Out>({
  form,
  onSubmit,
  className,
  children,
  ...props
}: FormProps<In, Out>) {
  const refusal = useRefusalText();
  const element = useRef<HTMLFormElement>(null);
  useTypedEarly(form, element);
  const submit = form.handleSubmit(async (values) => {
    const problem = await Promise.resolve(onSubmit(values)).catch((): FormProblem => ({ reason: 'unreachable' }));
    if (!problem) return;
    const message = refusal(problem.reason, problem.params);
    const isField = problem.field !== undefined && problem.field in form.getValues();
    if (isField) form.setError(problem.field as FieldPath<In>, { message }, { shouldFocus: true });
    else form.setError('root', { message, type: problem.reference ?? '' });
  });
  return (
    <FormProvider {...form}>
      <form
        ref={element}
        noValidate
        // Sent before the page has woken up, a form without this would put a password into the address.
        method="post"
        onSubmit={(event) => void submit(event)}
        className={cn('flex flex-col gap-4', className)}
        {...props}
      >
        {children}
      </form>
    </FormProvider>
  );
}

/** The refusal of the whole form; nothing when there is none. */
export function FormAlert({ className }: { className?: string }) {
  const { formState } = useFormContext();
  const t = useTranslations('common.state');
  const root = formState.errors.root;
  if (!root?.message) return null;
  return (
    <div
      role="alert"
      className={cn(
        'flex gap-2 rounded-md border border-destructive-border bg-destructive-muted p-3 text-destructive',
        className,
      )}
    >
      <TriangleAlert size={16} className="mt-0.5" aria-hidden />
      <p>
        {root.message}{' '}
        {root.type ? (
          <span className="whitespace-nowrap">{t('reference', { reference: String(root.type) })}</span>
        ) : null}
      </p>
    </div>
  );
}

export function SubmitButton({ children, ...props }: Omit<ButtonProps, 'type'> & { children: ReactNode }) {
  const { formState } = useFormContext();
  return (
    <Button type="submit" variant="primary" pending={formState.isSubmitting} {...props}>
      {children}
    </Button>
  );
}
