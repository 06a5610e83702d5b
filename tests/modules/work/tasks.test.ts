import { beforeAll, describe, expect, it } from 'vitest';
import { manualClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, idFromUuid } from '@/server/kernel/ids';
import {
  addHoliday,
  breakPromises,
  changeTask,
  claimWork,
  closeWorkItem,
  countReminders,
  createTask,
  finishTask,
  getWork,
  listTasks,
  listWork,
  readCalendars,
  readClock,
  remindTasks,
  removeHoliday,
  reopenTask,
  setHours,
} from '@/server/modules/work';
import { signedIn } from '../../support/actors';
import { asJob, makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';
import { newClient, type Place, place } from '../../support/registrations';

const grants = ['work.*', 'read:clients.*', 'screening.hit.decide'];

describe('tasks', () => {
  let tenant: TestTenant;
  let at: Place;
  let ann: { ctx: Ctx; id: Id<'user'> };
  let bob: { ctx: Ctx; id: Id<'user'> };
  const wednesday = nextWednesday();
  const clock = manualClock(wednesday);

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    ann = await person('all');
    bob = await person('own');
  });

  async function person(scope: 'all' | 'own') {
    const one = await signedIn(tenant, grants, { scope });
    await asOwner(tenant, (query) =>
      query(`update session set expires_at = expires_at + interval '90 days', last_seen_at = $2 where id = $1`, [
        one.sessionUuid,
        wednesday,
      ]),
    );
    const credential = { kind: 'session', sessionId: one.sessionUuid, surface: one.surface } as const;
    return { ctx: makeCtx(tenant, { clock, credential }), id: idFromUuid('user', one.userUuid) };
  }
  const job = () => ({ ...asJob(tenant, 'work'), clock });
  const awake = () =>
    asOwner(tenant, (query) =>
      query('update session set last_seen_at = $2, stepped_up_at = $2 where tenant_id = $1', [tenant.id, clock.now()]),
    );
  const to = async (iso: Date) => {
    clock.set(iso);
    await awake();
  };
  const plus = (days: number, utc: string) => new Date(`${day(days)}T${utc}:00Z`);
  const day = (days: number) => new Date(wednesday.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const mine = async (ctx: Ctx, isDone = false) => (await listTasks(ctx, { isDone })).rows;

  it('are due when the office closes, so many business days on; holidays of the house count as off', async () => {
    const due = async (days: number) => {
      const { id } = await createTask(ann.ctx, { title: `In ${days}`, due: { by: 'business_days', days } });
      return (await mine(ann.ctx)).find((row) => row.id === id)?.dueAt;
    };
    const closes = (await due(0))?.toISOString().slice(11);
    expect(await due(2)).toEqual(new Date(`${day(2)}T${closes}`));
    expect(await due(3)).toEqual(new Date(`${day(5)}T${closes}`)); // over the weekend
    await addHoliday(ann.ctx, { entityId: at.entity, day: day(1), name: 'Day of the house' });
    expect(await due(2)).toEqual(new Date(`${day(5)}T${closes}`));
    await removeHoliday(ann.ctx, { entityId: at.entity, day: day(1) });
    await setHours(ann.ctx, { entityId: at.entity, opens: '08:00', closes: '13:00', weekend: [5, 6] });
    expect((await due(2))?.getTime()).toBe(new Date(`${day(4)}T${closes}`).getTime() - 4 * 3_600_000); // Sunday at one
    await setHours(ann.ctx, { entityId: at.entity, opens: '09:00', closes: '17:00', weekend: [6, 7] });
    const [office] = (await readCalendars(ann.ctx, {})).rows;
    expect(office).toMatchObject({ zone: 'Asia/Nicosia', opens: '09:00' });
    await expect(createTask(ann.ctx, { title: 'Yesterday', due: { by: 'day', day: day(-1) } })).rejects.toMatchObject({
      reason: 'end_in_the_past',
    });
    await to(plus(0, '18:00'));
    expect(await due(0)).toEqual(new Date(`${day(1)}T${closes}`)); // after work
    await to(wednesday);
    const { rows } = await readCalendars(ann.ctx, {});
    expect(rows).toMatchObject([{ weekend: [6, 7], holidays: [] }]);
    const all = [1, 2, 3, 4, 5, 6, 7];
    await expect(
      setHours(ann.ctx, { entityId: at.entity, opens: '09:00', closes: '17:00', weekend: all }),
    ).rejects.toMatchObject({ reason: 'no_working_day' });
  });

  it('wait in the one inbox, are done with it, come back with a trace', async () => {
    const { id } = await createTask(ann.ctx, { title: 'Call the bank', due: { by: 'business_days', days: 1 } });
    const row = (await mine(ann.ctx)).find((one) => one.id === id);
    if (!row) throw new Error('no such task');
    const waiting = await getWork(ann.ctx, { itemId: row.itemId });
    expect(waiting).toMatchObject({ kind: 'task', state: 'claimed', dueAt: row.dueAt, assignee: { id: ann.id } });
    await finishTask(ann.ctx, { id });
    expect(await getWork(ann.ctx, { itemId: row.itemId })).toMatchObject({ state: 'closed' });
    expect((await mine(ann.ctx, true))[0]).toMatchObject({ id, doneBy: expect.stringContaining('Person') });
    await expect(finishTask(ann.ctx, { id })).rejects.toMatchObject({ reason: 'task_done_already' });
    await reopenTask(ann.ctx, { id });
    const again = (await mine(ann.ctx)).find((one) => one.id === id);
    expect(again?.itemId).not.toBe(row.itemId);
    if (again) await closeWorkItem(ann.ctx, { itemId: again.itemId, outcome: 'done from the inbox' });
    expect((await mine(ann.ctx, true)).map((one) => one.id)).toContain(id);
  });

  it('of a client are for those who reach him, of nobody for their owner', async () => {
    const client = await newClient(tenant, at);
    const { id } = await createTask(ann.ctx, { title: 'Ask for a paper', clientId: client.id, due: null });
    expect((await listTasks(ann.ctx, { clientId: client.id })).rows.map((row) => row.id)).toEqual([id]);
    await expect(listTasks(bob.ctx, { clientId: client.id })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(finishTask(bob.ctx, { id })).rejects.toMatchObject({ kind: 'not_found' });
    const own = await createTask(ann.ctx, { title: 'My own', due: null });
    await expect(finishTask(bob.ctx, own)).rejects.toMatchObject({ reason: 'task_not_found' });
    await changeTask(ann.ctx, { id: own.id, title: 'Yours now', due: null, ownerId: bob.id });
    await finishTask(bob.ctx, own);
  });

  it('repeat to the next time that is still to come, remind once, and escalate when they are late', async () => {
    const { id } = await createTask(bob.ctx, {
      title: 'Weekly figures',
      due: { by: 'day', day: day(0) },
      repeats: 'weekly',
      remind: 'that_day',
    });
    expect((await listTasks(bob.ctx, {})).rows.map((row) => row.id)).toEqual([id]);
    expect(await countReminders(job(), {})).toEqual({ isDue: true });
    expect(await remindTasks(job(), {})).toEqual({ reminded: 1 });
    await expect(remindTasks(job(), {})).rejects.toMatchObject({ reason: 'nothing_to_tell' });
    const { id: slow } = await createTask(bob.ctx, { title: 'Slow', due: { by: 'business_days', days: 1 } });
    await to(plus(8, '09:00'));
    await breakPromises(job(), {});
    // With a new time it is its owner's again.
    await changeTask(bob.ctx, { id: slow, title: 'Slow', due: { by: 'business_days', days: 1 } });
    const again = (await listTasks(bob.ctx, {})).rows.find((row) => row.id === slow);
    if (!again) throw new Error('no task');
    const held = { state: 'claimed', assignee: { id: bob.id }, isBroken: false, isOverdue: false };
    expect(await getWork(bob.ctx, { itemId: again.itemId })).toMatchObject(held);
    await finishTask(bob.ctx, { id: slow });
    const [late] = (await listTasks(bob.ctx, {})).rows;
    if (!late) throw new Error('no task');
    const item = await getWork(bob.ctx, { itemId: late.itemId });
    expect(item).toMatchObject({ state: 'escalated', assignee: null, priority: 0, isBroken: true });
    expect((await readClock(bob.ctx, { itemId: late.itemId })).map(({ event }) => event)).toEqual([
      'promised',
      'broken',
    ]);
    // Somebody of the team takes it, and has the task with it.
    await claimWork(ann.ctx, { itemId: late.itemId });
    expect((await listTasks(bob.ctx, {})).rows).toEqual([]);
    await finishTask(ann.ctx, { id });
    const next = (await mine(ann.ctx)).find(({ title }) => title === 'Weekly figures');
    expect(next?.dueAt?.toISOString().slice(0, 10)).toBe(day(14));
    expect(next?.remindAt?.toISOString().slice(0, 10)).toBe(day(14));
    const { rows } = await listWork(ann.ctx, { view: 'mine', kinds: ['task'] });
    expect(rows.filter(({ title }) => title === 'Weekly figures')).toHaveLength(1);
  });
});

/** Of next February, at ten in Nicosia: no closing day of the bank calendar is near. */
function nextWednesday(): Date {
  const year = new Date().getUTCFullYear() + 1;
  const date = new Date(Date.UTC(year, 1, 1, 8));
  while (date.getUTCDay() !== 3) date.setUTCDate(date.getUTCDate() + 1);
  return date;
}
