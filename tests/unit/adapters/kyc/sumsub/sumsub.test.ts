import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createSumsubAdapter } from '@/server/adapters/kyc/sumsub/adapter';
import { outcomeOf, vendorTime } from '@/server/adapters/kyc/sumsub/map';
import { signRequest, verifyDigest } from '@/server/adapters/kyc/sumsub/signature';
import { createSumsubEmulator } from '@/server/emulators/kyc/sumsub/emulator';
import { payloadDigest, requestSignature } from '@/server/emulators/kyc/sumsub/signature';
import { manualClock, seededRng } from '@/server/kernel/clock';
import { openSumsub, type SumsubHarness } from './sumsub-harness';

const vectorsPath = resolve(import.meta.dirname, '../../../../../../shared/data/kyc/signature-vectors.json');
const present = existsSync(vectorsPath);
if (!present) console.warn(`SKIPPED: known-answer vectors of KYC signatures are not there (${vectorsPath})`);
const bytes = (text: string) => new TextEncoder().encode(text);

async function sumsub(algorithm: Parameters<typeof openSumsub>[0] = 'HMAC_SHA256_HEX'): Promise<SumsubHarness> {
  const h = await openSumsub(algorithm);
  onTestFinished(() => h.close());
  return h;
}

describe.skipIf(!present)('known answers', () => {
  const vectors = present ? JSON.parse(readFileSync(vectorsPath, 'utf8')) : {};

  test('the signature of a request, by both sides', async () => {
    const { secret, ts, method, path, body, sig } = vectors.sumsub_request;
    expect(await signRequest(secret, ts, method, path, bytes(body))).toBe(sig);
    expect(requestSignature(secret, ts, method, path, bytes(body))).toBe(sig);
    expect(await signRequest(secret, ts, method, path, bytes(`${body} `))).not.toBe(sig);
  });

  test('the digest of a webhook, and one flipped byte', async () => {
    const { secret, body, alg, digest } = vectors.sumsub_webhook;
    expect(payloadDigest(alg, secret, body)).toBe(digest);
    expect(await verifyDigest(bytes(body), digest, alg, [secret])).toBe('ok');
    expect(await verifyDigest(bytes(body), digest.toUpperCase(), alg, ['other-secret', secret])).toBe('ok');
    expect(await verifyDigest(bytes(body.replace('GREEN', 'GREEM')), digest, alg, [secret])).toBe('signature');
    const last = digest.endsWith('0') ? '1' : '0';
    expect(await verifyDigest(bytes(body), digest.slice(0, -1) + last, alg, [secret])).toBe('signature');
  });
});

test.each(['HMAC_SHA1_HEX', '', 'none', 'constructor', 'HMAC_MD5_HEX'])(
  'digest algorithm %j is not on the list',
  async (algorithm) => {
    const digest = payloadDigest('HMAC_SHA1_HEX', 'secret-1', '{}');
    expect(await verifyDigest(bytes('{}'), digest, algorithm, ['secret-1'])).toBe('algorithm');
  },
);

test('a webhook signed with SHA-1 is refused end to end; a signed non-webhook is malformed', async () => {
  const h = await sumsub('HMAC_SHA1_HEX');
  await h.kyc.createApplicant({ reference: 'p1', level: h.level });
  const [first] = await h.deliver();
  if (!first) throw new Error('nothing received');
  expect(await h.kyc.parseWebhook(first.body, first.headers)).toEqual({ verified: false, reason: 'algorithm' });
  for (const body of ['{}', '[]', 'no json', '{"applicantId":"a"}']) {
    const headers = new Headers({
      'x-payload-digest': payloadDigest('HMAC_SHA256_HEX', 'whsec_sumsub_1', body),
      'x-payload-digest-alg': 'HMAC_SHA256_HEX',
    });
    expect(await h.kyc.parseWebhook(bytes(body), headers)).toEqual({ verified: false, reason: 'malformed' });
  }
});

test.each([
  ['2020-02-21 13:23:19+0000', '2020-02-21T13:23:19.000Z'],
  ['2020-02-21 13:23:19.321', '2020-02-21T13:23:19.321Z'],
  ['2020-02-21 13:23:19+02:00', null],
  ['yesterday', null],
  [undefined, null],
])('time %j', (text, iso) => {
  expect(vendorTime(text)?.toISOString() ?? null).toBe(iso);
});

test.each([
  [{ reviewStatus: 'prechecked' }, { status: 'pending' }],
  [{ reviewStatus: 'awaitingUser' }, { status: 'created' }],
  [{ reviewStatus: 'pending', reviewResult: { reviewAnswer: 'GREEN' } }, { status: 'pending' }],
  [{ reviewStatus: 'completed' }, null],
  [{ reviewStatus: 'completed', reviewResult: { reviewAnswer: 'YELLOW' } }, null],
  [{ reviewStatus: 'transcended', reviewResult: { reviewAnswer: 'GREEN' } }, null],
  [
    { reviewStatus: 'completed', reviewResult: { reviewAnswer: 'RED' } },
    { status: 'rejected', kind: 'final', reasons: { labels: [], shown: [], internal: [] } },
  ],
])('review %j', (review, expected) => {
  expect(outcomeOf(review)).toEqual(expected);
});

describe('the emulator refuses what the real one refuses', () => {
  const ask = async (
    h: SumsubHarness,
    change: { ts?: string; sig?: string; token?: string; body?: string; method?: string } = {},
  ) => {
    const path = '/resources/applicants?levelName=basic-kyc-level';
    const body = change.body ?? '{"externalUserId":"p9"}';
    const ts = change.ts ?? String(Math.floor(h.clock.now().getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      'x-app-token': change.token ?? h.appToken,
      'x-app-access-ts': ts,
      'x-app-access-sig':
        change.sig ?? requestSignature(h.secretKey, ts, 'POST', path, bytes('{"externalUserId":"p9"}')),
    };
    return fetch(`${h.url}${path}`, { method: 'POST', headers, body });
  };

  test('wrong token, signature, timestamp and changed bytes', async () => {
    const h = await sumsub();
    expect((await ask(h, { token: 'sbx:nobody' })).status).toBe(401);
    expect((await ask(h, { sig: '0'.repeat(64) })).status).toBe(401);
    expect((await ask(h, { ts: '1600000000' })).status).toBe(401);
    expect((await ask(h, { body: '{"externalUserId":"p8"}' })).status).toBe(401);
    expect(h.held().applicants).toBe(0);
    const good = await ask(h);
    expect(good.status).toBe(201);
    expect(await good.json()).toMatchObject({ externalUserId: 'p9', review: { reviewStatus: 'init' } });
    const twice = await ask(h);
    expect(twice.status).toBe(409);
    expect(await twice.json()).toMatchObject({
      code: 409,
      description: expect.stringContaining('already exists'),
      correlationId: expect.any(String),
    });
  });

  test('wrong credentials are a fault of configuration', async () => {
    const h = await sumsub();
    const config = {
      appToken: 'sbx:nobody1',
      secretKey: 'x'.repeat(16),
      webhookSecrets: ['whsec_sumsub_1'],
      baseUrl: h.url,
      timeoutMs: 1000,
    };
    const adapter = createSumsubAdapter({
      config,
      http: guardedFetch({ allow: `127.0.0.1:${h.port}` }),
      clock: h.clock,
    });
    expect(await adapter.fetchDecision({ applicantId: 'a' })).toMatchObject({
      ok: false,
      problem: { class: 'config' },
    });
    const guarded = createSumsubAdapter({ config, http: guardedFetch(), clock: h.clock });
    expect(await guarded.fetchDecision({ applicantId: 'a' })).toMatchObject({
      ok: false,
      problem: { class: 'config', code: 'refused' },
    });
  });

  test('one client never sees the applicants of another', async () => {
    const h = await sumsub();
    const answer = await h.kyc.createApplicant({ reference: 'mine', level: h.level });
    if (!answer.ok) throw new Error('not created');
    const other = h.emulator.openClient();
    const config = {
      appToken: other.appToken,
      secretKey: other.secretKey,
      webhookSecrets: ['whsec_sumsub_1'],
      baseUrl: h.url,
      timeoutMs: 1000,
    };
    const adapter = createSumsubAdapter({
      config,
      http: guardedFetch({ allow: `127.0.0.1:${h.port}` }),
      clock: h.clock,
    });
    expect(await adapter.fetchDecision({ applicantId: answer.value.applicantId })).toMatchObject({
      ok: false,
      problem: { class: 'not_found' },
    });
    expect(await adapter.fetchDecision({ reference: 'mine' })).toMatchObject({
      ok: false,
      problem: { class: 'not_found' },
    });
  });
});

test('the hosted flow: a client uploads, is asked again, corrects and is approved; the link expires', async () => {
  const h = await sumsub();
  const reference = 'person-42';
  const flow = await h.kyc.openFlow({
    reference,
    level: h.levelWithAddress,
    ttlSeconds: 600,
    language: 'en',
    returnUrl: 'https://broker.example/back',
  });
  if (!flow.ok) throw new Error(flow.problem.detail);
  const { url, token, expiresAt } = flow.value;
  expect(token).toMatch(/^_act-sbx/);
  expect(expiresAt.getTime() - h.clock.now().getTime()).toBe(600_000);
  expect(await (await fetch(url)).text()).toContain('PASSPORT');
  const send = (fields: Record<string, string | Blob>) => {
    const form = new FormData();
    for (const [name, field] of Object.entries(fields)) form.set(name, field);
    return fetch(url, { method: 'POST', body: form });
  };
  expect(await (await send({ country: 'Cyprus', sample0: 'GREEN', sample1: 'GREEN' })).text()).toContain(
    'Invalid country',
  );
  const upload = new Blob([h.file('BLURRY') as Uint8Array<ArrayBuffer>], { type: 'application/pdf' });
  expect(await (await send({ country: 'CYP', file0: upload, sample1: 'GREEN' })).text()).toContain('being reviewed');
  h.clock.advance(60_000);
  await h.deliver();
  expect(await h.kyc.fetchDecision({ reference })).toMatchObject({
    ok: true,
    value: { outcome: { status: 'rejected', kind: 'retry' } },
  });
  expect(await (await fetch(url)).text()).toContain('sharper photo');
  expect(await (await send({ country: 'CYP', sample0: 'GREEN', sample1: 'GREEN' })).text()).toContain(
    'https://broker.example/back',
  );
  h.clock.advance(60_000);
  await h.deliver();
  expect(await h.kyc.fetchDecision({ reference })).toMatchObject({
    ok: true,
    value: { outcome: { status: 'approved' }, attempt: 2 },
  });
  h.clock.advance(600_000);
  expect((await fetch(url)).status).toBe(410);
});

test('magic names decide without a file; a snapshot moves house', async () => {
  const h = await sumsub();
  const made = await h.kyc.createApplicant({
    reference: 'forger',
    level: h.level,
    person: { firstName: 'A', lastName: 'Forged' },
  });
  if (!made.ok) throw new Error('not created');
  await h.kyc.uploadDocument(made.value.applicantId, {
    kind: 'passport',
    country: 'CYP',
    fileName: 'p.pdf',
    contentType: 'application/pdf',
    bytes: bytes('%PDF-1.4 plain'),
  });
  await h.kyc.requestCheck(made.value.applicantId);
  h.clock.advance(60_000);
  await h.deliver();
  expect(await h.kyc.fetchDecision({ reference: 'forger' })).toMatchObject({
    value: { outcome: { status: 'rejected', kind: 'final' } },
  });
  const moved = createSumsubEmulator({ clock: manualClock(new Date()), rng: seededRng(1).next });
  moved.restore(h.emulator.snapshot());
  expect(moved.applicants(h.client)[0]?.reviewResult?.rejectLabels).toEqual(['FORGERY']);
});
