'use client';

import { Check, Clock, Eye, X } from 'lucide-react';
import { Avatar } from '@/app/_ui/avatar';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { Facts, Figures } from '@/app/_ui/figures';
import { Kbd } from '@/app/_ui/kbd';
import { Money } from '@/app/_ui/money';
import { PageBody, PageHeader } from '@/app/_ui/page-header';
import { ListRow, Panel, Section } from '@/app/_ui/panel';
import { PageCrumb } from '@/app/_ui/shell/page-crumb';
import { Steps } from '@/app/_ui/steps';
import { LinkTabs } from '@/app/_ui/tabs';
import { Timeline } from '@/app/_ui/timeline';
import { DesignFrame } from '../frame';
import { money } from './client-money';

const eur = (minor: bigint) => <Money value={{ minor, asset: 'EUR' }} />;
const facets = [
  {
    name: 'Verification',
    steps: ['None', 'Applying', 'In review', 'Approved'],
    now: 3,
    since: '4 Mar 2026, renews 4 Mar 2027',
  },
  { name: 'Funding', steps: ['None', 'Funded', 'Emptied'], now: 1, since: '5 Mar 2026, 8 months' },
  { name: 'Trading', steps: ['None', 'Demo', 'Live', 'Dormant'], now: 2, since: '5 Mar 2026, last deal 11:08' },
  { name: 'Relationship', steps: ['Prospect', 'Client', 'Closing', 'Closed'], now: 1, since: '4 Mar 2026' },
];
const can = ['Deposit', 'Open account', 'Trade', 'Close', 'Transfer'];

export function ClientView() {
  return (
    <DesignFrame>
      <PageCrumb label="Marit Oosterveld" />
      <PageHeader
        leading={<Avatar name="Marit Oosterveld" size="lg" />}
        title="Marit Oosterveld"
        facts={
          <>
            <CopyId value="C-20418" bordered />
            <Badge tone="success">Verified</Badge>
            <Badge plain>Tier medium</Badge>
            <Badge plain>Retail</Badge>
            <Badge tone="warning">1 hold, chargeback</Badge>
          </>
        }
        state={
          <>
            <b>Trading since 5 Mar 2026.</b> One withdrawal waits on you, one account differs from what was decided.
          </>
        }
        actions={
          <>
            <Button>
              Write note <Kbd>n</Kbd>
            </Button>
            <Button>
              Move money <Kbd>m</Kbd>
            </Button>
            <Button variant="primary">
              Decide W-48213 <Kbd>↵</Kbd>
            </Button>
          </>
        }
      />
      <div className="flex flex-col gap-4 px-6 pb-4 max-sm:px-4">
        <Facts
          facts={[
            { label: 'Owner', value: 'Petra L., Benelux desk' },
            { label: 'Entity and brand', value: 'Merrowby (CY) Ltd, Merrow FX' },
            { label: 'Introducer', value: 'IB-0412 Saltmarsh Network' },
            { label: 'Language', value: 'Dutch' },
            { label: 'Local time', value: '13:42 Rotterdam' },
            { label: 'Last contact', value: '19 Nov, call of 6 min' },
          ]}
        />
        <Figures
          figures={[
            { label: 'Equity now', value: eur(953373n), note: 'USD at 1.1600, 14:42' },
            { label: 'Free to withdraw', value: eur(21240n), note: 'wallet, holds taken off' },
            { label: 'Net deposit', value: eur(1145000n), note: '9 deposits, 1 withdrawal' },
            { label: 'In flight', value: eur(485000n), note: 'W-48213, since 13:31' },
            { label: 'Credit', value: eur(5000n), note: 'ends with withdrawal' },
            {
              label: 'Next action',
              value: <span className="text-sm">Approve or reject W-48213</span>,
              note: 'SEPA cut-off 16:00, in 1 h 18 m',
              tone: 'accent',
            },
          ]}
        />
      </div>
      <LinkTabs
        label="Client"
        tabs={[
          'Overview',
          'Journey',
          'Verification',
          'Money',
          'Trading',
          'Risk',
          'Partner',
          'Messages',
          'Documents',
          'Audit',
        ].map((label, index) => ({
          href: `/platform/design/client?tab=${label.toLowerCase()}`,
          label,
          current: index === 0,
          ...(label === 'Money'
            ? { count: 38 }
            : label === 'Trading'
              ? { count: 3 }
              : label === 'Messages'
                ? { count: 4 }
                : {}),
        }))}
      />
      <PageBody className="pt-4 lg:grid lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="flex min-w-0 flex-col gap-6">
          <Section title="Journey" note={<Badge plain>Stage: Trade</Badge>} aside="four facets, one writer each">
            <Panel>
              {facets.map((facet) => (
                <div
                  key={facet.name}
                  className="grid min-h-10 grid-cols-[104px_minmax(0,1fr)_auto] items-center gap-2 border-b px-4 max-sm:grid-cols-1 max-sm:py-2"
                >
                  <span className="text-muted-foreground">{facet.name}</span>
                  <Steps
                    label={facet.name}
                    steps={facet.steps.map((label, index) => ({
                      id: label,
                      label,
                      state: index < facet.now ? 'done' : index === facet.now ? 'now' : 'next',
                    }))}
                  />
                  <span className="text-muted-foreground text-xs sm:text-end">{facet.since}</span>
                </div>
              ))}
              <ul className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 bg-muted px-4 py-2 text-xs">
                {can.map((name) => (
                  <li key={name} className="flex items-center gap-1.5">
                    <Check size={12} className="text-success" aria-hidden /> {name}
                  </li>
                ))}
                <li className="flex items-center gap-1.5">
                  <Clock size={12} className="text-warning" aria-hidden /> Withdraw{' '}
                  <span className="text-warning">reviewed</span>{' '}
                  <span className="text-muted-foreground">chargeback</span>
                </li>
                <li className="flex items-center gap-1.5">
                  <X size={12} aria-hidden /> Refer <span className="text-muted-foreground">denied, retail</span>
                </li>
              </ul>
            </Panel>
          </Section>
          <Section title="Money" aside={<span className="font-medium text-primary">All 38 movements</span>}>
            <Panel className="p-4">
              <Timeline entries={money} />
            </Panel>
          </Section>
        </div>
        <div className="flex min-w-0 flex-col gap-6">
          <Section
            title="Work"
            count={3}
            aside={
              <>
                <Kbd>w</Kbd> new
              </>
            }
          >
            <Panel>
              <ListRow
                title="Second approval W-48213"
                value={<span className="text-destructive">18 m</span>}
                note="4,850.00 EUR. Waits on Finance, you"
              />
              <ListRow
                title="Leverage drift on 700412"
                value={<span className="text-warning">42 m</span>}
                note="1:100 on the platform, 1:30 decided"
              />
              <ListRow title="Chargeback evidence D-88410" value="2 d" note="250.00 EUR. Waits on Nadia A." />
            </Panel>
          </Section>
          <Section title="Reach">
            <Panel>
              <ListRow
                title={<span className="font-normal text-muted-foreground">Phone</span>}
                value={
                  <span className="flex gap-3 font-normal">
                    +31 •• ••• 17{' '}
                    <button type="button" className="inline-flex items-center gap-1 text-xs">
                      <Eye size={12} aria-hidden /> Reveal
                    </button>
                  </span>
                }
              />
              <ListRow
                title={<span className="font-normal text-muted-foreground">Consent</span>}
                value={<span className="font-normal">service mail, no marketing</span>}
              />
            </Panel>
          </Section>
        </div>
      </PageBody>
    </DesignFrame>
  );
}
