'use client';

import { ChevronLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { problemOf } from '@/app/_trpc/problem';
import { Button } from '@/app/_ui/button';
import { Card } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { ErrorState } from '@/app/_ui/states';
import { usePlace } from './portal-place';

type Props = { title: ReactNode; lead?: ReactNode; back?: { path: string; label: string }; children: ReactNode };

/** A page of the portal: one column on a phone, its title says what it is about, its first line how it stands. */
export function PortalPage({ title, lead, back, children }: Props) {
  const { base } = usePlace();
  return (
    <div className="flex flex-col gap-4 min-[960px]:gap-6">
      <section className="px-1 pt-1 min-[960px]:p-0">
        {back ? (
          <Link
            href={`${base}${back.path}`}
            className="-ms-1 inline-flex min-h-11 items-center gap-1 text-primary text-sm"
          >
            <ChevronLeft size={16} className="rtl:-scale-x-100" aria-hidden />
            {back.label}
          </Link>
        ) : null}
        <h1 className="text-balance text-2xl tracking-[-0.02em] min-[960px]:text-[32px] min-[960px]:leading-10">
          {title}
        </h1>
        {lead ? <p className="mt-1 text-muted-foreground">{lead}</p> : null}
      </section>
      {children}
    </div>
  );
}

export function LoadingCard({ rows = 3 }: { rows?: number }) {
  const t = useTranslations('common.state');
  return (
    <Card aria-busy aria-label={t('loading')}>
      <SkeletonRows rows={rows} />
    </Card>
  );
}

export function FailedCard({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('common');
  const { reference } = problemOf(error);
  return (
    <Card>
      <ErrorState
        title={t('state.errorTitle')}
        {...(reference ? { reference: t('state.reference', { reference }) } : {})}
        action={<Button onClick={retry}>{t('action.retry')}</Button>}
      >
        {t('state.errorBody')}
      </ErrorState>
    </Card>
  );
}
