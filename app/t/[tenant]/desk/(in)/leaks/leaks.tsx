'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { inWords } from '@/app/_domain/labels';
import { Loaded } from '@/app/_domain/loaded';
import { MailPage } from '@/app/_domain/mail-page';
import { MetricInfo } from '@/app/_domain/metric-info';
import { useTRPC } from '@/app/_trpc/client';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { EmptyState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { useDuration } from '@/app/_ui/time/relative-time';
import { toDecimalString } from '@/server/kernel/money';
import { leakOf } from '@/server/modules/reporting/leak-contract';
import { LeakStrip } from './leak-strip';
import { alarmOf, isLine, type Line } from './sums';

const c = columnsOf<Line>();
type Flow = { now: number; before: number };

function useColumns() {
  const t = useTranslations('reporting.leaks');
  const duration = useDuration();
  return useMemo(() => {
    const flow = (id: 'came' | 'passed' | 'lost', of: (line: Line) => Flow) =>
      c.text(id, t(id), (line) => (leakOf(line.leak).isNowOnly ? null : t('flow', of(line))), {
        width: 70,
        align: 'end',
        quiet: true,
      });
    const age = (id: 'median' | 'oldest', of: (line: Line) => number | null) =>
      c.text(
        id,
        t(id),
        (line) => {
          const ms = of(line);
          return ms === null ? null : duration(ms);
        },
        { width: 86, align: 'end', quiet: true },
      );
    return [
      c.custom('leak', t('leak'), (line) => <MetricInfo metric={`leak.${line.leak}`} />, {
        fold: 'title',
        width: 248,
        text: (line) => leakOf(line.leak).name,
      }),
      c.custom(
        'stuck',
        t('stuck'),
        (line) => (
          <b className={alarmOf(line.stuck.now, line.stuck.before) ? 'text-destructive' : 'font-semibold'}>
            {t('flow', line.stuck)}
          </b>
        ),
        { width: 76, align: 'end', fold: 'end', text: (line) => String(line.stuck.now) },
      ),
      c.number('waiting', t('waiting'), (line) => line.waiting, { width: 64, quiet: true }),
      flow('came', (line) => line.came),
      flow('passed', (line) => line.passed),
      flow('lost', (line) => line.lost),
      age('median', (line) => line.medianMs),
      age('oldest', (line) => line.oldestMs),
      c.custom(
        'money',
        t('money'),
        (line) =>
          line.money.map((sum) => (
            <span key={sum.asset} className="block">
              <Money value={sum} />
            </span>
          )),
        {
          width: 116,
          align: 'end',
          text: (line) => line.money.map((sum) => `${toDecimalString(sum)} ${sum.asset}`).join('; '),
        },
      ),
      c.text('owner', t('owner'), (line) => inWords(leakOf(line.leak).team), { width: 92, quiet: true }),
      c.text(
        'sources',
        t('sources'),
        (line) =>
          line.sources
            .slice(0, 2)
            .map(({ source, stuck }) => t('sourceCount', { source: source ?? t('unknownSource'), count: stuck }))
            .join(', ') || null,
        { quiet: true },
      ),
    ];
  }, [t, duration]);
}

/** Each hand-off with its leaks: what came, what went on, what stays, how old, how much money, whose it is. */
export function Leaks({ base }: { base: string }) {
  const t = useTranslations('reporting.leaks');
  const trpc = useTRPC();
  const columns = useColumns();
  const board = useQuery({ ...trpc.reporting.leaks.board.queryOptions({}), refetchInterval: 60_000 });
  const lines = board.data?.lines.filter(isLine) ?? [];
  const sum = (pick: (line: Line) => number) => lines.reduce((total, line) => total + pick(line), 0);
  const stuck = sum((line) => line.stuck.now);
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          board.data
            ? t.rich(stuck > 0 ? 'state' : 'stateNone', {
                stuck,
                before: sum((line) => line.stuck.before),
                b: (text) => <b>{text}</b>,
              })
            : null
        }
        actions={<MailPage view="leaks" />}
      />
      <PageBody>
        <Loaded query={board} rows={10}>
          {() =>
            lines.length === 0 ? (
              <EmptyState title={t('none')}>{t('noneBody')}</EmptyState>
            ) : (
              <>
                <LeakStrip base={base} lines={lines} />
                <PlainTable
                  label={t('title')}
                  columns={columns}
                  rows={lines}
                  rowId={(line) => line.leak}
                  rowHref={(line) => `${base}/leaks/rows?leaks=${line.leak}`}
                  groups={{
                    of: (line) => leakOf(line.leak).handOff,
                    head: (_key, [first]) => ({ label: first ? t(`hand_offs.${leakOf(first.leak).handOff}`) : '' }),
                  }}
                  note={t('flowNote')}
                />
              </>
            )
          }
        </Loaded>
      </PageBody>
    </>
  );
}
