import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { next, reachable } from '@/server/kernel/state';
import { actions, capabilitiesOf, holdReasons, type Standing, tiers } from '@/server/modules/clients/capabilities';
import { type Facets, facets, initialFacets, stageOf } from '@/server/modules/clients/journey';

const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);
const anyFacets: fc.Arbitrary<Facets> = fc.record({
  verification: oneOf(facets.verification.states),
  funding: oneOf(facets.funding.states),
  trading: oneOf(facets.trading.states),
  relationship: oneOf(facets.relationship.states),
});
const standing: fc.Arbitrary<Standing> = fc.record({
  facets: anyFacets,
  holds: fc.subarray([...holdReasons]).map((reasons) => reasons.map((reason) => ({ reason }))),
  tier: oneOf(tiers),
  category: oneOf(['retail', 'professional']),
  depositCap: fc.option(fc.constant({ minor: 200_000n, asset: 'EUR' })),
  closeSuspended: fc.constant(false),
});
const order = { allowed: 0, limited: 1, reviewed: 2, denied: 3 };

describe('the journey', () => {
  it('reaches every state of every facet', () => {
    for (const table of Object.values(facets))
      expect([...reachable(table as typeof facets.funding)].sort()).toEqual([...table.states].sort());
  });

  it('closed is terminal', () => {
    expect(facets.relationship.terminal).toEqual(['closed']);
  });

  it('re-verification never undoes funded or active', () => {
    const events = ['expire', 'reopen', 'submit', 'reject', 'approve', 'renew', 'ask_again'] as const;
    fc.assert(
      fc.property(fc.array(oneOf(events), { maxLength: 12 }), (sequence) => {
        let state: Facets = {
          ...initialFacets,
          verification: 'approved',
          funding: 'funded',
          trading: 'live',
          relationship: 'client',
        };
        for (const event of sequence) {
          try {
            state = { ...state, verification: next(facets.verification, state.verification, event) };
          } catch {
            continue;
          }
          expect(stageOf(state)).toBe('trade');
        }
      }),
    );
  });
});

describe('capabilities', () => {
  it('no hold ever grants anything', () => {
    fc.assert(
      fc.property(standing, oneOf(holdReasons), (before, reason) => {
        const [without, having] = [
          capabilitiesOf(before),
          capabilitiesOf({ ...before, holds: [...before.holds, { reason }] }),
        ];
        for (const action of actions)
          expect(order[having[action].state]).toBeGreaterThanOrEqual(order[without[action].state]);
      }),
    );
  });

  it("nothing but a dealer's signed exception takes away the right to close", () => {
    fc.assert(
      fc.property(standing, (any) => {
        expect(capabilitiesOf(any).close.state).toBe('allowed');
        expect(capabilitiesOf({ ...any, closeSuspended: true }).close.state).toBe('denied');
      }),
    );
  });

  it('only a named hold denies a withdrawal; all else is at most review', () => {
    fc.assert(
      fc.property(standing, (any) => {
        const { withdraw } = capabilitiesOf(any);
        if (withdraw.state === 'denied') expect(any.holds.length).toBeGreaterThan(0);
        if (any.holds.length === 0) expect(withdraw.state).not.toBe('denied');
      }),
    );
  });

  it('is a function of the standing alone, and always says why it is not allowed', () => {
    fc.assert(
      fc.property(standing, (any) => {
        const answer = capabilitiesOf(any);
        expect(capabilitiesOf(structuredClone(any))).toEqual(answer);
        for (const action of actions)
          if (answer[action].state !== 'allowed') expect(answer[action].reasons.length).toBeGreaterThan(0);
      }),
    );
  });
});
