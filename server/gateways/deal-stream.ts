import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { PlatformDatabase } from '@/db/platform-client';
import { type Id, idFromUuid, uuidFromId } from '@/server/kernel/ids';
import { ingestDeals, readCursor, refreshSymbols, watchPlatform } from '@/server/modules/trading';
import type { Gateway, GatewayDeps } from './gateways';
import { releaseLease, takeLease } from './lease';
import { sendHints } from './live-hints';

type Stream = { readonly tenantId: string; readonly connectionId: Id<'connection'> };

type State = {
  cursor: string | null;
  symbols: readonly string[];
  symbolsAt: number;
  groupMask: string;
  ticksSince: string | null;
  watchedAt: number;
  /** In a row. */
  failures: number;
  readonly holders: Map<Id<'tradingAccount'>, Id<'client'>>;
};

const leaseSeconds = 20;
const listEveryMs = 10_000;
const symbolsEveryMs = 600_000;
const watchEveryMs = 1_000;
const busyMs = 50;
const quietMs = 250;
const batchesPerTurn = 20;

async function listStreams(platform: PlatformDatabase): Promise<Stream[]> {
  const { rows } = await platform.transaction(({ db }) =>
    db.execute<{ tenant_id: string; id: string }>(
      sql`select c.tenant_id, c.id from connection c join tenant t on t.id = c.tenant_id
          where c.port = 'platform' and c.state = 'active' and t.status = 'active' order by c.created_at`,
    ),
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, connectionId: idFromUuid('connection', row.id) }));
}

const begin = (): State => ({
  cursor: null,
  symbols: [],
  symbolsAt: Number.NEGATIVE_INFINITY,
  groupMask: '*',
  ticksSince: null,
  watchedAt: Number.NEGATIVE_INFINITY,
  failures: 0,
  holders: new Map(),
});

/** One turn of one connection under its lease; answers how soon it wants the next. */
async function turnOf(deps: GatewayDeps, stream: Stream, state: State): Promise<number> {
  const { platform, holder } = deps;
  const { tenantId, connectionId } = stream;
  const plain = deps.ctx(tenantId, 'deal-stream');
  const name = { tenantId, kind: 'deal-stream', key: connectionId };
  const lease = await takeLease(platform, plain.clock, name, holder, leaseSeconds);
  if (!lease) {
    Object.assign(state, begin()); // somebody else reads; what was remembered here is old by the time he stops
    return 2_000;
  }
  const ctx = { ...plain, lease: { kind: name.kind, key: name.key, holder, epoch: lease.epoch } };
  const now = plain.clock.now().getTime();
  if (now - state.symbolsAt >= symbolsEveryMs) {
    state.symbols = await refreshSymbols(ctx, connectionId);
    state.groupMask = (await readCursor(plain, { connectionId })).groupMask;
    state.symbolsAt = now;
  }
  const urgent = new Set<Id<'tradingAccount'>>();
  let recorded = 0;
  for (let batch = 0; batch < batchesPerTurn; batch += 1) {
    const read = await ingestDeals(ctx, connectionId, state.cursor);
    state.cursor = read.cursor;
    recorded += read.recorded;
    for (const id of read.accounts) urgent.add(id);
    if (read.complete) break;
  }
  if (recorded > 0 || now - state.watchedAt >= watchEveryMs)
    await watch(deps, stream, state, [...urgent], recorded > 0);
  return recorded > 0 ? busyMs : quietMs;
}

async function watch(
  deps: GatewayDeps,
  { tenantId, connectionId }: Stream,
  state: State,
  urgent: readonly Id<'tradingAccount'>[],
  hasDeals: boolean,
): Promise<void> {
  const { platform } = deps;
  const ctx = deps.ctx(tenantId, 'deal-stream');
  const seen = await watchPlatform(
    ctx,
    (run) => platform.asTenant(tenantId, ({ db }) => run(db)),
    connectionId,
    { symbols: state.symbols, ticksSince: state.ticksSince, groupMask: state.groupMask },
    urgent,
  );
  const now = ctx.clock.now().getTime();
  state.ticksSince = seen.ticksSince;
  state.watchedAt = now;
  await learnHolders(platform, tenantId, state, seen.moved);
  const hints = [
    ...seen.moved.map((id) => {
      const client = state.holders.get(id);
      return { topic: 'trading.account', id, ...(client ? { client } : {}) };
    }),
    ...(hasDeals ? [{ topic: 'trading.deals', id: connectionId }] : []),
    ...(hasDeals || seen.quotes > 0 ? [{ topic: 'risk.exposure', id: null }] : []),
  ];
  if (hints.length > 0) await sendHints(platform, tenantId, hints, now);
}

/** Whose accounts these are: the portal hears of its own only. An account never changes hands, so each is asked for once. */
async function learnHolders(
  platform: PlatformDatabase,
  tenantId: string,
  state: State,
  moved: readonly Id<'tradingAccount'>[],
): Promise<void> {
  const unknown = moved.filter((id) => !state.holders.has(id)).map((id) => uuidFromId('tradingAccount', id));
  if (unknown.length === 0) return;
  const { rows } = await platform.transaction(({ db }) =>
    db.execute<{ id: string; client_id: string }>(
      sql`select id, client_id from trading_account
          where tenant_id = ${tenantId} and id = any(${sql.param(unknown)}::uuid[])`,
    ),
  );
  for (const row of rows) state.holders.set(idFromUuid('tradingAccount', row.id), idFromUuid('client', row.client_id));
}

/** A platform that does not answer rests with back-off. */
async function guarded(deps: GatewayDeps, stream: Stream, state: State): Promise<number> {
  try {
    const pause = await turnOf(deps, stream, state);
    state.failures = 0;
    return pause;
  } catch (error) {
    Object.assign(state, { ...begin(), failures: state.failures + 1 });
    deps.house.log.error('deal_stream_failed', error, { connection: stream.connectionId, failures: state.failures });
    return Math.min(30_000, 500 * 2 ** Math.min(state.failures, 6));
  }
}

type Reader = { readonly state: State; running: Promise<void> | null; nextAt: number };

/** Reads deals, prices, positions and balances of every connected platform, one reader per connection in the whole deployment. */
export const dealStream: Gateway = {
  name: 'deal-stream',
  turn: (deps) => {
    const readers = new Map<string, Reader>();
    let streams: readonly Stream[] = [];
    let listedAt = Number.NEGATIVE_INFINITY;
    const kick = async () => {
      const at = performance.now();
      if (at - listedAt > listEveryMs) {
        streams = await listStreams(deps.platform);
        listedAt = at;
      }
      for (const stream of streams) {
        const reader = readers.get(stream.connectionId) ?? { state: begin(), running: null, nextAt: 0 };
        readers.set(stream.connectionId, reader);
        if (reader.running || at < reader.nextAt) continue;
        // Not awaited: a platform that hangs must not hold up the others.
        reader.running = guarded(deps, stream, reader.state).then((pause) => {
          reader.running = null;
          reader.nextAt = performance.now() + pause;
        });
      }
    };
    // A second of short rests of its own, so that the end is met here and the leases are let go.
    return async (signal) => {
      for (let rest = 0; rest < 1_000 && !signal.aborted; rest += busyMs) {
        await kick();
        await sleep(busyMs, undefined, { signal }).catch(() => undefined);
      }
      if (signal.aborted) await letGo(deps, streams, readers);
      return 0;
    };
  },
};

/** On the way out the next process need not wait for the lease to run out. */
async function letGo({ platform, holder }: GatewayDeps, streams: readonly Stream[], readers: Map<string, Reader>) {
  await Promise.all([...readers.values()].map((reader) => reader.running));
  for (const { tenantId, connectionId } of streams)
    await releaseLease(platform, { tenantId, kind: 'deal-stream', key: connectionId }, holder);
}
