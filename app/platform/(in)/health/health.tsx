'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Loaded } from '@/app/_domain/loaded';
import { type Answers, useTRPC } from '@/app/_trpc/client';
import { type Figure, Figures } from '@/app/_ui/figures';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { Panel, Section } from '@/app/_ui/panel';
import { ErrorState } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';

type House = Answers['tenancy']['platform']['health'];
type Turn = NonNullable<House['loops']>[number];

/** A loop comes round every second or so; a minute without a turn means that its work stands still. */
const lateSeconds = 60;
const slowSeconds = 60;
const shown = (seconds: number) => (seconds < 10 ? seconds.toFixed(1) : Math.round(seconds).toString());

/** What an operator would have to look at, counted; the page's first line says how many. */
function faultsOf({ databaseMs, engine, loops, figures }: House): number {
  return [
    databaseMs === null,
    engine.kind === 'down',
    engine.kind === 'embedded' && loops === null,
    (loops ?? []).some((turn) => turn.seconds > lateSeconds),
    (figures?.outboxOldestSeconds ?? 0) > slowSeconds,
    (figures?.outboxHeld ?? 0) > 0,
    (figures?.oldestUnsealedSeconds ?? 0) > slowSeconds,
    (figures?.engineOldestDueSeconds ?? 0) > slowSeconds,
  ].filter(Boolean).length;
}

export function Health() {
  const t = useTranslations('platform.health');
  const trpc = useTRPC();
  const house = useQuery({ ...trpc.tenancy.platform.health.queryOptions({}), refetchInterval: 10_000 });
  const faults = house.data ? faultsOf(house.data) : 0;
  return (
    <>
      <PageHeader
        title={t('title')}
        state={
          house.data
            ? t.rich(faults === 0 ? 'ok' : 'bad', {
                count: faults,
                version: house.data.version,
                b: (text) => <b>{text}</b>,
              })
            : null
        }
      />
      <PageBody>
        <Loaded query={house}>{(data) => <House house={data} />}</Loaded>
      </PageBody>
    </>
  );
}

function House({ house }: { house: House }) {
  const t = useTranslations('platform.health');
  const { databaseMs, engine, loops, figures } = house;
  const first: Figure[] = [
    {
      label: t('database'),
      value: databaseMs === null ? t('down') : t('milliseconds', { ms: Math.max(1, Math.round(databaseMs)) }),
    },
    { label: t('jobs'), value: t(engine.kind) },
  ];
  const rest: Figure[] = figures
    ? [
        {
          label: t('outbox'),
          value: figures.outboxWaiting,
          note: t('outboxNote', { seconds: shown(figures.outboxOldestSeconds), held: figures.outboxHeld }),
        },
        {
          label: t('seal'),
          value: t('seconds', { seconds: shown(figures.lastSealWaitSeconds) }),
          note: t('sealNote', { count: figures.unsealed, seconds: shown(figures.oldestUnsealedSeconds) }),
        },
        ...(figures.engineDue === null
          ? []
          : [
              {
                label: t('queue'),
                value: figures.engineDue,
                note: t('queueNote', { seconds: shown(figures.engineOldestDueSeconds ?? 0) }),
              },
              {
                label: t('failed'),
                value: figures.runsFailedDay ?? 0,
                note: t('failedNote', { running: figures.runsRunning ?? 0 }),
              },
            ]),
      ]
    : [];
  return (
    <>
      <Figures figures={[...first, ...rest]} />
      {loops ? (
        <Section title={t('loops')} count={loops.length}>
          <Loops turns={loops} />
        </Section>
      ) : (
        <Panel>
          <ErrorState title={t('workerDown')}>{t('workerDownBody')}</ErrorState>
        </Panel>
      )}
      {loops && !figures ? (
        <Panel>
          <ErrorState title={t('noFigures')}>{t('noFiguresBody')}</ErrorState>
        </Panel>
      ) : null}
    </>
  );
}

function Loops({ turns }: { turns: readonly Turn[] }) {
  const t = useTranslations('platform.health');
  const c = columnsOf<Turn>();
  const columns = [
    c.text('name', t('loop'), (turn) => turn.name, { fold: 'title', strong: true }),
    c.text('seconds', t('lastTurn'), (turn) => t('seconds', { seconds: shown(turn.seconds) }), {
      width: 140,
      align: 'end',
      fold: 'end',
    }),
    c.state('state', t('state'), (turn) =>
      turn.seconds > lateSeconds ? { label: t('late'), tone: 'warning' } : { label: t('fine'), tone: 'success' },
    ),
  ];
  return <PlainTable label={t('loops')} columns={columns} rows={turns} rowId={(turn) => turn.name} />;
}
