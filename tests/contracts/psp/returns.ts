import { expect, test } from 'vitest';
import { byToken, day, events, found, minute, type Open, opened, type PspHarness, refundRequest } from './harness';

export function refunds(open: Open): void {
  const deposit = async (h: PspHarness, token: string) => {
    const request = byToken(h, token);
    expect((await h.psp.createPayment(request)).outcome).toBe('approved');
    return request;
  };

  test('refund_partial, full and over: never more than was taken', async () => {
    const h = await opened(open);
    const request = await deposit(h, h.tokens.good);
    const part = await h.psp.refund(refundRequest(request, 30_000n));
    expect(part).toMatchObject({
      kind: 'refund',
      outcome: 'settled',
      amount: { minor: 30_000n, asset: h.asset },
      proof: { kind: expect.any(String) },
    });
    expect(await h.psp.refund(refundRequest(request, 70_001n))).toMatchObject({
      outcome: 'failed',
      problem: { class: 'never' },
    });
    expect((await h.psp.refund(refundRequest(request, 70_000n))).outcome).toBe('settled');
    expect((await h.psp.refund(refundRequest(request, 1n))).outcome).toBe('failed');
    expect((await found(h, request)).charges[0]?.refunded).toEqual(request.amount);
    expect(h.books().find((row) => row.reference === request.reference)).toMatchObject({
      captured: 100_000n,
      refunded: 100_000n,
    });
  });

  test.each(['drop_after', 'garbage', 'status_after'])(
    'a refund whose reply is lost (%s) is looked up, and the same key gives it once',
    async (kind) => {
      const h = await opened(open);
      const request = await deposit(h, h.tokens.good);
      const refund = refundRequest(request, 40_000n);
      h.fault({ on: 'refund', kind, status: 504 });
      expect((await h.psp.refund(refund)).outcome).toBe('unknown');
      expect(await h.psp.getRefund({ reference: refund.reference, payment: refund.payment })).toMatchObject({
        found: 'yes',
        value: { outcome: 'settled', reference: refund.reference },
      });
      expect((await h.psp.refund(refund)).outcome).toBe('settled');
      expect(h.books().find((row) => row.reference === request.reference)?.refunded).toBe(40_000n);
      expect((await h.psp.getRefund({ reference: 'leg_never_sent', payment: refund.payment })).found).toBe('no');
    },
  );

  test('refund_pending and refund_failed_late: settled may still come back', async () => {
    const h = await opened(open);
    const slow = await deposit(h, h.tokens.refundPending);
    const pending = await h.psp.refund(refundRequest(slow, 5_000n));
    expect(pending.outcome).toBe('pending_psp');
    const failing = await deposit(h, h.tokens.refundFails);
    const settled = await h.psp.refund(refundRequest(failing, 5_000n));
    expect(settled.outcome).toBe('settled');
    await events(h);
    h.clock.advance(2 * 3_600_000);
    const later = (await events(h)).flatMap((event) => (event.kind === 'move' ? [event.move] : []));
    expect(later.find((move) => move.pspId === pending.pspId)?.outcome).toBe('settled');
    expect(later.find((move) => move.pspId === settled.pspId)?.outcome).toBe('returned');
    expect(h.books().find((row) => row.reference === failing.reference)?.refunded).toBe(0n);
  });
}

export function disputes(open: Open): void {
  test('chargeback opened, lost; opened, won; refunding a disputed charge is refused', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.dispute);
    await h.psp.createPayment(request);
    await events(h);
    h.clock.advance(minute);
    const opening = (await events(h)).flatMap((event) => (event.kind === 'dispute' ? [event.dispute] : []));
    expect(opening[0]).toMatchObject({
      status: 'open',
      amount: request.amount,
      chargeId: (await found(h, request)).charges[0]?.id,
    });
    expect(opening[0]?.respondBy).toBeInstanceOf(Date);
    expect(await h.psp.refund(refundRequest(request, 1n))).toMatchObject({
      outcome: 'failed',
      problem: { class: 'never' },
    });
    await h.closeDispute(request.reference, true);
    expect((await events(h)).flatMap((event) => (event.kind === 'dispute' ? [event.dispute.status] : []))).toContain(
      'won',
    );
    await h.dispute(request.reference);
    await h.closeDispute(request.reference, false);
    const statuses = (await events(h)).flatMap((event) => (event.kind === 'dispute' ? [event.dispute.status] : []));
    expect(statuses).toEqual(expect.arrayContaining(['open', 'lost']));
  });

  test('a claim is contested once and for good, or given up', async () => {
    const h = await opened(open);
    const claimOf = async () => {
      const request = byToken(h, h.tokens.dispute);
      await h.psp.createPayment(request);
      await events(h);
      h.clock.advance(minute);
      const [claim] = (await events(h)).flatMap((event) => (event.kind === 'dispute' ? [event.dispute] : []));
      return claim?.pspId ?? '';
    };
    const evidence = {
      statement: 'He traded with it.',
      payerName: 'Marit Oosterveld',
      payerEmail: 'marit@clients.example',
      payerIp: '192.0.2.7',
      product: 'Funding of a wallet',
      deliveredOn: '2026-11-20',
    };
    const contested = await claimOf();
    expect(await h.psp.contestDispute(contested, evidence)).toMatchObject({
      outcome: 'taken',
      dispute: { status: 'under_review', submissions: 1 },
    });
    expect((await h.psp.contestDispute(contested, evidence)).outcome).toBe('not_taken');
    const givenUp = await claimOf();
    expect(await h.psp.acceptDispute(givenUp)).toMatchObject({ outcome: 'taken', dispute: { status: 'lost' } });
    expect((await h.psp.acceptDispute('du_nobody')).outcome).toBe('not_taken');
  });

  test('an inquiry moves no money', async () => {
    const h = await opened(open);
    const request = byToken(h, h.tokens.inquiry);
    await h.psp.createPayment(request);
    await events(h);
    h.clock.advance(minute);
    const opening = (await events(h)).flatMap((event) => (event.kind === 'dispute' ? [event.dispute] : []));
    expect(opening[0]).toMatchObject({ status: 'inquiry' });
    expect((await h.psp.refund(refundRequest(request, 100n))).outcome).toBe('settled');
  });

  test("report_for_day: the PSP's own lines add up to what it took, gave back and kept", async () => {
    const h = await opened(open);
    const from = h.clock.now();
    const first = byToken(h, h.tokens.good);
    const second = byToken(h, h.tokens.good, { amount: { minor: 2_550n, asset: h.asset } });
    for (const request of [first, second]) await h.psp.createPayment(request);
    await h.psp.refund(refundRequest(first, 10_000n));
    h.clock.advance(day);
    const report = await h.psp.listSettlement(from, h.clock.now());
    if (report.found !== 'yes') throw new Error('no report');
    const sum = (kind: string) =>
      report.value.filter((line) => line.kind === kind).reduce((total, line) => total + line.gross.minor, 0n);
    expect(sum('charge')).toBe(102_550n);
    expect(sum('refund')).toBe(-10_000n);
    for (const line of report.value) expect(line.net.minor).toBe(line.gross.minor - line.fee.minor);
    expect(report.value.filter((line) => line.kind === 'charge').map((line) => line.reference)).toEqual([
      first.reference,
      second.reference,
    ]);
  });
}
