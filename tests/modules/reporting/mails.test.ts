import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { localTime } from '@/server/kernel/time';
import { sendDue } from '@/server/modules/notifications';
import { countDueMails, readMail, scheduleMail, sendDueMails, stopMail } from '@/server/modules/reporting';
import { nextSending } from '@/server/modules/reporting/schedule';
import { asOwner, type Broker, colleague, type Home, home, newBroker } from '../../support/people';
import { postOffice } from '../../support/post';

describe('when a page is mailed', () => {
  const next = (after: string, cadence: 'workdays' | 'weekly' | 'monthly', zone = 'Asia/Nicosia') =>
    nextSending(new Date(after), { cadence, hour: 8, zone }).toISOString();

  it('is on work days, Mondays or firsts, at the hour of the zone', () => {
    expect(next('2026-11-23T05:59:00Z', 'workdays')).toBe('2026-11-23T06:00:00.000Z'); // eight in Nicosia
    expect(next('2026-11-23T06:00:00Z', 'workdays')).toBe('2026-11-24T06:00:00.000Z');
    expect(next('2026-11-27T07:00:00Z', 'workdays')).toBe('2026-11-30T06:00:00.000Z'); // Friday to Monday
    expect(next('2026-11-23T07:00:00Z', 'weekly')).toBe('2026-11-30T06:00:00.000Z');
    expect(next('2026-11-23T07:00:00Z', 'monthly')).toBe('2026-12-01T06:00:00.000Z');
    expect(next('2027-03-26T07:00:00Z', 'weekly', 'Europe/Berlin')).toBe('2027-03-29T06:00:00.000Z'); // summer time began
  });

  it('lies ahead, within a month, at that hour on clocks that have it', () => {
    const zones = fc.constantFrom('UTC', 'Asia/Nicosia', 'America/New_York', 'Asia/Kolkata');
    const cadences = fc.constantFrom('workdays' as const, 'weekly' as const, 'monthly' as const);
    const minutes = fc.integer({ min: 0, max: 4_000_000 });
    // Between midnight and four, clocks jump in some zones.
    fc.assert(
      fc.property(minutes, fc.integer({ min: 4, max: 23 }), zones, cadences, (minute, hour, zone, cadence) => {
        const after = new Date(Date.UTC(2025, 0, 1) + minute * 60_000);
        const at = nextSending(after, { hour, zone, cadence });
        expect(at.getTime()).toBeGreaterThan(after.getTime());
        expect(at.getTime() - after.getTime()).toBeLessThanOrEqual(32 * 86_400_000);
        expect(localTime(at, zone).slice(11, 16)).toBe(`${String(hour).padStart(2, '0')}:00`);
      }),
    );
  });
});

describe('pages by mail', () => {
  let house: Home;
  let broker: Broker;
  let post: Awaited<ReturnType<typeof postOffice>>;
  let ann: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    post = await postOffice();
    ann = await colleague(house, broker, 'finance_head', { name: 'Ann' });
  });
  const job = (at: Date): Ctx => ({
    ...post.through(house.ctx(broker.slug, { credential: { kind: 'job', name: 'test' } })),
    tenant: { id: broker.tenantId },
    clock: manualClock(at),
  });
  const letters = () => post.emulator.messages().filter(({ envelope }) => envelope.to.includes(ann.email));
  const schedule = { cadence: 'workdays' as const, hour: 8, zone: 'UTC', days: 30 as const };

  it('come once at their time, with the figures their reader may see, and again the next day', async () => {
    const { nextAt } = await scheduleMail(ann.ctx, { view: 'insight', ...schedule });
    expect(await countDueMails(job(new Date(nextAt.getTime() - 1)), {})).toEqual({ due: 0 });
    const runs = await Promise.allSettled([sendDueMails(job(nextAt), {}), sendDueMails(job(nextAt), {})]);
    expect(runs.map((run) => (run.status === 'rejected' ? run.reason.reason : run.value.sent)).sort()).toEqual([
      1,
      'nothing_due',
    ]);
    await sendDue(job(nextAt), {});
    expect(letters()).toHaveLength(1);
    expect(letters()[0]?.text).toContain('Net deposit: none (before: none)');
    expect(letters()[0]?.text).toContain('/desk/insight');
    const kept = await readMail(ann.ctx, { view: 'insight' });
    expect(kept?.lastAt).toEqual(nextAt);
    expect(kept?.nextAt.getTime()).toBeGreaterThan(nextAt.getTime());
    await stopMail(ann.ctx, { view: 'insight' });
    expect(await readMail(ann.ctx, { view: 'insight' })).toBeNull();
    await expect(stopMail(ann.ctx, { view: 'insight' })).rejects.toMatchObject({ reason: 'mail_not_scheduled' });
  });

  it('end when their reader has left', async () => {
    const { nextAt } = await scheduleMail(ann.ctx, { view: 'leaks', ...schedule });
    const before = letters().length;
    await asOwner(house, `update app_user set status = 'deactivated' where tenant_id = $1 and email = $2`, [
      broker.tenantId,
      ann.email,
    ]);
    expect(await sendDueMails(job(nextAt), {})).toEqual({ sent: 0 });
    expect(await countDueMails(job(nextAt), {})).toEqual({ due: 0 });
    expect(letters()).toHaveLength(before);
  });

  it('are not for somebody who may not open the page', async () => {
    const mia = await colleague(house, broker, 'marketing', { name: 'Mia' });
    const answer = scheduleMail(mia.ctx, { view: 'leaks', ...schedule });
    await expect(answer).rejects.toMatchObject({ kind: 'forbidden', reason: 'page_not_for_you' });
  });
});
