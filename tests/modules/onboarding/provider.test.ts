import { describe, expect, it } from 'vitest';
import type { Id } from '@/server/kernel/ids';
import { listAudit } from '@/server/modules/audit';
import {
  expireVerification,
  hintCheck,
  listRenewals,
  listSilent,
  readApplication,
  remindRenewal,
} from '@/server/modules/onboarding';
import { asOwner } from '@/tests/support/owner';
import { applicant, checked, openBureau } from './applicants';

describe('what the provider says', () => {
  it('twice, in any order or forged: one check, one decision', async () => {
    const bureau = await openBureau();
    bureau.sumsub.webhookFault('webhook_duplicate', 4);
    bureau.sumsub.webhookFault('webhook_reorder');
    const who = await checked(bureau, 'GREEN');
    await who.fetch();
    await who.fetch();
    const detail = await readApplication(await bureau.staff(), { id: who.applicationId });
    expect(detail.state).toBe('approved');
    expect(detail.checks.filter(({ outcome }) => outcome === 'approved')).toHaveLength(1);
    const { rows } = await asOwner(bureau.tenant, (query) =>
      query(`select count(*)::int as n from journey_change where tenant_id = $1 and to_state = 'approved'`, [
        bureau.tenant.id,
      ]),
    );
    expect(rows[0]).toEqual({ n: 1 });
    const hint = { connectionId: bureau.connectionId as Id<'connection'>, eventId: 'e-1', type: 'applicantReviewed' };
    const more = { applicantId: who.vendorId(), reference: null, occurredAt: null };
    expect(await hintCheck(bureau.job(), { ...hint, ...more })).toEqual({ isNew: true });
    expect(await hintCheck(bureau.job(), { ...hint, ...more })).toEqual({ isNew: false });
    expect(await hintCheck(bureau.job(), { ...hint, ...more, eventId: 'e-2', applicantId: 'nobody' })).toEqual({
      isNew: true,
    });
  });

  it('a forged call is not verified and raises nothing', async () => {
    const bureau = await openBureau();
    bureau.sumsub.webhookFault('webhook_bad_signature', 9);
    const who = await applicant(bureau);
    await who.fill();
    await who.attach('SLOW');
    await who.send();
    await who.ask();
    await bureau.sumsub.decide(who.vendorId(), 'GREEN');
    const verdicts = await who.hints();
    expect(verdicts.some(({ verified }) => !verified)).toBe(true);
    // Even a call that somebody could sign carries no decision: what is fetched counts.
    await bureau.sumsub.decide(who.vendorId(), 'FORGED');
    await who.fetch();
    expect(await who.mine()).toMatchObject({ state: 'rejected' });
  });

  it('a lost reply on the way is taken up again: one applicant, each file once, one check', async () => {
    const bureau = await openBureau();
    const who = await applicant(bureau);
    await who.fill();
    await who.attach('GREEN');
    await who.send();
    for (const step of ['create', 'upload', 'check'] as const) {
      bureau.sumsub.fault(step, 'drop_after');
      await expect(who.ask()).rejects.toMatchObject({ reason: 'kyc_provider_silent' });
    }
    await who.ask();
    expect(bureau.sumsub.held()).toEqual({ applicants: 1, documents: 2 });
    await who.review();
    expect(await who.mine()).toMatchObject({ state: 'approved' });
  });

  it('a request that broke off half way is not taken for asked, although the provider knows the applicant', async () => {
    const bureau = await openBureau();
    const who = await applicant(bureau);
    await who.fill();
    await who.attach('GREEN');
    await who.send();
    bureau.sumsub.fault('check', 'drop_before');
    await expect(who.ask()).rejects.toMatchObject({ reason: 'kyc_provider_silent' });
    const later = bureau.job({ clock: { now: () => new Date(Date.now() + 1_200_000) } });
    const silent = { applicationId: who.applicationId, state: 'checking', isKnown: true };
    expect(await listSilent(later, {})).toEqual([{ ...silent, isAsked: false }]);
    expect(await who.fetch(), 'asking how it stands changes nothing').toBeNull();
    await who.ask();
    expect(await listSilent(later, {})).toEqual([{ ...silent, isAsked: true }]);
    await who.review();
    expect(await who.mine()).toMatchObject({ state: 'approved' });
    expect(await listSilent(later, {})).toEqual([]);
  });

  it('GREEN and later RED: final closes, retry expires; both leave close-only and stop deposits', async () => {
    const bureau = await openBureau();
    for (const [word, verification, state] of [
      ['FORGED', 'rejected', 'rejected'],
      ['BLURRY', 'expired', 'needs_more'],
    ] as const) {
      const who = await checked(bureau, 'GREEN');
      bureau.sumsub.clock.advance(60_000);
      await bureau.sumsub.decide(who.vendorId(), word);
      await who.heard();
      const client = await who.client();
      expect(client).toMatchObject({ verification, tier: 'restricted' });
      expect(client.capabilities.deposit.state).toBe('denied');
      expect(client.capabilities.close.state).toBe('allowed');
      expect(client.capabilities.withdraw.state).toBe('reviewed');
      expect(await who.mine()).toMatchObject({ state });
      if (state === 'rejected') continue;
      // He answers, and everything comes back.
      await who.attach('GREEN');
      await who.send();
      expect((await who.client()).tier, 'nothing is proven yet').toBe('restricted');
      await who.ask();
      await who.review();
      expect(await who.client()).toMatchObject({ verification: 'approved', tier: 'T2' });
    }
  });

  it('a renewal that is not met expires; one that is met renews with a new attempt', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN');
    const { renewsAt } = await who.client();
    if (!renewsAt) throw new Error('an approval names its renewal');
    const at = (days: number) => bureau.job({ clock: { now: () => new Date(renewsAt.getTime() + days * 86_400_000) } });
    expect(await listRenewals(at(-60), {})).toEqual([]);
    expect(await listRenewals(at(-20), {})).toEqual([{ clientId: who.clientId, isOver: false }]);
    expect(await remindRenewal(at(-20), { clientId: who.clientId })).toEqual({ isReminded: true });
    expect(await listRenewals(at(-19), {})).toEqual([]);
    expect(await listRenewals(at(1), {})).toEqual([{ clientId: who.clientId, isOver: true }]);
    const end = { clientId: who.clientId, cause: 'review_overdue' as const, reason: 'not renewed in time' };
    expect(await expireVerification(at(1), end)).toEqual({ isExpired: true });
    expect(await expireVerification(at(1), end)).toEqual({ isExpired: false });
    const client = await who.client();
    expect(client).toMatchObject({ verification: 'expired', tier: 'restricted' });
    expect(client.capabilities.trade).toMatchObject({ state: 'limited' });
    expect(await who.mine()).toMatchObject({ turn: 'you', next: 'renew_verification' });
  });

  it('tells its story in the audit log without what the client said', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN');
    const { rows } = await listAudit(await bureau.staff(), { clientId: who.clientId, limit: 200 });
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'onboarding.application.submit',
        'screening.person.screened',
        'onboarding.risk.assessed',
        'onboarding.check.record',
        'clients.verification.approve',
        'clients.tier.decided',
      ]),
    );
    const stored = await asOwner(bureau.tenant, (query) =>
      query('select changes, facts from audit_entry where tenant_id = $1', [bureau.tenant.id]),
    );
    expect(JSON.stringify(stored.rows)).not.toContain('Ledra');
  });
});
