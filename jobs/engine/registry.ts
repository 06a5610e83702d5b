import { type CronTrigger, cronsOf, FunctionConfig, type Registration } from './config';
import { nextFire } from './cron';
import type { Database, Tx } from './database';
import { holds } from './expressions';
import type { Clock, StoredEvent } from './types';

export interface RegisteredFunction {
  id: string;
  app: string;
  active: boolean;
  config: FunctionConfig;
}

/** The functions of all apps, in memory; another engine's registration is seen by its version. */
export interface Registry {
  get(id: string): RegisteredFunction | undefined;
  all(): RegisteredFunction[];
  triggeredBy(event: StoredEvent): RegisteredFunction[];
  isWanted(eventName: string): boolean;
  refresh(): Promise<void>;
  register(registration: Registration): Promise<void>;
}

export const channel = 'engine_work';

export function openRegistry(db: Database, clock: Clock): Registry {
  let functions = new Map<string, RegisteredFunction>();
  let loadedVersion = '';

  async function refresh(): Promise<void> {
    const { rows } = await db.query<{ value: string }>(`select value from engine.meta where key = 'registry'`);
    const version = rows[0]?.value ?? '0';
    if (version === loadedVersion) return;
    const stored = await db.query<RegisteredFunction>('select id, app, active, config from engine.functions');
    // What an older version stored and this one cannot read waits for its app to register again.
    const readable = stored.rows.flatMap((row) => {
      const config = FunctionConfig.safeParse(row.config);
      return config.success ? [{ ...row, config: config.data }] : [];
    });
    functions = new Map(readable.map((fn) => [fn.id, fn]));
    loadedVersion = version;
  }

  async function register(registration: Registration): Promise<void> {
    await db.tx((tx) => store(tx, registration, clock.now()));
    await refresh();
  }

  const active = () => [...functions.values()].filter((fn) => fn.active);
  const triggersOf = (fn: RegisteredFunction) =>
    fn.config.triggers.flatMap((trigger) => ('event' in trigger ? [trigger] : []));
  return {
    get: (id) => functions.get(id),
    all: () => [...functions.values()],
    triggeredBy: (event) =>
      active().filter((fn) =>
        triggersOf(fn).some((trigger) => isNamed(trigger.event, event.name) && holds(trigger.expression, { event })),
      ),
    isWanted: (name) => active().some((fn) => triggersOf(fn).some((trigger) => isNamed(trigger.event, name))),
    refresh,
    register,
  };
}

const isNamed = (pattern: string, name: string): boolean =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;

/** An app says all it has: what it no longer names gets no new runs, runs under way may still finish. */
async function store(tx: Tx, { app, url, sdk, framework, functions }: Registration, now: Date): Promise<void> {
  await tx.query(`select value from engine.meta where key = 'registry' for update`);
  await tx.query(
    `insert into engine.apps (id, url, sdk, framework, synced_at) values ($1, $2, $3, $4, $5) on conflict (id)
     do update set url = excluded.url, sdk = excluded.sdk, framework = excluded.framework, synced_at = excluded.synced_at`,
    [app, url, sdk, framework, now],
  );
  await tx.query('update engine.functions set active = false where app = $1', [app]);
  await tx.query(
    `insert into engine.functions (id, app, active, config)
     select f->>'id', $1, true, f from unnest($2::json[]) f
     on conflict (id) do update set app = excluded.app, active = true, config = excluded.config`,
    [app, functions.map((fn) => JSON.stringify(fn))],
  );
  await scheduleCrons(tx, app, functions, now);
  await tx.query(`update engine.meta set value = value + 1 where key = 'registry'`);
  await tx.query(`select pg_notify($1, 'registry')`, [channel]);
}

async function scheduleCrons(tx: Tx, app: string, functions: FunctionConfig[], now: Date): Promise<void> {
  const wanted = functions.flatMap((fn) =>
    cronsOf(fn).map((trigger) => ({ fn: fn.id, trigger, key: cronKey(fn.id, trigger) })),
  );
  await tx.query(
    `delete from engine.jobs j using engine.functions f
     where kind = 'cron' and f.app = $1 and starts_with(j.key, 'cron:' || f.id || ':') and j.key <> all($2)`,
    [app, wanted.map((cron) => cron.key)],
  );
  for (const { fn, trigger, key } of wanted) {
    const due = nextFire(trigger.cron, now);
    if (!due) continue;
    await tx.query(
      `insert into engine.jobs (kind, key, rank, due, body) values ('cron', $1, $2, $2, $3) on conflict (key) do nothing`,
      [key, due, JSON.stringify({ fn, ...trigger, at: due })],
    );
  }
}

const cronKey = (fn: string, trigger: CronTrigger): string => `cron:${fn}:${trigger.cron}`;
