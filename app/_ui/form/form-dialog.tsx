'use client';

import { type ReactNode, useState } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { Dialog, DialogBody, DialogContent, DialogFooter, DialogTrigger } from '../dialog';
import { Form, FormAlert, type FormProblem, SubmitButton } from './form';

type FormDialogProps<In extends FieldValues, Out> = {
  trigger: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  submit: ReactNode;
  size?: 'sm' | 'md' | 'lg';
  form: UseFormReturn<In, unknown, Out>;
  /** Resolves to nothing when done, and the dialog closes; or to the refusal, which it shows. */
  onSubmit: (values: Out) => Promise<FormProblem | undefined>;
  children: ReactNode;
};

/** A short form over the page it belongs to. It opens with the values of now and forgets what was not sent. */
export function FormDialog<In extends FieldValues, Out>({
  trigger,
  title,
  description,
  submit,
  size,
  form,
  onSubmit,
  children,
}: FormDialogProps<In, Out>) {
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) form.reset();
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent title={title} {...(description ? { description } : {})} {...(size ? { size } : {})}>
        <Form
          form={form}
          className="min-h-0 gap-0"
          onSubmit={async (values) => {
            const problem = await onSubmit(values);
            if (!problem) change(false);
            return problem;
          }}
        >
          <DialogBody className="flex flex-col gap-4">
            <FormAlert />
            {children}
          </DialogBody>
          <DialogFooter>
            <SubmitButton>{submit}</SubmitButton>
          </DialogFooter>
        </Form>
      </DialogContent>
    </Dialog>
  );
}
