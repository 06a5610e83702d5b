import { describe, expect, onTestFinished, test } from 'vitest';
import type { ManualClock } from '@/server/kernel/clock';
import type { Beneficiary, CreatePayout, MoveState, PspPort } from '@/server/modules/payments/ports';

export type PayoutHarness = {
  readonly psp: PspPort;
  readonly clock: ManualClock;
  readonly asset: string;
  readonly beneficiary: Beneficiary;
  fault(on: 'send' | 'read', kind: string, status?: number): void;
  vendorFault(kind: 'reject' | 'delay' | 'return', code?: string): void;
  /** Lets the vendor's clock run. */
  settle(): Promise<void>;
  giveBack(reference: string, reason: string): Promise<void>;
  /** Money that left for good under a reference, by the vendor's books. */
  paid(reference: string): Promise<bigint>;
  balance(): bigint;
  conservation(): Record<string, string>;
  unreachable(): PspPort;
  close(): Promise<void>;
};
type Open = () => Promise<PayoutHarness>;

let serial = 0;
const hour = 3_600_000;
const day = 24 * hour;

async function opened(open: Open): Promise<PayoutHarness> {
  const h = await open();
  onTestFinished(async () => {
    for (const sum of Object.values(h.conservation())) expect(sum, 'the emulator conserves money').toBe('0');
    await h.close();
  });
  return h;
}
const order = (h: PayoutHarness, change: Partial<CreatePayout> = {}): CreatePayout => {
  serial += 1;
  return {
    reference: `wd_${serial}`,
    amount: { minor: 124_050n, asset: h.asset },
    beneficiary: h.beneficiary,
    remittance: 'Withdrawal',
    createdAt: h.clock.now(),
    ...change,
  };
};
async function look(h: PayoutHarness, request: CreatePayout): Promise<MoveState> {
  const answer = await h.psp.getPayout({ reference: request.reference, createdAt: request.createdAt });
  if (answer.found !== 'yes') throw new Error(`${request.reference}: ${JSON.stringify(answer)}`);
  return answer.value;
}

export function pspPayoutContract(name: string, open: Open): void {
  describe(`${name}: paying out`, () => outcomes(open));
  describe(`${name}: payouts whose reply is lost`, () => unknowns(open));
}

function outcomes(open: Open): void {
  test('payout_ok: pending, settled, proven by a line of the statement', async () => {
    const h = await opened(open);
    const request = order(h);
    const before = h.balance();
    expect(await h.psp.payout(request)).toMatchObject({
      kind: 'payout',
      outcome: 'pending_psp',
      reference: request.reference,
      problem: null,
    });
    expect(await look(h, request)).toMatchObject({ outcome: 'pending_psp', proof: null });
    await h.settle();
    const settled = await look(h, request);
    expect(settled).toMatchObject({
      outcome: 'settled',
      amount: request.amount,
      proof: { id: expect.any(String), bookedAt: expect.any(Date) },
    });
    expect(before - h.balance()).toBe(request.amount.minor);
    expect(await h.paid(request.reference)).toBe(request.amount.minor);
  });

  test('payout_failed: rejected for the beneficiary is never, for us is config; nothing leaves', async () => {
    const h = await opened(open);
    const before = h.balance();
    h.vendorFault('reject', 'AC04');
    const closed = order(h);
    await h.psp.payout(closed);
    await h.settle();
    expect(await look(h, closed)).toMatchObject({
      outcome: 'failed',
      problem: { class: 'never', code: 'AC04' },
      proof: null,
    });
    const tooMuch = order(h, { amount: { minor: 10n ** 12n, asset: h.asset } });
    await h.psp.payout(tooMuch);
    await h.settle();
    expect(await look(h, tooMuch)).toMatchObject({ outcome: 'failed', problem: { class: 'config' } });
    expect(h.balance()).toBe(before);
  });

  test('payout_returned: settled money may come back, by itself or because somebody sends it', async () => {
    const h = await opened(open);
    const before = h.balance();
    h.vendorFault('return', 'AC04');
    const first = order(h);
    await h.psp.payout(first);
    await h.settle();
    expect(await look(h, first)).toMatchObject({ outcome: 'settled' });
    const second = order(h);
    await h.psp.payout(second);
    await h.settle();
    h.clock.advance(2 * day);
    await h.settle();
    await h.giveBack(second.reference, 'MD07');
    expect(await look(h, first)).toMatchObject({
      outcome: 'returned',
      problem: { class: 'never', code: 'AC04' },
      proof: { id: expect.any(String) },
    });
    expect(await look(h, second)).toMatchObject({ outcome: 'returned', problem: { code: 'MD07' } });
    expect(h.balance()).toBe(before);
  });

  test('a delayed payout is pending until it is not', async () => {
    const h = await opened(open);
    h.vendorFault('delay');
    const request = order(h);
    await h.psp.payout(request);
    await h.settle();
    expect((await look(h, request)).outcome).toBe('pending_psp');
    h.clock.advance(4 * day);
    await h.settle();
    expect((await look(h, request)).outcome).toBe('settled');
  });

  test('the statement of the day adds up to what left and came back', async () => {
    const h = await opened(open);
    h.clock.advance(60_000);
    const from = h.clock.now();
    const before = h.balance();
    for (let i = 0; i < 3; i += 1) await h.psp.payout(order(h));
    await h.settle();
    h.vendorFault('return');
    const returned = order(h);
    await h.psp.payout(returned);
    await h.settle();
    h.clock.advance(2 * day);
    await h.settle();
    h.clock.advance(day);
    const report = await h.psp.listSettlement(from, h.clock.now());
    if (report.found !== 'yes') throw new Error('no statement');
    expect(report.value.reduce((sum, line) => sum + line.net.minor, 0n)).toBe(h.balance() - before);
    expect(report.value.filter((line) => line.kind === 'payout')).toHaveLength(4);
    expect(report.value.filter((line) => line.kind === 'payout_failure').map((line) => line.reference)).toEqual([
      returned.reference,
    ]);
  });
}

function unknowns(open: Open): void {
  test('nobody listens: not sent', async () => {
    const h = await opened(open);
    expect(await h.unreachable().payout(order(h))).toMatchObject({
      outcome: 'error_not_sent',
      problem: { class: 'technical_not_sent' },
    });
    expect((await h.unreachable().getPayout({ reference: 'wd_x', createdAt: h.clock.now() })).found).toBe('unknown');
  });

  test.each(['drop_after', 'garbage', 'status_after'])(
    'lost after the work (%s): unknown, found, and sending again pays once',
    async (kind) => {
      const h = await opened(open);
      const request = order(h);
      h.fault('send', kind, 502);
      expect(await h.psp.payout(request)).toMatchObject({ outcome: 'unknown' });
      expect((await look(h, request)).outcome).toBe('pending_psp');
      expect((await h.psp.payout(request)).outcome).toBe('pending_psp');
      await h.settle();
      expect((await h.psp.payout(request)).outcome).toBe('settled');
      expect(await h.paid(request.reference)).toBe(request.amount.minor);
    },
  );

  test.each(['drop_before', 'status_before'])(
    'lost before the work (%s): unknown, absent, and the same order goes through',
    async (kind) => {
      const h = await opened(open);
      const request = order(h);
      h.fault('send', kind, 503);
      expect((await h.psp.payout(request)).outcome).toBe('unknown');
      expect((await h.psp.getPayout({ reference: request.reference, createdAt: request.createdAt })).found).toBe('no');
      expect((await h.psp.payout(request)).outcome).toBe('pending_psp');
      await h.settle();
      expect(await h.paid(request.reference)).toBe(request.amount.minor);
    },
  );

  test('another order under the same reference is unknown, never a second payment', async () => {
    const h = await opened(open);
    const request = order(h);
    await h.psp.payout(request);
    const other = { ...request, amount: { ...request.amount, minor: request.amount.minor + 1n } };
    expect(await h.psp.payout(other)).toMatchObject({ outcome: 'unknown', problem: { code: 'reference_reused' } });
    await h.settle();
    expect(await h.paid(request.reference)).toBe(request.amount.minor);
  });

  test('a lookup that breaks is unknown, not absent', async () => {
    const h = await opened(open);
    const request = order(h);
    await h.psp.payout(request);
    for (const kind of ['drop_before', 'garbage', 'status_before', 'rate_limit']) {
      h.fault('read', kind, 500);
      expect((await h.psp.getPayout({ reference: request.reference, createdAt: request.createdAt })).found, kind).toBe(
        'unknown',
      );
    }
  });
}
