'use client';

import { Check, TriangleAlert } from 'lucide-react';
import { Badge } from '@/app/_ui/badge';
import { Button } from '@/app/_ui/button';
import { CopyId } from '@/app/_ui/copy-id';
import { DiffValue } from '@/app/_ui/diff-value';
import { DrawerBody, DrawerFooter, DrawerHeader, DrawerSection } from '@/app/_ui/drawer';
import { Input, InputGroup } from '@/app/_ui/input';
import { Kbd } from '@/app/_ui/kbd';
import { Money } from '@/app/_ui/money';
import { ProofSeal } from '@/app/_ui/proof-seal';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import { Timeline, type TimelineEntry } from '@/app/_ui/timeline';
import { at, type Withdrawal } from '../data';

const checks = [
  ['Verification', 'approved 4 Mar 2026, tier medium', 'pass'],
  ['Sanctions', 'list of 24 Nov 06:00, 3 names', 'no match'],
  ['Return to source', 'Card paid in 1,200.00, oldest first', '2 parts'],
  ['Payee name', 'Oosterveld M / M. Oosterveld', '0.97 pass'],
  ['Velocity', '1 of 3 in 24 h, 4,850 of 15,000', 'pass'],
  ['Destination age', '31 h, limit 72 h', 'review'],
  ['Holds', 'chargeback 250.00, already reserved', 'pass'],
  ['Margin after', 'login 700388, floor 150 %', '412 %'],
] as const;

const when = (clock: string) => <RelativeTime at={at(clock)} style="clock" />;
const entries: readonly TimelineEntry[] = [
  {
    id: '5',
    tone: 'success',
    what: 'Approved, first of two',
    actor: 'Rhea K., finance',
    why: '“Card part is within what he paid in by card.” Step-up by passkey.',
    when: when('13:58:20'),
  },
  { id: '4', what: 'Opened', actor: 'Rhea K.', when: when('13:40:02') },
  {
    id: '3',
    tone: 'warning',
    what: 'Sent to review',
    actor: 'rule withdrawal.route v14, row 6',
    why: 'Amount at least 2,500.00 and destination younger than 72 h: two approvals.',
    diff: (
      <DiffValue
        label="Destination"
        before="•• 2107"
        after="•• 8831"
        note="on 23 Nov 07:26 by client, new device, e-mail confirmed"
      />
    ),
    when: when('13:31:09'),
  },
  {
    id: '2',
    what: 'Held 4,850.00 EUR on the wallet',
    actor: 'ledger L-9927140',
    diff: <DiffValue label="Wallet" before="5,062.40" after="212.40" />,
    when: when('13:31:08'),
  },
  {
    id: '1',
    what: 'Requested',
    actor: 'client, phone, Rotterdam',
    when: when('13:31:07'),
    detail: { label: 'Payload', body: '{"amount":"4850.00","currency":"EUR","to":"iban_8831"}' },
  },
];

/** The decision beside the queue: parts, checks, story, then what each button does in numbers. */
export function WithdrawalDrawer({ row, onClose }: { row: Withdrawal | undefined; onClose: () => void }) {
  if (!row) return <DrawerHeader title="Not on this page" onClose={onClose} />;
  const eur = (minor: bigint) => <Money value={{ minor, asset: 'EUR' }} />;
  return (
    <>
      <DrawerHeader
        title={eur(row.minor + 120000n)}
        badge={<Badge tone="pending">1 of 2 approvals</Badge>}
        keys={
          <>
            <Kbd>k</Kbd>
            <Kbd>j</Kbd>
          </>
        }
        onClose={onClose}
      >
        <span className="font-medium text-primary">
          <bdi>{row.client}</bdi>
        </span>
        <CopyId value={row.id} />
        <span>due before {row.due}</span>
      </DrawerHeader>
      <DrawerBody>
        <DrawerSection>
          <dl className="grid grid-cols-[1fr_auto] gap-x-4 text-xs leading-5">
            <dt className="text-muted-foreground">Card •• 4242, return to source</dt>
            <dd className="text-end">{eur(120000n)}</dd>
            <dt className="text-muted-foreground">SEPA •• {row.iban}, M. Oosterveld</dt>
            <dd className="text-end">{eur(row.minor)}</dd>
          </dl>
        </DrawerSection>
        <DrawerSection
          title="Checks"
          aside={
            <Badge plain tone="warning">
              7 of 8 pass, 1 asks for review
            </Badge>
          }
        >
          <ul>
            {checks.map(([name, input, result]) => (
              <li
                key={name}
                className="grid min-h-6 grid-cols-[16px_112px_minmax(0,1fr)_auto] items-center gap-2 text-xs"
              >
                {result === 'review' ? (
                  <TriangleAlert size={14} className="text-warning" aria-hidden />
                ) : (
                  <Check size={14} className="text-success" aria-hidden />
                )}
                <span>{name}</span>
                <span className="truncate text-muted-foreground">{input}</span>
                <span className={result === 'review' ? 'font-medium text-warning' : 'font-medium'}>{result}</span>
              </li>
            ))}
          </ul>
        </DrawerSection>
        <DrawerSection title="Who, what, why" aside={<ProofSeal>leaf 184,201 in 184,377</ProofSeal>}>
          <Timeline entries={entries} className="pt-1" />
        </DrawerSection>
      </DrawerBody>
      <DrawerFooter>
        <p className="text-muted-foreground text-xs [&_b]:font-medium [&_b]:text-foreground">
          <b>Approve</b> pays 1,200.00 EUR to Card •• 4242 now and 3,650.00 EUR to SEPA •• 8831 in the 16:00 run. Wallet
          stays 212.40 EUR.
          <br />
          <b>Reject</b> returns 4,850.00 EUR to the wallet and tells the client what to do.
        </p>
        <InputGroup before={<span className="text-xs">Reason</span>}>
          <Input aria-label="Reason" placeholder="Optional to approve, needed to reject" className="text-xs" />
        </InputGroup>
        <div className="flex gap-2">
          <Button variant="primary" className="min-w-0 flex-1">
            Approve 4,850.00 EUR <Kbd>a</Kbd>
          </Button>
          <Button variant="danger">
            Reject <Kbd>r</Kbd>
          </Button>
          <Button>
            Ask client <Kbd>q</Kbd>
          </Button>
        </div>
      </DrawerFooter>
    </>
  );
}
