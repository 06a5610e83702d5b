import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { fromUtf8 } from '@/server/kernel/encoding';
import type { Ports } from '@/server/kernel/ports';
import { command } from '@/server/kernel/verb';
import { checkpointToPublish, logSigner, publishCheckpoint, sealTenant, verifyLog } from '@/server/modules/audit';
import { listWork } from '@/server/modules/work';
import { staffCtx } from '../../support/actors';
import { entriesAtRest } from '../../support/audit-log';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

const note = command({
  name: 'test.published.write',
  actors: ['job'],
  input: z.object({ text: z.string() }),
  output: z.object({}),
  run: async (uow, { text }) => {
    uow.audit({ object: { type: 'note', id: text } });
    return {};
  },
});

/** What lies outside: a store that never forgets and a mail box, both able to fail. */
function outside() {
  const kept = new Map<string, Uint8Array>();
  const locks: (Date | undefined)[] = [];
  const mails: { to: string; text: string; messageId: string }[] = [];
  const state = { isDown: false };
  const storage: Ports['storage'] = {
    put: async (key, bytes, options) => {
      if (state.isDown) throw new Error('bucket is gone');
      kept.set(key, bytes);
      locks.push(options?.lockUntil);
    },
    get: async (key) => kept.get(key) ?? null,
    remove: async () => undefined,
  };
  const mail: Ports['mail'] = {
    of: async () => ({
      send: async (one) => {
        mails.push(one);
        return state.isDown ? { outcome: 'deferred', detail: 'try later' } : { outcome: 'accepted' };
      },
    }),
  };
  return { kept, locks, mails, state, ports: { storage, mail, site: { origin: 'https://house.example' } } as Ports };
}

describe('checkpoints outside our reach', () => {
  let tenant: TestTenant;
  let platform: PlatformDatabase;
  const world = outside();
  let ctx: Ctx;
  beforeAll(async () => {
    tenant = await testTenant();
    platform = await connectPlatform(tenant.platformUrl);
    ctx = makeCtx(tenant, { ports: world.ports });
    return () => platform.end();
  });

  const signer = () => logSigner(ctx.keys, tenant.id);
  let minutes = 0;
  /** A minute and more after the last one, so that a checkpoint is due. */
  const seal = async () => {
    minutes += 2;
    await entriesAtRest(tenant);
    const [key, at] = [await signer(), new Date(Date.now() + minutes * 60_000)];
    return platform.asTenant(tenant.id, ({ db }) => sealTenant(db, tenant.id, key, at));
  };
  const publish = async (channel: 'storage' | 'mail') => {
    const due = await checkpointToPublish(ctx, { channel });
    return due && publishCheckpoint(ctx, { size: due.size, channel, to: 'auditor@firm.example' });
  };
  const verify = async () => {
    const { verifier } = await signer();
    const published = [...world.kept.values()].map(fromUtf8);
    return platform.asTenant(tenant.id, ({ db }) => verifyLog(db, verifier, systemClock.now(), { published }));
  };
  const openWork = async () =>
    (await listWork(await staffCtx(tenant, ['*']), { view: 'all' })).rows
      .filter(({ state }) => state !== 'closed')
      .map(({ kind }) => kind);

  it('each goes out once to each channel, locked, and publishing alone is no reason to publish again', async () => {
    await note(ctx, { text: 'one' });
    await seal();
    expect(await publish('storage')).toEqual({ isPublished: true });
    expect(await publish('storage')).toBeNull();
    expect(await publish('mail')).toEqual({ isPublished: true });
    expect(await publish('mail')).toBeNull();
    expect(world.kept.size).toBe(1);
    expect(world.mails).toHaveLength(1);
    expect(world.mails[0]?.text).toContain(fromUtf8([...world.kept.values()][0] ?? new Uint8Array()));
    expect((world.locks[0]?.getTime() ?? 0) - Date.now()).toBeGreaterThan(6 * 365 * 86_400_000);
    await seal();
    expect(await publish('storage')).toBeNull();
    expect(await publish('mail')).toBeNull();
  });

  it('a failure is work for a person, and over when it went out', async () => {
    await note(ctx, { text: 'two' });
    await seal();
    world.state.isDown = true;
    expect(await publish('storage')).toEqual({ isPublished: false });
    expect(await publish('mail')).toEqual({ isPublished: false });
    expect(await openWork()).toEqual(['checkpoint_unpublished', 'checkpoint_unpublished']);
    world.state.isDown = false;
    expect(await publish('storage')).toEqual({ isPublished: true });
    expect(await publish('mail')).toEqual({ isPublished: true });
    expect(await openWork()).toEqual([]);
    const ids = world.mails.map(({ messageId }) => messageId);
    expect(ids.at(-1)).toBe(ids.at(-2));
  });

  it('a history that is rewritten and signed anew with our own key is found by them', async () => {
    expect(await verify()).toMatchObject({ ok: true });
    await asOwner(tenant, async (query) => {
      await query('set session_replication_role = replica');
      for (const table of ['audit_leaf', 'audit_node', 'audit_checkpoint'])
        await query(`delete from ${table} where tenant_id = $1`, [tenant.id]);
      await query(`update audit_entry set object_id = 'never' where tenant_id = $1 and object_id = 'one'`, [tenant.id]);
    });
    await seal();
    const { verifier } = await signer();
    const alone = await platform.asTenant(tenant.id, ({ db }) => verifyLog(db, verifier, systemClock.now()));
    expect(alone).toMatchObject({ ok: true });
    expect(await verify()).toMatchObject({ ok: false, fault: { kind: 'published_differs' } });
  });
});
