import type { ServerResponse } from 'node:http';
import { type SQL, sql } from 'drizzle-orm';
import type { Db } from '@/db/client';
import type { PlatformDatabase } from '@/db/platform-client';
import { type Clock, systemClock } from '@/server/kernel/clock';
import type { Log } from '@/server/kernel/log';

/** Numbers over all tenants that say whether the house keeps up; the console shows them, Prometheus scrapes them. */
type Figures = Record<
  | 'outboxWaiting'
  | 'outboxHeld'
  | 'outboxOldestSeconds'
  | 'unsealed'
  | 'oldestUnsealedSeconds'
  | 'lastSealWaitSeconds'
  | 'longestSealWaitSeconds'
  | 'publicationsFailed'
  | 'oldestUnpublishedSeconds',
  number
> &
  Record<'engineDue' | 'engineOldestDueSeconds' | 'runsRunning' | 'runsFailedDay', number | null>;

type Row = Record<string, string | number | null>;
const number = (value: Row[string] | undefined): number => Math.max(0, Number(value ?? 0));
const noEngine = { engineDue: null, engineOldestDueSeconds: null, runsRunning: null, runsFailedDay: null };

/** Over the last leaves of each tenant: what the newest one hides, a burst or a stalled sealer a moment ago, shows here. */
const leavesLooked = 500;

/** Checkpoints that should lie outside by now: work that says so, and how long the oldest entry is covered by none that does. */
async function publicationFigures(db: Db, at: SQL) {
  const { rows } = await db.execute<Row>(sql`
    select (select count(*) from work_item w where w.kind in ('checkpoint_unpublished', 'checkpoint_contradicted')
        and w.state <> 'closed') as failed,
      max(extract(epoch from ${at} - open.recorded_at)) as oldest, max(extract(epoch from slow.wait)) as wait
    from tenant t
    left join lateral (select max(tree_size) as size from audit_checkpoint c
      where c.tenant_id = t.id and 'storage' = any(c.published_to)) outside on true
    left join lateral (select e.recorded_at from audit_leaf l
      join audit_entry e on e.tenant_id = l.tenant_id and e.id = l.audit_id
      where l.tenant_id = t.id and l.leaf_index >= coalesce(outside.size, 0) and e.action not like 'audit.checkpoint.%'
      order by l.leaf_index limit 1) open on true
    left join lateral (select max(last.wait) as wait from (select l.sealed_at - e.recorded_at as wait from audit_leaf l
      join audit_entry e on e.tenant_id = l.tenant_id and e.id = l.audit_id
      where l.tenant_id = t.id order by l.leaf_index desc limit ${leavesLooked}) last) slow on true`);
  return {
    longestSealWaitSeconds: number(rows[0]?.wait),
    publicationsFailed: number(rows[0]?.failed),
    oldestUnpublishedSeconds: number(rows[0]?.oldest),
  };
}

async function houseFigures(platform: PlatformDatabase, clock: Clock, hasEngine: boolean): Promise<Figures> {
  const now = clock.now();
  const at = sql`${now.toISOString()}::timestamptz`;
  return platform.transaction(async ({ db }) => {
    const { rows: outbox } = await db.execute<Row>(sql`
      select count(*) as waiting, count(*) filter (where held_until > ${at}) as held,
        extract(epoch from ${at} - min(at)) as oldest from outbox`);
    // Entries behind the newest leaf of each tenant only: the sealed past is not walked again.
    const { rows: seal } = await db.execute<Row>(sql`
      select coalesce(sum(open.n), 0) as unsealed, extract(epoch from ${at} - min(open.oldest)) as oldest,
        extract(epoch from max(last.wait)) as wait
      from tenant t
      left join lateral (select e.xid, l.sealed_at - e.recorded_at as wait from audit_leaf l
        join audit_entry e on e.tenant_id = l.tenant_id and e.id = l.audit_id
        where l.tenant_id = t.id order by l.leaf_index desc limit 1) last on true
      left join lateral (select count(*) as n, min(e.recorded_at) as oldest from audit_entry e
        where e.tenant_id = t.id and e.xid >= coalesce(last.xid, '0'::xid8)
          and not exists (select from audit_leaf l where l.tenant_id = e.tenant_id and l.audit_id = e.id)) open on true`);
    const engine = hasEngine
      ? await db.execute<Row>(sql`
          select (select count(*) from engine.jobs where parked is null and due <= ${at}) as due,
            (select extract(epoch from ${at} - min(due)) from engine.jobs where parked is null and due <= ${at}) as oldest,
            (select count(*) from engine.runs where status = 'running') as running,
            (select count(*) from engine.runs where status = 'failed' and ended_at > ${at} - interval '1 day') as failed`)
      : null;
    const jobs = engine?.rows[0];
    return {
      outboxWaiting: number(outbox[0]?.waiting),
      outboxHeld: number(outbox[0]?.held),
      outboxOldestSeconds: number(outbox[0]?.oldest),
      unsealed: number(seal[0]?.unsealed),
      oldestUnsealedSeconds: number(seal[0]?.oldest),
      lastSealWaitSeconds: number(seal[0]?.wait),
      ...(await publicationFigures(db, at)),
      ...(jobs
        ? {
            engineDue: number(jobs.due),
            engineOldestDueSeconds: number(jobs.oldest),
            runsRunning: number(jobs.running),
            runsFailedDay: number(jobs.failed),
          }
        : noEngine),
    };
  });
}

const metricNames: Record<keyof Figures, string> = {
  outboxWaiting: 'bos_outbox_waiting',
  outboxHeld: 'bos_outbox_held',
  outboxOldestSeconds: 'bos_outbox_oldest_seconds',
  unsealed: 'bos_audit_unsealed',
  oldestUnsealedSeconds: 'bos_audit_oldest_unsealed_seconds',
  lastSealWaitSeconds: 'bos_audit_last_seal_wait_seconds',
  longestSealWaitSeconds: 'bos_audit_longest_seal_wait_seconds',
  publicationsFailed: 'bos_audit_publications_failed',
  oldestUnpublishedSeconds: 'bos_audit_oldest_unpublished_seconds',
  engineDue: 'bos_engine_due',
  engineOldestDueSeconds: 'bos_engine_oldest_due_seconds',
  runsRunning: 'bos_engine_runs_running',
  runsFailedDay: 'bos_engine_runs_failed_day',
};

/** Prometheus text: the web process appends it to its own, so that one scrape sees the house. */
function asMetrics(figures: Figures): string {
  const names = Object.keys(metricNames) as (keyof Figures)[]; // a Record over exactly these keys
  return names
    .flatMap((key) => {
      const value = figures[key];
      return value === null ? [] : [`# TYPE ${metricNames[key]} gauge`, `${metricNames[key]} ${value}`];
    })
    .concat('')
    .join('\n');
}

/** `/figures` for the console, `/metrics` for whoever scrapes. */
export async function tellFigures(
  response: ServerResponse,
  path: string,
  { platform, log, hasEngine }: { platform: PlatformDatabase; log: Log; hasEngine: boolean },
): Promise<void> {
  try {
    const figures = await houseFigures(platform, systemClock, hasEngine);
    const isMetrics = path === '/metrics';
    response
      .writeHead(200, { 'content-type': isMetrics ? 'text/plain; version=0.0.4' : 'application/json' })
      .end(isMetrics ? asMetrics(figures) : JSON.stringify(figures));
  } catch (error) {
    log.error('figures', error);
    response.writeHead(503).end();
  }
}
