import type { Database, Tx } from './database';
import { after } from './durations';
import { release } from './slots';
import type { Job, JobKind, NewJob } from './types';

export const leaseMs = 10_000;
/** The largest priority of Inngest: how far `rank` may run ahead of `due`. */
const priorityMaxS = 600;

const jobColumns = `j.id, j.kind, j.rank, j.due, j.run_id as "runId", j.step_id as "stepId", j.attempt, j.body, j.claim, j.lost,
  r.slots, r.slot_limits as "slotLimits"`;

export async function enqueue(tx: Tx, jobs: NewJob[]): Promise<void> {
  if (jobs.length === 0) return;
  await tx.query(
    `insert into engine.jobs (kind, key, rank, due, run_id, step_id, attempt, body)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::int[], $8::json[])
     on conflict (key) do nothing`,
    [
      jobs.map((job) => job.kind),
      jobs.map((job) => job.key),
      jobs.map((job) => job.rank ?? job.due),
      jobs.map((job) => job.due),
      jobs.map((job) => job.runId),
      jobs.map((job) => job.stepId),
      jobs.map((job) => job.attempt ?? 0),
      jobs.map((job) => (job.body === undefined ? null : JSON.stringify(job.body))),
    ],
  );
}

export interface ClaimRequest {
  kinds: JobKind[];
  limit: number;
  now: Date;
  claim: string;
  /** Jobs this process has in hand: their lease may look expired on a clock that jumps. */
  inHand: string[];
}

/** Two engines never take the same job: the row lock decides, and the claim is checked again when the result is stored. */
export async function claimDue(db: Database, request: ClaimRequest): Promise<Job[]> {
  const { rows } = await db.loosely<Job>(
    `with found as (
       select id from engine.jobs
       where parked is null and rank <= $3 and due <= $4 and (lease is null or lease < $4)
         and kind = any($5) and id <> all($6)
       order by rank, id limit $7 for update skip locked),
     j as (
       update engine.jobs set claim = $1, lease = $2, lost = lost + (claim is not null)::int
       where id in (select id from found) returning *)
     select ${jobColumns} from j left join engine.runs r on j.kind = 'call' and r.id = j.run_id order by j.rank, j.id`,
    [
      request.claim,
      after(request.now, leaseMs),
      after(request.now, priorityMaxS * 1000),
      request.now,
      request.kinds,
      request.inHand,
      request.limit,
    ],
  );
  return rows;
}

/** Extends the leases of what is in hand and says which jobs are no longer ours: cancelled, or taken over. */
export async function extendLeases(db: Database, jobs: Job[], now: Date): Promise<Set<string>> {
  const { rows } = await db.loosely<{ id: string }>(
    `update engine.jobs j set lease = $3 from unnest($1::bigint[], $2::text[]) mine(id, claim)
     where j.id = mine.id and j.claim = mine.claim returning j.id`,
    [jobs.map((job) => job.id), jobs.map((job) => job.claim), after(now, leaseMs)],
  );
  const kept = new Set(rows.map((row) => row.id));
  return new Set(jobs.map((job) => job.id).filter((id) => !kept.has(id)));
}

/** Removes a job without a run in the transaction that stores its result. False: somebody else owns it, store nothing. */
export async function take(tx: Tx, job: Job): Promise<boolean> {
  const { rowCount } = await tx.query('delete from engine.jobs where id = $1 and claim = $2', [job.id, job.claim]);
  return rowCount === 1;
}

/** Puts a job back: at once when the process stops, later when handling it broke. */
export async function putBack(db: Database, job: Job, due: Date): Promise<void> {
  await db.tx(async (tx) => {
    await tx.query(
      `update engine.jobs set claim = null, lease = null, due = $3, rank = greatest(rank, $3) where id = $1 and claim = $2`,
      [job.id, job.claim, due],
    );
    if (job.slots) await release(tx, [job.id]);
  });
}

/** When the next job becomes due or the next lease runs out; the past when something waits now. */
export async function nextDue(db: Database, inHand: string[]): Promise<Date | undefined> {
  const { rows } = await db.loosely<{ at: Date | null }>(
    `select min(greatest(due, lease)) as at from (
       (select due, lease from engine.jobs where parked is null and lease is null order by due limit 1)
       union all
       (select due, lease from engine.jobs where parked is null and lease is not null and id <> all($1) order by due limit 500)
     ) next`,
    [inHand],
  );
  return rows[0]?.at ?? undefined;
}
