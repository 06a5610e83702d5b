import { createSegment, publishSegment } from '@/server/modules/engagement';
import type { Life } from './agenda';
import type { Stage } from './client';
import { days } from './world';

type Wish = Parameters<typeof createSegment>[1];
type Condition = Wish['conditions']['anyOf'][number]['allOf'][number];

const isClient: Condition = { kind: 'choice', field: 'relationship', isNot: false, values: ['client'] };
const netDeposit = (asset: string): Condition => ({
  kind: 'sum',
  field: 'netDeposit',
  is: 'at_least',
  amount: { minor: 500_000n, asset },
  lastDays: null,
});
const wishes: readonly Wish[] = [
  {
    name: 'Dormant for 30 days',
    description: 'Traded once, not for a month: who calls them?',
    conditions: {
      anyOf: [{ allOf: [{ kind: 'when', field: 'lastTradeAt', test: { is: 'longer_ago', days: 30 } }, isClient] }],
    },
    note: 'What retention begins its week with',
  },
  {
    name: 'Verified, not funded',
    description: 'Has shown who he is and paid nothing in.',
    conditions: {
      anyOf: [
        {
          allOf: [
            { kind: 'choice', field: 'verification', isNot: false, values: ['approved'] },
            { kind: 'when', field: 'fundedAt', test: { is: 'never' } },
          ],
        },
      ],
    },
    note: 'The last step before money',
  },
  {
    name: 'First deposit this week',
    description: 'A word of welcome while it is fresh.',
    conditions: { anyOf: [{ allOf: [{ kind: 'when', field: 'fundedAt', test: { is: 'within_last', days: 7 } }] }] },
    note: 'For the welcome call',
  },
  {
    name: 'High net deposit',
    description: 'Five thousand and more of his own, in euros or dollars.',
    conditions: { anyOf: [{ allOf: [netDeposit('EUR')] }, { allOf: [netDeposit('USD')] }] },
    note: 'Looked after by name',
  },
  {
    name: 'KYC to be renewed',
    description: 'His verification ends within two months.',
    conditions: { anyOf: [{ allOf: [{ kind: 'when', field: 'renewsAt', test: { is: 'within_next', days: 60 } }] }] },
    note: 'Asked for in time, nobody is stopped',
  },
];

/** Named by the administrator seven weeks ago, counted each night since; one is still a draft. */
export async function* segmentDays({ world, firm }: Stage, end: Date): Life {
  const boss = firm.staff.administrator;
  for (const wish of wishes) await publishSegment(await boss.ctx(), await createSegment(await boss.ctx(), wish));
  for (let at = world.now().getTime() + days(1); at < end.getTime(); at += days(1)) {
    yield new Date(at);
    await world.tick('engagement/segments.due', firm.tenant.id);
  }
  await createSegment(await boss.ctx(), {
    name: 'Gulf, funded',
    description: 'For the desk that opens on Sunday.',
    conditions: {
      anyOf: [
        {
          allOf: [
            { kind: 'choice', field: 'country', isNot: false, values: ['AE', 'SA', 'KW', 'QA', 'BH', 'OM'] },
            { kind: 'when', field: 'fundedAt', test: { is: 'ever' } },
          ],
        },
      ],
    },
    note: 'To be agreed with the desk',
  });
}
