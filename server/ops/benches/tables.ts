import type { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { listClients } from '@/server/modules/clients';
import type { ListClients } from '@/server/modules/clients/contract';
import { type Bench, median, round } from './bench';
import { million } from './million';
import { queues } from './queue-views';
import { fillQueues } from './queues';

type Asked = z.input<typeof ListClients>;
const sorts = ['registeredAt', 'name', 'fundedAt', 'renewsAt', 'lastContactAt'] as const;
const filters: Readonly<Record<string, Asked>> = {
  all: {},
  'in review': { verification: 'in_review' },
  'stage trade': { stage: 'trade' },
  'rare tier': { tier: 'T3' },
  'rare category': { category: 'per_se_professional' },
  'one country': { country: 'MT' },
  'rejected who trade (nobody)': { verification: 'rejected', trading: 'live' },
  'source and funding': { source: 'expo', funding: 'funded' },
  unowned: { isUnowned: true },
  tag: { tag: 'vip' },
  'with a hold (nobody)': { hasHold: true },
  'a frequent name': { search: 'maria' },
  'a rare name': { search: 'zimker' },
  'a frequent name who waits': { search: 'maria', verification: 'in_review' },
  'two letters': { search: 'ma' },
};

export const bench: Bench = async ({ quick, seed, say }) => {
  const place = await million(quick ? 50_000 : 1_000_000, seed, say);
  try {
    const views: { name: string; ms: number }[] = [];
    const measure = async (name: string, list: () => Promise<unknown>) => {
      const took: number[] = [];
      for (let n = 0; n < 3; n += 1) {
        const from = performance.now();
        await list();
        took.push(performance.now() - from);
      }
      views.push({ name, ms: round(median(took), 1) });
    };
    const clients = (ctx: Ctx, asked: Asked) => () => listClients(ctx, asked);
    for (const scope of ['all', 'team', 'own'] as const) {
      const ctx = await place.staff(['clients.*', 'sensitive.*'], scope);
      for (const sort of sorts)
        for (const direction of ['asc', 'desc'] as const)
          await measure(`${scope}: by ${sort} ${direction}`, clients(ctx, { sort, direction }));
      for (const [name, filter] of Object.entries(filters))
        for (const order of [{}, { sort: 'name', direction: 'asc' }, { sort: 'fundedAt' }] as const)
          await measure(`${scope}: ${name}, ${order.sort ?? 'newest'}`, clients(ctx, { ...filter, ...order }));
    }
    await fillQueues(place, say);
    for (const scope of ['all', 'team', 'own'] as const) {
      const ctx = await place.staff(['*'], scope);
      for (const [queue, { list, sorts, filters: some }] of Object.entries(queues))
        for (const [name, filter] of Object.entries(some))
          for (const order of sorts.length > 0 ? sorts : [undefined])
            for (const direction of order ? ['asc', 'desc'] : [undefined])
              await measure(`${scope}: ${queue}, ${name}, ${order ?? ''} ${direction ?? ''}`, () =>
                list(ctx, (order ? { ...filter, sort: order, direction } : filter) as never),
              );
    }
    views.sort((a, b) => b.ms - a.ms);
    return { rows: place.rows, worstMs: views[0]?.ms ?? 0, views, goal: { worstMs: 200 } };
  } finally {
    await place.close();
  }
};
