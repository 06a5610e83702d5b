/**
 * `rank` orders the queue (priority shifts it), `due` opens a job, `claim` and `lease` say who has it and until when.
 * Payloads are `json`, not `jsonb`: step outputs may hold \u0000, which jsonb refuses.
 */
const tables = `
create table engine.meta (key text primary key, value bigint not null);
insert into engine.meta values ('registry', 0);

create table engine.apps (
  id text primary key, url text not null, sdk text, framework text, synced_at timestamptz not null
);
create table engine.functions (
  id text primary key, app text not null references engine.apps, active boolean not null, config json not null
);

create table engine.events (
  id text primary key, external_id text, name text not null, body json not null, received_at timestamptz not null
);
create index on engine.events (received_at);

create table engine.runs (
  id text primary key, fn text not null, event_ids text[] not null, status text not null,
  created_at timestamptz not null, rank timestamptz not null, started_at timestamptz, ended_at timestamptz,
  output json, error json, cancel_reason text, singleton text,
  parent_run text, parent_step text, slots text[], slot_limits int[],
  check (status in ('queued', 'running', 'completed', 'failed', 'cancelled'))
);
create unique index one_active_singleton on engine.runs (singleton) where ended_at is null;
create index on engine.runs (fn, id);
create index on engine.runs (status, id);
create index on engine.runs (ended_at) where ended_at is not null;
create index on engine.runs using gin (event_ids);

create sequence engine.done_order;
create table engine.steps (
  run_id text not null references engine.runs on delete cascade, id text not null, op text not null, name text,
  opts json, is_grouped boolean not null default false, memo json,
  is_failed boolean not null default false, done_order bigint,
  created_at timestamptz not null, done_at timestamptz, primary key (run_id, id)
);
create table engine.failures (
  run_id text not null references engine.runs on delete cascade, step_id text not null, attempt int not null,
  at timestamptz not null, error json not null
);
create index on engine.failures (run_id);

create table engine.jobs (
  id bigint generated always as identity primary key, kind text not null, key text unique,
  rank timestamptz not null, due timestamptz not null,
  run_id text references engine.runs on delete cascade, step_id text, attempt int not null default 0, body json,
  parked text, claim text, lease timestamptz, lost int not null default 0,
  check (kind in ('event', 'call', 'resume', 'cancel', 'flush', 'cron', 'gateway'))
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);
create index on engine.jobs (rank) where parked is null;
create index on engine.jobs (due) where parked is null;
create index on engine.jobs (parked, rank) where parked is not null;
create index on engine.jobs (run_id);

create table engine.slots (key text not null, job_id bigint not null, primary key (key, job_id));
create index on engine.slots (job_id);

create table engine.pauses (
  id bigint generated always as identity primary key, kind text not null, event text not null, match text,
  expression text, expires timestamptz not null,
  run_id text not null references engine.runs on delete cascade, step_id text,
  check (kind in ('wait', 'cancel', 'signal'))
);
create index on engine.pauses (event, match);
create index on engine.pauses (run_id);
create unique index one_waiter_per_signal on engine.pauses (event) where kind = 'signal';

create table engine.keys (key text primary key, expires timestamptz not null);
create index on engine.keys (expires);
create table engine.throttles (key text primary key, tat timestamptz not null);
create table engine.windows (key text primary key, hits timestamptz[] not null, expires timestamptz not null);
create table engine.buffers (
  id text primary key, key text not null unique, fn text not null, event_ids text[] not null, opened_at timestamptz not null
);
`;

/** Applied in order, each once; a change of the schema appends to this list. */
const versions = [tables];

interface Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: { value?: string }[] }>;
}

/** Idempotent; engines that start together wait for one another on the advisory lock. */
export async function applySchema(tx: Queryable): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('engine:schema', 0))`);
  const { rows } = await tx.query(`select to_regclass('engine.meta') is not null as value`);
  const isThere = String(rows[0]?.value) === 'true';
  const current = isThere ? await tx.query(`select value from engine.meta where key = 'schema'`) : undefined;
  const from = Number(current?.rows[0]?.value ?? 0);
  if (!isThere) await tx.query('create schema if not exists engine');
  for (const statements of versions.slice(from)) await tx.query(statements);
  if (from < versions.length) {
    await tx.query(
      `insert into engine.meta values ('schema', $1) on conflict (key) do update set value = excluded.value`,
      [versions.length],
    );
  }
}
