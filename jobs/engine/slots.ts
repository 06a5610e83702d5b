import type { Tx } from './database';
import type { Job } from './types';

/** Concurrency counts executing calls. A key's lock makes counting, parking and waking one step, so no wake-up is lost. */
const lockKeys = (tx: Tx, keys: string[]) =>
  tx.query(`select pg_advisory_xact_lock(hashtextextended('engine:' || key, 0)) from unnest($1::text[]) key`, [
    [...keys].sort(),
  ]);

/** Takes a place under every key of the job, or parks it under the first full one. */
export async function admit(tx: Tx, job: Job): Promise<boolean> {
  const keys = job.slots ?? [];
  await lockKeys(tx, keys);
  const { rows } = await tx.query<{ key: string; taken: number; limit: number }>(
    `select s.key, s.limit, (select count(*)::int from engine.slots t where t.key = s.key and t.job_id <> $3) as taken
     from unnest($1::text[], $2::int[]) s(key, "limit")`,
    [keys, job.slotLimits ?? [], job.id],
  );
  const full = rows.find((row) => row.taken >= row.limit);
  if (!full) {
    await tx.query('insert into engine.slots select key, $2 from unnest($1::text[]) key on conflict do nothing', [
      keys,
      job.id,
    ]);
    return true;
  }
  await tx.query('delete from engine.slots where job_id = $1', [job.id]);
  await tx.query('update engine.jobs set parked = $3, claim = null, lease = null where id = $1 and claim = $2', [
    job.id,
    job.claim,
    full.key,
  ]);
  // Woken for one key, stopped by the other: the place it leaves free is the next one's.
  await wake(
    tx,
    rows.filter((row) => row.taken < row.limit).map((row) => row.key),
  );
  return false;
}

/** Gives back what these jobs held, and wakes the first job parked under each key. */
export async function release(tx: Tx, jobIds: string[]): Promise<void> {
  const held = await tx.query<{ key: string }>('select distinct key from engine.slots where job_id = any($1)', [
    jobIds,
  ]);
  if (held.rows.length === 0) return;
  const keys = held.rows.map((row) => row.key);
  await lockKeys(tx, keys);
  await tx.query('delete from engine.slots where job_id = any($1)', [jobIds]);
  await wake(tx, keys);
}

const wake = (tx: Tx, keys: string[]) =>
  tx.query(
    `update engine.jobs set parked = null where id in (
       select (select id from engine.jobs where parked = freed.slot order by rank, id limit 1)
       from unnest($1::text[]) freed(slot))`,
    [keys],
  );

/** Wakes every parked job whose key has room: a limit that was raised, a place whose job is gone. */
export async function wakeStranded(tx: Tx): Promise<void> {
  await tx.query('delete from engine.slots s where not exists (select from engine.jobs j where j.id = s.job_id)');
  await tx.query(
    `update engine.jobs j set parked = null from engine.runs r where j.parked is not null and r.id = j.run_id and not exists (
       select from unnest(r.slots, r.slot_limits) s(key, "limit")
       where s.key = j.parked and (select count(*) from engine.slots t where t.key = s.key) >= s.limit)`,
  );
}
