import { expect, test } from 'vitest';
import { hints, minute, type Open, opened, outcome, submitted } from './harness';

export function webhooks(open: Open): void {
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
