import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Load, leastLoaded } from '@/server/modules/clients/calc';

const loads = fc
  .array(fc.nat(60), { minLength: 1, maxLength: 12 })
  .map((counts) => counts.map((clients, i): Load<string> => ({ id: `user ${String(i).padStart(2, '0')}`, clients })));
const deal = (all: Load<string>[], newcomers: number, capacity: number | null) => {
  let queued = 0;
  for (let n = 0; n < newcomers; n += 1) {
    const next = leastLoaded(all, capacity);
    if (next) next.clients += 1;
    else queued += 1;
  }
  return queued;
};

describe('dealing newcomers out by load', () => {
  it('never lets two who got somebody drift apart by more than one, and passes nobody with fewer by', () => {
    fc.assert(
      fc.property(loads, fc.nat(200), (all, newcomers) => {
        const before = all.map(({ clients }) => clients);
        expect(deal(all, newcomers, null)).toBe(0);
        expect(all.reduce((sum, one) => sum + one.clients, 0)).toBe(before.reduce((sum, one) => sum + one, newcomers));
        const given = all.filter((one, i) => one.clients > (before[i] ?? 0));
        for (const one of given) for (const other of all) expect(one.clients - other.clients).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('fills everybody to what he may have before anybody waits in the queue', () => {
    fc.assert(
      fc.property(loads, fc.nat(200), fc.integer({ min: 1, max: 60 }), (all, newcomers, capacity) => {
        const before = new Map(all.map((one) => [one.id, one.clients]));
        const room = all.reduce((sum, one) => sum + Math.max(0, capacity - one.clients), 0);
        expect(deal(all, newcomers, capacity)).toBe(Math.max(0, newcomers - room));
        for (const one of all) expect(one.clients).toBeLessThanOrEqual(Math.max(capacity, before.get(one.id) ?? 0));
      }),
    );
  });

  it('does not depend on the order in which people are listed', () => {
    fc.assert(
      fc.property(loads, fc.option(fc.nat(60)), (all, capacity) => {
        expect(leastLoaded([...all].reverse(), capacity)).toEqual(leastLoaded(all, capacity));
      }),
    );
  });
});
