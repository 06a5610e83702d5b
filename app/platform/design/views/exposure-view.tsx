'use client';

import { BandBar } from '@/app/_ui/band-bar';
import { Button } from '@/app/_ui/button';
import { AreaChart } from '@/app/_ui/chart/area-chart';
import { BarChart } from '@/app/_ui/chart/bar-chart';
import { Figures } from '@/app/_ui/figures';
import { Kbd } from '@/app/_ui/kbd';
import { LiveDot } from '@/app/_ui/live-dot';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Section } from '@/app/_ui/panel';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { depositPoints, type Exposure, exposures, resultPoints } from '../data';
import { DesignFrame } from '../frame';

const usd = (minor: bigint) => ({ minor, asset: 'USD' });
const c = columnsOf<Exposure>();
const columns = [
  c.text('symbol', 'Symbol', (row) => row.symbol, { strong: true, fold: 'title' }),
  c.number('long', 'Clients long', (row) => row.long, { fold: 'hide' }),
  c.number('short', 'Short', (row) => row.short, { fold: 'hide' }),
  c.custom('left', 'Left', (row) => <span className="font-medium">{row.left.replace('-', '\u2212')}</span>, {
    align: 'end',
    width: 96,
    fold: 'end',
  }),
  c.custom(
    'bar',
    '− band · 0 · band +',
    (row) => <BandBar use={row.use} label={`${row.symbol}: ${Math.round(Math.abs(row.use) * 100)} % of the band`} />,
    { align: 'center', width: 160, fold: 'hide' },
  ),
  c.custom(
    'use',
    'Use',
    (row) => (
      <span
        className={
          Math.abs(row.use) > 1
            ? 'font-medium text-destructive'
            : Math.abs(row.use) > 0.85
              ? 'font-medium text-warning'
              : 'text-muted-foreground'
        }
      >
        {Math.round(Math.abs(row.use) * 100)} %
      </span>
    ),
    { align: 'end', width: 72, fold: 'end-note' },
  ),
  c.text('band', 'Band', (row) => `±${row.band}`, { align: 'end', width: 72, quiet: true, fold: 'hide' }),
  c.money('floating', 'Floating, USD', (row) => usd(row.floating), { bare: true, tone: 'loss', fold: 'meta' }),
  c.money('today', 'Today, USD', (row) => usd(row.today), { bare: true, tone: 'loss', fold: 'meta' }),
];
const total = (pick: (row: Exposure) => bigint) => exposures.reduce((sum, row) => sum + pick(row), 0n);

export function ExposureView() {
  return (
    <DesignFrame zone="server">
      <PageHeader
        title="Exposure"
        state={
          <>
            <b>XAUUSD is over its band by 12.00 lots.</b> Six symbols are inside. Quotes and positions are live.
          </>
        }
        actions={
          <>
            <Button>Stop hedging</Button>
            <Button variant="primary">
              Buy 12.00 XAUUSD to the edge <Kbd>h</Kbd>
            </Button>
          </>
        }
      />
      <PageBody>
        <Figures
          figures={[
            {
              label: 'Left after hedges, gross',
              value: <Money value={usd(2998756100n)} />,
              note: 'limit 40,000,000.00',
            },
            {
              label: 'Largest currency, XAU',
              value: <Money value={usd(-1395784000n)} />,
              note: 'short, 40 % of gross',
            },
            {
              label: 'Book B floating',
              value: <Money value={usd(total((row) => row.floating))} tone="loss" />,
              note: 'what clients would take now',
            },
            {
              label: 'Book B today',
              value: <Money value={usd(total((row) => row.today))} tone="loss" />,
              note: 'closed, with hedges',
            },
            { label: 'Margin at the LP', value: '38.4 %', note: '1,152,000.00 USD in use' },
            { label: 'Connection', value: <LiveDot state="on" />, note: 'slowest: GER40, 0.8 s old' },
          ]}
        />
        <Section title="By symbol" aside="Lots from our side: minus is short.">
          <PlainTable
            label="Exposure by symbol"
            columns={columns}
            rows={exposures}
            rowId={(row) => row.symbol}
            current="XAUUSD"
            totals={{
              label: '7 symbols, at live mid prices',
              cells: {
                floating: <Money value={usd(total((row) => row.floating))} bare tone="loss" />,
                today: <Money value={usd(total((row) => row.today))} bare tone="loss" />,
              },
            }}
          />
        </Section>
        <div className="grid gap-6 lg:grid-cols-2">
          <AreaChart
            title="Deposits"
            unit="EUR"
            period="last 7 days"
            series={[
              { id: 'now', label: 'this week' },
              { id: 'before', label: 'week before', isBefore: true },
            ]}
            points={depositPoints}
            band={{ low: 171000, high: 209000 }}
          />
          <BarChart
            title="Result of book B"
            unit="USD"
            period="last 7 days"
            series={[{ id: 'now', label: 'closed, with hedges' }]}
            points={resultPoints}
          />
        </div>
      </PageBody>
    </DesignFrame>
  );
}
