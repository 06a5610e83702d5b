'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Badge } from '@/app/_ui/badge';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { AccountDetail } from '@/server/modules/trading/contract';
import { DriftActions } from './drift-actions';

type Field = 'group' | 'leverage' | 'trading';
type Term = {
  field: Field;
  decided: string;
  observed: string | null;
  state: 'same' | 'drift' | 'tolerated' | 'unseen' | 'on_its_way';
  note: string | null;
};
const tones = {
  drift: 'warning',
  tolerated: 'info',
  on_its_way: 'pending',
  unseen: 'neutral',
  same: 'neutral',
} as const;
const fields: readonly Field[] = ['group', 'leverage', 'trading'];
const c = columnsOf<Term>();

function termsOf(row: AccountDetail): Term[] {
  return fields.map((field) => {
    const text = (value: string | number) =>
      field === 'leverage' ? `1:${value}` : field === 'trading' ? inWords(`${value}`) : `${value}`;
    const [decided, observed] = [row.decided[field], row.observed?.[field] ?? null];
    const isDrift = row.driftFields.includes(field);
    const state =
      observed === null
        ? 'unseen'
        : observed === decided
          ? 'same'
          : isDrift
            ? 'drift'
            : row.tolerated[field] === String(observed)
              ? 'tolerated'
              : 'on_its_way';
    return { field, decided: text(decided), observed: observed === null ? null : text(observed), state, note: null };
  });
}

/** What the house decided and why, what the platform shows, and what is done about a difference. */
export function Terms({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const columns = useMemo(
    () => [
      c.text('field', t('term'), (term) => inWords(term.field), { width: 128, strong: true, fold: 'title' }),
      c.text('decided', t('decided'), (term) => term.decided, { fold: 'meta' }),
      c.text('observed', t('observed'), (term) => term.observed ?? t('notSeen'), { fold: 'meta' }),
      c.custom(
        'state',
        t('line'),
        (term) => (term.state === 'same' ? t('same') : <Badge tone={tones[term.state]}>{t(term.state)}</Badge>),
        {
          width: 168,
          fold: 'badge',
        },
      ),
    ],
    [t],
  );
  const because = row.because.map((one) => inWords(one)).join(', ');
  return (
    <Section
      title={t('terms')}
      note={because ? t('because', { because }) : undefined}
      aside={
        <>
          {row.observedAt ? (
            <span>
              {t('looked')} <RelativeTime at={row.observedAt} zone="entity" />
            </span>
          ) : null}
          {row.driftFields.length > 0 ? <DriftActions row={row} /> : null}
        </>
      }
    >
      <PlainTable
        label={t('terms')}
        columns={columns}
        rows={termsOf(row)}
        rowId={(term) => term.field}
        note={<Notes row={row} />}
      />
    </Section>
  );
}

function Notes({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const { exception, pendingLeverage, pendingFrom, toleratedUntil } = row;
  if (!exception && pendingLeverage === null && !toleratedUntil) return t('noException');
  return (
    <>
      {exception
        ? t('exception', {
            by: exception.by,
            reason: exception.reason,
            until: exception.until ? exception.until.toISOString().slice(0, 10) : t('noEnd'),
          })
        : null}{' '}
      {toleratedUntil ? (
        <>
          {t('toleratedUntil')} <RelativeTime at={toleratedUntil} zone="entity" style="date-time" />.{' '}
        </>
      ) : null}
      {pendingLeverage === null ? null : (
        <>
          {t('pending', { leverage: pendingLeverage })}{' '}
          {pendingFrom ? <RelativeTime at={pendingFrom} zone="entity" style="date-time" /> : null}
        </>
      )}
    </>
  );
}
