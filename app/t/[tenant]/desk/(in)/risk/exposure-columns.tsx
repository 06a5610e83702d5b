import type { useTranslations } from 'next-intl';
import { BandBar } from '@/app/_ui/band-bar';
import { columnsOf } from '@/app/_ui/table/columns';
import type { Line } from './lines';
import { QuoteAge } from './quote-age';

type Words = ReturnType<typeof useTranslations<'operations.risk'>>;

const percent = (use: number) => `${Math.round(Math.abs(use) * 100)} %`;
const toneOfUse = (use: number) =>
  Math.abs(use) > 1
    ? 'font-medium text-destructive'
    : Math.abs(use) > 0.85
      ? 'font-medium text-warning'
      : 'text-muted-foreground';

const c = columnsOf<Line>();

/** Lots from our side: minus is short. The bar says how much of the band is used, the words beside it how much. */
export function exposureColumns(t: Words, currency: string, hasA: boolean) {
  return [
    c.text('symbol', t('symbol'), (row) => row.symbol, { strong: true, sort: true, fold: 'title', width: 88 }),
    c.number('clients', t('clients'), (row) => row.clients, { width: 68, sort: true, fold: 'meta' }),
    c.number('long', t('long'), (row) => row.long, { width: 88, fold: 'meta' }),
    c.number('short', t('short'), (row) => row.short, { width: 72, fold: 'meta' }),
    c.custom('ours', t('ours'), (row) => <b className="font-medium">{row.ours.replace('-', '\u2212')}</b>, {
      align: 'end',
      width: 80,
      fold: 'end',
      text: (row) => row.ours,
    }),
    c.custom(
      'bar',
      t('bar'),
      (row) =>
        row.use === null ? (
          <span className="text-subtle text-xs">{t('noBand')}</span>
        ) : (
          <BandBar use={row.use} label={t('ofBand', { symbol: row.symbol, use: percent(row.use) })} />
        ),
      { align: 'center', width: 136, fold: 'hide' },
    ),
    c.custom(
      'use',
      t('use'),
      (row) => (row.use === null ? null : <span className={toneOfUse(row.use)}>{percent(row.use)}</span>),
      { align: 'end', width: 64, fold: 'end-note', text: (row) => (row.use === null ? '' : percent(row.use)) },
    ),
    c.text('band', t('band'), (row) => row.band && `±${row.band}`, { align: 'end', width: 84, quiet: true }),
    c.money('notional', t('notional', { currency }), (row) => row.notional, { bare: true, sort: true, width: 116 }),
    c.money('floating', t('floating', { currency }), (row) => row.floating, {
      bare: true,
      tone: 'loss',
      sort: true,
      width: 112,
      fold: 'meta',
    }),
    c.money('today', t('today', { currency }), (row) => row.today, {
      bare: true,
      tone: 'loss',
      sort: true,
      width: 112,
      fold: 'meta',
    }),
    ...(hasA ? [c.number('passedOn', t('passedOn'), (row) => row.passedOn, { width: 84, quiet: true })] : []),
    c.custom('quote', t('quote'), (row) => <QuoteAge at={row.quotedAt} />, {
      align: 'end',
      width: 84,
      quiet: true,
      text: (row) => row.quotedAt?.toISOString() ?? '',
    }),
  ];
}
