'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId, useState } from 'react';
import { cn } from '../cn';
import { plain } from './axis-style';

export type ChartSeries = {
  id: string;
  label: string /** Dashed and paler: the same measure in the period before. */;
  isBefore?: boolean;
};
export type ChartPoint = { at: string; values: Record<string, number | null> };

export type ChartFrameProps = {
  /** The question it answers. */
  title: string;
  unit: string;
  period: string;
  series: readonly ChartSeries[];
  points: readonly ChartPoint[];
  formatAt?: (at: string) => string;
  formatValue?: (value: number) => string;
  className?: string;
};

export const seriesColour = (series: ChartSeries, index: number): string =>
  series.isBefore ? 'var(--chart-3)' : `var(--chart-${(index % 2) + 1})`;

const asIs = (at: string) => at;

function ChartTable({ title, series, points, formatAt = asIs, formatValue = plain }: ChartFrameProps) {
  return (
    <table aria-label={title} className="dt" data-layout="panel" data-plain>
      <thead>
        <tr>
          <td />
          {series.map((item) => (
            <th key={item.id} scope="col" data-align="end">
              {item.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.at}>
            <th scope="row" className="font-normal">
              {formatAt(point.at)}
            </th>
            {series.map((item) => {
              const value = point.values[item.id];
              return (
                <td key={item.id} data-align="end">
                  {value === null || value === undefined ? null : formatValue(value)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Title, unit, period and legend of a chart, and the same numbers as a table for whoever reads tables better. */
export function ChartFrame({ children, ...props }: ChartFrameProps & { children: ReactNode }) {
  const t = useTranslations('common.chart');
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const { title, unit, period, series, points, className } = props;
  return (
    <figure aria-labelledby={id} className={cn('min-w-0', className)}>
      <figcaption className="mb-1 flex min-h-8 flex-wrap items-center gap-x-3">
        <span id={id} className="font-semibold">
          {title}
        </span>
        <span className="text-muted-foreground text-xs">
          {unit}, {period}
        </span>
        <span className="ms-auto flex items-center gap-3 text-muted-foreground text-xs">
          {series.map((item, index) => (
            <span key={item.id} className="inline-flex items-center gap-1.5">
              <i aria-hidden className="size-2 rounded-[2px]" style={{ background: seriesColour(item, index) }} />
              {item.label}
            </span>
          ))}
          <button
            type="button"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
            className="rounded-sm hover:text-foreground hover:underline"
          >
            {t(asTable ? 'asChart' : 'asTable')}
          </button>
        </span>
      </figcaption>
      <div className="overflow-hidden rounded-md border bg-card">
        {points.length === 0 ? (
          <p className="p-4 text-muted-foreground text-xs">{t('empty')}</p>
        ) : asTable ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it
          <section aria-label={title} tabIndex={0} className="max-h-48 overflow-auto scroll-thin outline-offset-[-2px]">
            <ChartTable {...props} />
          </section>
        ) : (
          <div className="h-48 p-3 pe-4" dir="ltr">
            {children}
          </div>
        )}
      </div>
    </figure>
  );
}
