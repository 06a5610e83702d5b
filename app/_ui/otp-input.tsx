'use client';

import type { ComponentProps } from 'react';
import { cn } from './cn';

type OtpInputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'maxLength'> & {
  value: string;
  onChange: (code: string) => void;
  length?: number;
  /** Called with the whole code once; send the form from here. */
  onComplete?: (code: string) => void;
};

/**
 * One real input under drawn boxes: password managers, the phone's code suggestion, paste and screen readers all meet
 * a single field, which six separate inputs never survive.
 */
export function OtpInput({ value, onChange, length = 6, onComplete, className, ...props }: OtpInputProps) {
  const boxes = Array.from({ length }, (_, index) => index);
  const change = (text: string) => {
    const code = text.replace(/\D/g, '').slice(0, length);
    onChange(code);
    if (code.length === length && code !== value) onComplete?.(code);
  };
  return (
    <div dir="ltr" className={cn('group/otp relative inline-flex gap-2', className)}>
      <input
        {...props}
        value={value}
        onChange={(event) => change(event.target.value)}
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern={`\\d{${length}}`}
        className="absolute inset-0 z-1 w-full cursor-text bg-transparent text-transparent caret-transparent opacity-0 outline-none"
      />
      {boxes.map((index) => (
        <span
          key={index}
          aria-hidden
          className={cn(
            'grid h-12 w-10 place-items-center rounded-(--control-radius) border border-input bg-card font-semibold text-xl touch:w-11',
            'group-has-[[aria-invalid=true]]/otp:border-destructive',
            index === Math.min(value.length, length - 1) &&
              'group-focus-within/otp:outline-2 group-focus-within/otp:outline-ring',
            index === 2 && length === 6 && 'me-2',
          )}
        >
          {value[index] ?? ''}
        </span>
      ))}
    </div>
  );
}
