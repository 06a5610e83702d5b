'use client';

import { Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '../button';

export type Impersonation = { subject: string; actor: string; onEnd: () => void };

/** Always in sight while staff look through a client's eyes: as whom, under which name it is recorded, and the way out. */
export function ImpersonationBanner({ subject, actor, onEnd }: Impersonation) {
  const t = useTranslations('common.shell');
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-pending px-4 py-1.5 text-pending-foreground text-sm"
    >
      <Eye size={16} aria-hidden />
      <span>{t('impersonating', { subject, actor })}</span>
      <Button
        size="sm"
        onClick={onEnd}
        className="border-transparent bg-pending-foreground text-pending hover:bg-pending-foreground/90"
      >
        {t('endImpersonation')}
      </Button>
    </div>
  );
}

export function SandboxNote() {
  const t = useTranslations('common.shell');
  return (
    <aside
      aria-label={t('sandbox')}
      className="border-info-border border-b bg-info-muted px-6 py-1 text-info text-xs max-sm:px-4"
    >
      {t('sandboxNote')}
    </aside>
  );
}
