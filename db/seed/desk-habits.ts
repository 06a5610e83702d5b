import { claimWork, escalateWork, listWork, saveView } from '@/server/modules/work';
import type { Stage } from './client';
import type { Firm } from './firm';

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
