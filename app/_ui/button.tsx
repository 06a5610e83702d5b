import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderCircle } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';
import { cn } from './cn';

export const buttonStyle = cva(
  'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap border font-medium text-control leading-none transition-colors duration-[120ms] select-none disabled:opacity-50 aria-disabled:opacity-50',
  {
    variants: {
      variant: {
        default: 'border-border-strong bg-card hover:bg-accent',
        primary:
          'border-transparent bg-primary text-primary-foreground hover:bg-[color-mix(in_oklab,var(--primary)_90%,var(--foreground))] [&_kbd]:border-transparent [&_kbd]:bg-[color-mix(in_oklab,var(--primary-foreground)_16%,transparent)] [&_bdi>span]:text-inherit [&_kbd]:text-inherit',
        danger: 'border-destructive-border bg-card text-destructive hover:bg-destructive-muted',
        'danger-solid':
          'border-transparent bg-destructive text-destructive-foreground [&_bdi>span]:text-inherit hover:bg-[color-mix(in_oklab,var(--destructive)_90%,var(--foreground))]',
        ghost: 'border-transparent bg-transparent text-muted-foreground hover:bg-accent hover:text-foreground',
        link: 'h-auto border-transparent px-0 text-primary hover:underline underline-offset-4',
      },
      size: {
        default: 'h-(--control) rounded-(--control-radius) px-(--control-x)',
        sm: 'h-(--control-sm) gap-1.5 rounded-(--radius-sm-control) px-2 text-xs touch:px-4 touch:text-sm',
        icon: 'size-(--hit) rounded-(--control-radius) p-0',
        'icon-sm': 'size-(--control-sm) rounded-(--radius-sm-control) p-0',
      },
    },
    // A size sets the padding after the look does; a link has none, so that its words end where the text around it ends.
    compoundVariants: [{ variant: 'link', class: 'h-auto px-0 touch:px-0' }],
    defaultVariants: { variant: 'default', size: 'default' },
  },
);

export type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    /** Renders the only child (a link) with the look of a button. */
    asChild?: boolean;
    /** Work is under way: the button keeps its width, spins and takes no second click. */
    pending?: boolean;
  };

export function Button({ className, variant, size, asChild, pending, disabled, children, ...props }: ButtonProps) {
  const look = cn(buttonStyle({ variant, size }), pending && 'relative', className);
  if (asChild) {
    return (
      <Slot.Root className={look} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={look} disabled={disabled || pending} aria-busy={pending || undefined} {...props}>
      {pending ? (
        <>
          <LoaderCircle className="absolute animate-spin" size={16} aria-hidden />
          <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
        </>
      ) : (
        children
      )}
    </button>
  );
}
