import { describe, expect, it } from 'vitest';
import arPortal from '@/app/_i18n/messages/ar/portal.json';
import enPortal from '@/app/_i18n/messages/en/portal.json';
import { afterMove, freeFor } from '@/app/t/[tenant]/portal/(in)/accounts/[id]/move/move-preview';
import { leverageChoices } from '@/app/t/[tenant]/portal/(in)/accounts/new/leverage-choices';
import { nextStepOf } from '@/app/t/[tenant]/portal/(in)/standing-words';
import { faultsOf } from '@/app/t/[tenant]/portal/(in)/verify/field-faults';
import {
  answersOf,
  type Flow,
  firstPage,
  isAsked,
  pagesOf,
  valuesOf,
} from '@/app/t/[tenant]/portal/(in)/verify/flow-form';
import { capabilitiesOf } from '@/server/modules/clients/capabilities';
import { initialFacets } from '@/server/modules/clients/journey';
import { documentKinds } from '@/server/modules/documents/contract';
import { defaultFlow } from '@/server/modules/onboarding/default-flow';
import { stepSchema } from '@/server/modules/onboarding/flow';
import { flowView } from '@/server/modules/onboarding/flows';
import { statusOf } from '@/server/modules/onboarding/service';
import { accountStates, operationStates } from '@/server/modules/trading/state';
import { purposes } from '@/server/modules/trading/verbs/operations';

const flow: Flow = flowView(0, defaultFlow, 'en');
const texts = {
  required: 'needed',
  date: 'date',
  phone: 'phone',
  number: 'number',
  confirm: 'confirm',
  taxNumber: 'tax',
  tooLong: (max: number) => `at most ${max}`,
};
const stepOf = (key: string) => {
  const step = flow.steps.find((one) => one.key === key);
  if (!step) throw new Error(`no step ${key}`);
  return step;
};
const eur = (minor: bigint) => ({ minor, asset: 'EUR' });

describe('the form of a verification', () => {
  it('sends what the server asks for: what is answered here passes its schema, what is faulty here does not', () => {
    const said: Record<string, unknown> = {
      firstName: 'Ada',
      lastName: 'Quay',
      bornOn: '1990-02-28',
      nationality: 'DE',
      phone: '+49 170 1234567',
      country: 'DE',
      addressLine: 'Quay 1',
      city: 'Hamburg',
      taxResidences: [{ country: 'DE', number: '12', noNumberBecause: '' }],
      isUsPerson: 'no',
      employment: 'student',
      sourceOfFunds: ['savings'],
      plannedDeposit: 'more',
      pep: 'none',
      yearsTrading: 'never',
      interests: ['fx'],
      isTrue: true,
    };
    for (const step of defaultFlow.steps) {
      const shown = stepOf(step.key);
      const empty = valuesOf(shown, {});
      const filled = { ...empty, ...Object.fromEntries(shown.fields.map(({ key }) => [key, said[key] ?? empty[key]])) };
      const answers = answersOf(shown, filled, {});
      const asked = shown.fields.filter((field) => isAsked(field, answers));
      expect(faultsOf(asked, filled, texts)).toEqual([]);
      expect(stepSchema(step, answers).safeParse(answers).error).toBeUndefined();
      expect(faultsOf(asked, empty, texts).length).toBeGreaterThan(0);
      expect(stepSchema(step, {}).safeParse(answersOf(shown, empty, {})).success).toBe(false);
    }
  });

  it('asks what hangs on an earlier answer only then, and sends nothing that was not asked', () => {
    const step = stepOf('exposure');
    const values = { pep: 'none', pepOffice: 'Minister of the past' };
    expect(answersOf(step, values, {})).toEqual({ pep: 'none' });
    expect(answersOf(step, { ...values, pep: 'former' }, {})).toEqual({ pep: 'former', pepOffice: values.pepOffice });
  });

  it('goes on where one stopped', () => {
    const nothing = { stepsDone: [], asks: [], documents: [] };
    expect(firstPage(flow, { state: 'draft', ...nothing })).toBe('identity');
    expect(firstPage(flow, { state: 'draft', ...nothing, stepsDone: ['identity'] })).toBe('address');
    const all = flow.steps.map(({ key }) => key);
    expect(firstPage(flow, { state: 'draft', ...nothing, stepsDone: all })).toBe('papers');
    const asked = { ...nothing, asks: [{ code: 'correct_data', text: '' }] };
    expect(firstPage(flow, { state: 'needs_more', ...asked, stepsDone: all })).toBe('identity');
    expect(pagesOf(flow).at(-1)).toBe('review');
  });

  it('every state, paper and next step has its words in both languages', () => {
    const row = (over: object) => statusOf({ purpose: 'initial', outcome: null, ...over } as never, new Date(0));
    const nexts = [
      statusOf(null, new Date(0)),
      row({ state: 'draft' }),
      row({ state: 'draft', purpose: 'renewal' }),
      row({ state: 'submitted' }),
      row({ state: 'in_review' }),
      row({ state: 'needs_more' }),
      row({ state: 'rejected', outcome: 'rejected_retry' }),
      row({ state: 'rejected', outcome: 'rejected_final' }),
      row({ state: 'approved', remindedAt: new Date(0), renewsAt: null }),
      row({ state: 'approved', remindedAt: null, renewsAt: new Date(9) }),
    ];
    expect(new Set(nexts.map(({ next }) => next)).size).toBe(nexts.length);
    for (const { verify, accounts } of [enPortal, arPortal]) {
      for (const { next } of nexts) expect(verify.next).toHaveProperty(next);
      for (const kind of documentKinds) expect(verify.papers.kind).toHaveProperty(kind);
      for (const state of accountStates.states) expect(accounts.state).toHaveProperty(state);
      for (const state of operationStates.states) expect(accounts.detail.moveState).toHaveProperty(state);
      for (const purpose of purposes) expect(accounts.detail.purpose).toHaveProperty(purpose);
    }
  });
});

describe('the one next step of a life', () => {
  const facets = { ...initialFacets, verification: 'approved', funding: 'funded' } as const;
  const rest = { holds: [], tier: 'T1', category: 'retail', depositCap: null, closeSuspended: false } as const;
  const standing = { facets, capabilities: capabilitiesOf({ facets, ...rest }) } as never; // only read
  const account = (over: object) => ({
    id: 'ta_1' as never, // an id of a test
    login: '700388',
    state: 'active',
    environment: 'live' as const,
    balance: eur(0n),
    openPositions: 0,
    lastDealAt: null,
    ...over,
  });
  const id = (facts: Parameters<typeof nextStepOf>[1]) => nextStepOf(standing, facts)?.id ?? null;

  it('leads from the wallet to the first trade and then leaves one alone', () => {
    const application = { next: 'all_done' };
    expect(id({ application, accounts: [] })).toBe('open');
    expect(id({ application, accounts: [account({ state: 'provisioning', login: null })] })).toBe('opening');
    expect(id({ application, accounts: [account({})], wallet: 500n })).toBe('move');
    expect(id({ application, accounts: [account({})], wallet: 0n })).toBeNull();
    expect(id({ application, accounts: [account({ balance: eur(100n) })] })).toBe('trade');
    expect(id({ application, accounts: [account({ balance: eur(100n), openPositions: 1 })] })).toBeNull();
    expect(id({ application, accounts: [account({ environment: 'demo' })] })).toBe('open');
  });

  it('what a reviewer asks for comes before all else', () => {
    expect(id({ application: { next: 'send_what_is_asked' }, accounts: [] })).toBe('asked');
    expect(id({ application: { next: 'renew_verification' }, accounts: [] })).toBe('renew');
  });
});

describe('moving money', () => {
  const before = { wallet: eur(50_000n), account: eur(20_000n), freeMargin: eur(15_000n), margin: eur(5_000n) };
  it('shows what stands where afterwards; nothing is made or lost', () => {
    for (const direction of ['to_account', 'to_wallet'] as const) {
      const after = afterMove(before, direction, eur(11_000n));
      expect(after.wallet.minor + after.account.minor).toBe(70_000n);
    }
    expect(afterMove(before, 'to_wallet', eur(11_000n))).toMatchObject({ freeMargin: eur(4_000n), isTight: true });
    expect(afterMove(before, 'to_account', eur(11_000n)).isTight).toBe(false);
    expect(freeFor(before, 'to_wallet')).toEqual(eur(15_000n));
  });

  it('offers leverage up to what law and house leave, the offered one among it', () => {
    expect(leverageChoices({ leverage: 30, leverageMax: 30 })).toEqual([1, 2, 5, 10, 20, 30]);
    expect(leverageChoices({ leverage: 25, leverageMax: 40 })).toContain(25);
  });
});
