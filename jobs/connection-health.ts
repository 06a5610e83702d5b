import { z } from 'zod';
import type { Ctx } from '@/server/kernel/context';
import { isRefusal } from '@/server/kernel/errors';
import type { Id } from '@/server/kernel/ids';
import { listConnections, recordConnectionHealth } from '@/server/modules/tenancy';
import { inngest } from './client';
import { allTenants, idOf, jobCtx } from './house';

const job = 'connections';
const reasonMax = 300;

type Row = Awaited<ReturnType<typeof listConnections>>['rows'][number];
/** Null when the vendor answered as it should, else why not, in words for whoever set the connection up. */
type Probe = (ctx: Ctx, tenantId: string, id: Row['id']) => Promise<string | null>;

const secondMs = 1_000;

/** Words first, the vendor's own code behind them for whoever asks its support. */
const told = ({ code, detail }: { readonly code: string; readonly detail: string }): string => `${detail} (${code})`;

/** The cheapest call of each port that a wrong key fails: nothing is made, moved or charged by it. */
const money: Probe = async (ctx, tenantId, id) => {
  const now = ctx.clock.now();
  const port = await ctx.ports.psp.of(tenantId, id);
  const said = await port.listSettlement(new Date(now.getTime() - secondMs), now);
  return said.found === 'unknown' ? told(said.problem) : null;
};

const probes: Readonly<Partial<Record<Row['port'], Probe>>> = {
  psp: money,
  bank: money,
  // An applicant who cannot exist: "not found" is an answer that only a right key gets.
  kyc: async (ctx, tenantId, id) => {
    const port = await ctx.ports.kyc.of(tenantId, id);
    const said = await port.fetchDecision({ reference: 'connection-test' });
    return said.ok || said.problem.class === 'not_found' ? null : told(said.problem);
  },
  sms: async (ctx, tenantId, id) => (await ctx.ports.sms.of(tenantId, id)).check(),
  platform: async (ctx, tenantId, id) => {
    const health = await (await ctx.ports.platform.of(tenantId, id)).health();
    return health.ok
      ? null
      : Object.entries(health.detail)
          .map(([name, text]) => `${name}: ${text}`)
          .join(', ') || 'not ok';
  },
};

/** Settings that an adapter does not take are named one by one. */
function wordsOf(error: unknown): string {
  if (isRefusal(error)) return error.reason;
  if (error instanceof z.ZodError)
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Opens the adapter, asks the vendor one question and records how that went. False when this port has no question. */
export async function testConnection(ctx: Ctx, tenantId: string, row: Pick<Row, 'id' | 'port'>): Promise<boolean> {
  const probe = probes[row.port];
  if (!probe) return false;
  const began = ctx.clock.now().getTime();
  const problem = await probe(ctx, tenantId, row.id).catch(wordsOf);
  const tookMs = Math.max(0, ctx.clock.now().getTime() - began);
  const error = problem?.slice(0, reasonMax) ?? null;
  await recordConnectionHealth(ctx, { connectionId: row.id, isOk: problem === null, error, tookMs });
  return true;
}

async function connectionsOf(ctx: Ctx) {
  const { rows } = await listConnections(ctx, {});
  return rows.filter(({ state, port }) => state === 'active' && probes[port]).map(({ id, port }) => ({ id, port }));
}

export const testOnRequest = inngest.createFunction(
  { id: 'connections-test', triggers: [{ event: 'tenancy/connection.test_requested' }], retries: 2 },
  async ({ event, step }) => {
    const [tenantId, id] = [idOf(event, 'tenantId'), idOf<Id<'connection'>>(event, 'connectionId')];
    await step.run('ask', async () => {
      const ctx = jobCtx(event, job);
      const { rows } = await listConnections(ctx, {});
      const row = rows.find((one) => one.id === id && one.state !== 'removed');
      return row ? testConnection(ctx, tenantId, row) : false;
    });
  },
);

export const sweep = inngest.createFunction(
  { id: 'connections-sweep', triggers: [{ cron: '7 * * * *' }], concurrency: 1 },
  async ({ step }) => {
    const tenants = await step.run('tenants', () => allTenants());
    await step.sendEvent(
      'fan-out',
      tenants.map(({ id }) => ({ name: 'tenancy/connections.health_due', data: { tenantId: id } })),
    );
  },
);

export const sweepTenant = inngest.createFunction(
  {
    id: 'connections-sweep-tenant',
    triggers: [{ event: 'tenancy/connections.health_due' }],
    retries: 1,
    concurrency: { limit: 1, key: 'event.data.tenantId' },
  },
  async ({ event, step }) => {
    const tenantId = idOf(event, 'tenantId');
    const rows = await step.run('connections', () => connectionsOf(jobCtx(event, job)));
    for (const row of rows) await step.run(`ask ${row.id}`, () => testConnection(jobCtx(event, job), tenantId, row));
  },
);

export const connectionHealthJobs = [testOnRequest, sweep, sweepTenant];
