import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectPlatform, type PlatformDatabase } from '@/db/platform-client';
import { guardedFetch } from '@/server/adapters/http/guarded';
import { createSmtpAdapter } from '@/server/adapters/mail/smtp/adapter';
import { createS3Storage } from '@/server/adapters/storage/s3/adapter';
import { S3StorageConfig } from '@/server/adapters/storage/s3/config';
import { createMailEmulator } from '@/server/emulators/mail/emulator';
import { createS3Emulator } from '@/server/emulators/storage/s3/emulator';
import { tellFigures } from '@/server/gateways/figures';
import { seededRng, systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { fromUtf8, utf8 } from '@/server/kernel/encoding';
import type { Ports } from '@/server/kernel/ports';
import { command } from '@/server/kernel/verb';
import { checkpointToPublish, logSigner, publishCheckpoint, sealTenant, verifyLog } from '@/server/modules/audit';
import { listWork } from '@/server/modules/work';
import { staffCtx } from '../../support/actors';
import { entriesAtRest } from '../../support/audit-log';
import { makeCtx, type TestTenant, testTenant } from '../../support/house';
import { asOwner } from '../../support/owner';

const clock = systemClock;
const dayMs = 86_400_000;
const to = 'auditor@firm.example';

const note = command({
  name: 'test.vault.write',
  actors: ['job'],
  input: z.object({ text: z.string() }),
  output: z.object({}),
  run: async (uow, { text }) => {
    uow.audit({ object: { type: 'note', id: text } });
    return {};
  },
});

/** A bucket with object lock and a mail server, each behind a socket; what is put is written down as it leaves. */
async function outside() {
  const keys = { accessKeyId: 'AKIDEMO', secretAccessKey: 'secret/key+1', region: 'eu-central-1' };
  const s3 = createS3Emulator({ clock, rng: seededRng(1).next, ...keys, buckets: { sealed: true } });
  const bucket = await s3.listen();
  const mailbox = createMailEmulator({ clock, rng: seededRng(2).next });
  const post = await mailbox.listen();
  const puts: Headers[] = [];
  const real = guardedFetch({ allow: `127.0.0.1:${bucket.port}` });
  const storage = createS3Storage({
    config: S3StorageConfig.parse({ endpoint: bucket.url, bucket: 'sealed', objectLock: true, ...keys }),
    http: (input, init) => {
      const request = new Request(input, init);
      if (request.method === 'PUT') puts.push(request.headers);
      return real(request);
    },
    clock,
  });
  const smtp = createSmtpAdapter({
    config: { host: '127.0.0.1', port: post.smtpPort, security: 'none', timeoutMs: 60_000 },
    clock,
    allow: `127.0.0.1:${post.smtpPort}`,
  });
  const site = { origin: 'https://house.example' };
  const ports = { storage, mail: { of: async () => smtp }, site } as Pick<Ports, 'storage' | 'mail'> as Ports;
  const close = () => Promise.all([bucket.close(), post.close()]);
  return { s3, mailbox, storage, puts, ports, close };
}

describe('checkpoints in a bucket that forgets nothing', () => {
  let tenant: TestTenant;
  let platform: PlatformDatabase;
  let world: Awaited<ReturnType<typeof outside>>;
  let ctx: Ctx;
  beforeAll(async () => {
    tenant = await testTenant();
    platform = await connectPlatform(tenant.platformUrl);
    world = await outside();
    ctx = makeCtx(tenant, { ports: world.ports });
    return async () => {
      await world.close();
      await platform.end();
    };
  });

  let minutes = 0;
  /** Something happens and is sealed; answers with the name of the note and what stands in our own books. */
  async function sealed(text: string) {
    minutes += 2;
    await note(ctx, { text });
    await entriesAtRest(tenant);
    const [key, at] = [await logSigner(ctx.keys, tenant.id), new Date(Date.now() + minutes * 60_000)];
    const said = await platform.asTenant(tenant.id, ({ db }) => sealTenant(db, tenant.id, key, at));
    if (!said.checkpoint) throw new Error('no checkpoint was due');
    return { name: `checkpoints/${tenant.id}/${String(said.size).padStart(12, '0')}.note`, text: said.checkpoint };
  }
  const publish = async (channel: 'storage' | 'mail') => {
    const due = await checkpointToPublish(ctx, { channel });
    return due && publishCheckpoint(ctx, { size: due.size, channel, to });
  };
  const verify = async (names: readonly string[]) => {
    const { verifier } = await logSigner(ctx.keys, tenant.id);
    const files = await Promise.all(names.map((name) => world.storage.get(name)));
    const published = files.map((file) => fromUtf8(file ?? new Uint8Array()));
    return platform.asTenant(tenant.id, ({ db }) => verifyLog(db, verifier, clock.now(), { published }));
  };
  const openWork = async () =>
    (await listWork(await staffCtx(tenant, ['*']), { view: 'all' })).rows
      .filter(({ state }) => state !== 'closed')
      .map(({ kind }) => kind);

  it('goes out locked for seven years under compliance, with its checksum, and to the auditor word for word', async () => {
    const { name, text } = await sealed('one');
    expect(await publish('storage')).toEqual({ isPublished: true });
    const [headers] = world.puts;
    expect(headers?.get('x-amz-object-lock-mode')).toBe('COMPLIANCE');
    expect(headers?.get('x-amz-checksum-sha256')).toMatch(/^[\w+/]{43}=$/);
    const until = Date.parse(headers?.get('x-amz-object-lock-retain-until-date') ?? '');
    expect(until - Date.now()).toBeGreaterThan((7 * 365 - 1) * dayMs);
    const [version] = world.s3.versions('sealed', name);
    expect(version?.retainUntil?.getTime()).toBe(until);
    expect(fromUtf8(version?.bytes ?? new Uint8Array())).toBe(text);
    await expect(world.storage.remove(name)).rejects.toMatchObject({ reason: 'storage_object_locked' });
    expect(await publish('mail')).toEqual({ isPublished: true });
    const [mail] = world.mailbox.messages();
    expect(mail?.envelope.to).toEqual([to]);
    expect(mail?.text.replaceAll('\r\n', '\n')).toContain(text);
    expect(await verify([name])).toMatchObject({ ok: true });
  });

  it('a reply that was lost is work until it is tried again, and leaves one version', async () => {
    const { name } = await sealed('two');
    world.s3.faults.add({ on: 'put', fault: { kind: 'drop_after' } });
    expect(await publish('storage')).toEqual({ isPublished: false });
    expect(await openWork()).toEqual(['checkpoint_unpublished']);
    expect(await publish('storage')).toEqual({ isPublished: true });
    expect(world.s3.versions('sealed', name)).toHaveLength(1);
    expect(await openWork()).toEqual([]);
  });

  it('a note that was there before ours, and one that was written over, are both noticed; the locked one stays', async () => {
    const before = await sealed('three');
    await world.storage.put(before.name, utf8('another history'));
    expect(await publish('storage')).toEqual({ isPublished: false });
    expect(await openWork()).toEqual(['checkpoint_contradicted']);
    const after = await sealed('four');
    expect(await publish('storage')).toEqual({ isPublished: true });
    expect(await verify([after.name])).toMatchObject({ ok: true });
    await world.storage.put(after.name, utf8(after.text.replace(/^(.*\n)(\d+)/, (_, origin) => `${origin}1`)));
    expect(await verify([after.name])).toMatchObject({ ok: false, fault: { kind: 'published_differs' } });
    const [first, second] = world.s3.versions('sealed', after.name);
    expect(fromUtf8(first?.bytes ?? new Uint8Array())).toBe(after.text);
    expect(second?.retainUntil).toBeNull();
  });

  it('whoever scrapes sees a slow seal, a failed publication and one that is overdue', async () => {
    const log = makeCtx(tenant).log;
    const server = createServer((_, response) =>
      tellFigures(response, '/metrics', { platform, log, hasEngine: false }),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const figure = async (name: string) => {
      const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
      return Number(new RegExp(`^${name} (.+)$`, 'm').exec(await answer.text())?.[1]);
    };
    const failedBefore = await figure('bos_audit_publications_failed');
    await sealed('five');
    // Sealed by a clock that is minutes ahead: so long it waited.
    expect(await figure('bos_audit_longest_seal_wait_seconds')).toBeGreaterThan((minutes - 1) * 60);
    await asOwner(tenant, async (query) => {
      await query('set session_replication_role = replica');
      await query(`update audit_entry set recorded_at = recorded_at - interval '3 hours' where object_id = 'five'`);
    });
    expect(await figure('bos_audit_oldest_unpublished_seconds')).toBeGreaterThan(3 * 3_600 - 60);
    world.s3.faults.add({ on: 'put', fault: { kind: 'status_before', status: 503 } });
    expect(await publish('storage')).toEqual({ isPublished: false });
    expect(await figure('bos_audit_publications_failed')).toBe(failedBefore + 1);
    expect(await publish('storage')).toEqual({ isPublished: true });
    expect(await figure('bos_audit_publications_failed')).toBe(failedBefore);
    expect(await figure('bos_audit_oldest_unpublished_seconds')).toBeLessThan(3 * 3_600 - 60);
    server.close();
  });
});
