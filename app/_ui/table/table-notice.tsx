'use client';

import { useTranslations } from 'next-intl';
import { Button } from '../button';
import { EmptyState, ErrorState } from '../states';
import type { DataTableProps } from './types';

type TableNoticeProps = Pick<DataTableProps<never>, 'error' | 'empty'> & {
  layout: 'page' | 'panel';
  isFiltered: boolean;
  onClearFilters: () => void;
};

/** In place of rows: what broke, or why there are none and what to do first. */
export function TableNotice({ error, empty, layout, isFiltered, onClearFilters }: TableNoticeProps) {
  const t = useTranslations('common');
  const space = `h-auto py-6 ${layout === 'page' ? 'px-6 max-sm:px-4' : 'px-4'}`;
  if (error) {
    return (
      <ErrorState
        title={t('state.errorTitle')}
        reference={error.reference ? t('state.reference', { reference: error.reference }) : undefined}
        action={
          error.retry ? (
            <Button size="sm" onClick={error.retry}>
              {t('action.retry')}
            </Button>
          ) : undefined
        }
        className={space}
      >
        {error.body ?? t('state.errorBody')}
      </ErrorState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState
        title={t('table.emptyFiltered')}
        action={
          <Button size="sm" onClick={onClearFilters}>
            {t('table.clearFilters')}
          </Button>
        }
        className={space}
      >
        {t('table.emptyFilteredHint')}
      </EmptyState>
    );
  }
  return (
    <EmptyState title={empty?.title ?? t('table.emptyTitle')} action={empty?.action} className={space}>
      {empty?.body}
    </EmptyState>
  );
}
