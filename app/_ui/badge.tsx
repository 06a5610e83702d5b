import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';

const badgeStyle = cva(
  'inline-flex h-5 max-w-full shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 font-medium text-xs shadow-[inset_0_0_0_1px_var(--edge)] touch:h-6',
  {
    variants: {
      tone: {
        neutral: 'bg-muted text-muted-foreground [--edge:var(--border)]',
        success: 'bg-success-muted text-success [--edge:var(--success-border)]',
        warning: 'bg-warning-muted text-warning [--edge:var(--warning-border)]',
        destructive: 'bg-destructive-muted text-destructive [--edge:var(--destructive-border)]',
        info: 'bg-info-muted text-info [--edge:var(--info-border)]',
        pending: 'bg-pending-muted text-pending [--edge:var(--pending-border)]',
      },
    },
    defaultVariants: { tone: 'neutral' },
  },
);

export type Tone = NonNullable<VariantProps<typeof badgeStyle>['tone']>;

type BadgeProps = ComponentProps<'span'> & {
  tone?: Tone;
  /** A fact and not a state: no dot. */
  plain?: boolean;
};

export function Badge({ tone = 'neutral', plain, className, children, ...props }: BadgeProps) {
  return (
    <span className={cn(badgeStyle({ tone }), !plain && 'ps-[7px]', className)} {...props}>
      {plain ? null : <span className="size-1.5 shrink-0 rounded-full bg-current" aria-hidden />}
      {children}
    </span>
  );
}
