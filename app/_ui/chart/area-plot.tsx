'use client';

import {
  Area,
  CartesianGrid,
  AreaChart as Chart,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { axisStyle, plain } from './axis-style';
import { type ChartFrameProps, type ChartPoint, seriesColour } from './chart-frame';
import { ChartTooltip } from './chart-tooltip';

export type AreaChartProps = ChartFrameProps & {
  /** The usual range, drawn behind. */
  band?: { low: number; high: number };
  /** Things are counted: no line between two of them. */
  isWhole?: boolean;
  /** Opens the rows behind a point. */
  onPoint?: (at: string) => void;
};

export function AreaPlot({ band, isWhole = false, onPoint, ...frame }: AreaChartProps) {
  const { series, points, formatAt = (at) => at, formatValue = plain } = frame;
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 480, height: 168 }}>
      <Chart
        data={points as ChartPoint[]}
        margin={{ top: 4, right: 0, bottom: 0, left: 0 }}
        onClick={(state) => (onPoint && typeof state.activeLabel === 'string' ? onPoint(state.activeLabel) : undefined)}
        className={onPoint ? 'cursor-pointer' : ''}
        accessibilityLayer
      >
        <CartesianGrid vertical={false} stroke="var(--border)" />
        {band ? (
          <ReferenceArea y1={band.low} y2={band.high} fill="var(--chart-band)" fillOpacity={0.7} stroke="none" />
        ) : null}
        <XAxis dataKey="at" {...axisStyle} tickFormatter={formatAt} minTickGap={32} />
        <YAxis {...axisStyle} tickFormatter={formatValue} width="auto" tickCount={4} allowDecimals={!isWhole} />
        <Tooltip
          cursor={{ stroke: 'var(--border-strong)' }}
          isAnimationActive={false}
          content={<ChartTooltip {...frame} />}
        />
        {series.map((item, index) => (
          <Area
            key={item.id}
            name={item.label}
            dataKey={(point: ChartPoint) => point.values[item.id]}
            type="linear"
            stroke={seriesColour(item, index)}
            strokeWidth={1.5}
            strokeDasharray={item.isBefore ? '3 3' : '0'}
            fill={item.isBefore ? 'none' : seriesColour(item, index)}
            fillOpacity={0.08}
            dot={false}
            activeDot={{ r: 3, strokeWidth: 0 }}
            isAnimationActive={false}
            connectNulls={false}
          />
        ))}
      </Chart>
    </ResponsiveContainer>
  );
}
