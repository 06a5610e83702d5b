import fc from 'fast-check';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { memoryFetch } from '@/server/adapters/http/memory';
import { createStripeAdapter } from '@/server/adapters/psp/stripe/adapter';
import { acceptsAsset, fromStripe, toStripe } from '@/server/adapters/psp/stripe/amounts';
import { StripeConfig } from '@/server/adapters/psp/stripe/config';
import { problemOf } from '@/server/adapters/psp/stripe/declines';
import { signPayload } from '@/server/emulators/psp/stripe/signature';
import { manualClock } from '@/server/kernel/clock';
import type { CreatePayment } from '@/server/modules/payments/ports';
import { paymentRequest } from '@/tests/contracts/psp/harness';
import { openStripe, type StripeHarness } from './stripe-harness';

async function stripe(): Promise<StripeHarness> {
  const h = await openStripe();
  onTestFinished(() => h.close());
  return h;
}

const configFor = (h: StripeHarness): StripeConfig => ({
  secretKey: h.secretKey,
  webhookSecrets: ['whsec_x'],
  timeoutMs: 2000,
  endpoint: { protocol: 'http', host: '127.0.0.1', port: h.port },
});

describe('amounts', () => {
  test.each([
    ['JPY', 500n, 500],
    ['EUR', 500n, 500],
    ['KWD', 5_120n, 5120],
    // Whole-unit currencies that Stripe still writes with two decimals.
    ['ISK', 5n, 500],
    ['UGX', 5n, 500],
    // Two decimals by ISO, none at Stripe.
    ['MGA', 500n, 5],
  ])('%s: %s minor units are %s there and back', (asset, minor, amount) => {
    expect(toStripe({ minor, asset })).toEqual({ ok: true, amount, currency: asset.toLowerCase() });
    expect(fromStripe(amount, asset.toLowerCase())).toEqual({ minor, asset });
  });

  test.each([
    ['KWD', 5_124n, 'amount_too_fine'],
    ['MGA', 501n, 'amount_too_fine'],
    ['BTC', 1n, 'unsupported_currency'],
    ['USDT', 1n, 'unsupported_currency'],
    ['EUR', 0n, 'amount_not_positive'],
    ['EUR', -5n, 'amount_not_positive'],
    ['EUR', BigInt(Number.MAX_SAFE_INTEGER) + 1n, 'amount_too_large'],
  ])('%s %s is refused before it is sent: %s', async (asset, minor, code) => {
    expect(toStripe({ minor, asset })).toMatchObject({ ok: false, code });
    const h = await stripe();
    expect(await h.psp.createPayment(paymentRequest(h, { amount: { minor, asset } }))).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'config', code },
    });
  });

  test('dust from Stripe is named, never rounded', () => {
    expect(() => fromStripe(550, 'isk')).toThrow('finer');
    expect(() => fromStripe(1.5, 'eur')).toThrow('no whole number');
  });

  test('what fits survives the round trip', () => {
    const assets = ['EUR', 'USD', 'JPY', 'KRW', 'ISK', 'UGX', 'BHD', 'CLP', 'HUF', 'TWD'].filter(acceptsAsset);
    fc.assert(
      fc.property(fc.constantFrom(...assets), fc.bigInt({ min: 1n, max: 10n ** 9n }), (asset, minor) => {
        const there = toStripe({ minor, asset });
        return !there.ok || fromStripe(there.amount, there.currency).minor === minor;
      }),
    );
  });

  test('currencies of every exponent settle in full at the emulator', async () => {
    const h = await stripe();
    for (const [asset, minor] of [
      ['JPY', 12_345n],
      ['BHD', 12_340n],
      ['ISK', 777n],
    ] as const) {
      const request = paymentRequest(h, { amount: { minor, asset }, method: { kind: 'token', token: 'pm_card_visa' } });
      expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'approved', received: { minor, asset } });
    }
  });
});

describe('webhook signatures', () => {
  const secret = 'whsec_test_secret';
  const body = JSON.stringify({
    id: 'evt_1',
    object: 'event',
    created: 1_700_000_000,
    type: 'payment_intent.created',
    data: { object: { object: 'thing' } },
  });

  test('the emulator signs as the SDK does', () => {
    const timestamp = 1_700_000_000;
    const official = Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp });
    expect(signPayload(body, secret, timestamp).split(',').slice(0, 2).join(',')).toBe(official);
  });

  test('a known answer, and v0 alone does not count', async () => {
    const clock = manualClock(new Date(1_700_000_000_000));
    const config = StripeConfig.parse({ secretKey: 'sk_test_x1', webhookSecrets: [secret] });
    const adapter = createStripeAdapter({ config, http: guardedFetch(), clock });
    const bytes = new TextEncoder().encode(body);
    const header = signPayload(body, secret, 1_700_000_000);
    const [t = '', v1 = ''] = header.split(',');
    expect((await adapter.parseWebhook(bytes, new Headers({ 'stripe-signature': header }))).verified).toBe(true);
    const asV0 = `${t},${v1.replace('v1', 'v0')}`;
    expect(await adapter.parseWebhook(bytes, new Headers({ 'stripe-signature': asV0 }))).toEqual({
      verified: false,
      reason: 'signature',
    });
    const two = `${t},v1=${'0'.repeat(64)},${v1}`;
    expect((await adapter.parseWebhook(bytes, new Headers({ 'stripe-signature': two }))).verified).toBe(true);
  });

  test('webhook_unknown_event is verified and passed on as unrecognised', async () => {
    const clock = manualClock(new Date(1_700_000_000_000));
    const config = StripeConfig.parse({ secretKey: 'sk_test_x1', webhookSecrets: [secret] });
    const adapter = createStripeAdapter({ config, http: guardedFetch(), clock });
    const odd = body.replace('payment_intent.created', 'capital.something_new');
    const headers = new Headers({ 'stripe-signature': signPayload(odd, secret, 1_700_000_000) });
    expect(await adapter.parseWebhook(new TextEncoder().encode(odd), headers)).toMatchObject({
      verified: true,
      events: [{ kind: 'unrecognised', vendorType: 'capital.something_new', eventId: 'evt_1' }],
    });
    const broken = 'signed, but no JSON';
    const signed = new Headers({ 'stripe-signature': signPayload(broken, secret, 1_700_000_000) });
    expect(await adapter.parseWebhook(new TextEncoder().encode(broken), signed)).toEqual({
      verified: false,
      reason: 'malformed',
    });
  });
});

describe('the wire', () => {
  test('webhook_before_response: the event is there before the call returns', async () => {
    const h = await stripe();
    h.webhookFault('webhook_before_reply');
    let returned = false;
    const request = paymentRequest(h, { method: { kind: 'token', token: 'pm_card_visa' } });
    const before: boolean[] = [];
    const spying = createStripeAdapter({
      config: {
        secretKey: h.secretKey,
        webhookSecrets: [h.webhookSecret],
        timeoutMs: 2000,
        endpoint: { protocol: 'http', host: '127.0.0.1', port: h.port },
      },
      http: async (input, init) => {
        const response = await guardedFetch({ allow: `127.0.0.1:${h.port}` })(input, init);
        before.push(h.emulator.webhooksWaiting === 0 && !returned);
        return response;
      },
      clock: h.clock,
    });
    const state = await spying.createPayment(request);
    returned = true;
    expect(state.outcome).toBe('approved');
    expect(before[0]).toBe(true);
    expect((await h.deliver()).length).toBeGreaterThan(0);
  });

  test('unicode names and the longest fields arrive unharmed', async () => {
    const h = await stripe();
    const description = `Депозит 入金 إيداع ${'é'.repeat(100)}`;
    const request = paymentRequest(h, {
      description,
      payer: { reference: 'cl_ü', name: 'Νίκος Παπαδόπουλος', email: 'n@example.com' },
    });
    const state = await h.psp.createPayment(request);
    const session = h.emulator.as(h.secretKey).session(state.pspId ?? '');
    expect(session.client_reference_id).toBe(request.reference);
    await h.pay(state, 'pm_card_visa');
    expect((await h.psp.getPayment(request)).found).toBe('yes');
    const page = await (
      await fetch(`${h.url}/v1/charges?limit=1`, { headers: { authorization: `Bearer ${h.secretKey}` } })
    ).json();
    expect(page.data[0].description).toBe(description);
  });

  test('api_version_field_added: fields and statuses we never heard of break nothing', async () => {
    const h = await stripe();
    const extended = (change: (text: string) => string) =>
      createStripeAdapter({
        config: configFor(h),
        http: async (input, init) => {
          const response = await guardedFetch({ allow: `127.0.0.1:${h.port}` })(input, init);
          return new Response(change(await response.text()), { status: response.status, headers: response.headers });
        },
        clock: h.clock,
      });
    const token: Partial<CreatePayment> = { method: { kind: 'token', token: 'pm_card_visa' } };
    const more = extended((text) => text.replace('{', '{"brand_new":{"deep":[1,2]},'));
    expect((await more.createPayment(paymentRequest(h, token))).outcome).toBe('approved');
    const strange = extended((text) => text.replaceAll('"status": "succeeded"', '"status": "transmogrified"'));
    expect(await strange.createPayment(paymentRequest(h, token))).toMatchObject({
      outcome: 'unknown',
      problem: { code: 'unmapped_status' },
    });
  });

  test('a wrong key is a fault of configuration, and nothing was sent', async () => {
    const h = await stripe();
    const adapter = createStripeAdapter({
      config: {
        secretKey: 'sk_test_wrong',
        webhookSecrets: ['whsec_x'],
        timeoutMs: 2000,
        endpoint: { protocol: 'http', host: '127.0.0.1', port: h.port },
      },
      http: guardedFetch({ allow: `127.0.0.1:${h.port}` }),
      clock: h.clock,
    });
    expect(await adapter.createPayment(paymentRequest(h))).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'config' },
    });
  });

  test('money outranks every status: a session that expired while its charge went through is approved', async () => {
    const h = await stripe();
    const request = paymentRequest(h);
    const created = await h.psp.createPayment(request);
    h.emulator.faults.add({ on: 'charge', fault: { kind: 'charge_twice' } });
    await h.pay(created, 'pm_card_visa');
    const racing = createStripeAdapter({
      config: configFor(h),
      http: async (input, init) => {
        const response = await guardedFetch({ allow: `127.0.0.1:${h.port}` })(input, init);
        const text = (await response.text())
          .replace('"status": "complete"', '"status": "expired"')
          .replaceAll('"object": "payment_intent",', '"object": "payment_intent", "was": 1,')
          .replace(/("payment_intent": )\{[\s\S]*\}(,\s*"payment_method_types")/, '$1null$2');
        return new Response(text, { status: response.status, headers: response.headers });
      },
      clock: h.clock,
    });
    const answer = await racing.getPayment({
      reference: request.reference,
      createdAt: request.createdAt,
      pspId: created.pspId ?? '',
    });
    const taken = h.emulator.truth(h.secretKey).payments.map((payment) => payment.charge);
    expect(answer).toMatchObject({
      found: 'yes',
      value: { outcome: 'approved', charges: taken.map((id) => ({ id })) },
    });
  });

  test('pays nobody but the merchant: payouts are unsupported', async () => {
    const h = await stripe();
    expect(h.psp.capabilities.payouts).toBe(false);
    const beneficiary = { holderName: 'A', country: 'CY', iban: 'CY17002001280000001200527600' };
    const request = {
      reference: 'w1',
      amount: { minor: 1n, asset: 'EUR' },
      beneficiary,
      remittance: 'x',
      createdAt: h.clock.now(),
    };
    expect(await h.psp.payout(request)).toMatchObject({ outcome: 'error_not_sent', problem: { class: 'unsupported' } });
  });

  test('the same adapter runs against an emulator in memory, lost replies included', async () => {
    const h = await stripe();
    const http = memoryFetch(new Map([['http://127.0.0.1:9', h.emulator.handle]]));
    const config: StripeConfig = {
      secretKey: h.secretKey,
      webhookSecrets: ['whsec_x'],
      timeoutMs: 2000,
      endpoint: { protocol: 'http', host: '127.0.0.1', port: 9 },
    };
    const adapter = createStripeAdapter({ config, http, clock: h.clock });
    const request = paymentRequest(h, { method: { kind: 'token', token: 'pm_card_visa' } });
    h.fault({ on: 'create', kind: 'drop_after' });
    expect((await adapter.createPayment(request)).outcome).toBe('unknown');
    expect(await adapter.getPayment(request)).toMatchObject({ found: 'yes', value: { outcome: 'approved' } });
  });
});

test.each([
  [{ code: 'card_declined', decline_code: 'generic_decline' }, 'issuer_soft'],
  [{ code: 'card_declined', decline_code: 'generic_decline', advice_code: 'do_not_try_again' }, 'never'],
  [{ code: 'card_declined', decline_code: 'do_not_honor', network_decline_code: '46' }, 'never'],
  [{ code: 'card_declined', decline_code: 'fraudulent', advice_code: 'do_not_try_again' }, 'risk'],
  [{ code: 'expired_card' }, 'never'],
  [{ code: 'card_declined', decline_code: 'never_heard_of_it' }, 'issuer_soft'],
  [{ code: 'authentication_required' }, 'step_up'],
])('decline %j is of class %s', (decline, cls) => {
  expect(problemOf(decline).class).toBe(cls);
});
