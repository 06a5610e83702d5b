import { describe, expect, it } from 'vitest';
import { covers } from '@/server/kernel/access';
import { conflictsIn, rolePresets } from '@/server/modules/access';
import { allVerbs } from './verbs';

const workers = rolePresets.filter(({ key }) => key !== 'administrator');
const mayDo = (verb: string) =>
  workers.filter(({ grants }) => grants.some((grant) => covers(grant, verb))).map(({ key }) => key);

/** Running the tenant itself is nobody's daily work: settings, staff, connections, keys. */
const administrators = /^(tenancy|access|sso|policy|migration|webhooks)\./;

const staffVerbs = () =>
  allVerbs().filter(({ spec }) => spec.actors.includes('staff') && !spec.ownAccount && !administrators.test(spec.name));

describe('every job can do its work', () => {
  it('each verb of staff is granted to a preset besides the administrator', () => {
    const nobody = staffVerbs()
      .map(({ spec }) => spec.name)
      .filter((name) => mayDo(name).every((key) => key === 'auditor'));
    expect(nobody).toEqual([]);
  });

  it('no preset holds two duties that one pair of hands may not', () => {
    for (const { key, grants } of rolePresets)
      expect({ key, conflicts: conflictsIn(grants) }).toEqual({ key, conflicts: [] });
  });

  it('whoever only reads can change nothing', () => {
    const writes = staffVerbs().filter(({ kind, spec }) => kind === 'command' && mayDo(spec.name).includes('auditor'));
    // Taking the log away to verify it elsewhere is what an auditor is here for.
    expect(writes.map(({ spec }) => spec.name)).toEqual(['audit.trail.export']);
  });

  // Who holds the verbs that move money, lift a restriction or show what is personal. A change here is a change of duties.
  it.each([
    ['clients.hold.place', ['mlro']],
    ['clients.hold.release', ['mlro']],
    ['clients.tier.override', ['mlro']],
    ['clients.verification.override', ['mlro']],
    ['clients.category.set', ['mlro']],
    ['clients.close.suspend', ['head_of_dealing']],
    ['clients.owner.assign', ['retention']],
    ['clients.introducer.assign', ['ib_manager']],
    ['clients.email.change', ['kyc_analyst', 'support']],
    ['clients.person.merge', ['mlro']],
    ['support.request.apply', ['kyc_analyst', 'mlro', 'support']],
    ['payments.deposit.decide', ['cashier', 'finance_head']],
    ['payments.dispute.write_off', ['finance_head']],
    ['payments.dispute.collect', ['cashier', 'finance_head']],
    ['payments.dispute.contest', ['cashier', 'finance_head']],
    ['payments.dispute.accept', ['finance_head']],
    ['payments.instrument.verify', ['cashier', 'finance_head']],
    ['identity.impersonation.start', ['support']],
    ['onboarding.application.approve', ['kyc_analyst', 'mlro']],
    ['onboarding.application.override', ['kyc_analyst', 'mlro']],
    ['onboarding.flow.publish', ['mlro']],
    ['screening.hit.decide', ['mlro']],
    ['trading.operation.decide', ['head_of_dealing']],
    ['ledger.account.list', ['auditor', 'cashier', 'dealer', 'finance_head', 'head_of_dealing', 'mlro']],
  ])('%s is held by %j', (verb, keys) => {
    expect(
      allVerbs().some(({ spec }) => spec.name === verb),
      `${verb} exists`,
    ).toBe(true);
    expect(mayDo(verb).sort()).toEqual(keys);
  });
});
