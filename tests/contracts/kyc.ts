import { describe, expect, test } from 'vitest';
import type { KycDocument } from '@/server/modules/onboarding/ports';
import { minute, type Open, opened, outcome, passport, person, submitted, value } from './kyc/harness';
import { webhooks } from './kyc/webhooks';

export function kycContract(name: string, open: Open): void {
  describe(`${name}: a person is verified`, () => decisions(open));
  describe(`${name}: lost and broken replies`, () => replies(open));
  describe(`${name}: webhooks`, () => webhooks(open));
}

function decisions(open: Open): void {
  test('created, pending, approved; found by our reference and by theirs', async () => {
    const h = await opened(open);
    const who = person(h);
    const { applicantId } = await value(h.kyc.createApplicant(who));
    expect(await outcome(h, applicantId)).toEqual({ status: 'created' });
    const { documentId } = await value(h.kyc.uploadDocument(applicantId, passport(h, 'GREEN')));
    expect(documentId).toBeTruthy();
    await value(h.kyc.requestCheck(applicantId));
    expect(await outcome(h, applicantId)).toEqual({ status: 'pending' });
    h.clock.advance(minute);
    await h.deliver();
    const decision = await value(h.kyc.fetchDecision({ reference: who.reference }));
    expect(decision).toMatchObject({
      applicantId,
      reference: who.reference,
      level: h.level,
      outcome: { status: 'approved' },
      attempt: 1,
    });
    expect(Math.abs((decision.decidedAt?.getTime() ?? 0) - h.clock.now().getTime())).toBeLessThan(minute + 1000);
  });

  test('final refusal: labels for staff, comment for the client, the rest for nobody else', async () => {
    const h = await opened(open);
    const { applicantId } = await submitted(h, 'FORGED');
    h.clock.advance(minute);
    await h.deliver();
    const result = await outcome(h, applicantId);
    expect(result).toMatchObject({ status: 'rejected', kind: 'final', reasons: { labels: ['FORGERY'] } });
    if (result.status !== 'rejected') throw new Error('not rejected');
    expect(result.reasons.shown.join()).not.toContain(result.reasons.internal.join());
    expect((await h.kyc.uploadDocument(applicantId, passport(h, 'GREEN'))).ok).toBe(false);
    expect((await h.kyc.requestCheck(applicantId)).ok).toBe(false);
  });

  test('asked again, corrected, approved: the attempt counts up', async () => {
    const h = await opened(open);
    const { applicantId } = await submitted(h, 'BLURRY');
    h.clock.advance(minute);
    await h.deliver();
    expect(await outcome(h, applicantId)).toMatchObject({ status: 'rejected', kind: 'retry' });
    expect(await h.kyc.requestCheck(applicantId), 'the blurred photo no longer counts').toMatchObject({
      ok: false,
      problem: { class: 'refused' },
    });
    await value(h.kyc.uploadDocument(applicantId, passport(h, 'GREEN')));
    await value(h.kyc.requestCheck(applicantId));
    expect(await outcome(h, applicantId), 'the old refusal does not count while a new check runs').toEqual({
      status: 'pending',
    });
    h.clock.advance(minute);
    await h.deliver();
    expect(await value(h.kyc.fetchDecision({ applicantId }))).toMatchObject({
      outcome: { status: 'approved' },
      attempt: 2,
    });
  });

  test('on hold, and a review that takes its time', async () => {
    const h = await opened(open);
    const held = await submitted(h, 'HOLD');
    const slow = await submitted(h, 'SLOW');
    h.clock.advance(60 * minute);
    await h.deliver();
    expect(await outcome(h, held.applicantId)).toEqual({ status: 'on_hold' });
    expect(await outcome(h, slow.applicantId)).toEqual({ status: 'pending' });
    await h.decide(held.applicantId, 'GREEN');
    expect(await outcome(h, held.applicantId)).toEqual({ status: 'approved' });
  });

  test('approved may turn into refused later, and a renewal starts a new attempt', async () => {
    const h = await opened(open);
    const { applicantId } = await submitted(h, 'GREEN');
    h.clock.advance(minute);
    await h.deliver();
    const first = await value(h.kyc.fetchDecision({ applicantId }));
    h.clock.advance(minute);
    await value(h.kyc.reopen(applicantId));
    await value(h.kyc.reopen(applicantId));
    const again = await value(h.kyc.fetchDecision({ applicantId }));
    expect(again).toMatchObject({ outcome: { status: 'created' }, attempt: first.attempt + 1, decidedAt: null });
    await h.decide(applicantId, 'FORGED');
    const later = await value(h.kyc.fetchDecision({ applicantId }));
    expect(later.outcome).toMatchObject({ status: 'rejected', kind: 'final' });
    expect(later.decidedAt?.getTime() ?? 0).toBeGreaterThan(first.decidedAt?.getTime() ?? 0);
  });

  test('a level that asks for more than was uploaded refuses the check', async () => {
    const h = await opened(open);
    const { applicantId } = await value(h.kyc.createApplicant(person(h, { level: h.levelWithAddress })));
    await value(h.kyc.uploadDocument(applicantId, passport(h, 'GREEN')));
    expect(await h.kyc.requestCheck(applicantId)).toMatchObject({ ok: false, problem: { class: 'refused' } });
    await value(
      h.kyc.uploadDocument(applicantId, { ...passport(h, 'GREEN'), kind: 'proof_of_address', bytes: h.file('GREEN') }),
    );
    await value(h.kyc.requestCheck(applicantId));
  });

  test('a licence wants both its sides', async () => {
    const h = await opened(open);
    const { applicantId } = await value(h.kyc.createApplicant(person(h)));
    const half = (side: 'front' | 'back'): KycDocument => ({ ...passport(h, 'GREEN'), kind: 'driving_licence', side });
    await value(h.kyc.uploadDocument(applicantId, half('front')));
    expect((await h.kyc.requestCheck(applicantId)).ok).toBe(false);
    await value(h.kyc.uploadDocument(applicantId, half('back')));
    expect((await h.kyc.requestCheck(applicantId)).ok).toBe(true);
  });

  test('files of a wrong kind, empty files and unknown levels are refused', async () => {
    const h = await opened(open);
    const { applicantId } = await value(h.kyc.createApplicant(person(h)));
    const text = { ...passport(h, 'GREEN'), bytes: new TextEncoder().encode('MZ an executable') };
    expect(await h.kyc.uploadDocument(applicantId, text)).toMatchObject({ ok: false, problem: { class: 'refused' } });
    expect(await h.kyc.uploadDocument(applicantId, { ...text, bytes: new Uint8Array() })).toMatchObject({ ok: false });
    expect((await h.kyc.createApplicant(person(h, { level: 'no such level' }))).ok).toBe(false);
    expect(await h.kyc.fetchDecision({ applicantId: 'nobody' })).toMatchObject({
      ok: false,
      problem: { class: 'not_found' },
    });
  });
}

function replies(open: Open): void {
  test.each(['drop_after', 'garbage', 'status_after'])(
    'a creation whose reply is lost (%s) is repeated and stays one applicant',
    async (kind) => {
      const h = await opened(open);
      const who = person(h);
      h.fault('create', kind, 502);
      expect(await h.kyc.createApplicant(who)).toMatchObject({ ok: false, problem: { class: 'unknown' } });
      const { applicantId } = await value(h.kyc.createApplicant(who));
      expect((await value(h.kyc.createApplicant(who))).applicantId).toBe(applicantId);
      expect(h.held().applicants).toBe(1);
    },
  );

  test('the same file sent twice is one document; a check asked twice is one check', async () => {
    const h = await opened(open);
    const { applicantId } = await value(h.kyc.createApplicant(person(h)));
    const document = passport(h, 'GREEN');
    h.fault('upload', 'drop_after');
    expect(await h.kyc.uploadDocument(applicantId, document)).toMatchObject({
      ok: false,
      problem: { class: 'unknown' },
    });
    expect(await value(h.kyc.uploadDocument(applicantId, document))).toEqual({ documentId: null });
    expect(h.held().documents).toBe(1);
    h.fault('check', 'drop_after');
    expect(await h.kyc.requestCheck(applicantId)).toMatchObject({ ok: false, problem: { class: 'unknown' } });
    await value(h.kyc.requestCheck(applicantId));
    expect(await outcome(h, applicantId)).toEqual({ status: 'pending' });
  });

  test('nobody listens: not sent. Too many requests: told when to come back. Broken answers: unknown', async () => {
    const h = await opened(open);
    expect(await h.unreachable().createApplicant(person(h))).toMatchObject({
      ok: false,
      problem: { class: 'not_sent' },
    });
    h.fault('create', 'rate_limit');
    expect(await h.kyc.createApplicant(person(h))).toMatchObject({
      ok: false,
      problem: { class: 'rate_limited', retryAfterMs: expect.any(Number) },
    });
    const { applicantId } = await value(h.kyc.createApplicant(person(h)));
    for (const kind of ['status_before', 'garbage', 'drop_before']) {
      h.fault('fetch', kind, 500);
      expect(await h.kyc.fetchDecision({ applicantId })).toMatchObject({ ok: false, problem: { class: 'unknown' } });
    }
  });
}
