'use client';

import { useTranslations } from 'next-intl';
import { useLiveState } from '@/app/_trpc/live';
import { type Figure, Figures } from '@/app/_ui/figures';
import { LiveDot } from '@/app/_ui/live-dot';
import { Money } from '@/app/_ui/money';
import type { ExposureSnapshot } from '@/server/modules/risk/contract';
import { QuoteAge } from './quote-age';

type Amount = ExposureSnapshot['books'][number]['gross'];

export function ExposureFigures({ data }: { data: ExposureSnapshot }) {
  const t = useTranslations('operations.risk');
  const live = useLiveState();
  const b = data.books.find((one) => one.book === 'B');
  const [largest] = [...data.byCurrency].sort((x, y) => sizeOf(y.value) - sizeOf(x.value));
  const opposite = (amount: Amount): Amount => amount && { ...amount, minor: -amount.minor };
  const shown = (amount: Amount | undefined) =>
    amount ? <Money value={amount} tone="loss" /> : <span className="text-subtle">{t('notNow')}</span>;
  const slowest = data.rows
    .filter((row) => row.quotedAt !== null)
    .sort((x, y) => (x.quotedAt?.getTime() ?? 0) - (y.quotedAt?.getTime() ?? 0))[0];
  const figures: Figure[] = [
    { label: t('gross'), value: shown(b?.gross), note: t('positionsOpen', { count: b?.positions ?? 0 }) },
    {
      label: largest ? t('largest', { currency: largest.currency }) : t('largestNone'),
      value: largest ? shown(largest.value) : '—',
      note: largest ? t(largest.units.startsWith('-') ? 'clientsShort' : 'clientsLong') : null,
    },
    { label: t('floatingB'), value: shown(opposite(b?.floating ?? null)), note: t('floatingNote') },
    { label: t('todayB'), value: shown(opposite(b?.realised ?? null)), note: t('todayNote') },
    {
      label: t('connection'),
      value: <LiveDot state={live.state} {...(live.since === undefined ? {} : { since: live.since })} />,
      note: slowest ? (
        <>
          {t('slowest', { symbol: slowest.symbol })} <QuoteAge at={slowest.quotedAt} />
        </>
      ) : (
        t('noQuotes')
      ),
    },
  ];
  return <Figures figures={figures} />;
}

const sizeOf = (amount: Amount): number => Math.abs(Number(amount?.minor ?? 0n));
