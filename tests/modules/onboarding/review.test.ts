import { describe, expect, it } from 'vitest';
import { isRefusal } from '@/server/kernel/errors';
import { isParked } from '@/server/kernel/verb';
import {
  approveApplication,
  askForMore,
  decideHit,
  listQueue,
  readApplication,
  readRisk,
  rejectApplication,
  rescreen,
  reviewHit,
  setRisk,
} from '@/server/modules/onboarding';
import { onboardingRoutes } from '@/server/modules/onboarding/router';
import { listHits, readHit } from '@/server/modules/screening';
import { listed } from '@/tests/support/screening-lists';
import { checked, famous, loadEntries, openBureau } from './applicants';

const reasonOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'nothing was refused',
    (error: unknown) => (isRefusal(error) ? error.reason : String(error)),
  );
const namesake = { identity: { firstName: 'Zoltan Brisk', lastName: 'Kormoran', bornOn: '1990-01-01' } };
const himself = { identity: { firstName: 'Zoltan Brisk', lastName: 'Kormoran', bornOn: '1971-04-09' } };
const why = 'born in another year, other nationality and address';

describe('people decide', () => {
  it('a listed name: reviewed, cleared with a reason, then approved as if nothing had been', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN', namesake);
    const mlro = await bureau.staff();
    expect(await who.mine()).toMatchObject({ state: 'in_review', turn: 'us', next: 'we_review', reason: null });
    const [hit] = (await listHits(mlro, { clientId: who.clientId })).rows;
    if (!hit) throw new Error('a namesake of a listed person is a hit');
    expect(hit).toMatchObject({ state: 'open', listedName: 'Zoltan Brisk Kormoran', entryId: famous.id });
    const detail = await readHit(mlro, { id: hit.id });
    expect(detail.explanation?.corroboration.born).toBe('differs');
    expect(await reasonOf(approveApplication(mlro, { id: who.applicationId, reason: 'looks fine' }))).toBe(
      'list_matches_open',
    );
    const ahead = await onboardingRoutes.applications.outlook(mlro, { id: who.applicationId });
    expect(ahead.now.capabilities.deposit?.state).not.toBe('allowed');
    expect(ahead.approve).toMatchObject({ tier: 'T2', capabilities: { deposit: { state: 'allowed' } } });
    expect(ahead.reject).toMatchObject({ tier: 'restricted', capabilities: { close: { state: 'allowed' } } });
    expect(ahead.reject.capabilities.deposit?.state).toBe('denied');
    await reviewHit(await bureau.staff(['screening.hit.review']), {
      id: hit.id,
      finding: 'false_positive',
      reason: why,
    });
    expect(await who.mine()).toMatchObject({ state: 'approved' });
    expect(await who.client()).toMatchObject({ verification: 'approved', tier: 'T2' });
    // The same list again: settled stays settled. The entry changes: it opens again.
    expect(await rescreen(bureau.job(), { clientId: who.clientId })).toMatchObject({ newHits: 0, result: 'clear' });
    await loadEntries(bureau.tenant, [
      listed('7001', ['Zoltan Brisk Kormoran', 'Z. B. Kormoran'], { born: famous.born }),
    ]);
    expect(await rescreen(bureau.job(), { clientId: who.clientId })).toMatchObject({
      newHits: 1,
      result: 'possible_hit',
    });
  });

  it('a true match: hold and restriction at once by one person; to clear a near certain one takes two', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN', himself);
    const mlro = await bureau.staff();
    expect((await who.client()).tier, 'restricted before anybody has looked').toBe('restricted');
    const [hit] = (await listHits(mlro, { clientId: who.clientId })).rows;
    if (!hit) throw new Error('he is listed');
    expect(hit.band).toBe('top');
    expect(await reasonOf(reviewHit(mlro, { id: hit.id, finding: 'false_positive', reason: why }))).toBe(
      'compliance_decides_this',
    );
    expect(isParked(await decideHit.orPark(mlro, { id: hit.id, finding: 'false_positive', reason: why }))).toBe(true);
    const decided = await decideHit(mlro, {
      id: hit.id,
      finding: 'true_match',
      reason: 'same name, same day of birth',
    });
    expect(decided.holdId).toMatch(/^hold_/);
    const client = await who.client();
    expect(client.capabilities.withdraw.state).toBe('denied');
    expect(client.capabilities.close.state).toBe('allowed');
    expect(client.tier).toBe('restricted');
    const [risk] = await readRisk(mlro, { clientId: who.clientId });
    expect(risk).toMatchObject({ risk: 'prohibited', score: 100, restrictedBy: ['prohibited', 'sanctions_hit'] });
    expect(await reasonOf(approveApplication(mlro, { id: who.applicationId, reason: 'whatever' }))).toBe(
      'compliance_decides',
    );
    // Outside compliance nothing shows.
    const sales = await bureau.staff(['read:onboarding.*', 'sensitive.identity']);
    const outside = JSON.stringify([
      await readApplication(sales, { id: who.applicationId }),
      await readRisk(sales, { clientId: who.clientId }),
      await onboardingRoutes.applications.outlook(sales, { id: who.applicationId }),
      await who.mine(),
    ]);
    expect(await reasonOf(listQueue(sales, { risks: ['high'] }))).toBe('restricted_group_only');
    expect(await reasonOf(listQueue(sales, { sort: 'riskScore' }))).toBe('restricted_group_only');
    for (const word of ['sanctions', 'listed', 'prohibited', 'possible_hit', 'true_hit', 'list_match'])
      expect(outside, word).not.toContain(word);
    expect(await reasonOf(listHits(await bureau.staff(['screening.hit.list']), {}))).toBe('restricted_group_only');
  });

  it('politically exposed: in review, and its approval takes a senior', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'GREEN', { exposure: { pep: 'current', pepOffice: 'Mayor' } });
    const analyst = await bureau.staff(['onboarding.*', 'screening.hit.review']);
    const queue = await listQueue(analyst, { states: ['in_review'] });
    expect(queue.rows).toMatchObject([
      { id: who.applicationId, riskTier: 'high', reviewReason: 'politically_exposed' },
    ]);
    const [row] = queue.rows;
    expect(row?.work, 'work of compliance is not told to the first line').toBeNull();
    const [known] = (await listQueue(await bureau.staff(), { states: ['in_review'] })).rows;
    expect(known?.work, 'the open work about it comes along').toMatchObject({ assignee: null, isMine: false });
    expect((await listQueue(analyst, { risks: ['high'], tiers: [row?.tier ?? ''] })).rows).toHaveLength(1);
    expect((await listQueue(analyst, { risks: ['low'] })).rows).toHaveLength(0);
    const [risk] = await readRisk(analyst, { clientId: who.clientId });
    expect(risk?.factors.map(({ factor }) => factor)).toContain('pep');
    const approve = { id: who.applicationId, reason: 'funds are shown', evidence: ['source_of_funds' as const] };
    expect(isParked(await approveApplication.orPark(analyst, approve))).toBe(true);
    expect(await who.mine()).toMatchObject({ state: 'in_review' });
    await setRisk(analyst, { clientId: who.clientId, risk: 'low', reason: 'well known to us' });
    expect((await readRisk(analyst, { clientId: who.clientId }))[0], 'a floor is not talked away').toMatchObject({
      risk: 'high',
    });
  });

  it('asks for more in the words of the picklist, and the answer comes back to a person', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'HOLD');
    const analyst = await bureau.staff(['onboarding.*', 'screening.hit.review']);
    expect(await who.mine()).toMatchObject({ state: 'in_review' });
    await askForMore(analyst, { id: who.applicationId, asks: ['valid_document'], reason: 'expired in May' });
    const mine = await who.mine();
    expect(mine).toMatchObject({ state: 'needs_more', turn: 'you', asks: [{ code: 'valid_document' }] });
    expect(mine.asks[0]?.text).toContain('not expired');
    expect(JSON.stringify(mine)).not.toContain('May');
    await bureau.sumsub.decide(who.vendorId(), 'BLURRY');
    await who.attach('GREEN');
    await who.send();
    await who.ask();
    await who.review();
    const detail = await readApplication(analyst, { id: who.applicationId });
    expect(detail).toMatchObject({ state: 'in_review', reviewReason: 'answered_to_reviewer', submissions: 2 });
    await approveApplication(analyst, { id: who.applicationId, reason: 'all is there' });
    expect(await who.client()).toMatchObject({ verification: 'approved', tier: 'T2' });
  });

  it('an answer to a reviewer reaches him though the provider still holds the applicant and says nothing new', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'HOLD');
    const analyst = await bureau.staff(['onboarding.*']);
    await askForMore(analyst, { id: who.applicationId, asks: ['proof_of_address'], reason: 'bill of last year' });
    await who.attach('GREEN');
    await who.send();
    await who.ask();
    const detail = await readApplication(analyst, { id: who.applicationId });
    expect(detail).toMatchObject({ state: 'in_review', submissions: 2 });
    await approveApplication(analyst, { id: who.applicationId, reason: 'a new bill is there' });
    expect(await who.client()).toMatchObject({ verification: 'approved' });
  });

  it('rejects with a code that the client reads in general words', async () => {
    const bureau = await openBureau();
    const who = await checked(bureau, 'HOLD');
    const analyst = await bureau.staff(['onboarding.*', 'screening.hit.review']);
    await rejectApplication(analyst, {
      id: who.applicationId,
      code: 'suspected_fraud',
      mayTryAgain: false,
      reason: 'same face as a blocked client',
    });
    const mine = await who.mine();
    expect(mine).toMatchObject({ state: 'rejected', reason: 'We cannot offer you an account.' });
    expect(JSON.stringify(mine)).not.toContain('fraud');
    expect(await who.client()).toMatchObject({ verification: 'rejected', tier: 'restricted' });
  });
});
