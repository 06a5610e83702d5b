import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileStore } from '@/server/emulators/books';
import { createStripeEmulator } from '@/server/emulators/psp/stripe/emulator';
import { manualClock, seededRng } from '@/server/kernel/clock';
import { openStripe, type StripeHarness } from './stripe-harness';

async function stripe(): Promise<StripeHarness> {
  const h = await openStripe();
  onTestFinished(() => h.close());
  return h;
}
const sdk = (h: StripeHarness) =>
  new Stripe(h.secretKey, {
    host: '127.0.0.1',
    port: h.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
  });
const post = (h: StripeHarness, path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${h.url}/v1/${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${h.secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  });
const errorOf = async (response: Response) => ({ status: response.status, ...(await response.json()).error });

describe('refuses what the real one refuses', () => {
  test.each([
    ['amount=100&currency=eur&colour=red', 400, { code: 'parameter_unknown', param: 'colour' }],
    [
      'amount=100&currency=eur&payment_method_types[0]=card',
      400,
      { code: 'parameter_unknown', param: 'payment_method_types' },
    ],
    ['currency=eur', 400, { code: 'parameter_missing', param: 'amount' }],
    ['amount=1.5&currency=eur', 400, { code: 'parameter_invalid_integer', param: 'amount' }],
    ['amount=10&currency=eur', 400, { code: 'amount_too_small' }],
    ['amount=100000000&currency=eur', 400, { code: 'amount_too_large' }],
    ['amount=100&currency=doge', 400, { param: 'currency' }],
    ['amount=5124&currency=kwd', 400, { param: 'amount' }],
    ['amount=550&currency=isk', 400, { code: 'invalid_charge_amount_no_decimal_compatible' }],
    ['amount=100&currency=eur&description=', 400, { code: 'parameter_invalid_empty' }],
    ['amount=100&currency=eur&confirm=true&payment_method=pm_nobody', 404, { code: 'resource_missing' }],
    ['amount=100&currency=eur&expand[0]=colour', 400, { param: 'expand' }],
    ['amount=100&currency=eur&__proto__[x]=1', 400, { type: 'invalid_request_error' }],
  ])('%s', async (body, status, expected) => {
    const h = await stripe();
    expect(await errorOf(await post(h, 'payment_intents', body))).toMatchObject({ status, ...expected });
  });

  test('no key, a wrong key, a wrong content type, an unknown path, a silly version', async () => {
    const h = await stripe();
    expect((await errorOf(await post(h, 'payment_intents', '', { authorization: '' }))).status).toBe(401);
    expect(
      await errorOf(await post(h, 'payment_intents', '', { authorization: 'Bearer sk_test_nobody12345678' })),
    ).toMatchObject({ status: 401, message: expect.stringContaining('Invalid API Key') });
    expect(await errorOf(await post(h, 'payment_intents', '{}', { 'content-type': 'application/json' }))).toMatchObject(
      { status: 400, message: expect.stringContaining('x-www-form-urlencoded') },
    );
    expect((await errorOf(await post(h, 'charge', 'amount=1'))).status).toBe(404);
    expect(
      (await errorOf(await post(h, 'payment_intents', 'amount=100&currency=eur', { 'stripe-version': 'latest' })))
        .status,
    ).toBe(400);
  });

  test('one account never sees the objects of another', async () => {
    const h = await stripe();
    const { id } = await (await post(h, 'payment_intents', 'amount=100&currency=eur')).json();
    const other = h.emulator.openAccount();
    const answer = await fetch(`${h.url}/v1/payment_intents/${id}`, {
      headers: { authorization: `Bearer ${other.secretKey}` },
    });
    expect(answer.status).toBe(404);
  });
});

describe('idempotency keys', () => {
  test('replay, other words, other endpoint, after 24 hours, refusals before execution', async () => {
    const h = await stripe();
    const key = { 'idempotency-key': 'k1' };
    const first = await post(h, 'payment_intents', 'amount=100&currency=eur', key);
    const again = await post(h, 'payment_intents', 'currency=eur&amount=100', key);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    const id = (await first.json()).id;
    expect((await again.json()).id).toBe(id);
    expect(await errorOf(await post(h, 'payment_intents', 'amount=101&currency=eur', key))).toMatchObject({
      status: 400,
      type: 'idempotency_error',
    });
    expect(await errorOf(await post(h, 'refunds', 'charge=ch_1', key))).toMatchObject({
      status: 400,
      type: 'idempotency_error',
    });
    const bad = { 'idempotency-key': 'k2' };
    expect((await post(h, 'payment_intents', 'amount=1&currency=eur', bad)).status).toBe(400);
    expect((await post(h, 'payment_intents', 'amount=100&currency=eur', bad)).status).toBe(200);
    h.clock.advance(25 * 3_600_000);
    expect((await (await post(h, 'payment_intents', 'amount=100&currency=eur', key)).json()).id).not.toBe(id);
  });
});

test('sdk_smoke: the official SDK drives the whole life of a payment', async () => {
  const h = await stripe();
  const client = sdk(h);
  const session = await client.checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://broker.example/ok?s={CHECKOUT_SESSION_ID}',
    line_items: [
      { quantity: 2, price_data: { currency: 'usd', unit_amount: 5000, product_data: { name: 'Deposit' } } },
    ],
    payment_intent_data: { metadata: { reference: 'r1' } },
  });
  expect(session).toMatchObject({ amount_total: 10_000, status: 'open', payment_status: 'unpaid', livemode: false });
  const form = (fields: Record<string, string>) => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual' as const,
  });
  const url = session.url ?? '';
  expect(await (await fetch(url)).text()).toContain('Card number');
  expect(await (await fetch(url, form({ number: '4000 0000 0000 9995', name: 'A' }))).text()).toContain('declined');
  const challenge = await fetch(url, form({ number: '4000000000003220', name: 'A <b>' }));
  expect(challenge.status).toBe(303);
  const paid = await fetch(challenge.headers.get('location') ?? '', form({ answer: 'complete' }));
  expect(paid.headers.get('location')).toBe(`https://broker.example/ok?s=${session.id}`);
  const done = await client.checkout.sessions.retrieve(session.id, {
    expand: ['payment_intent.latest_charge.balance_transaction'],
  });
  const intent = done.payment_intent as Stripe.PaymentIntent;
  const charge = intent.latest_charge as Stripe.Charge;
  expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10_000, metadata: { reference: 'r1' } });
  expect(charge.balance_transaction).toMatchObject({ amount: 10_000, fee: 320, net: 9680, type: 'charge' });
  const refund = await client.refunds.create({ payment_intent: intent.id, amount: 4000 });
  expect(refund.status).toBe('succeeded');
  await expect(client.refunds.create({ charge: charge.id, amount: 6001 })).rejects.toThrow(
    'greater than unrefunded amount',
  );
  await expect(client.paymentIntents.cancel(intent.id)).rejects.toMatchObject({
    code: 'payment_intent_unexpected_state',
  });
  const types = new Set<string>();
  for await (const event of client.events.list({ limit: 3 })) types.add(event.type);
  expect([...types]).toEqual(
    expect.arrayContaining([
      'checkout.session.completed',
      'payment_intent.succeeded',
      'charge.refunded',
      'payment_intent.requires_action',
    ]),
  );
  const dispute = h.emulator.as(h.secretKey).openDispute(charge.id, 'fraudulent');
  expect(
    (await client.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } })).status,
  ).toBe('won');
  h.clock.advance(3 * 86_400_000);
  expect((await client.balance.retrieve()).available).toEqual([
    { amount: 5680, currency: 'usd', source_types: { card: 5680 } },
  ]);
  const [payout] = h.emulator.as(h.secretKey).runPayouts();
  expect(payout?.amount).toBe(5680);
  const lines: Stripe.BalanceTransaction[] = [];
  for await (const line of client.balanceTransactions.list({ payout: payout?.id ?? '' })) lines.push(line);
  expect(lines.reduce((sum, line) => sum + line.net, 0)).toBe(0);
  expect((await client.balance.retrieve()).available[0]?.amount).toBe(0);
  const endpoint = await client.webhookEndpoints.create({ url: 'https://broker.example/hook', enabled_events: ['*'] });
  expect(endpoint.secret).toMatch(/^whsec_/);
});

test('payout_failed_after_paid: money paid out comes back into the balance', async () => {
  const h = await stripe();
  const client = sdk(h);
  await client.paymentIntents.create({
    amount: 10_000,
    currency: 'eur',
    confirm: true,
    payment_method: 'pm_card_visa',
  });
  h.clock.advance(3 * 86_400_000);
  const [payout] = h.emulator.as(h.secretKey).runPayouts();
  if (!payout) throw new Error('nothing to pay out');
  h.clock.advance(3 * 86_400_000);
  expect((await client.payouts.retrieve(payout.id)).status).toBe('paid');
  h.emulator.as(h.secretKey).failPayout(payout.id);
  expect(await client.payouts.retrieve(payout.id)).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
  expect((await client.balance.retrieve()).available[0]?.amount).toBe(payout.amount);
  h.clock.advance(1000);
  const report = await h.psp.listSettlement(new Date(0), h.clock.now());
  expect(report.found === 'yes' && report.value.map((line) => line.kind)).toEqual([
    'charge',
    'payout',
    'payout_failure',
  ]);
});

test('an address named twice is called once', async () => {
  const h = await stripe();
  const url = 'https://broker.example/hook';
  h.emulator.openAccount({ secretKey: h.secretKey, webhook: { url, secret: 'whsec_one' } });
  h.emulator.openAccount({ secretKey: h.secretKey, webhook: { url, secret: 'whsec_two' } });
  expect((await sdk(h).webhookEndpoints.list()).data.filter((endpoint) => endpoint.url === url)).toHaveLength(1);
});

test('search runs behind the objects; lists do not', async () => {
  const h = await stripe();
  const client = sdk(h);
  await client.paymentIntents.create({ amount: 500, currency: 'eur', metadata: { reference: 'late' } });
  const query = "metadata['reference']:'late'";
  expect((await client.paymentIntents.search({ query })).data).toHaveLength(0);
  expect((await client.paymentIntents.list({ limit: 1 })).data).toHaveLength(1);
  h.clock.advance(61_000);
  expect((await client.paymentIntents.search({ query })).data).toHaveLength(1);
});

test('webhooks are tried again until the product takes them', async () => {
  const clock = manualClock(new Date('2026-01-01T00:00:00Z'));
  const answers = [500, 503, 200];
  const calls: string[] = [];
  const emulator = createStripeEmulator({
    clock,
    rng: seededRng(1).next,
    callOut: async (url) => {
      calls.push(url);
      return new Response(null, { status: answers.shift() ?? 200 });
    },
  });
  const account = emulator.openAccount({ webhook: { url: 'http://product/' } });
  const request = new Request('http://stripe/v1/payment_intents', {
    method: 'POST',
    headers: { authorization: `Bearer ${account.secretKey}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'amount=500&currency=eur',
  });
  await emulator.handle(request);
  expect([await emulator.pump(), await emulator.pump()]).toEqual([1, 0]);
  for (let i = 0; i < 3; i += 1) {
    clock.advance(6 * 60_000);
    await emulator.pump();
  }
  expect(calls).toHaveLength(3);
  expect(emulator.webhooksWaiting).toBe(0);
});

test('nothing it said is forgotten: a snapshot moves house, a file survives the kill', async () => {
  const h = await stripe();
  const session = await sdk(h).checkout.sessions.create({
    mode: 'payment',
    success_url: 'https://broker.example/ok',
    line_items: [
      { quantity: 1, price_data: { currency: 'eur', unit_amount: 5000, product_data: { name: 'Deposit' } } },
    ],
  });
  const options = { clock: h.clock, rng: seededRng(2).next };
  const moved = createStripeEmulator(options);
  moved.restore(h.emulator.snapshot());
  expect(moved.as(h.secretKey).session(session.id).amount_total).toBe(5000);
  const folder = mkdtempSync(join(tmpdir(), 'emulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'stripe.jsonl');
  const first = createStripeEmulator({ ...options, store: fileStore(path) });
  first.restore(h.emulator.snapshot());
  first.as(h.secretKey).pay(session.id, { number: '4242424242424242' });
  const second = createStripeEmulator({ ...options, store: fileStore(path) });
  expect(second.as(h.secretKey).session(session.id).payment_status).toBe('paid');
  expect(second.truth(h.secretKey).balance).toEqual({ eur: 5000 - 175 });
});

test('control and truth ask for their token', async () => {
  const emulator = createStripeEmulator({
    clock: manualClock(new Date()),
    rng: seededRng(3).next,
    controlToken: 'secret',
  });
  expect((await emulator.handle(new Request('http://stripe/__truth'))).status).toBe(401);
  const headers = { 'x-control-token': 'secret', 'content-type': 'application/json' };
  const open = await emulator.handle(
    new Request('http://stripe/__control/accounts', { method: 'POST', headers, body: '{}' }),
  );
  expect((await open.json()).secretKey).toMatch(/^sk_test_/);
  const truth = await emulator.handle(new Request('http://stripe/__truth', { headers }));
  expect(await truth.json()).toMatchObject({ payments: [], balance: {} });
});
