'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { problemOf } from '@/app/_trpc/problem';
import { refusalOf } from '@/app/_trpc/refusal';
import { Button } from '@/app/_ui/button';
import { Panel } from '@/app/_ui/panel';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { ErrorState, NoPermission } from '@/app/_ui/states';

/** A part that stands in a panel already draws no second line around itself. */
const inPanel = 'in-[[data-panel]]:border-0';

type Props<T> = { query: UseQueryResult<T, unknown>; rows?: number; children: (data: T) => ReactNode };

/** A part of a page and its other states: on the way, not for this person, or broken with what to do about it. */
export function Loaded<T>({ query, rows = 4, children }: Props<T>) {
  const t = useTranslations('common');
  const refusal = useRefusalText();
  if (query.data !== undefined) return children(query.data);
  if (!query.error)
    return (
      <Panel role="status" className={inPanel} aria-busy aria-label={t('state.loading')}>
        <SkeletonRows rows={rows} />
      </Panel>
    );
  const { reason, params, reference } = problemOf(query.error);
  if (refusalOf(query.error)?.kind === 'forbidden')
    return (
      <Panel className={inPanel}>
        <NoPermission title={t('state.forbiddenTitle')}>{refusal(reason, params)}</NoPermission>
      </Panel>
    );
  return (
    <Panel className={inPanel}>
      <ErrorState
        title={t('state.errorTitle')}
        {...(reference ? { reference: t('state.reference', { reference }) } : {})}
        action={<Button onClick={() => void query.refetch()}>{t('action.retry')}</Button>}
      >
        {refusal(reason, params)}
      </ErrorState>
    </Panel>
  );
}
