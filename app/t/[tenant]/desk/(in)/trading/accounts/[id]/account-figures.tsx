'use client';

import { useTranslations } from 'next-intl';
import { Figures } from '@/app/_ui/figures';
import { Money, type MoneyValue } from '@/app/_ui/money';
import type { AccountDetail } from '@/server/modules/trading/contract';

export function AccountFigures({ row }: { row: AccountDetail }) {
  const t = useTranslations('operations.account');
  const shown = (amount: MoneyValue | null, tone?: 'loss') =>
    amount ? <Money value={amount} {...(tone ? { tone } : {})} /> : '—';
  const gap = row.balance ? row.balance.minor - row.ledgerBalance.minor : 0n;
  return (
    <Figures
      figures={[
        {
          label: t('balance'),
          value: shown(row.balance),
          note:
            row.balance === null ? (
              t('unseen')
            ) : gap === 0n ? (
              t('booksAgree')
            ) : (
              <span className="text-warning">
                {t.rich('booksDiffer', {
                  amount: () => <Money value={{ minor: gap, asset: row.currency }} sign="always" />,
                })}
              </span>
            ),
        },
        {
          label: t('equity'),
          value: shown(row.equity, 'loss'),
          note:
            row.credit && row.credit.minor > 0n ? (
              <>
                {t('credit')} {shown(row.credit)}
              </>
            ) : null,
        },
        { label: t('floating'), value: shown(row.floating, 'loss'), note: t('open', { count: row.openPositions }) },
        { label: t('margin'), value: shown(row.margin), note: marginLevel(row, t('level')) },
        { label: t('freeMargin'), value: shown(row.freeMargin, 'loss'), note: t('freeNote') },
      ]}
    />
  );
}

/** Equity over margin in whole percent; platforms call accounts to margin by it. */
function marginLevel({ equity, margin }: AccountDetail, label: string): string | null {
  if (!equity || !margin || margin.minor === 0n) return null;
  return `${label} ${(equity.minor * 100n) / margin.minor} %`;
}
