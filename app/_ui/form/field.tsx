'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { cn } from '../cn';
import { Label } from '../label';

/** What a control must carry so that its label, hint and error are read with it. */
export type ControlProps = { id: string; 'aria-invalid': boolean | undefined; 'aria-describedby': string | undefined };

export type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  /** Beside the label, at the end: "Forgot password". */
  aside?: ReactNode;
  className?: string;
};

/** Label, control, hint and error, tied together. Works without a form too. */
export function Field({
  label,
  hint,
  error,
  optional,
  aside,
  className,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const t = useTranslations('common.form');
  const id = useId();
  const describedBy = [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id}>
          {label} {optional ? <span className="font-normal text-subtle">{t('optional')}</span> : null}
        </Label>
        {aside ? <span className="text-xs touch:text-sm">{aside}</span> : null}
      </div>
      {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy })}
      {hint ? (
        <p id={`${id}-hint`} className="text-muted-foreground text-xs touch:text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-destructive text-xs touch:text-sm">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A box or switch with its sentence beside it. */
export function InlineField({
  label,
  hint,
  error,
  className,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const describedBy = [error ? `${id}-error` : null, hint ? `${id}-hint` : null].filter(Boolean).join(' ') || undefined;
  return (
    <div className={cn('grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3', className)}>
      <span className="flex h-5 items-center touch:h-6">
        {children({ id, 'aria-invalid': error ? true : undefined, 'aria-describedby': describedBy })}
      </span>
      <div>
        <Label htmlFor={id} className="font-normal">
          {label}
        </Label>
        {hint ? (
          <p id={`${id}-hint`} className="text-muted-foreground text-xs touch:text-sm">
            {hint}
          </p>
        ) : null}
        {error ? (
          <p id={`${id}-error`} role="alert" className="text-destructive text-xs touch:text-sm">
            {error}
          </p>
        ) : null}
      </div>
    </div>
  );
}
