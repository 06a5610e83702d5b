import { after, dayMs } from './durations';
import { wakeStranded } from './slots';
import type { Core } from './types';

const batch = 1_000;

/** Forgets what nobody asks for any more, and heals slots and parked calls that a crash left behind. */
export async function sweep(core: Core, retentionDays: number): Promise<void> {
  const now = core.clock.now();
  const old = after(now, -retentionDays * dayMs);
  await core.db.tx(wakeStranded);
  await core.db.query('delete from engine.keys where expires <= $1', [now]);
  await core.db.query('delete from engine.windows where expires <= $1', [now]);
  await core.db.query('delete from engine.throttles where tat <= $1', [now]);
  await inBatches(() =>
    core.db.query('delete from engine.runs where id in (select id from engine.runs where ended_at < $1 limit $2)', [
      old,
      batch,
    ]),
  );
  // A run needs its events as long as it lives, a buffer until it opens.
  await inBatches(() =>
    core.db.query(
      `delete from engine.events where id in (
         select id from engine.events e where received_at < $1
           and not exists (select from engine.runs r where r.event_ids @> array[e.id])
           and not exists (select from engine.buffers b where b.event_ids @> array[e.id])
           and not exists (select from engine.jobs j where j.key = 'event:' || e.id) limit $2)`,
      [old, batch],
    ),
  );
}

async function inBatches(remove: () => Promise<{ rowCount: number | null }>): Promise<void> {
  while ((await remove()).rowCount === batch);
}
