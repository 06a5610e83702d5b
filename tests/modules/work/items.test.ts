import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { manualClock } from '@/server/kernel/clock';
import { idSchema } from '@/server/kernel/ids';
import { command } from '@/server/kernel/verb';
import { raiseWork, workTeams } from '@/server/kernel/work';
import {
  claimWork,
  closeWorkItem,
  countDueSnoozed,
  countWork,
  escalateWork,
  getWork,
  handOver,
  listColleagues,
  listViews,
  listWork,
  readNote,
  releaseWorkItem,
  removeView,
  saveView,
  snoozeWork,
  wakeSnoozed,
} from '@/server/modules/work';
import { type Broker, colleague, type Home, home, newBroker } from '../../support/people';

const raise = command({
  name: 'test.work.raise',
  actors: ['job'],
  input: z.object({
    object: z.string(),
    team: z.enum(workTeams),
    restricted: z.boolean().default(false),
    dueInHours: z.number().default(4),
  }),
  output: z.object({ id: idSchema('workItem') }),
  run: async (uow, { object, team, restricted, dueInHours }) => {
    const id = await raiseWork(uow, {
      kind: 'review',
      object: { type: 'thing', id: object },
      title: `Look at ${object}`,
      team,
      dueAt: new Date(uow.now.getTime() + dueInHours * 3_600_000),
      ...(restricted ? { restrictedTo: 'compliance' as const } : {}),
    });
    uow.audit({ object: { type: 'workItem', id } });
    return { id };
  },
});

describe('the inbox', () => {
  let house: Home;
  let broker: Broker;
  let ann: Awaited<ReturnType<typeof colleague>>;
  let bob: Awaited<ReturnType<typeof colleague>>;
  beforeAll(async () => {
    house = await home();
    broker = await newBroker(house);
    ann = await colleague(house, broker, 'kyc_analyst', { name: 'Ann' });
    bob = await colleague(house, broker, 'kyc_analyst', { name: 'Bob' });
  });
  const job = () => house.ctx(broker.slug, { credential: { kind: 'job', name: 'test' } });
  const item = async (
    object: string,
    more: { team?: 'onboarding' | 'finance'; restricted?: boolean; dueInHours?: number } = {},
  ) => (await raise(job(), { object, team: more.team ?? 'onboarding', ...more })).id;

  it('shows a team its own, what is due first comes first, and counts it', async () => {
    const [late, soon, other] = [
      await item('late', { dueInHours: -1 }),
      await item('soon'),
      await item('money', { team: 'finance' }),
    ];
    const { rows, total } = await listWork(ann.ctx, {});
    expect(rows.map((row) => row.id)).toEqual([late, soon]);
    expect([rows[0]?.isOverdue, total]).toEqual([true, 2]);
    const { rows: all } = await listWork(ann.ctx, { view: 'all' });
    expect(all.map((row) => row.id)).toContain(other);
    expect(await countWork(ann.ctx, {})).toMatchObject({ mine: 0, team: 2, all: 3, overdue: 1 });
    const first = await listWork(ann.ctx, { limit: 1 });
    const next = await listWork(ann.ctx, { limit: 1, cursor: first.nextCursor });
    expect([first.rows[0]?.id, next.rows[0]?.id]).toEqual([late, soon]);
  });

  it('narrows to a team and to what is over time, and names the colleagues it can go to', async () => {
    const late = await item('narrow', { team: 'finance', dueInHours: -2 });
    const { rows } = await listWork(ann.ctx, { view: 'all', inTeam: 'finance', isOverdue: true });
    expect(rows.map((row) => row.id)).toEqual([late]);
    await claimWork(ann.ctx, { itemId: late });
    const held = await listWork(ann.ctx, { view: 'all', holderId: ann.userId });
    expect(held.rows.map((row) => row.id)).toEqual([late]);
    const { rows: names } = await listColleagues(ann.ctx, {});
    expect(names.map(({ name }) => name)).toContain('Bob');
    expect(names.map(({ name }) => name)).not.toContain('Ann');
    await closeWorkItem(ann.ctx, { itemId: late, outcome: 'done' });
  });

  it('one claims, the other cannot; a note must be read before the work goes on', async () => {
    const itemId = await item('claimed');
    const race = await Promise.allSettled([claimWork(ann.ctx, { itemId }), claimWork(bob.ctx, { itemId })]);
    expect(race.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const holder = (await getWork(ann.ctx, { itemId })).assignee?.name === 'Ann' ? ann : bob;
    const other = holder === ann ? bob : ann;
    await expect(closeWorkItem(other.ctx, { itemId, outcome: 'done' })).rejects.toMatchObject({
      reason: 'claimed_by_another',
    });
    await handOver(holder.ctx, { itemId, toUserId: other.userId, note: 'passport is the second file' });
    await expect(closeWorkItem(other.ctx, { itemId, outcome: 'done' })).rejects.toMatchObject({
      reason: 'read_the_note_first',
    });
    await expect(readNote(holder.ctx, { itemId })).rejects.toMatchObject({ reason: 'claimed_by_another' });
    await readNote(other.ctx, { itemId });
    await closeWorkItem(other.ctx, { itemId, outcome: 'approved' });
    expect(await getWork(ann.ctx, { itemId })).toMatchObject({ state: 'closed', outcome: 'approved' });
    await expect(claimWork(other.ctx, { itemId })).rejects.toMatchObject({ reason: 'transition_not_allowed' });
  });

  it('sleeps with a reason and comes back by itself; escalated goes on top', async () => {
    const itemId = await item('sleepy');
    const until = new Date(Date.now() + 3_600_000);
    await snoozeWork(ann.ctx, { itemId, until, reason: 'client is travelling' });
    expect((await listWork(ann.ctx, {})).rows.map((row) => row.id)).not.toContain(itemId);
    const later = { ...job(), clock: manualClock(new Date(until.getTime() + 1)) };
    expect(await countDueSnoozed(job(), {})).toEqual({ due: 0 });
    expect(await countDueSnoozed(later, {})).toEqual({ due: 1 });
    expect(await wakeSnoozed(later, {})).toEqual({ woken: 1 });
    await expect(wakeSnoozed(later, {})).rejects.toMatchObject({ reason: 'nothing_to_wake' });
    await claimWork(ann.ctx, { itemId });
    await releaseWorkItem(ann.ctx, { itemId });
    await escalateWork(ann.ctx, { itemId, reason: 'client threatens to complain' });
    expect(await getWork(ann.ctx, { itemId })).toMatchObject({ state: 'escalated', priority: 0, assignee: null });
  });

  it('hides what only compliance may know, and everything from another company', async () => {
    const itemId = await item('secret', { restricted: true });
    await expect(getWork(ann.ctx, { itemId })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(claimWork(ann.ctx, { itemId })).rejects.toMatchObject({ kind: 'not_found' });
    expect((await listWork(ann.ctx, { view: 'all' })).rows.map((row) => row.id)).not.toContain(itemId);
    const mlro = await colleague(house, broker, 'mlro');
    expect(await getWork(mlro.ctx, { itemId })).toMatchObject({ state: 'open' });
    const stranger = await newBroker(house);
    await expect(claimWork(stranger.admin, { itemId })).rejects.toMatchObject({ kind: 'not_found' });
    expect(await getWork(mlro.ctx, { itemId })).toMatchObject({ state: 'open', assignee: null });
  });
});

describe('saved views', () => {
  it("are one's own, or shared with everybody, and only the owner changes them", async () => {
    const house = await home();
    const broker = await newBroker(house);
    const ann = await colleague(house, broker, 'support');
    const state = { filters: { state: ['open'] }, columns: ['title'] };
    const { id } = await saveView(ann.ctx, { table: 'work.items', name: 'Mine', state });
    expect((await listViews(broker.admin, { table: 'work.items' })).rows).toEqual([]);
    await saveView(ann.ctx, { id, table: 'work.items', name: 'Ours', isTeam: true, state });
    expect((await listViews(broker.admin, { table: 'work.items' })).rows).toMatchObject([
      { name: 'Ours', isMine: false, state },
    ]);
    await expect(removeView(broker.admin, { id })).rejects.toMatchObject({ kind: 'not_found' });
    await removeView(ann.ctx, { id });
    expect((await listViews(ann.ctx, { table: 'work.items' })).rows).toEqual([]);
  });
});
