import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { createWorkerOperations } from '@/server/adapters/operations/worker/adapter';
import { tellFigures } from '@/server/gateways/figures';
import type { Ctx } from '@/server/kernel/context';
import { silentLog } from '@/server/kernel/log';
import { bootstrapPlatform, changeRun, getRun, houseHealth, jobsOverview, listRuns } from '@/server/modules/tenancy';
import { type Harness, signingKey, startHarness } from '../../contracts/jobs-engine/harness';
import { asOwner, type Home, home, newBroker, newEmail, password, signedIn } from '../../support/people';

/** The engine of the product with one function that fails once, and a worker's pages beside it. */
describe('jobs and health in the console', () => {
  let house: Home;
  let engine: Harness;
  let platform: PlatformDatabase;
  let worker: Server;
  let staff: Ctx;
  let attempts = 0;

  const operations = (over: { workerUrl?: string | null; key?: string } = {}) =>
    createWorkerOperations({
      workerUrl: over.workerUrl === undefined ? urlOf(worker) : over.workerUrl,
      engineUrl: engine.engine?.address ?? null,
      signingKey: over.key ?? signingKey,
    });
  const as = (ctx: Ctx, over: Parameters<typeof operations>[0] = {}): Ctx => ({
    ...ctx,
    ports: { ...ctx.ports, operations: operations(over) },
  });

  beforeAll(async () => {
    house = await home();
    platform = await connectPlatform(house.base.adminUrl);
    engine = await startHarness((client) => [
      client.createFunction({ id: 'pays', retries: 0, triggers: { event: 'w/pays' } }, async ({ step }) => {
        await step.run('first', () => 'kept');
        await step.run('second', () => {
          attempts += 1;
          if (attempts === 1) throw new Error('the bank was closed');
        });
      }),
    ]);
    worker = createServer((request, response) => {
      if (request.url === '/health') {
        response.end(JSON.stringify({ status: 'ok', jobs: 'embedded', gateways: { relay: 250 } }));
        return;
      }
      void tellFigures(response, request.url ?? '', { platform, log: silentLog, hasEngine: false });
    });
    await new Promise<void>((resolve) => worker.listen(0, '127.0.0.1', resolve));
    const email = newEmail('ops');
    const command = house.platform({ credential: { kind: 'platform', name: 'ops' } });
    await bootstrapPlatform(command, { email, name: 'Otto Ops', password });
    staff = as(await signedIn(house, 'platform', email, 'platform'));
  });
  afterAll(async () => {
    await engine.close();
    await platform.end();
    await new Promise((resolve) => worker.close(resolve));
  });

  const failed = async () => {
    attempts = 0;
    await engine.client.send({ name: 'w/pays', data: { key: 'k' } });
    await engine.pass(1);
    const { rows } = await listRuns(staff, { state: 'failed', limit: 10 });
    const [run] = rows;
    if (!run) throw new Error('no failed run');
    return run;
  };

  it('lists runs, says why one failed, and a retry keeps what was done', async () => {
    expect(await jobsOverview(staff, {})).toMatchObject({
      engine: { kind: 'embedded' },
      functions: [{ name: 'pays', isActive: true, triggers: ['w/pays'] }],
    });
    const run = await failed();
    expect(run).toMatchObject({ state: 'failed', eventName: 'w/pays', error: 'the bank was closed' });
    expect(await getRun(staff, { runId: run.id })).toMatchObject({
      steps: [{ name: 'first', state: 'completed' }, { state: 'failed' }],
      failures: [{ attempt: 0, error: 'the bank was closed' }, {}],
    });
    expect(await changeRun(staff, { runId: run.id, change: 'retry', reason: 'the bank is open' })).toEqual({
      outcome: 'done',
    });
    await engine.pass(1);
    expect(await getRun(staff, { runId: run.id })).toMatchObject({ state: 'completed' });
    expect(await changeRun(staff, { runId: run.id, change: 'cancel', reason: 'too late' })).toEqual({
      outcome: 'refused',
    });
  });

  it('who asked and what came of it stands in the audit log', async () => {
    const run = await failed();
    await changeRun(staff, { runId: run.id, change: 'retry', reason: 'once more' });
    const rows = await asOwner<{ action: string; reason: string | null }>(
      house,
      'select action, reason from audit_entry where object_id = $1 order by id',
      [run.id],
    );
    expect(rows).toEqual([
      { action: 'tenancy.job.change', reason: 'once more' },
      { action: 'tenancy.job.record_change', reason: null },
    ]);
  });

  it('a lost answer is unknown, never a failure', async () => {
    const run = await failed();
    const lost = as(staff, { key: 'signkey-prod-00' });
    expect(await changeRun(lost, { runId: run.id, change: 'retry', reason: 'with a wrong key' })).toEqual({
      outcome: 'unknown',
    });
    await expect(listRuns(lost, { limit: 10 })).rejects.toMatchObject({ reason: 'engine_refused' });
  });

  it('no tenant sees the jobs of the house, nor its health', async () => {
    const broker = await newBroker(house);
    const admin = as(broker.admin);
    await expect(listRuns(admin, { limit: 10 })).rejects.toMatchObject({ kind: 'not_found' });
    await expect(houseHealth(admin, {})).rejects.toMatchObject({ kind: 'not_found' });
    await expect(
      changeRun(admin, { runId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', change: 'cancel', reason: 'trying it' }),
    ).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('with Inngest the console says so; without a worker it says that', async () => {
    expect(await jobsOverview(as(staff, { workerUrl: null }), {})).toMatchObject({
      engine: { kind: 'inngest' },
      functions: [],
    });
    expect(await houseHealth(as(staff, { workerUrl: 'http://127.0.0.1:9' }), {})).toMatchObject({
      engine: { kind: 'down' },
      loops: null,
      figures: null,
    });
  });

  it('counts what waits over all tenants', async () => {
    await newBroker(house);
    const { databaseMs, loops, figures } = await houseHealth(staff, {});
    expect(databaseMs).not.toBeNull();
    expect(loops).toEqual([{ name: 'relay', seconds: 0.25 }]);
    expect(figures?.outboxWaiting).toBeGreaterThan(0);
    expect(figures?.unsealed).toBeGreaterThan(0);
    expect(figures?.engineDue).toBeNull();
    const text = await (await fetch(`${urlOf(worker)}/metrics`)).text();
    expect(text).toMatch(/^bos_outbox_waiting \d+$/m);
    expect(text).not.toContain('bos_engine_due');
  });
});

function urlOf(server: Server): string {
  const address = server.address();
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : '';
}
