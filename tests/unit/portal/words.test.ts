import { describe, expect, it } from 'vitest';
import arPortal from '@/app/_i18n/messages/ar/portal.json';
import enPortal from '@/app/_i18n/messages/en/portal.json';
import { touchOf } from '@/app/t/[tenant]/portal/(auth)/register/first-touch';
import { readAmount } from '@/app/t/[tenant]/portal/(in)/amount-text';
import { nextStepOf, pathOf, standOf } from '@/app/t/[tenant]/portal/(in)/standing-words';
import { openWithdrawalStates, stepsOf } from '@/app/t/[tenant]/portal/(in)/withdrawal-steps';
import { capabilitiesOf } from '@/server/modules/clients/capabilities';
import { type Facets, initialFacets } from '@/server/modules/clients/journey';
import { depositStates, withdrawalStates } from '@/server/modules/payments/state';

const standing = (facets: Partial<Facets>) => {
  const all = { ...initialFacets, ...facets };
  const rest = { holds: [], tier: 'T1', category: 'retail', depositCap: null, closeSuspended: false } as const;
  const capabilities = capabilitiesOf({ facets: all, ...rest });
  return { facets: all, capabilities } as unknown as Parameters<typeof nextStepOf>[0]; // only read by these functions
};
const keysOf = (tree: object, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  );

describe('what a client reads', () => {
  it('every state of money has its words, in both languages', () => {
    for (const words of [enPortal, arPortal]) {
      for (const state of depositStates.states) expect(words.deposit.state).toHaveProperty(state);
      for (const state of withdrawalStates.states) {
        expect(words.withdrawal.state).toHaveProperty(state);
        expect(words.withdrawal.short).toHaveProperty(state);
      }
    }
    expect(keysOf(arPortal).sort()).toEqual(keysOf(enPortal).sort());
  });

  it('every withdrawal has a way, at most one step is now, and what is open has one', () => {
    const at = new Date('2026-11-24T10:00:00Z');
    for (const state of withdrawalStates.states) {
      const steps = stepsOf({ state, requestedAt: at, approvedAt: null, closedAt: null, sourceLogin: null });
      const now = steps.filter((step) => step.state === 'now').length;
      expect([state, now]).toEqual([state, openWithdrawalStates.includes(state) ? 1 : 0]);
    }
  });

  it('money from a trading account shows that it was taken there, from the wallet it does not', () => {
    const facts = { state: 'in_review', requestedAt: new Date(0), approvedAt: null, closedAt: null };
    expect(stepsOf({ ...facts, sourceLogin: '700388' }).map(({ id }) => id)).toContain('collected');
    expect(stepsOf({ ...facts, sourceLogin: null }).map(({ id }) => id)).not.toContain('collected');
  });

  it('what stops somebody is said before what he has reached, and the next step is one he can take', () => {
    expect(standOf(standing({ verification: 'expired', funding: 'funded', trading: 'live' }))).toBe('expired');
    expect(nextStepOf(standing({}))?.id).toBe('verify');
    expect(nextStepOf(standing({ verification: 'in_review' }))).toEqual({ id: 'wait', path: null });
    expect(nextStepOf(standing({ verification: 'approved' }))?.id).toBe('fund');
    expect(nextStepOf(standing({ verification: 'rejected' }))).toBeNull();
    expect(nextStepOf(standing({ verification: 'approved', relationship: 'closing' }))).toBeNull();
    expect(pathOf(standing({ verification: 'approved' })).map(({ state }) => state)).toEqual([
      'done',
      'done',
      'now',
      'next',
    ]);
  });

  it('reads amounts exactly and refuses what is none', () => {
    expect(readAmount('1240.50', 'EUR')).toEqual({ amount: { minor: 124_050n, asset: 'EUR' } });
    expect(readAmount(' 12,5 ', 'EUR')).toEqual({ amount: { minor: 1_250n, asset: 'EUR' } });
    expect(readAmount('0', 'EUR')).toMatchObject({ problem: { reason: 'amount_not_positive' } });
    expect(readAmount('1.001', 'EUR')).toMatchObject({ problem: { reason: 'amount_too_fine', field: 'amount' } });
    expect(readAmount('1,000.00', 'EUR')).toMatchObject({ problem: { reason: 'amount_not_decimal' } });
    expect(readAmount('1,000', 'EUR')).toMatchObject({ problem: { reason: 'amount_not_decimal' } });
  });

  it('keeps where somebody came from, and does not call our own pages a source', () => {
    const address = 'https://fx.example/portal/register?utm_source=search&gclid=abc&ib=IB-7&brand=main';
    expect(touchOf(address, 'https://news.example/a')).toMatchObject({
      utmSource: 'search',
      clickId: 'abc',
      introducerCode: 'IB-7',
      referrer: 'https://news.example/a',
    });
    expect(touchOf(address, 'https://fx.example/portal/sign-in').referrer).toBeUndefined();
  });
});
