'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import type { ExposureSnapshot } from '@/server/modules/risk/contract';

type Amount = ExposureSnapshot['books'][number]['floating'];
type Side = {
  id: string;
  who: string;
  book: string;
  positions: number;
  floating: Amount;
  today: Amount;
};
const opposite = (amount: Amount): Amount => amount && { ...amount, minor: -amount.minor };
const c = columnsOf<Side>();

/** Whose result is whose: what clients of book B win, the house pays; book A is passed on and leaves the house at zero. */
export function Books({ books, currency }: { books: ExposureSnapshot['books']; currency: string }) {
  const t = useTranslations('operations.risk');
  const columns = useMemo(
    () => [
      c.text('who', t('whose'), (row) => row.who, { strong: true, fold: 'title' }),
      c.text('book', t('book'), (row) => row.book, { width: 64, quiet: true }),
      c.number('positions', t('positions'), (row) => row.positions, { width: 92, quiet: true }),
      c.money('floating', t('floating', { currency }), (row) => row.floating, { bare: true, tone: 'loss', width: 132 }),
      c.money('today', t('today', { currency }), (row) => row.today, { bare: true, tone: 'loss', width: 124 }),
    ],
    [t, currency],
  );
  const rows = books.flatMap(({ book, positions, floating, realised }): Side[] => {
    if (book === 'A' && positions === 0 && realised?.minor === 0n) return [];
    const clients = { id: `${book}-clients`, who: t('clientsOf'), book, positions, floating, today: realised };
    return book === 'A'
      ? [clients]
      : [
          clients,
          { ...clients, id: 'house', who: t('house'), floating: opposite(floating), today: opposite(realised) },
        ];
  });
  return (
    <Section title={t('results')} aside={t('resultsNote')}>
      <PlainTable label={t('results')} columns={columns} rows={rows} rowId={(row) => row.id} note={t('booksNote')} />
    </Section>
  );
}
