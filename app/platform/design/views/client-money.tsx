import { Money } from '@/app/_ui/money';
import { ProofSeal } from '@/app/_ui/proof-seal';
import { RelativeTime } from '@/app/_ui/time/relative-time';
import type { TimelineEntry } from '@/app/_ui/timeline';
import { at } from '../data';

const movement = (
  id: string,
  tone: NonNullable<TimelineEntry['tone']>,
  what: string,
  why: string,
  minor: bigint,
  when: string,
  day?: string,
): TimelineEntry => ({
  id,
  tone,
  what,
  actor: 'by client',
  why,
  when: (
    <span className="flex items-center gap-4">
      <span className="font-medium text-foreground text-sm">
        <Money value={{ minor, asset: 'EUR' }} sign="always" />
      </span>
      <ProofSeal />
      <span className="w-24">
        <RelativeTime at={at(when, day)} style={day ? 'date-time' : 'clock'} />
      </span>
    </span>
  ),
});
export const money = [
  movement(
    '1',
    'pending',
    'Requested withdrawal W-48213',
    'Held on the wallet. 1,200.00 to Card •• 4242, 3,650.00 to SEPA •• 8831',
    -485000n,
    '13:31:00',
  ),
  movement(
    '2',
    'success',
    'Moved from login 700388',
    'Free margin before 6,204.11, after 2,204.11',
    400000n,
    '13:24:00',
  ),
  movement(
    '3',
    'neutral',
    'Moved to login 700412',
    'Credited on the platform after 3 s as 1,624.00 USD at 1.1600',
    -140000n,
    '10:02:00',
    '2026-11-20',
  ),
  movement(
    '4',
    'success',
    'Deposited by Card D-90122',
    '3-D Secure passed, routed by rule v14 row 2, settled 21 Nov',
    120000n,
    '09:10:00',
    '2026-11-19',
  ),
  movement(
    '5',
    'destructive',
    'Opened chargeback on D-88410',
    'Reason 10.4, evidence due 26 Nov. IB-0412 gives back 12.50 EUR',
    -25000n,
    '16:40:00',
    '2026-11-12',
  ),
];
