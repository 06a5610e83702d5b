'use client';

import dynamic from 'next/dynamic';
import { Skeleton } from '../skeleton';
import type { AreaChartProps } from './area-plot';
import { ChartFrame } from './chart-frame';

// The drawing library is heavier than most pages: it comes after the numbers, into a place that is kept for it.
const Plot = dynamic(() => import('./area-plot').then((module) => module.AreaPlot), {
  ssr: false,
  loading: () => <Skeleton className="h-full rounded-md" />,
});

/** A measure over time against the period before and what is usual. */
export function AreaChart(props: AreaChartProps) {
  return (
    <ChartFrame {...props}>
      <Plot {...props} />
    </ChartFrame>
  );
}
