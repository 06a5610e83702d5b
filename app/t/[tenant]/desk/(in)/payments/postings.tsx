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

/** `psp:con_…:clearing/ent_…/EUR` → "Psp clearing": which account it is; whose is said by the page. */
const accountInWords = (address: string): string =>
  inWords(
    (address.split('/')[0] ?? address)
      .split(':')
      .filter((part) => !/^[a-z]{2,4}_[0-9a-z]{26}$/.test(part))
      .join(' '),
  );
const account = (address: string) => <span title={address}>{accountInWords(address)}</span>;

/** What the ledger holds of it: every movement from one account to another. */
export function Postings({ postings }: { postings: readonly Posting[] }) {
  const t = useTranslations('operations.deposit');
  const columns = useMemo(
    () => [
      c.text('recipe', t('posting'), (row) => inWords(row.recipe), { fold: 'title', width: 200 }),
      c.custom('debit', t('fromAccount'), (row) => account(row.debit), { quiet: true, text: (row) => row.debit }),
      c.custom('credit', t('toAccount'), (row) => account(row.credit), { quiet: true, text: (row) => row.credit }),
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
