'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Button } from '@/app/_ui/button';
import { EmptyState } from '@/app/_ui/states';

/** An address within a frame that leads nowhere: the frame stays, so that people find their way on. */
export function NothingHere() {
  const t = useTranslations('common.state');
  // The frame's own front page; on a brand's host its path is shorter.
  const home = /^.*?\/(desk|portal|platform)(?=\/|$)/.exec(usePathname())?.[0] ?? '/';
  return (
    <EmptyState
      title={t('notFoundTitle')}
      action={
        <Button asChild>
          <Link href={home}>{t('home')}</Link>
        </Button>
      }
    >
      {t('notFoundBody')}
    </EmptyState>
  );
}
