import { describe, expect, onTestFinished, test } from 'vitest';
import type { ManualClock } from '@/server/kernel/clock';
import type { Applicant, KycDocument, KycPort } from '@/server/modules/onboarding/ports';

type Word = 'GREEN' | 'FORGED' | 'BLURRY' | 'HOLD' | 'SLOW';
export type KycHarness = {
  readonly kyc: KycPort;
  readonly clock: ManualClock;
  readonly level: string;
  readonly levelWithAddress: string;
  fault(on: 'create' | 'upload' | 'check' | 'fetch', kind: string, status?: number): void;
  webhookFault(kind: string, times?: number): void;
  /** A file that makes the vendor decide so. */
  file(word: Word): Uint8Array;
  decide(applicantId: string, word: Word): Promise<void>;
  resend(applicantId: string): Promise<void>;
  /** Runs reviews that are due and returns what the product received since the last call. */
  deliver(): Promise<Array<{ body: Uint8Array; headers: Headers }>>;
  /** How many applicants and files the vendor holds. */
  held(): { applicants: number; documents: number };
  unreachable(): KycPort;
  close(): Promise<void>;
};
type Open = () => Promise<KycHarness>;

const minute = 60_000;
let serial = 0;

async function opened(open: Open): Promise<KycHarness> {
  const h = await open();
  onTestFinished(() => h.close());
  return h;
}
const person = (h: KycHarness, change: Partial<Applicant> = {}): Applicant => {
  serial += 1;
  return {
    reference: `person/${serial} ü`,
    level: h.level,
    email: 'zoe@example.com',
    language: 'en',
    person: { firstName: 'Zoë', lastName: 'Ångström', bornOn: '1990-02-28', country: 'CYP' },
    ...change,
  };
};
const passport = (h: KycHarness, word: Word): KycDocument => ({
  kind: 'passport',
  country: 'CYP',
  fileName: 'pass "port" ß.pdf',
  contentType: 'application/pdf',
  bytes: h.file(word),
});
async function value<T>(answer: Promise<{ ok: true; value: T } | { ok: false; problem: unknown }>): Promise<T> {
  const got = await answer;
  if (!got.ok) throw new Error(JSON.stringify(got.problem));
  return got.value;
}
async function submitted(h: KycHarness, word: Word, who = person(h)): Promise<{ applicantId: string; who: Applicant }> {
  const { applicantId } = await value(h.kyc.createApplicant(who));
  await value(h.kyc.uploadDocument(applicantId, passport(h, word)));
  await value(h.kyc.requestCheck(applicantId));
  return { applicantId, who };
}
const outcome = async (h: KycHarness, applicantId: string) =>
  (await value(h.kyc.fetchDecision({ applicantId }))).outcome;
async function hints(h: KycHarness) {
  const parsed = await Promise.all((await h.deliver()).map(({ body, headers }) => h.kyc.parseWebhook(body, headers)));
  return parsed.map((hint) => {
    if (!hint.verified) throw new Error(`refused: ${hint.reason}`);
    return hint;
  });
}

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

function webhooks(open: Open): void {
  test('every step is told, by our reference, with its time', async () => {
    const h = await opened(open);
    const { applicantId, who } = await submitted(h, 'GREEN');
    h.clock.advance(minute);
    const seen = await hints(h);
    expect(seen.length).toBeGreaterThanOrEqual(3);
    for (const hint of seen)
      expect(hint).toMatchObject({ applicantId, reference: who.reference, occurredAt: expect.any(Date) });
    expect(new Set(seen.map((hint) => hint.eventId)).size).toBe(seen.length);
  });

  test('a webhook raises nothing by itself: it carries no decision', async () => {
    const h = await opened(open);
    await submitted(h, 'GREEN');
    h.clock.advance(minute);
    for (const hint of await hints(h)) expect(Object.keys(hint)).not.toContain('outcome');
  });

  test('replays have one id; older news after newer has an older time', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_duplicate', 4);
    const { applicantId } = await submitted(h, 'GREEN');
    h.clock.advance(minute);
    const reviewed = (await hints(h)).filter((hint) => /reviewed/i.test(hint.type));
    expect(reviewed).toHaveLength(4);
    expect(new Set(reviewed.map((hint) => hint.eventId)).size).toBe(1);
    h.clock.advance(minute);
    await h.resend(applicantId);
    const [again] = await hints(h);
    expect(again?.occurredAt?.getTime()).toBeGreaterThan(
      reviewed[0]?.occurredAt?.getTime() ?? Number.POSITIVE_INFINITY,
    );
  });

  test('out of order, the fetched decision is the same', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_reorder');
    const { applicantId } = await submitted(h, 'GREEN');
    h.clock.advance(minute);
    await h.decide(applicantId, 'FORGED');
    expect((await hints(h)).length).toBeGreaterThan(2);
    expect(await outcome(h, applicantId)).toMatchObject({ status: 'rejected', kind: 'final' });
  });

  test('a wrong secret, a flipped byte, no header, another algorithm and no JSON are refused', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_bad_signature');
    await submitted(h, 'GREEN');
    h.clock.advance(minute);
    const received = await h.deliver();
    const verdicts = await Promise.all(received.map(({ body, headers }) => h.kyc.parseWebhook(body, headers)));
    expect(verdicts.filter((verdict) => !verdict.verified)).toEqual([{ verified: false, reason: 'signature' }]);
    const good = received.find((_, index) => verdicts[index]?.verified);
    if (!good) throw new Error('no verified webhook');
    for (const at of [0, good.body.length >> 1, good.body.length - 1]) {
      const flipped = Uint8Array.from(good.body);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(await h.kyc.parseWebhook(flipped, good.headers)).toEqual({ verified: false, reason: 'signature' });
    }
    expect((await h.kyc.parseWebhook(good.body, new Headers())).verified).toBe(false);
  });
}
