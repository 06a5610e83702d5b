'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { columnsOf } from '@/app/_ui/table/columns';
import type { DisputeView } from '@/server/modules/payments/dispute-contract';
import { standingOf, toneOfStanding } from './spec';

const c = columnsOf<DisputeView>();

/** Columns of claims, for their own list and for the panels of a deposit and a client. */
export function useDisputeColumns() {
  const t = useTranslations('operations.disputes');
  return useMemo(() => {
    const known = {
      number: c.id('number', t('deposit'), (row) => row.depositNumber, { fold: 'subtitle' }),
      client: c.text('client', t('client'), (row) => row.clientName, { fold: 'title', strong: true }),
      title: c.text('reason', t('reason'), (row) => inWords(row.reason), { fold: 'title', strong: true }),
      reason: c.text('reason', t('reason'), (row) => inWords(row.reason), { width: 168, quiet: true }),
      amount: c.money('amount', t('amount'), (row) => row.amount, { sort: true }),
      owed: c.money('owed', t('owed'), (row) => (row.owed.minor === 0n ? null : row.owed), { fold: 'meta' }),
      standing: c.state(
        'standing',
        t('state'),
        (row) => ({ label: t(`standing.${standingOf(row)}`), tone: toneOfStanding[standingOf(row)] }),
        { width: 148 },
      ),
      due: c.due('respondBy', t('respondBy'), (row) => (standingOf(row) === 'answer_needed' ? row.respondBy : null), {
        sort: true,
        soonMs: 3 * 86_400_000,
        width: 112,
      }),
      openedAt: c.time('openedAt', t('opened'), (row) => row.openedAt, { sort: true }),
    };
    return {
      list: [
        known.number,
        known.client,
        known.reason,
        known.amount,
        known.owed,
        known.standing,
        known.due,
        known.openedAt,
      ],
      panel: [known.title, known.number, known.standing, known.due, known.openedAt, known.amount, known.owed],
    };
  }, [t]);
}
