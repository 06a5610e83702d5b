import { expect, test } from 'vitest';
import {
  byToken,
  capturedFor,
  day,
  events,
  found,
  lookup,
  minute,
  type Open,
  opened,
  paymentRequest,
  refundRequest,
} from './harness';

export function sales(open: Open): void {
  test('sale_ok: the hosted page pays, the lookup and the event say so, the books agree', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    const created = await h.psp.createPayment(request);
    expect(created).toMatchObject({
      outcome: 'pending_action',
      reference: request.reference,
      received: null,
      charges: [],
    });
    expect(created.redirectUrl).toMatch(/^https?:/);
    await h.pay(created, h.tokens.good);
    const state = await found(h, request, created);
    expect(state).toMatchObject({
      outcome: 'approved',
      received: request.amount,
      reference: request.reference,
      redirectUrl: null,
    });
    expect(state.charges).toHaveLength(1);
    expect(state.instrument).toMatchObject({
      kind: 'card',
      holderName: 'Zoë Ångström',
      last4: expect.stringMatching(/^\d{4}$/),
    });
    expect(await found(h, request), 'found by our reference alone').toMatchObject({
      outcome: 'approved',
      received: request.amount,
    });
    const paid = (await events(h)).filter((event) => event.kind === 'payment' && event.payment.outcome === 'approved');
    expect(paid.length).toBeGreaterThan(0);
    for (const event of paid) expect(event.kind === 'payment' && event.payment.reference).toBe(request.reference);
    expect(capturedFor(h, request)).toBe(request.amount.minor);
  });

  test.each([
    ['never', 'declined_hard'],
    ['risk', 'declined_hard'],
    ['issuer_soft', 'declined_soft'],
    ['technical_psp_failed', 'declined_soft'],
    ['step_up', 'declined_step_up'],
  ] as const)('sale_declined: %s is %s and takes nothing', async (cls, outcome) => {
    const h = await opened(open);
    const request = byToken(h, h.tokens[cls]);
    const state = await h.psp.createPayment(request);
    expect(state).toMatchObject({ outcome, problem: { class: cls }, received: null, charges: [] });
    expect(await found(h, request)).toMatchObject({ outcome, charges: [] });
    expect(capturedFor(h, request)).toBe(0n);
  });

  test('a decline on the hosted page leaves the attempt open for another card', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    const created = await h.psp.createPayment(request);
    await h.pay(created, h.tokens.issuer_soft);
    expect(await found(h, request, created)).toMatchObject({
      outcome: 'pending_action',
      problem: { class: 'issuer_soft' },
    });
    for (const event of await events(h)) {
      if (event.kind === 'payment') expect(event.payment.outcome).toBe('pending_action');
    }
    await h.pay(created, h.tokens.good);
    expect(await found(h, request, created)).toMatchObject({ outcome: 'approved', problem: null });
  });

  test('sale_3ds_ok, fail and abandon', async () => {
    const h = await opened(open);
    const ok = paymentRequest(h);
    const okState = await h.psp.createPayment(ok);
    await h.pay(okState, h.tokens.threeDs, 'pass');
    expect(await found(h, ok, okState)).toMatchObject({
      outcome: 'approved',
      instrument: { threeDs: { result: 'authenticated', eci: '05' } },
    });
    const failing = paymentRequest(h);
    const failState = await h.psp.createPayment(failing);
    await h.pay(failState, h.tokens.threeDs, 'fail');
    expect(await found(h, failing, failState)).toMatchObject({ outcome: 'pending_action', charges: [] });
    const left = paymentRequest(h, { expiresAt: new Date(h.clock.now().getTime() + 60 * minute) });
    const leftState = await h.psp.createPayment(left);
    await h.pay(leftState, h.tokens.threeDs);
    expect(await found(h, left, leftState)).toMatchObject({ outcome: 'pending_action' });
    h.clock.advance(61 * minute);
    expect(await found(h, left, leftState)).toMatchObject({ outcome: 'expired', charges: [] });
    expect(capturedFor(h, left)).toBe(0n);
  });

  test('late_success_after_expiry: what was pending at the bank may still turn into money', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.good);
    h.vendorFault('processing');
    expect(await h.psp.createPayment(request)).toMatchObject({ outcome: 'pending_psp', received: null });
    h.clock.advance(3 * day);
    expect(await found(h, request)).toMatchObject({ outcome: 'pending_psp' });
    await h.settleLate(request.reference, true);
    expect(await found(h, request)).toMatchObject({ outcome: 'approved', received: request.amount });
  });

  test('charged twice: both charges are visible under the one reference', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    const created = await h.psp.createPayment(request);
    h.vendorFault('charge_twice');
    await h.pay(created, h.tokens.good);
    const state = await found(h, request, created);
    expect(state.charges).toHaveLength(2);
    expect(state.received?.minor).toBe(2n * request.amount.minor);
    const second = state.charges[1];
    const back = await h.psp.refund(
      refundRequest(request, request.amount.minor, { chargeId: second?.id ?? '', reason: 'duplicate' }),
    );
    expect(back.outcome).toBe('settled');
    expect((await found(h, request, created)).charges.map((charge) => charge.refunded.minor)).toEqual([
      0n,
      request.amount.minor,
    ]);
  });
}

export function authorisations(open: Open): void {
  test('auth_then_capture, partial, void and expire', async () => {
    const h = await opened(open);
    const hold = async () => {
      const request = byToken(h, h.tokens.good, { capture: 'manual' });
      const state = await h.psp.createPayment(request);
      expect(state).toMatchObject({ outcome: 'pending_psp', authorised: request.amount, received: null });
      return request;
    };
    const whole = await hold();
    expect(await h.psp.capturePayment(lookup(whole), whole.amount, `${whole.reference}-c`)).toMatchObject({
      outcome: 'approved',
      received: whole.amount,
    });
    const part = await hold();
    const half = { ...part.amount, minor: part.amount.minor / 2n };
    expect(await h.psp.capturePayment(lookup(part), half, `${part.reference}-c`)).toMatchObject({
      outcome: 'approved',
      received: half,
    });
    expect((await found(h, part)).charges).toMatchObject([{ received: half, refunded: { minor: 0n } }]);
    const tooMuch = await hold();
    const more = { ...tooMuch.amount, minor: tooMuch.amount.minor + 1n };
    expect((await h.psp.capturePayment(lookup(tooMuch), more, `${tooMuch.reference}-c`)).outcome).toBe(
      'error_not_sent',
    );
    expect((await h.psp.cancelPayment(lookup(tooMuch), `${tooMuch.reference}-v`)).outcome).toBe('cancelled');
    expect(capturedFor(h, tooMuch)).toBe(0n);
    const forgotten = await hold();
    h.clock.advance(8 * day);
    expect(await found(h, forgotten)).toMatchObject({ outcome: 'expired', charges: [] });
  });

  test('an open hosted page can be closed by us', async () => {
    const h = await opened(open);
    const request = paymentRequest(h);
    const created = await h.psp.createPayment(request);
    expect((await h.psp.cancelPayment(lookup(request, created), `${request.reference}-v`)).outcome).toBe('cancelled');
    await expect(h.pay(created, h.tokens.good)).rejects.toThrow();
    expect(capturedFor(h, request)).toBe(0n);
  });
}
