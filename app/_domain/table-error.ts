'use client';

import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useRefusalText } from '@/app/_i18n/refusal-text';
import { problemOf } from '@/app/_trpc/problem';

type TableError = { reference?: string; body?: ReactNode; retry?: () => void } | null;

/** Why a list has no rows, in words, for DataTable's `error`. */
export function useTableError(list: UseQueryResult<unknown, unknown>): TableError {
  const t = useTranslations('common.state');
  const refusal = useRefusalText();
  if (!list.error) return null;
  const { reason, params, reference } = problemOf(list.error);
  return {
    body: refusal(reason, params),
    retry: () => void list.refetch(),
    ...(reference ? { reference: t('reference', { reference }) } : {}),
  };
}
