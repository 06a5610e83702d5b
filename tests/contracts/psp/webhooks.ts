import { expect, test } from 'vitest';
import { byToken, events, found, minute, type Open, opened, type PspHarness } from './harness';

export function webhooks(open: Open): void {
  const paid = async (h: PspHarness) => {
    const request = byToken(h, h.tokens.good);
    await h.psp.createPayment(request);
    return request;
  };

  test('webhook_duplicate_x5: one event id, however often it comes', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_duplicate', 5);
    await paid(h);
    const approved = (await events(h)).filter(
      (event) => event.kind === 'payment' && event.payment.outcome === 'approved',
    );
    expect(approved).toHaveLength(5);
    expect(new Set(approved.map((event) => event.eventId)).size).toBe(1);
  });

  test('the same fact under two event ids names the same charge', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_new_id');
    await paid(h);
    const approved = (await events(h)).flatMap((event) =>
      event.kind === 'payment' && event.payment.outcome === 'approved' ? [event] : [],
    );
    expect(new Set(approved.map((event) => event.eventId)).size).toBe(2);
    expect(approved[0]?.payment.charges[0]?.id, 'an approved event names its charge').toBeTruthy();
    expect(new Set(approved.map((event) => event.payment.charges[0]?.id)).size).toBe(1);
  });

  test('webhook_reordered and webhook_lost: any order and any gap, the lookup is the same', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_reorder');
    const request = await paid(h);
    expect((await events(h)).length).toBeGreaterThan(0);
    h.webhookFault('webhook_lost');
    const quiet = await paid(h);
    expect((await events(h)).some((event) => event.kind === 'payment' && event.payment.outcome === 'approved')).toBe(
      false,
    );
    for (const each of [request, quiet]) expect(await found(h, each)).toMatchObject({ outcome: 'approved' });
  });

  test('webhook_bad_signature and one flipped byte are refused', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_bad_signature');
    await paid(h);
    const results = await Promise.all(
      (await h.deliver()).map(({ body, headers }) => h.psp.parseWebhook(body, headers)),
    );
    expect(results.filter((result) => !result.verified)).toEqual([{ verified: false, reason: 'signature' }]);
    await paid(h);
    for (const { body, headers } of await h.deliver()) {
      for (const at of [0, Math.floor(body.length / 2), body.length - 1]) {
        const flipped = Uint8Array.from(body);
        flipped[at] = (flipped[at] ?? 0) ^ 1;
        expect(await h.psp.parseWebhook(flipped, headers)).toEqual({ verified: false, reason: 'signature' });
      }
      expect((await h.psp.parseWebhook(body, headers)).verified).toBe(true);
    }
  });

  test('webhook_old_timestamp is refused, ten minutes of replay too, a clock ahead is not', async () => {
    const h = await opened(open);
    h.webhookFault('webhook_old');
    await paid(h);
    const results = await Promise.all(
      (await h.deliver()).map(({ body, headers }) => h.psp.parseWebhook(body, headers)),
    );
    expect(results.filter((result) => !result.verified)).toEqual([{ verified: false, reason: 'too_old' }]);
    await paid(h);
    const [first] = await h.deliver();
    if (!first) throw new Error('nothing received');
    h.clock.advance(-10 * minute);
    expect((await h.psp.parseWebhook(first.body, first.headers)).verified).toBe(true);
    h.clock.advance(20 * minute);
    expect(await h.psp.parseWebhook(first.body, first.headers)).toEqual({ verified: false, reason: 'too_old' });
  });

  test('no header, empty body and no JSON are refused', async () => {
    const h = await opened(open);
    for (const body of ['', '{}', 'not json']) {
      expect((await h.psp.parseWebhook(new TextEncoder().encode(body), new Headers())).verified).toBe(false);
    }
  });
}
