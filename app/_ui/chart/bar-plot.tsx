'use client';

import {
  Bar,
  CartesianGrid,
  BarChart as Chart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisStyle, plain } from './axis-style';
import { type ChartFrameProps, type ChartPoint, seriesColour } from './chart-frame';
import { ChartTooltip } from './chart-tooltip';

export type BarChartProps = ChartFrameProps & { onPoint?: (at: string) => void };

export function BarPlot({ onPoint, ...frame }: BarChartProps) {
  const { series, points, formatAt = (at) => at, formatValue = plain } = frame;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 168 }}>
      <Chart
        data={points as ChartPoint[]}
        margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
        barGap={2}
        barCategoryGap="28%"
        onClick={(state) => (onPoint && typeof state.activeLabel === 'string' ? onPoint(state.activeLabel) : undefined)}
        className={onPoint ? 'cursor-pointer' : ''}
        accessibilityLayer
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis dataKey="at" {...axisStyle} tickFormatter={formatAt} interval="preserveStartEnd" />
        <YAxis {...axisStyle} tickFormatter={formatValue} width="auto" tickCount={4} />
        <ReferenceLine y={0} stroke="var(--border-strong)" />
        <Tooltip cursor={{ fill: 'var(--accent)' }} isAnimationActive={false} content={<ChartTooltip {...frame} />} />
        {series.map((item, index) => (
          <Bar
            key={item.id}
            name={item.label}
            dataKey={(point: ChartPoint) => point.values[item.id]}
            fill={seriesColour(item, index)}
            maxBarSize={24}
            radius={[2, 2, 0, 0]}
            isAnimationActive={false}
          />
        ))}
      </Chart>
    </ResponsiveContainer>
  );
}
