import { expect, test } from 'vitest';
import { byToken, capturedFor, found, lookup, type Open, opened, paymentRequest, refundRequest } from './harness';

export function unknowns(open: Open): void {
  test('timeout_before_write: nobody listens, so nothing was sent', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    const port = h.unreachable();
    expect(await port.createPayment(request)).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'technical_not_sent' },
    });
    expect((await port.refund(refundRequest(request, 1n))).outcome).toBe('error_not_sent');
    expect((await port.getPayment(lookup(request))).found).toBe('unknown');
  });

  test.each(['drop_after', 'garbage', 'status_after'])(
    'reply lost after the work (%s): unknown, then found, and resuming charges once',
    async (kind) => {
      const h = await opened(open);
      const request = byToken(h, h.tokens.good);
      h.fault({ on: 'create', kind, status: 502 });
      expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'unknown', problem: { class: 'unknown' } });
      expect(await found(h, request)).toMatchObject({ outcome: 'approved', received: request.amount });
      expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'approved', received: request.amount });
      expect(capturedFor(h, request)).toBe(request.amount.minor);
    },
  );

  test('timeout_after_write_decline: the decline is what the second look finds', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.never);
    h.fault({ on: 'create', kind: 'drop_after' });
    expect((await h.psp.createPayment(request)).outcome).toBe('unknown');
    expect(await found(h, request)).toMatchObject({ outcome: 'declined_hard' });
    expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'declined_hard', problem: { class: 'never' } });
  });

  test.each(['drop_before', 'status_before'])(
    'lost before the work (%s): unknown, absent, and the same key goes through',
    async (kind) => {
      const h = await opened(open);
      const request = byToken(h, h.tokens.good);
      h.fault({ on: 'create', kind, status: 503 });
      expect((await h.psp.createPayment(request)).outcome).toBe('unknown');
      expect((await h.psp.getPayment(lookup(request))).found).toBe('no');
      expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'approved' });
      expect(capturedFor(h, request)).toBe(request.amount.minor);
    },
  );

  test('5xx_forever_inquiry_absent: stays unknown until two lookups apart say no', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    h.fault({ on: 'create', kind: 'api_error' });
    for (let i = 0; i < 3; i += 1) expect((await h.psp.createPayment(request)).outcome).toBe('unknown');
    expect((await h.psp.getPayment(lookup(request))).found).toBe('no');
    h.clock.advance(h.psp.capabilities.lookupGraceMs + 1);
    expect((await h.psp.getPayment(lookup(request))).found).toBe('no');
    expect(capturedFor(h, request)).toBe(0n);
  });

  test('a stored 500 after the work replays for ever; only the lookup knows the money came', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    h.fault({ on: 'create', kind: 'api_error_after' });
    for (let i = 0; i < 2; i += 1) expect((await h.psp.createPayment(request)).outcome).toBe('unknown');
    expect(await found(h, request)).toMatchObject({ outcome: 'approved', received: request.amount });
  });

  test('slow beyond our patience: unknown, not failed', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    h.fault({ on: 'create', kind: 'slow', ms: 3000 });
    expect((await h.psp.createPayment(request)).outcome).toBe('unknown');
    expect((await h.psp.createPayment(request)).outcome).toBe('pending_action');
  });

  test('key_reuse_other_body: another request under the same reference is unknown, never a second charge', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    await h.psp.createPayment(request);
    const other = { ...request, amount: { ...request.amount, minor: request.amount.minor + 500n } };
    expect(await h.psp.createPayment(other)).toMatchObject({
      outcome: 'unknown',
      problem: { code: 'idempotency_key_reused' },
    });
    expect(capturedFor(h, request)).toBe(request.amount.minor);
  });

  test('429_with_retry_after: nothing happened, and we are told when to come back', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    h.fault({ on: 'create', kind: 'rate_limit' });
    const state = await h.psp.createPayment(request);
    expect(state).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'technical_not_sent', code: 'rate_limit' },
    });
    expect(state.problem?.retryAfterMs).toBeGreaterThan(0);
    expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'approved' });
  });

  test('beyond the key window the adapter refuses to send again', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    expect((await h.psp.createPayment(request)).outcome).toBe('approved');
    h.clock.advance(30 * 3_600_000);
    expect(await h.psp.createPayment(request)).toMatchObject({
      outcome: 'unknown',
      problem: { code: 'key_window_passed' },
    });
    expect(capturedFor(h, request)).toBe(request.amount.minor);
  });
}
