'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Section } from '@/app/_ui/panel';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { DepositDetail } from '@/server/modules/payments/deposit-contract';

type Posting = DepositDetail['postings'][number];
type Line = Posting['transfers'][number] & Pick<Posting, 'id' | 'recipe' | 'at'>;
const c = columnsOf<Line>();

/** What the ledger holds of it: every movement from one account to another. */
export function Postings({ postings }: { postings: readonly Posting[] }) {
  const t = useTranslations('operations.deposit');
  const columns = useMemo(
    () => [
      c.text('recipe', t('posting'), (row) => inWords(row.recipe), { fold: 'title', width: 200 }),
      c.text('debit', t('fromAccount'), (row) => row.debit, { quiet: true }),
      c.text('credit', t('toAccount'), (row) => row.credit, { quiet: true }),
      c.money('amount', t('amount'), (row) => row.amount),
      c.time('at', t('booked'), (row) => row.at, { style: 'date-time', zone: 'entity', width: 132 }),
    ],
    [t],
  );
  const lines = postings.flatMap(({ transfers, ...set }) => transfers.map((one) => ({ ...set, ...one })));
  return (
    <Section title={t('ledger')} count={postings.length}>
      <PlainTable
        label={t('ledger')}
        columns={columns}
        rows={lines}
        rowId={(row) => `${row.id}/${row.n}`}
        empty={<EmptyState title={t('nothingBooked')}>{t('nothingBookedBody')}</EmptyState>}
      />
    </Section>
  );
}
