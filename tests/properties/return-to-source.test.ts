import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idFromUuid } from '@/server/kernel/ids';
import { planLegs, type Returnable, sumOf } from '@/server/modules/payments/calc';

const uuid = '01890a5d-ac96-774b-bcce-b302099a8057';
const day = 86_400_000;
const now = new Date('2026-06-01T12:00:00Z');

const charge = fc.record({
  left: fc.bigInt({ min: 0n, max: 1_000_000n }),
  ageDays: fc.integer({ min: 0, max: 500 }),
  asset: fc.constantFrom('EUR', 'EUR', 'USD'),
});
const charges = fc.array(charge, { maxLength: 12 }).map((list): Returnable[] =>
  list.map(({ left, ageDays, asset }, i) => ({
    connectionId: idFromUuid('connection', uuid),
    chargeId: `ch_${i}`,
    attemptId: idFromUuid('attempt', uuid),
    instrumentId: null,
    left: { minor: left, asset },
    at: new Date(now.getTime() - ageDays * day),
    refundWindowDays: 365,
  })),
);
const amount = fc.bigInt({ min: 1n, max: 3_000_000n }).map((minor) => ({ minor, asset: 'EUR' }));

describe('return to source', () => {
  it('legs sum to the amount, none exceeds what is left of its charge, none leaves the refund window', () => {
    fc.assert(
      fc.property(amount, charges, fc.boolean(), (whole, list, hasBank) => {
        const { legs, needsBankAccount } = planLegs(whole, list, now, hasBank);
        expect(
          sumOf(
            'EUR',
            legs.map((leg) => leg.amount),
          ),
        ).toEqual(whole);
        for (const leg of legs) {
          expect(leg.amount.minor > 0n).toBe(true);
          if (leg.kind === 'refund') {
            expect(leg.amount.minor <= leg.to.left.minor && leg.to.left.asset === 'EUR').toBe(true);
            expect(now.getTime() - leg.to.at.getTime() < 365 * day).toBe(true);
          }
        }
        expect(needsBankAccount).toBe(!hasBank && legs.some((leg) => leg.kind === 'bank'));
      }),
    );
  });

  it('nothing goes to a bank while a charge could still take it back', () => {
    fc.assert(
      fc.property(amount, charges, (whole, list) => {
        const { legs } = planLegs(whole, list, now, true);
        if (!legs.some((leg) => leg.kind === 'bank')) return;
        const open = list.filter((one) => one.left.asset === 'EUR' && now.getTime() - one.at.getTime() < 365 * day);
        const returned = legs.flatMap((leg) => (leg.kind === 'refund' ? [leg.amount] : []));
        expect(sumOf('EUR', returned)).toEqual(
          sumOf(
            'EUR',
            open.map((one) => one.left),
          ),
        );
      }),
    );
  });

  it('is deterministic whatever the order of the charges', () => {
    fc.assert(
      fc.property(amount, charges, (whole, list) => {
        expect(planLegs(whole, [...list].reverse(), now, true)).toEqual(planLegs(whole, list, now, true));
      }),
    );
  });
});
