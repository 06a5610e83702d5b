import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '@/server/kernel/clock';
import { idSchema } from '@/server/kernel/ids';
import { addOfficeMinutes, officeAround, officeMinutes } from '@/server/kernel/office';
import { command } from '@/server/kernel/verb';
import { closeWork, raiseWork } from '@/server/kernel/work';
import {
  breakPromises,
  claimWork,
  closeWorkItem,
  countClocks,
  countPromises,
  getWork,
  pauseWork,
  readClock,
  resumeWaiting,
  resumeWork,
} from '@/server/modules/work';
import { asOwner, type Broker, colleague, type Home, home, newBroker } from '../../support/people';

const hours = { zone: 'Asia/Nicosia', opens: '09:00', closes: '17:00', bank: 'TARGET', weekend: [6, 7], holidays: [] };
const cyprus = (at: Date) => officeAround(at, hours);
const minutes = (from: string, to: string) => officeMinutes(new Date(from), new Date(to), cyprus(new Date(from)));

describe('working minutes', () => {
  it('are those between nine and five of bank days', () => {
    expect(minutes('2026-11-23T08:00:00Z', '2026-11-23T12:00:00Z')).toBe(240);
    expect(minutes('2026-11-20T14:00:00Z', '2026-11-23T08:00:00Z')).toBe(120); // Friday four to five, Monday nine to ten
    expect(minutes('2026-11-21T08:00:00Z', '2026-11-22T12:00:00Z')).toBe(0);
    expect(minutes('2026-11-23T12:00:00Z', '2026-11-23T08:00:00Z')).toBe(0);
  });

  it('take back what the calendar gave', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 * 24 * 60 }),
        fc.integer({ min: 1, max: 200 * 60 }),
        (start, worked) => {
          const from = new Date(Date.UTC(2026, 0, 1) + start * 60_000);
          expect(officeMinutes(from, addOfficeMinutes(from, worked, cyprus(from)), cyprus(from))).toBe(worked);
        },
      ),
    );
  });
});

const raise = command({
  name: 'test.clock.raise',
  actors: ['job'],
  input: z.object({ object: z.string(), dueAt: z.date().nullable() }),
  output: z.object({ id: idSchema('workItem') }),
  run: async (uow, { object, dueAt }) => {
    const thing = { type: 'thing', id: object };
    const id = await raiseWork(uow, {
      kind: 'review',
      object: thing,
      title: object,
      team: 'onboarding',
      ...(dueAt ? { dueAt } : {}),
    });
    uow.audit({ object: { type: 'workItem', id } });
    return { id };
  },
});
const finish = command({
  name: 'test.clock.finish',
  actors: ['job'],
  input: z.object({ object: z.string() }),
  output: z.object({}),
  run: async (uow, { object }) => {
    await closeWork(uow, object, 'done');
    uow.audit({ object: { type: 'thing', id: object } });
    return {};
  },
});

describe('the clock of an item', () => {
  let house: Home;
  let broker: Broker;
  let ann: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    ann = await colleague(house, broker, 'kyc_analyst', { name: 'Ann' });
    // Her week passes at once; sessions end by the hour.
    await asOwner(
      house,
      `update session set last_seen_at = '2099-01-01', expires_at = '2099-02-01' where tenant_id = $1`,
      [broker.tenantId],
    );
  });
  const at = (time: string) => ({ clock: manualClock(new Date(time)) });
  const by = (time: string) => ({ ...ann.ctx, ...at(time) });
  const job = (time: string) => ({
    ...house.ctx(broker.slug, { credential: { kind: 'job', name: 'test' } }),
    ...at(time),
  });
  const events = async (itemId: Awaited<ReturnType<typeof raised>>) =>
    (await readClock(by('2026-11-23T12:00:00Z'), { itemId })).map(({ event }) => event);
  const raised = async (object: string, dueAt: string | null) =>
    (await raise(job('2026-11-23T08:00:00Z'), { object, dueAt: dueAt ? new Date(dueAt) : null })).id;

  it('stands still while somebody outside has to act, and goes on with what was left', async () => {
    const itemId = await raised('waits', '2026-11-23T12:00:00Z');
    await claimWork(by('2026-11-23T09:00:00Z'), { itemId });
    const until = new Date('2026-11-30T09:00:00Z');
    const pause = { itemId, waitingFor: 'client' as const, until, reason: 'Asked for a bank statement' };
    await pauseWork(by('2026-11-23T10:00:00Z'), pause);
    expect(await getWork(by('2026-11-26T10:00:00Z'), { itemId })).toMatchObject({
      state: 'paused',
      dueAt: null,
      minutesLeft: 120,
      waitingOn: 'client',
      isOverdue: false,
    });
    expect(await countClocks(job('2026-11-26T10:00:00Z'), {})).toEqual({ waiting: 0, broken: 0 });
    await resumeWork(by('2026-11-27T08:00:00Z'), { itemId });
    const row = await getWork(by('2026-11-27T08:00:00Z'), { itemId });
    expect(row.state).toBe('claimed');
    expect(row.minutesLeft).toBeNull();
    expect(
      officeMinutes(
        new Date('2026-11-27T08:00:00Z'),
        row.dueAt ?? new Date(0),
        cyprus(new Date('2026-11-27T08:00:00Z')),
      ),
    ).toBe(120);
    await closeWorkItem(by('2026-11-27T08:30:00Z'), { itemId, outcome: 'statement is good' });
    expect(await events(itemId)).toEqual(['promised', 'paused', 'resumed', 'kept']);
  });

  it('goes on by itself when the wait is over', async () => {
    const itemId = await raised('forgotten', '2026-11-23T12:00:00Z');
    const until = new Date('2026-11-24T09:00:00Z');
    await pauseWork(by('2026-11-23T10:00:00Z'), { itemId, waitingFor: 'bank', until, reason: 'Trace asked for' });
    const later = job('2026-11-24T09:01:00Z');
    expect(await countClocks(later, {})).toMatchObject({ waiting: 1 });
    await resumeWaiting(later, { clientId: null, why: 'the wait is over' });
    expect((await getWork(by('2026-11-24T09:02:00Z'), { itemId })).state).toBe('open');
    await expect(resumeWaiting(later, { clientId: null, why: 'again' })).rejects.toMatchObject({ kind: 'conflict' });
    await finish(job('2026-11-24T09:05:00Z'), { object: 'forgotten' });
  });

  it('is broken once, ends late, and both are counted for the team', async () => {
    const itemId = await raised('late', '2026-11-23T09:00:00Z');
    await breakPromises(job('2026-11-23T09:01:00Z'), {});
    await expect(breakPromises(job('2026-11-23T09:02:00Z'), {})).rejects.toMatchObject({ reason: 'nothing_broken' });
    expect((await getWork(by('2026-11-23T09:03:00Z'), { itemId })).isBroken).toBe(true);
    const counts = async (time: string) =>
      (await countPromises(by(time), { days: 30 })).rows.find(({ team }) => team === 'onboarding');
    const before = await counts('2026-11-24T10:00:00Z');
    expect(before?.broken).toBe(1);
    await finish(job('2026-11-24T10:00:00Z'), { object: 'late' });
    expect(await counts('2026-11-24T11:00:00Z')).toEqual({ ...before, late: (before?.late ?? 0) + 1, broken: 0 });
    expect(await events(itemId)).toEqual(['promised', 'broken', 'late']);
  });

  it('refuses a wait without end and one that ended', async () => {
    const itemId = await raised('bad', null);
    const pause = (until: string) =>
      pauseWork(by('2026-11-23T10:00:00Z'), { itemId, waitingFor: 'client', until: new Date(until), reason: 'asked' });
    await expect(pause('2026-11-23T09:00:00Z')).rejects.toMatchObject({ reason: 'end_in_the_past' });
    await expect(pause('2027-11-23T09:00:00Z')).rejects.toMatchObject({ reason: 'pause_too_long' });
    await finish(job('2026-11-24T09:05:00Z'), { object: 'bad' });
    expect(await events(itemId)).toEqual([]);
  });
});
