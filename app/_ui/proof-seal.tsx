import { ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** Opens the inclusion proof of an entry. With children it is a pill ("leaf 184,201 in 184,377"), else the seal alone. */
export function ProofSeal({ className, children, ...props }: ComponentProps<'button'>) {
  const t = useTranslations('common.proof');
  if (!children) {
    return (
      <button
        type="button"
        aria-label={t('label')}
        className={cn('inline-grid size-5 place-items-center rounded-sm text-success hover:bg-accent', className)}
        {...props}
      >
        <ShieldCheck size={14} aria-hidden />
      </button>
    );
  }
  return (
    <button
      type="button"
      className={cn(
        'inline-flex h-5 items-center gap-1.5 whitespace-nowrap rounded-full border border-border-strong bg-card ps-1.5 pe-2 text-muted-foreground text-xs hover:bg-accent',
        className,
      )}
      {...props}
    >
      <ShieldCheck size={12} className="text-success" aria-hidden />
      <span className="font-medium text-foreground">{t('label')}</span>
      {children}
    </button>
  );
}
