'use client';

import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

export const chipStyle =
  'inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-sm border bg-card px-2 text-muted-foreground text-xs touch:h-11 touch:px-3 touch:text-sm [&_b]:font-medium [&_b]:text-foreground';

type ChipProps = ComponentProps<'button'> & { dashed?: boolean };

export function ChipButton({ dashed, className, ...props }: ChipProps) {
  return (
    <button
      type="button"
      className={cn(chipStyle, 'hover:bg-accent', dashed && 'border-border-strong border-dashed', className)}
      {...props}
    />
  );
}

/** A filter in force: what it is about, its value, and a way to take it off. */
export function FilterChip({
  label,
  value,
  removeLabel,
  onRemove,
}: {
  label: ReactNode;
  value: ReactNode;
  removeLabel: string;
  onRemove: () => void;
}) {
  return (
    <span className={cn(chipStyle, 'pe-0')}>
      {label} <b>{value}</b>
      <button
        type="button"
        aria-label={removeLabel}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-sm hover:text-foreground touch:size-11"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
