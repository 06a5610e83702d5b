'use client';

import { Button } from '@/app/_ui/button';
import { Kbd } from '@/app/_ui/kbd';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { RangeMark } from '@/app/_ui/range-mark';
import { SkeletonRows } from '@/app/_ui/skeleton';
import { StageStrip } from '@/app/_ui/stage-strip';
import { EmptyState, ErrorState, NoPermission } from '@/app/_ui/states';
import { columnsOf } from '@/app/_ui/table/columns';
import { PlainTable } from '@/app/_ui/table/plain-table';
import { at, usual, work } from '../data';
import { DesignFrame } from '../frame';
import { stages } from './home-stages';

const eur = (minor: bigint) => <Money value={{ minor, asset: 'EUR' }} />;
const href = '/platform/design/home';
const w = columnsOf<(typeof work)[number]>();
const workColumns = [
  w.text('kind', 'Kind', (row) => row.kind, { width: 112, fold: 'subtitle' }),
  w.text('about', 'About', (row) => row.about, { strong: true, note: (row) => row.note, fold: 'title' }),
  w.money('stake', 'At stake, EUR', (row) => ({ minor: row.minor, asset: 'EUR' }), { bare: true }),
  w.due('due', 'Due', (row) => at(`${row.due}:00`), { soonMs: 0 }),
  w.text('waits', 'Waits on', (row) => row.waits, { width: 100, quiet: true }),
];

const u = columnsOf<(typeof usual)[number]>();
const usualColumns = [
  u.text('label', 'Measure', (row) => row.label, { fold: 'title' }),
  u.custom(
    'now',
    'Now',
    (row) => (
      <span
        className={
          row.outside === 'warning'
            ? 'font-medium text-warning'
            : row.outside === 'destructive'
              ? 'font-medium text-destructive'
              : 'font-medium'
        }
      >
        {row.now}
      </span>
    ),
    { align: 'end', width: 110, fold: 'end' },
  ),
  u.custom(
    'range',
    'Range',
    (row) => <RangeMark label={row.label} value={row.value} low={row.low} high={row.high} outside={row.outside} />,
    { width: 104, fold: 'hide' },
  ),
  u.text('usual', 'Usual, middle half', (row) => row.range, { align: 'end', width: 132, quiet: true }),
];

export function HomeView() {
  return (
    <DesignFrame>
      <PageHeader
        title="Home"
        state={
          <>
            <b>7 items wait for you, 2 are over time.</b> Your 3 approvals hold {eur(2341000n)}.
          </>
        }
        actions={
          <>
            <Button>Hand over my work</Button>
            <Button variant="primary">
              Open next item <Kbd>↵</Kbd>
            </Button>
          </>
        }
      />
      <PageBody>
        <Section
          title="Hand-offs"
          note={
            <>
              Today since 00:00 Nicosia, all entities.{' '}
              <span className="font-medium text-destructive">KYC holds 21 clients, most for proof of address.</span>
            </>
          }
        >
          <StageStrip stages={stages} />
        </Section>
        <div className="grid gap-6 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
          <Section
            title="My work"
            count={7}
            aside={
              <>
                <Kbd>j</Kbd>
                <Kbd>k</Kbd> move <Kbd>↵</Kbd> open
              </>
            }
          >
            <PlainTable
              label="My work"
              columns={workColumns}
              rows={work}
              rowId={(row) => row.id}
              rowHref={() => href}
              current="d"
            />
          </Section>
          <div className="flex flex-col gap-1">
            <Section
              title="Approvals"
              count={3}
              aside={
                <a href={href} className="font-medium text-primary">
                  All approvals
                </a>
              }
            >
              <Panel>
                <ListRow
                  title="Pay out W-48213 to SEPA and Card"
                  value={eur(485000n)}
                  note="Marit Oosterveld. First approval by Rhea K., 13:58"
                  valueNote="expires 2 d 23 h"
                />
                <ListRow
                  title="Return chargeback reserve, Card"
                  value={eur(1856000n)}
                  note="Releases 7 holds, house account down by the same"
                  valueNote="expires 1 d 4 h"
                />
                <ListRow
                  title="Publish withdrawal routing v15"
                  value={<span className="font-normal text-muted-foreground">no money</span>}
                  note="Of the last 90 days, 212 of 4,906 would go to review"
                  valueNote="expires 20 h"
                />
              </Panel>
            </Section>
            <Section title="Snoozed until today" className="flex flex-1 flex-col [&>*:last-child]:flex-1">
              <Panel>
                <EmptyState title="Nothing comes back today">
                  Items you snooze return here on their day, with your reason. Next: 26 Nov, Ewa Stolarz.
                </EmptyState>
              </Panel>
            </Section>
          </div>
        </div>
        <Section title="Today against usual" aside="Tuesdays by 14:42, last 12 weeks">
          <PlainTable label="Today against usual" columns={usualColumns} rows={usual} rowId={(row) => row.label} />
        </Section>
        <Section title="Feeds" note="Four states of a panel: loading, empty, error, no permission">
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
            <Panel>
              <p className="px-4 pt-4 font-medium">Waits on clients</p>
              <SkeletonRows />
            </Panel>
            <Panel>
              <EmptyState title="No mentions" action={<Button size="sm">Write a note</Button>}>
                When a colleague writes @nadia in a note, it waits here until you have read it.
              </EmptyState>
            </Panel>
            <Panel>
              <ErrorState
                title="Bank feed is behind"
                reference="Ref e-7f3a-20c1."
                action={
                  <>
                    <Button size="sm">Try again</Button> next by itself 14:45
                  </>
                }
              >
                No statement since 11:20. Nothing is lost: 14 credits wait at the bank.
              </ErrorState>
            </Panel>
            <Panel>
              <NoPermission title="Dealing result" action={<Button size="sm">Ask Jonas O.</Button>}>
                Finance does not see the book's result. Jonas O. or an administrator can grant it.
              </NoPermission>
            </Panel>
          </div>
        </Section>
      </PageBody>
    </DesignFrame>
  );
}
