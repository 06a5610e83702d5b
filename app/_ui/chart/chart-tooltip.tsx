'use client';

import { plain } from './axis-style';
import type { ChartFrameProps, ChartPoint } from './chart-frame';
import { seriesColour } from './chart-frame';

type ChartTooltipProps = Pick<ChartFrameProps, 'series' | 'formatAt' | 'formatValue' | 'unit'> & {
  active?: boolean;
  payload?: ReadonlyArray<{ payload?: ChartPoint }>;
};

export function ChartTooltip({
  active,
  payload,
  series,
  formatAt = (at) => at,
  formatValue = plain,
  unit,
}: ChartTooltipProps) {
  const point = payload?.[0]?.payload;
  if (!active || !point) return null;
  return (
    <div className="rounded-md border border-border-strong bg-popover px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 text-muted-foreground">{formatAt(point.at)}</p>
      {series.map((item, index) => {
        const value = point.values[item.id];
        return value === null || value === undefined ? null : (
          <p key={item.id} className="flex items-center gap-2">
            <i aria-hidden className="size-2 rounded-[2px]" style={{ background: seriesColour(item, index) }} />
            <span className="text-muted-foreground">{item.label}</span>
            <span className="no-wrap-num ms-auto font-medium">
              {formatValue(value)} <span className="font-normal text-2xs text-subtle">{unit}</span>
            </span>
          </p>
        );
      })}
    </div>
  );
}
