import { describe, expect, it } from 'vitest';
import { isRefusal } from '@/server/kernel/errors';
import { readApplication, readRisk, startApplication, submitApplication } from '@/server/modules/onboarding';
import { asOwner } from '@/tests/support/owner';
import { applicant, checked, openBureau } from './applicants';

const refusal = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    if (isRefusal(error)) return error.reason;
    throw error;
  }
  return 'nothing was refused';
};

describe('an application', () => {
  it('GREEN: approved by policy, tier T2, factors and facts kept, answers sealed', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN');
    expect(await who.mine()).toMatchObject({ state: 'approved', turn: 'nobody', next: 'all_done' });
    expect(await who.client()).toMatchObject({ verification: 'approved', tier: 'T2' });
    const staff = await bureau.staff();
    const [risk] = await readRisk(staff, { clientId: who.clientId });
    expect(risk).toMatchObject({ risk: 'low', tier: 'T2', weightsVersion: 'seed-1', restrictedBy: [] });
    const detail = await readApplication(staff, { id: who.applicationId });
    expect(detail.checks).toMatchObject(
      [{ outcome: 'approved', vendor: 'sumsub', level: 'kyc-with-poa' }, {}].slice(0, 1),
    );
    expect(detail.documents.every(({ sentAt }) => sentAt !== null)).toBe(true);
    const rows = await asOwner(bureau.tenant, (query) =>
      query('select answers from application union all select answers from application_submission'),
    );
    expect(JSON.stringify(rows.rows)).not.toContain('Ledra');
    const decided = await asOwner(bureau.tenant, (query) =>
      query(
        `select outcome, matched_row from policy_decision where tenant_id = $1 and point = 'onboarding.decision' order by id`,
        [bureau.tenant.id],
      ),
    );
    expect(decided.rows.map(({ matched_row }) => matched_row)).toEqual(['ask-provider', 'approve']);
  });

  it('is not sent half filled, without papers, or by somebody else', async () => {
    const bureau = await openBureau();
    const who = await applicant(bureau);
    expect(await refusal(submitApplication(who.self, { id: who.applicationId }))).toBe('input_invalid');
    await who.fill();
    expect(await refusal(submitApplication(who.self, { id: who.applicationId }))).toBe('document_missing');
    const other = await applicant(bureau);
    expect(await refusal(submitApplication(other.self, { id: who.applicationId }))).toBe('application_not_found');
    expect((await startApplication(who.self, {})).id).toBe(who.applicationId);
    expect(await who.mine()).toMatchObject({ state: 'draft', turn: 'you', answers: { firstName: 'Mirela' } });
    expect(await who.client()).toMatchObject({ verification: 'applying', tier: 'T0' });
  });

  it('RED with RETRY: the client is asked in words he may read, corrects, and is approved', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'BLURRY');
    const mine = await who.mine();
    expect(mine).toMatchObject({ state: 'needs_more', turn: 'you', asks: [{ code: 'documents_again' }] });
    expect(mine.note).toContain('sharper');
    expect(JSON.stringify(mine)).not.toContain('Blurred');
    expect(await who.client()).toMatchObject({ verification: 'applying' });
    expect(await refusal(submitApplication(who.self, { id: who.applicationId }))).toBe('new_document_missing');
    await who.attach('GREEN');
    await who.send();
    await who.ask();
    await who.review();
    expect(await who.mine()).toMatchObject({ state: 'approved' });
    expect(await who.client()).toMatchObject({ verification: 'approved', tier: 'T2' });
  });

  it('RED and FINAL: rejected, restricted, and there is no second try', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'FORGED');
    expect(await who.mine()).toMatchObject({ state: 'rejected', turn: 'nobody', mayTryAgain: false });
    expect(await who.client()).toMatchObject({ verification: 'rejected', tier: 'restricted' });
    expect(JSON.stringify(await who.mine())).not.toContain('traces of editing');
    expect(await refusal(startApplication(who.self, {}))).toBe('application_was_final');
  });

  it('a blocked country and a minor are refused before the provider is asked', async () => {
    const bureau = await openBureau();
    for (const [change, code] of [
      [{ address: { country: 'US' } }, 'country_not_served'],
      [{ identity: { bornOn: '2015-01-01' } }, 'under_age'],
    ] as const) {
      const who = await applicant(bureau, change);
      await who.fill();
      await who.attach('GREEN');
      await who.send();
      expect(await who.mine()).toMatchObject({ state: 'rejected' });
      const detail = await readApplication(await bureau.staff(), { id: who.applicationId });
      expect(detail.outcomeReason).toBe(code);
      expect(await who.ask()).toBeNull();
    }
    expect(bureau.sumsub.held().applicants).toBe(0);
  });

  it('without a provider people review', async () => {
    const bureau = await openBureau({ withProvider: false });
    const who = await applicant(bureau);
    await who.fill();
    await who.attach('GREEN');
    await who.send();
    await who.ask();
    expect(await who.mine()).toMatchObject({ state: 'in_review', turn: 'us', next: 'we_review' });
    const detail = await readApplication(await bureau.staff(), { id: who.applicationId });
    expect(detail).toMatchObject({ reviewReason: 'check_needs_person', isOverdue: false });
    expect(detail.dueAt).not.toBeNull();
  });
});
