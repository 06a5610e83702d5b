'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useFormatter, useTranslations } from 'next-intl';
import { parseAsString, useQueryState } from 'nuqs';
import { useMemo } from 'react';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { BarChart } from '@/app/_ui/chart/bar-chart';
import { cn } from '@/app/_ui/cn';
import { Money } from '@/app/_ui/money';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { exponentOf } from '@/server/kernel/amounts';
import type { Money as Amount } from '@/server/kernel/money';
import { Head } from './head';
import { type Days, rowsHref } from './use-insight';

type FlowsOf = Answers['reporting']['insight']['flows'];
type Row = FlowsOf['days'][number];
const c = columnsOf<Row>();
/** For the height of a bar only; amounts are written from minor units. */
const height = ({ minor, asset }: Amount) => Number(minor) / 10 ** exponentOf(asset);

/** What came in and went out on each day, in one currency at a time; a day opens its rows. */
export function Flows({ base, days }: { base: string; days: Days }) {
  const t = useTranslations('reporting.insight');
  const trpc = useTRPC();
  const query = useQuery(trpc.reporting.insight.flows.queryOptions({ days }, { placeholderData: keepPreviousData }));
  const columns = useMemo(
    () => [
      c.text('day', t('day'), (row) => row.day),
      c.money('deposits', t('deposits'), (row) => row.deposits),
      c.money('withdrawals', t('withdrawals'), (row) => row.withdrawals),
    ],
    [t],
  );
  return (
    <section>
      <Head id="flows" metric="deposits" title={t('flows')} columns={columns} rows={query.data?.days ?? []} />
      <Loaded query={query}>
        {(data) =>
          data.totals.length === 0 ? (
            <EmptyState title={t('noMoney')}>{t('noMoneyBody')}</EmptyState>
          ) : (
            <FlowChart base={base} days={days} data={data} />
          )
        }
      </Loaded>
    </section>
  );
}

function FlowChart({ base, days, data }: { base: string; days: Days; data: FlowsOf }) {
  const t = useTranslations('reporting.insight');
  const format = useFormatter();
  const router = useRouter();
  const [chosen, setChosen] = useQueryState('asset', parseAsString);
  const total = data.totals.find(({ asset }) => asset === chosen) ?? data.totals[0];
  if (!total) return null;
  const { asset } = total;
  const own = data.days.filter((day) => day.asset === asset);
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-2 text-muted-foreground text-xs">
        {data.totals.map((one) => (
          <button
            key={one.asset}
            type="button"
            aria-pressed={one.asset === asset}
            onClick={() => void setChosen(one.asset)}
            className={cn(
              'h-7 rounded-md border px-3 hover:bg-muted touch:h-11',
              one.asset === asset && 'border-primary bg-primary-muted text-primary',
            )}
          >
            {one.asset}
          </button>
        ))}
        {(['deposits', 'withdrawals'] as const).map((name) => (
          <span key={name} className="ms-2">
            {t.rich('against', {
              name: t(name),
              now: () => <Money value={total[name].now} className="text-foreground" />,
              before: () => <Money value={total[name].before} />,
            })}
          </span>
        ))}
      </div>
      <BarChart
        title={t('flowsTitle')}
        unit={asset}
        period={t('days', { days })}
        series={[
          { id: 'deposits', label: t('deposits') },
          { id: 'withdrawals', label: t('withdrawals') },
        ]}
        points={own.map((day) => ({
          at: day.day,
          values: { deposits: height(day.deposits), withdrawals: height(day.withdrawals) },
        }))}
        formatAt={(at) => format.dateTime(new Date(`${at}T12:00:00Z`), { day: 'numeric', month: 'short' })}
        onPoint={(day) => {
          const most = own.find((one) => one.day === day);
          const event = most && most.withdrawals.minor > most.deposits.minor ? 'withdrawal' : 'deposit';
          router.push(rowsHref(base, { days, event, day, asset }));
        }}
      />
    </>
  );
}
