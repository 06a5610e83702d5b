import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalStorage } from '@/server/adapters/storage/local/adapter';
import { systemClock } from '@/server/kernel/clock';
import type { Ctx } from '@/server/kernel/context';
import { type Id, uuidFromId } from '@/server/kernel/ids';
import { destroySubject } from '@/server/kernel/vault';
import { readClient } from '@/server/modules/clients';
import {
  acceptDocument,
  documentFiles,
  expireDocument,
  listDocuments,
  listDueDocuments,
  listViews,
  readDocument,
  rejectDocument,
  uploadDocument,
} from '@/server/modules/documents';
import { clientCtx, staffCtx } from '../../support/actors';
import { asJob, type TestTenant, testTenant } from '../../support/house';
import { inUow, newClient, type Place, place } from '../../support/registrations';

const magic: Record<string, number[]> = {
  pdf: [...'%PDF-1.7\n'].map((c) => c.charCodeAt(0)),
  png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  jpg: [0xff, 0xd8, 0xff, 0xe0],
  heic: [0, 0, 0, 24, ...[...'ftypheic'].map((c) => c.charCodeAt(0))],
  exe: [0x4d, 0x5a, 0x90, 0x00],
};
let serial = 0;
const file = (kind: string, size = 400) => {
  serial += 1;
  const bytes = new Uint8Array(size).fill(32);
  bytes.set(magic[kind] ?? []);
  bytes.set(
    [...`file ${serial}`].map((c) => c.charCodeAt(0)),
    40,
  );
  return bytes;
};

describe('documents', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bos-documents-'));
  const storage = createLocalStorage({ config: { folder }, clock: systemClock });
  let tenant: TestTenant;
  let at: Place;
  let mine: { id: Id<'client'>; number: string };
  let self: Ctx;
  let analyst: Ctx;
  const withStore = (ctx: Ctx): Ctx => ({ ...ctx, ports: { ...ctx.ports, storage } });
  const meta = (over = {}) => ({ clientId: mine.id, kind: 'passport' as const, fileName: 'My passport.PDF', ...over });

  beforeAll(async () => {
    tenant = await testTenant();
    at = await place(tenant);
    mine = await newClient(tenant, at);
    self = withStore(await clientCtx(tenant, uuidFromId('client', mine.id)));
    analyst = withStore(await staffCtx(tenant, ['documents.*', 'sensitive.document', 'sensitive.address_of_access']));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('stores sealed bytes that come back as they were, and logs every look of staff', async () => {
    const bytes = file('pdf');
    const document = await uploadDocument(self, { ...meta(), bytes });
    expect(document).toMatchObject({ state: 'received', contentType: 'application/pdf', fileName: 'My passport.pdf' });
    const onDisk = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('');
    expect(onDisk).not.toContain('%PDF');
    const read = await readDocument(analyst, document.id);
    expect(Buffer.from(read.bytes).equals(Buffer.from(bytes))).toBe(true);
    await readDocument(analyst, document.id);
    const views = await listViews(analyst, { id: document.id });
    expect(views.filter((view) => view.kind === 'staff')).toHaveLength(2);
  });

  it('decides by the bytes: type, size and name are not believed', async () => {
    await expect(
      uploadDocument(self, { ...meta({ fileName: 'passport.pdf' }), bytes: file('exe') }),
    ).rejects.toMatchObject({
      reason: 'file_type_refused',
    });
    await expect(uploadDocument(self, { ...meta(), bytes: file('pdf', 10 * 1024 * 1024 + 1) })).rejects.toMatchObject({
      reason: 'file_too_large',
    });
    await expect(uploadDocument(self, { ...meta(), bytes: new Uint8Array() })).rejects.toMatchObject({
      kind: 'invalid',
    });
    const named = await uploadDocument(self, {
      ...meta({ fileName: '../../etc/passwd\r\nSet-Cookie: x.html', kind: 'selfie' }),
      bytes: file('jpg'),
    });
    expect(named.fileName).toMatch(/^passwd_Set-Cookie_ x\.jpg$/);
    expect((await uploadDocument(self, { ...meta({ kind: 'other' }), bytes: file('heic') })).contentType).toBe(
      'image/heic',
    );
  });

  it('the same bytes for the same purpose are one document', async () => {
    const bytes = file('png');
    const first = await uploadDocument(self, { ...meta({ kind: 'bank_statement' }), bytes });
    const again = await uploadDocument(self, { ...meta({ kind: 'bank_statement' }), bytes });
    expect(again.id).toBe(first.id);
    const other = await uploadDocument(self, { ...meta({ kind: 'proof_of_address' }), bytes });
    expect(other.id).not.toBe(first.id);
  });

  it('is not there for strangers: other clients, other tenants, staff without reach', async () => {
    const document = await uploadDocument(self, { ...meta({ kind: 'tax_form' }), bytes: file('pdf') });
    const other = await newClient(tenant, at);
    const stranger = withStore(await clientCtx(tenant, uuidFromId('client', other.id)));
    await expect(readDocument(stranger, document.id)).rejects.toMatchObject({ kind: 'not_found' });
    await expect(uploadDocument(stranger, { ...meta(), bytes: file('pdf') })).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(listDocuments(stranger, { clientId: mine.id })).rejects.toMatchObject({ kind: 'not_found' });
    const seller = withStore(await staffCtx(tenant, ['documents.*'], { scope: 'own' }));
    await expect(readDocument(seller, document.id)).rejects.toMatchObject({ kind: 'not_found' });
    const elsewhere = withStore(asJob(await testTenant()));
    await expect(readDocument(elsewhere, document.id)).rejects.toMatchObject({ kind: 'not_found' });
    const viewer = withStore(await staffCtx(tenant, ['read:documents.*']));
    expect((await listDocuments(viewer, { clientId: mine.id }))[0]?.fileName).toMatch(/^••••/);
  });

  it('an accepted one takes the place of the one before, and ends with its last day', async () => {
    const old = await uploadDocument(self, { ...meta({ kind: 'id_card', side: 'front' }), bytes: file('jpg') });
    const fresh = await uploadDocument(self, { ...meta({ kind: 'id_card', side: 'front' }), bytes: file('jpg') });
    await acceptDocument(analyst, { id: old.id, expiresOn: '2020-01-31' });
    expect((await listDueDocuments(asJob(tenant), {})).map(({ id }) => id)).toContain(old.id);
    await expireDocument(asJob(tenant), { id: old.id });
    await acceptDocument(analyst, { id: fresh.id, expiresOn: '2031-01-31' });
    const rows = await listDocuments(self, { clientId: mine.id });
    expect(rows.find(({ id }) => id === old.id)).toMatchObject({ state: 'superseded', supersededBy: fresh.id });
    expect(rows.find(({ id }) => id === fresh.id)).toMatchObject({ state: 'accepted', expiresOn: '2031-01-31' });
    await rejectDocument(analyst, { id: fresh.id, reason: 'the picture is not him' });
    await expect(expireDocument(asJob(tenant), { id: fresh.id })).rejects.toMatchObject({
      reason: 'transition_not_allowed',
    });
  });

  it('a store that fails leaves no document that looks received', async () => {
    const broken = {
      ...self,
      ports: { ...self.ports, storage: { ...storage, put: async () => Promise.reject(new Error('full')) } },
    };
    const before = (await listDocuments(self, { clientId: mine.id })).length;
    await expect(uploadDocument(broken, { ...meta({ kind: 'complaint' }), bytes: file('pdf') })).rejects.toMatchObject({
      kind: 'unavailable',
      reason: 'file_not_stored',
    });
    expect(await listDocuments(self, { clientId: mine.id })).toHaveLength(before);
  });

  it("jobs get a client's own files, and nobody after his key is destroyed", async () => {
    const document = await uploadDocument(self, { ...meta({ kind: 'source_of_funds' }), bytes: file('pdf') });
    const other = await newClient(tenant, at);
    const job = withStore(asJob(tenant));
    expect(await documentFiles(job, { clientId: other.id, ids: [document.id] })).toEqual([]);
    expect((await documentFiles(job, { clientId: mine.id, ids: [document.id] }))[0]).toMatchObject({
      kind: 'source_of_funds',
    });
    const { personId } = await readClient(asJob(tenant), { id: mine.id });
    await inUow(asJob(tenant), (uow) => destroySubject(uow, `person:${personId}`));
    await expect(readDocument(analyst, document.id)).rejects.toMatchObject({ reason: 'document_erased' });
  });
});
