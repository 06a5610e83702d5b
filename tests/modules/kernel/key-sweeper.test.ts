import { expect, it } from 'vitest';
import { z } from 'zod';
import { connectPlatform } from '@/db/platform-client';
import { keptDays, sweepKeys } from '@/server/gateways/key-sweeper';
import { systemClock } from '@/server/kernel/clock';
import { command } from '@/server/kernel/verb';
import { asJob, testTenant } from '../../support/house';

let runs = 0;
const count = command({
  name: 'test.sweep.count',
  actors: ['job'],
  input: z.object({}),
  output: z.object({ run: z.number() }),
  run: async (uow) => {
    runs += 1;
    uow.audit({ object: { type: 'note', id: 'note_swept' } });
    return { run: runs };
  },
});

it('a key answers for a month and is forgotten then', async () => {
  const tenant = await testTenant();
  const platform = await connectPlatform(tenant.platformUrl);
  const at = (days: number) => new Date(systemClock.now().getTime() + days * 86_400_000);
  const once = () => count({ ...asJob(tenant), idempotencyKey: 'monthly' }, {});
  const first = await once();
  await sweepKeys(platform, at(keptDays - 1));
  expect(await once()).toEqual(first);
  expect(await sweepKeys(platform, at(keptDays + 1))).toBeGreaterThan(0);
  expect(await once()).not.toEqual(first);
  await platform.end();
});
