import { listClients, revealField } from '@/server/modules/clients';
import { addHoliday, claimWork, createTask, escalateWork, finishTask, listWork, saveView } from '@/server/modules/work';
import type { Life } from './agenda';
import { type Stage, unlessRefused } from './client';
import type { Firm } from './firm';
import { hours } from './world';

const views = [
  ['support', 'clients', 'Verified, not funded', 'stage=fund'],
  ['support', 'clients', 'Began and stopped', 'stage=convert&verification=applying'],
  ['mlro', 'clients', 'Restricted', 'tier=restricted'],
  ['finance', 'withdrawals', 'Waiting for a vote', 'states=in_review'],
  ['finance', 'withdrawals', 'Failed or returned', 'states=failed&states=returned'],
] as const;

/** How colleagues like to see their tables; the others find them beside their own. */
export async function keepViews({ staff }: Firm): Promise<void> {
  for (const [role, table, name, search] of views)
    await saveView(await staff[role].ctx(), { table, name, isTeam: true, state: { search, columns: null } });
}

/** Somebody has begun with this morning's inbox. */
export async function workTheInbox({ firm }: Stage): Promise<void> {
  for (const role of ['kyc', 'mlro', 'finance'] as const) {
    const colleague = firm.staff[role];
    const { rows } = await listWork(await colleague.ctx(), { view: 'team', states: ['open'], limit: 20 });
    const [first, second] = rows.filter(({ kind }) => kind !== 'approval');
    if (first) await claimWork(await colleague.ctx(), { itemId: first.id });
    if (second && role === 'mlro')
      await escalateWork(await colleague.ctx(), { itemId: second.id, reason: 'wants a second opinion before noon' });
  }
}

/** A morning of call-backs: more telephone numbers than this colleague ever looks at, so the administrators hear of it. */
export async function lookAtMany({ firm }: Stage): Promise<void> {
  const cashier = await firm.staff.cashier.ctx();
  const { rows } = await listClients(cashier, { limit: 8 });
  for (const { id: clientId } of rows)
    await unlessRefused(revealField(cashier, { clientId, field: 'phone', reason: 'Call-backs about payments' }));
}

const toDo = [
  ['support', 'Call back about the new passport', { by: 'business_days', days: 0 }, 'none', 'fund'],
  ['support', 'Ask whether the platform installs now', { by: 'business_days', days: 2 }, 'none', 'trade'],
  ['sales', 'Welcome call after the first deposit', { by: 'business_days', days: 1 }, 'none', 'trade'],
  ['kyc', 'Look through what expires this month', { by: 'business_days', days: 3 }, 'monthly', null],
  ['finance', 'Compare the PSP statements', { by: 'business_days', days: 0 }, 'daily', null],
] as const;

/** What colleagues mean to do, and the days on which the house is closed. */
export async function* keepTasks({ firm, world }: Stage, end: Date): Life {
  yield new Date(end.getTime() - hours(3));
  const boss = firm.staff.administrator;
  const year = world.now().getUTCFullYear() + 1;
  // Closed in Cyprus, open at the banks of the euro.
  await addHoliday(await boss.ctx(), { entityId: firm.entities.cy, day: `${year}-10-01`, name: 'Independence Day' });
  await addHoliday(await boss.ctx(), { entityId: firm.entities.cy, day: `${year}-10-28`, name: 'Ochi Day' });
  for (const [role, title, due, repeats, stage] of toDo) {
    const colleague = firm.staff[role];
    const found = stage && (await listClients(await colleague.ctx(), { stage, limit: 1 })).rows[0];
    const of = found ? { clientId: found.id } : {};
    await createTask(await colleague.ctx(), { title, due, repeats, remind: 'that_day', ...of });
  }
  const done = await createTask(await firm.staff.support.ctx(), { title: 'Order the new headset', due: null });
  await finishTask(await firm.staff.support.ctx(), done);
}
