'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '../skeleton';
import type { BarChartProps } from './bar-plot';
import { ChartFrame } from './chart-frame';

// The drawing library is heavier than most pages: it comes after the numbers, into a place that is kept for it.
const Plot = dynamic(() => import('./bar-plot').then((module) => module.BarPlot), {
  ssr: false,
  loading: () => <Skeleton className="h-full rounded-md" />,
});

/** Amounts per period or kind, beside those of the period before. Losses hang under the zero line. */
export function BarChart(props: BarChartProps) {
  return (
    <ChartFrame {...props}>
      <Plot {...props} />
    </ChartFrame>
  );
}
